//! Text to model: the only room that names the parser (`swc_*`).
//!
//! Parsing always gives a file, however broken the text: statements that cannot be read are left out and reported at
//! their true place. The caller provides a thread with a large stack, because the parser recurses; nesting beyond any
//! sane declaration is refused before it, and a panic below becomes a diagnostic.

mod class;
mod expression;
mod nesting;
mod scan;
mod statement;
mod types;
mod variable;

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use swc_common::{BytePos, Span as SwcSpan, input::StringInput};
use swc_ecma_ast::{EsVersion, Module, ModuleItem};
use swc_ecma_parser::{Parser, Syntax, TsSyntax, error::Error, lexer::Lexer};

use crate::diagnostics::{Diagnostic, FileId, Severity, Span};
use crate::model::{DocsRange, FileArena, FileNode, References, Statement, StatementKind};
use scan::Scan;

/// The stack that parsing within the nesting limit needs, in bytes; reserved, not touched.
pub const STACK_SIZE: usize = 512 << 20;

/// The size in bytes above which a declaration file is parsed in parts by several threads.
pub const PART_SIZE: usize = 192 << 10;

/// How the file's name says it is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `.d.ts`, `.d.mts`, `.d.cts`: declarations only.
    Declarations,
    /// `.ts`: a program, of which only the declared types matter.
    Program,
    /// `.tsx`: the same with elements of JSX in it.
    ProgramWithElements,
}

impl Dialect {
    /// The dialect of a file name.
    pub fn of(name: &str) -> Self {
        let is_declaration = [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end))
            || (name.ends_with(".ts") && name.contains(".d."));
        match name {
            _ if is_declaration => Self::Declarations,
            name if name.ends_with(".tsx") => Self::ProgramWithElements,
            _ => Self::Program,
        }
    }
}

/// A text to be parsed by one thread: a file, or a part of a large one.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    pub file: FileId,
    /// The text of the whole file.
    pub text: &'a str,
    pub dialect: Dialect,
    range: Range<usize>,
}

/// What was read from a part.
#[derive(Default)]
pub struct Parsed<'a> {
    statements: Vec<Statement<'a>>,
    import_types: Vec<(&'a str, Span)>,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the text is no sequence of statements: then the cut may be what is wrong with it.
    pub failed: bool,
}

/// Cuts a file into parts of about [`PART_SIZE`], after lines that close a declaration.
pub fn parts<'a>(file: FileId, text: &'a str, dialect: Dialect) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while dialect == Dialect::Declarations && text.len() - start > 2 * PART_SIZE {
        let wanted = start + PART_SIZE;
        let close = text.as_bytes()[wanted..].windows(3).position(|bytes| bytes == b"\n}\n");
        let Some(end) = close.map(|close| wanted + close + 3) else { break };
        parts.push(Part { file, text, dialect, range: start..end });
        start = end;
    }
    parts.push(Part { file, text, dialect, range: start..text.len() });
    parts
}

/// The whole of a file as one part.
pub fn whole<'a>(file: FileId, text: &'a str, dialect: Dialect) -> Part<'a> {
    Part { file, text, dialect, range: 0..text.len() }
}

/// Parses a part into `arena`.
pub fn parse<'a>(part: &Part<'a>, arena: &'a FileArena<'a>) -> Parsed<'a> {
    let Part { file, text, dialect, ref range } = *part;
    let scan = scan::scan(&text[range.clone()], range.start);
    if let Some(start) = scan.too_deep {
        let diagnostics = vec![too_deep(file, start)];
        return Parsed { diagnostics, failed: true, ..Parsed::default() };
    }
    let reader = Reader {
        file,
        text,
        arena,
        scan: &scan,
        imports: RefCell::default(),
        expressions: Cell::default(),
        namespaces: Cell::default(),
        warnings: RefCell::default(),
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| reader.read(dialect, range.clone())));
    outcome.unwrap_or_else(|_| {
        let place = Span { file, start: 0, end: 0 };
        let diagnostics = vec![Diagnostic::error("the parser failed on this file").at(place)];
        Parsed { diagnostics, failed: true, ..Parsed::default() }
    })
}

fn too_deep(file: FileId, start: u32) -> Diagnostic {
    let diagnostic = Diagnostic::error(format!("nested more than {} levels deep", nesting::MAXIMUM_DEPTH));
    diagnostic.at(Span { file, start, end: start + 1 })
}

