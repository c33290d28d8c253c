//! One wave of files: read, parsed and searched for references in parallel, then taken over in order.

use rayon::prelude::*;

use super::references::{self, Found};
use super::{Gathering, Request};
use crate::bind::BoundFile;
use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::model::{FileArena, FileNode};
use crate::parse::{self, Dialect, Parsed, Part};

/// The largest text that is taken. What comes of it takes a hundred times its memory; the largest declarations have 10 MB.
const MAXIMUM_TEXT: usize = 32 << 20;

/// A file to be parsed.
struct Pending<'a> {
    file: FileId,
    path: String,
    text: &'a str,
    dialect: Dialect,
    is_lib: bool,
}

impl<'a> Gathering<'_, 'a> {
    /// Parses what was asked for, and what that refers to, until nothing is left.
    pub(super) fn waves(&mut self) {
        while !self.next.is_empty() {
            let requests = std::mem::take(&mut self.next);
            let pending = self.read(requests);
            let parsed = self.parse(&pending);
            let resolver = &self.resolver;
            let found: Vec<Vec<Found<'a>>> = pending
                .par_iter()
                .zip(&parsed)
                .map(|(one, (node, _))| match one.is_lib {
                    true => Vec::new(),
                    false => references::of(node, &one.path, resolver),
                })
                .collect();
            for ((one, (node, diagnostics)), found) in pending.iter().zip(parsed).zip(found) {
                // What is only referred to may be broken: the names that are missing in it degrade.
                let is_input = self.emitted.contains(&one.file);
                let demoted = diagnostics.into_iter().map(|found| if is_input { found } else { found.demoted() });
                self.program.diagnostics.extend(demoted);
                self.follow(one.file, found);
                self.program.files.push(BoundFile { node, emitted: false });
            }
        }
    }

    /// Reads the files of a wave. Libraries were read when they were asked for.
    fn read(&mut self, requests: Vec<Request>) -> Vec<Pending<'a>> {
        let texts: Vec<Option<String>> = requests
            .par_iter()
            .with_max_len(8)
            .map(|request| if request.is_lib { None } else { self.files.read(&request.path) })
            .collect();
        let mut pending = Vec::with_capacity(requests.len());
        for (request, text) in requests.into_iter().zip(texts) {
            let Request { path, emitted, is_lib } = request;
            let file = match (self.known.get(&path), text) {
                (Some(&file), _) => file,
                (None, Some(text)) if text.contains('\0') => {
                    self.unreadable(&path, emitted, "is not a text: there is a NUL in it");
                    continue;
                }
                (None, Some(text)) if text.len() > MAXIMUM_TEXT => {
                    self.unreadable(&path, emitted, "is larger than 32 MB, which no declarations are");
                    continue;
                }
                (None, Some(text)) => self.add(&path, text, emitted),
                (None, None) => {
                    self.unreadable(&path, emitted, "cannot be read");
                    continue;
                }
            };
            let dialect = if is_lib { Dialect::Declarations } else { Dialect::of(&path) };
            pending.push(Pending { file, text: self.text(file), path, dialect, is_lib });
        }
        pending
    }

    fn unreadable(&mut self, path: &str, emitted: bool, problem: &str) {
        let message = format!("`{}` {problem}", self.shown(path).display());
        self.program.diagnostics.push(match emitted {
            true => Diagnostic::error(message),
            false => Diagnostic::warning(message),
        });
    }

    /// Parses files at the same time, the large ones in parts.
    fn parse(&self, wave: &[Pending<'a>]) -> Vec<(FileNode<'a>, Vec<Diagnostic>)> {
        let arena = || self.memory.files.alloc(FileArena::default());
        let mut work: Vec<(usize, Part<'a>, &'a mut FileArena<'a>)> = Vec::with_capacity(wave.len());
        for (index, one) in wave.iter().enumerate() {
            work.extend(parse::parts(one.file, one.text, one.dialect).into_iter().map(|part| (index, part, arena())));
        }
        let parsed: Vec<(usize, Parsed<'a>)> = work
            .into_par_iter()
            .with_max_len(1)
            .map(|(index, part, arena)| (index, parse::parse(&part, arena)))
            .collect();
        let mut by_file: Vec<Vec<Parsed<'a>>> = wave.iter().map(|_| Vec::new()).collect();
        for (index, one) in parsed {
            by_file[index].push(one);
        }
        let mut files = Vec::with_capacity(wave.len());
        for (one, mut parts) in wave.iter().zip(by_file) {
            let whole = parse::whole(one.file, one.text, one.dialect);
            if parts.len() > 1 && parts.iter().any(|part| part.failed) {
                parts = vec![parse::parse(&whole, arena())];
            }
            let diagnostics = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.diagnostics)).collect();
            files.push((parse::join(&whole, parts, arena()), diagnostics));
        }
        files
    }

    /// Asks for the files that a file refers to.
    fn follow(&mut self, file: FileId, found: Vec<Found<'a>>) {
        let emitted = self.emitted.contains(&file);
        for one in found {
            match one {
                Found::Lib(name) => self.lib(name, false, None, true),
                Found::File { path, is_part } => self.request(&path, is_part && emitted),
                Found::Module { specifier, path } => {
                    self.request(&path, false);
                    self.targets.push((file, specifier, path));
                }
                Found::NoPath(path, span) => self.missing_path(path, span),
                Found::Unresolved(unresolved) => self.unresolved.push(unresolved),
            }
        }
    }

    fn missing_path(&mut self, path: &str, span: Span) {
        self.program.diagnostics.push(Diagnostic::warning(format!("no file `{path}`")).at(span));
    }
}
