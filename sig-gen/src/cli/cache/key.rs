//! The name of a run: everything besides the file system that it depends on.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

use crate::cli::report::Format;
use crate::emit::Emit;
use crate::generate::{Input, Options};

/// What was asked for. How many threads do it and where the output goes make no difference to what comes out.
pub(in crate::cli) struct Run<'r> {
    pub options: &'r Options,
    pub emit: Emit,
    pub report: Option<Format>,
    /// Whether findings are printed with colours.
    pub color: bool,
}

/// The hash of what was asked for, where, and of which build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Key(pub(super) u128);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Hashes a sequence of texts, so that no two sequences are one text.
struct Parts(Xxh3);

impl Parts {
    fn text(&mut self, text: impl AsRef<OsStr>) {
        let bytes = text.as_ref().as_encoded_bytes();
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn list<T: AsRef<OsStr>>(&mut self, list: impl ExactSizeIterator<Item = T>) {
        self.0.update(&(list.len() as u64).to_le_bytes());
        list.for_each(|text| self.text(text));
    }
}

impl Run<'_> {
    /// The key, when the current directory is known.
    pub fn key(&self) -> Option<Key> {
        let Options {
            inputs,
            root,
            project,
            include,
            exclude,
            overrides,
            names,
            written,
            lib_directory,
            ambient,
            places,
            threads: _,
        } = self.options;
        let mut parts = Parts(Xxh3::new());
        parts.text(env!("SIGBIND_BUILD_ID"));
        parts.text(std::env::current_dir().ok()?);
        parts.list(inputs.iter().map(named));
        parts.text(root);
        parts.list(project.iter());
        for wishes in [include, exclude] {
            parts.list(wishes.iter().map(|wish| &wish.text));
        }
        parts.list(overrides.iter().map(|one| format!("{one:?}")));
        // Findings show lines of the configuration, so all of it counts; which of its packages this is, the options say.
        parts.list(written.iter().map(|written| &written.path));
        parts.list(written.iter().map(|written| &*written.text));
        parts.list(lib_directory.iter());
        parts.list(ambient.iter().flatten().collect::<Vec<_>>().into_iter());
        parts.text(format!(
            "{:?} {:?} {} {} {places} {names:?}",
            self.emit,
            self.report,
            self.color,
            ambient.is_some()
        ));
        Some(Key(parts.0.digest128()))
    }
}

/// An input, told from those of another kind.
fn named(input: &Input) -> std::ffi::OsString {
    let (kind, text) = match input {
        Input::File(path) => ("file:", path.as_path()),
        Input::Lib(name) => ("lib:", Path::new(name)),
        Input::Named(name) => ("named:", Path::new(name)),
    };
    let mut named = std::ffi::OsString::from(kind);
    named.push(text);
    named
}