/// The file that parsed parts make up, in their order.
pub fn join<'a>(part: &Part<'a>, parsed: Vec<Parsed<'a>>, arena: &'a FileArena<'a>) -> FileNode<'a> {
    let mut statements = Vec::with_capacity(parsed.iter().map(|one| one.statements.len()).sum());
    let mut import_types = Vec::new();
    for one in parsed {
        statements.extend(one.statements);
        import_types.extend(one.import_types);
    }
    let is_module = statements.iter().any(|statement| statement.exported || makes_module(statement));
    let statements = arena.statements(statements);
    FileNode {
        file: part.file,
        text: part.text,
        statements,
        is_module,
        is_declaration: part.dialect == Dialect::Declarations,
        references: references(part.text),
        import_types,
    }
}

/// Parses a file with comments and does nothing else: the floor against which the whole is measured.
pub fn parse_only(text: &str) -> usize {
    let comments = swc_common::comments::SingleThreadedComments::default();
    let lexer = Lexer::new(syntax(Dialect::Declarations), EsVersion::EsNext, input(text, 0), Some(&comments));
    let mut parser = Parser::new_from(lexer);
    parser.parse_typescript_module().map_or(0, |module| module.body.len())
}

fn makes_module(statement: &Statement<'_>) -> bool {
    match statement.kind {
        StatementKind::Import { .. }
        | StatementKind::Export { .. }
        | StatementKind::ExportAll { .. }
        | StatementKind::ExportAssignment { .. }
        | StatementKind::ImportRequire { .. } => true,
        _ => statement.default,
    }
}

/// The `/// <reference ... />` directives at the head of a text.
pub fn references(text: &str) -> References<'_> {
    let mut found = References::default();
    let mut in_comment = false;
    for line in text.lines() {
        let line = line.trim();
        if in_comment || line.starts_with("/*") {
            in_comment = !line.contains("*/");
        } else if let Some(directive) = line.strip_prefix("///") {
            let directive = directive.trim_start();
            if let Some(rest) = directive.strip_prefix("<reference") {
                found.libs.extend(attribute(rest, "lib"));
                found.paths.extend(attribute(rest, "path"));
                found.types.extend(attribute(rest, "types").map(|name| (name, attribute(rest, "resolution-mode"))));
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            break;
        }
    }
    found
}

fn attribute<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let at = text.find(&format!(" {name}="))? + name.len() + 2;
    let quote = text[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[at + 1..].split(quote).next()
}

fn syntax(dialect: Dialect) -> Syntax {
    Syntax::Typescript(TsSyntax {
        dts: dialect == Dialect::Declarations,
        tsx: dialect == Dialect::ProgramWithElements,
        decorators: true,
        ..TsSyntax::default()
    })
}

/// Positions of the parser are offsets plus one: it keeps zero for itself.
fn input(text: &str, offset: usize) -> StringInput<'_> {
    let position = |offset: usize| BytePos(u32::try_from(offset + 1).unwrap_or(u32::MAX));
    StringInput::new(text, position(offset), position(offset + text.len()))
}

/// Converts what the parser gives to the model.
pub(crate) struct Reader<'a, 's> {
    file: FileId,
    text: &'a str,
    arena: &'a FileArena<'a>,
    scan: &'s Scan,
    /// The specifiers of `import()` types.
    imports: RefCell<Vec<(&'a str, Span)>>,
    /// How deep the present expression and the present namespace are.
    expressions: Cell<u32>,
    namespaces: Cell<u32>,
    warnings: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a, '_> {
    fn read(&self, dialect: Dialect, range: Range<usize>) -> Parsed<'a> {
        let mut parsed = Parsed::default();
        let attempted = match self.scan.left_open {
            true => Attempt::default(),
            false => attempt(&self.text[range.clone()], range.start, dialect),
        };
        match attempted {
            Attempt { module: Some(module), errors: recoverable, .. } => {
                self.module_items(&module.body, &mut parsed.statements);
                let severity = match dialect {
                    Dialect::Declarations => Severity::Warning,
                    Dialect::Program | Dialect::ProgramWithElements => Severity::Error,
                };
                parsed.diagnostics = recoverable.iter().map(|error| self.diagnostic(error, severity)).collect();
            }
            Attempt { module: None, .. } => {
                parsed.failed = true;
                self.read_by_statement(dialect, range, &mut parsed);
            }
        }
        parsed.import_types = self.imports.take();
        parsed.diagnostics.extend(self.warnings.take());
        parsed
    }

    /// Reads the statements one by one, so that one that is broken does not hide the others or their errors.
    fn read_by_statement(&self, dialect: Dialect, range: Range<usize>, parsed: &mut Parsed<'a>) {
        let whole = &self.text[range.clone()];
        let mut starts = scan::statement_starts(whole);
        if starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(whole.len());
            let text = &whole[start..end];
            let offset = range.start + start;
            let own = scan::scan(text, offset);
            // What was the text of a template, as long as an earlier statement left one open, may be code that nests.
            if let Some(start) = own.too_deep {
                parsed.diagnostics.push(too_deep(self.file, start));
                continue;
            }
            if own.left_open {
                parsed.diagnostics.push(self.failure(offset, text, "brackets are not closed in this statement"));
                continue;
            }
            match attempt(text, offset, dialect) {
                Attempt { module: Some(module), errors: recoverable, .. } => {
                    self.module_items(&module.body, &mut parsed.statements);
                    let warnings = recoverable.iter().map(|error| self.diagnostic(error, Severity::Warning));
                    parsed.diagnostics.extend(warnings);
                }
                Attempt { errors, .. } => {
                    // The parser gives up at the `export` when what follows is broken: without it, it tells the place.
                    let blanked = blank_export(text).map(|text| attempt(&text, offset, dialect).errors);
                    let errors = blanked.filter(|errors| !errors.is_empty()).unwrap_or(errors);
                    parsed.diagnostics.extend(errors.iter().map(|error| self.diagnostic(error, Severity::Error)));
                    if errors.is_empty() {
                        parsed.diagnostics.push(self.failure(offset, text, "the parser cannot read this statement"));
                    }
                }
            }
        }
    }

    /// The parser failed in a statement without a word.
    fn failure(&self, offset: usize, text: &str, message: &str) -> Diagnostic {
        let blank = text.len() - text.trim_start().len();
        let line = text.trim_start().lines().next().map_or(0, str::len);
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let span = Span { file: self.file, start: at(offset + blank), end: at(offset + blank + line) };
        Diagnostic::error(message).at(span)
    }

    fn diagnostic(&self, error: &Error, severity: Severity) -> Diagnostic {
        let mut span = self.span(swc_common::Spanned::span(error));
        let length = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        span.start = span.start.min(length);
        span.end = span.end.clamp(span.start, length);
        Diagnostic { severity, ..Diagnostic::error(error.kind().msg().into_owned()) }.at(span)
    }

    fn module_items(&self, items: &[ModuleItem], into: &mut Vec<Statement<'a>>) {
        for item in items {
            match item {
                ModuleItem::ModuleDecl(declaration) => self.module_declaration(declaration, into),
                ModuleItem::Stmt(statement) => self.plain_statement(statement, into),
            }
        }
    }

    fn span(&self, span: SwcSpan) -> Span {
        Span { file: self.file, start: span.lo.0.saturating_sub(1), end: span.hi.0.saturating_sub(1) }
    }

    fn docs(&self, span: SwcSpan) -> DocsRange {
        self.scan.documentation(self.text, span.lo.0.saturating_sub(1))
    }

    /// A name as a slice of the source where it stands there, stored otherwise.
    fn name(&self, start: BytePos, name: &str) -> &'a str {
        let start = start.0.saturating_sub(1) as usize;
        match self.text.get(start..start + name.len()) {
            Some(slice) if slice == name => slice,
            _ => self.arena.text(name),
        }
    }

    /// The value of a string literal.
    fn string(&self, literal: &swc_ecma_ast::Str) -> &'a str {
        let value = literal.value.to_string_lossy();
        self.name(literal.span.lo + BytePos(1), &value)
    }
}

/// What parsing a text gave.
#[derive(Default)]
struct Attempt {
    module: Option<Module>,
    /// Those of a failed parse, or the recoverable ones of one that went through. A parser that panicked has none.
    errors: Vec<Error>,
}

fn attempt(text: &str, offset: usize, dialect: Dialect) -> Attempt {
    let parse = || {
        let lexer = Lexer::new(syntax(dialect), EsVersion::EsNext, input(text, offset), None);
        let mut parser = Parser::new_from(lexer);
        match parser.parse_typescript_module() {
            Ok(module) => Attempt { module: Some(module), errors: parser.take_errors() },
            Err(error) => Attempt { module: None, errors: vec![error] },
        }
    };
    catch_unwind(AssertUnwindSafe(parse)).unwrap_or_default()
}

fn blank_export(text: &str) -> Option<String> {
    let rest = text.strip_prefix("export")?;
    let rest = rest.strip_prefix(" default").map_or_else(|| rest.to_owned(), |rest| format!("        {rest}"));
    Some(format!("      {rest}"))
}
