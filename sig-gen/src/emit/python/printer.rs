//! Lays a Python syntax tree out as text: one line where it fits, one item per line where it does not.
//!
//! A construct is first written flat; when its line becomes too long the text is taken back and written broken, outermost
//! brackets first. So text that fits is written once and nothing is measured in advance.

use std::borrow::Cow;
use std::fmt::Write as _;

use rayon::prelude::*;

use super::{Call, ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, TypeParameter};

/// The longest line that is not broken.
const WIDTH: usize = 120;

/// How many members of a union stand beside each other. Pyright reads operators to a depth of 256.
const MEMBERS: usize = 160;

/// Prints paragraphs of statements with `gap` blank lines between two paragraphs.
///
/// Within a paragraph nothing but a docstring is set off by a blank line, and never by more than one. Paragraphs are laid out at the
/// same time: none depends on another.
pub fn print(paragraphs: Vec<Vec<Statement<'_>>>, gap: usize) -> String {
    let printed: Vec<String> =
        paragraphs.into_par_iter().with_min_len(16).map(|statements| paragraph(&statements)).collect();
    join(printed, gap)
}

/// One paragraph.
pub(super) fn paragraph(statements: &[Statement<'_>]) -> String {
    let mut printer = Printer { text: String::new(), indent: 0, is_trial: false };
    printer.statements(statements);
    printer.text
}

/// Puts paragraphs together, the empty ones left out.
pub(super) fn join(paragraphs: impl IntoIterator<Item = String>, gap: usize) -> String {
    let mut paragraphs = paragraphs.into_iter().filter(|one| !one.is_empty());
    let mut text = paragraphs.next().unwrap_or_default();
    for one in paragraphs {
        text.extend(std::iter::repeat_n('\n', gap));
        text.push_str(&one);
    }
    text
}

struct Printer {
    text: String,
    indent: usize,
    /// Whether this is an attempt at one line, in which nothing may break: each level tries once, not once for each outer one.
    is_trial: bool,
}

impl Printer {
    fn statements(&mut self, statements: &[Statement<'_>]) {
        let mut previous_is_tall = false;
        for (index, statement) in statements.iter().enumerate() {
            let tall = is_tall(statement);
            if index > 0 && (tall || previous_is_tall) {
                self.text.push('\n');
            }
            previous_is_tall = tall;
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::Import { module, names } => self.import(module, names),
            Statement::ImportModule(module) => self.line(&format!("import {module}")),
            Statement::TypeChecking(imports) => {
                self.line("if TYPE_CHECKING:");
                self.indent += 1;
                self.statements(imports);
                self.indent -= 1;
            }
            Statement::Class(class) => self.class(class),
            Statement::Function(function) => self.function(function),
            Statement::Assign { target, annotation, value, comment } => {
                self.start();
                let name_end = self.text.len();
                self.text.push_str(target);
                if let Some(annotation) = annotation {
                    self.text.push_str(": ");
                    // With a value behind it the annotation is a short name (`TypeAlias`); the value is what may break.
                    self.expression(annotation, value.is_none());
                }
                if let Some(value) = value {
                    self.text.push_str(" = ");
                    self.expression(value, true);
                }
                self.end_since(name_end, comment.as_deref());
            }
            Statement::TypeAlias { name, type_parameters, value } => {
                self.start();
                let _ = write!(self.text, "type {name}");
                self.type_parameters(type_parameters);
                self.text.push_str(" = ");
                self.expression(value, true);
                self.end(None);
            }
            Statement::Docstring(docs) => self.docstring(docs),
            Statement::Comment(comment) => self.line(&format!("# {comment}")),
            Statement::Expression(expression) => {
                self.start();
                self.expression(expression, true);
                self.end(None);
            }
        }
    }

    fn start(&mut self) {
        const SPACES: &str = "                                ";
        let mut missing = self.indent * 4;
        while missing > 0 {
            let part = missing.min(SPACES.len());
            self.text.push_str(&SPACES[..part]);
            missing -= part;
        }
    }

    fn line(&mut self, text: &str) {
        self.start();
        self.text.push_str(text);
        self.end(None);
    }

    fn end(&mut self, comment: Option<&str>) {
        self.comment(comment);
        self.text.push('\n');
    }

    /// Ends what began at `mark`, with a comment on its first line, where checkers look for it.
    fn end_since(&mut self, mark: usize, comment: Option<&str>) {
        match (comment, self.text[mark..].find('\n')) {
            (Some(comment), Some(line_end)) => {
                self.text.insert_str(mark + line_end, &format!("  # {comment}"));
                self.end(None);
            }
            _ => self.end(comment),
        }
    }

    fn comment(&mut self, comment: Option<&str>) {
        if let Some(comment) = comment {
            self.text.push_str("  # ");
            self.text.push_str(comment);
        }
    }

    /// Whether the text since `mark` stayed on one line and the line within the width.
    fn fits(&self, mark: usize) -> bool {
        let (before, since) = self.text.as_bytes().split_at(mark);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        self.text.len() - line_start <= WIDTH && memchr::memchr(b'\n', since).is_none()
    }

    fn import(&mut self, module: &str, names: &[(Cow<'_, str>, Option<Cow<'_, str>>)]) {
        let spelled = |printer: &mut Self, (name, local): &(Cow<'_, str>, Option<Cow<'_, str>>)| {
            printer.text.push_str(name);
            if let Some(local) = local {
                printer.text.push_str(" as ");
                printer.text.push_str(local);
            }
        };
        self.start();
        let mark = self.text.len();
        let _ = write!(self.text, "from {module} import ");
        for (index, name) in names.iter().enumerate() {
            self.text.push_str(if index > 0 { ", " } else { "" });
            spelled(self, name);
        }
        if !self.fits(mark) {
            self.text.truncate(mark);
            let _ = writeln!(self.text, "from {module} import (");
            self.indent += 1;
            for name in names {
                self.start();
                spelled(self, name);
                self.text.push_str(",\n");
            }
            self.indent -= 1;
            self.start();
            self.text.push(')');
        }
        self.text.push('\n');
    }

    fn decorators(&mut self, decorators: &[Expression<'_>], mut comment: Option<&str>) {
        for decorator in decorators {
            self.start();
            self.text.push('@');
            self.expression(decorator, false);
            self.end(comment.take());
        }
    }

    fn class(&mut self, class: &ClassDefinition<'_>) {
        self.decorators(&class.decorators, None);
        self.start();
        let _ = write!(self.text, "class {}", class.name);
        self.type_parameters(&class.type_parameters);
        let name_end = self.text.len();
        if !class.bases.is_empty() || !class.keywords.is_empty() {
            self.items('(', ')', class.bases.len() + class.keywords.len(), |printer, index| {
                match class.bases.get(index) {
                    Some(base) => printer.expression(base, true),
                    None => printer.keyword(&class.keywords[index - class.bases.len()]),
                }
            });
        }
        self.text.push(':');
        if class.docs.is_none() && class.body.is_empty() {
            self.text.push_str(" ...");
            self.end_since(name_end, class.comment.as_deref());
            return;
        }
        self.end_since(name_end, class.comment.as_deref());
        self.indent += 1;
        if let Some(docs) = &class.docs {
            self.docstring(docs);
            self.text.push_str(if class.body.is_empty() { "" } else { "\n" });
        }
        self.statements(&class.body);
        self.indent -= 1;
    }

    fn function(&mut self, function: &FunctionDefinition<'_>) {
        self.decorators(&function.decorators, function.decorator_comment.as_deref());
        self.start();
        let mark = self.text.len();
        let _ = write!(self.text, "def {}", function.name);
        self.type_parameters(&function.type_parameters);
        let parameters = &function.parameters;
        let result = |printer: &mut Self| {
            if let Some(result) = &function.result {
                printer.text.push_str(" -> ");
                printer.expression(result, false);
            }
            printer.text.push_str(if function.docs.is_none() { ": ..." } else { ":" });
        };
        let name_end = self.text.len();
        self.flat_items('(', ')', parameters.len(), |printer, index| printer.parameter(&parameters[index], false));
        result(self);
        if self.fits(mark) {
            self.comment(function.comment.as_deref());
        } else {
            self.text.truncate(name_end);
            self.text.push('(');
            // Checkers look for the comment on the first line.
            self.end(function.comment.as_deref());
            self.indent += 1;
            let mark = self.text.len();
            self.start();
            for (index, parameter) in parameters.iter().enumerate() {
                self.text.push_str(if index > 0 { ", " } else { "" });
                self.parameter(parameter, false);
            }
            if self.fits(mark) {
                self.text.push('\n');
            } else {
                self.text.truncate(mark);
                for parameter in parameters {
                    self.start();
                    self.parameter(parameter, true);
                    self.text.push_str(",\n");
                }
            }
            self.indent -= 1;
            self.start();
            self.text.push(')');
            result(self);
        }
        self.text.push('\n');
        if let Some(docs) = &function.docs {
            self.indent += 1;
            self.docstring(docs);
            self.indent -= 1;
        }
    }

    fn type_parameters(&mut self, parameters: &[TypeParameter<'_>]) {
        if parameters.is_empty() {
            return;
        }
        self.flat_items('[', ']', parameters.len(), |printer, index| {
            let TypeParameter { name, bound, default } = &parameters[index];
            printer.text.push_str(name);
            if let Some(bound) = bound {
                printer.text.push_str(": ");
                printer.expression(bound, false);
            }
            if let Some(default) = default {
                printer.text.push_str(" = ");
                printer.expression(default, false);
            }
        });
    }

    fn parameter(&mut self, parameter: &Parameter<'_>, may_break: bool) {
        match parameter {
            Parameter::Plain { name, annotation, default } => {
                self.text.push_str(name);
                if let Some(annotation) = annotation {
                    self.text.push_str(": ");
                    self.expression(annotation, may_break);
                }
                if let Some(default) = default {
                    self.text.push_str(if annotation.is_some() { " = " } else { "=" });
                    self.expression(default, false);
                }
            }
            Parameter::PositionalOnly => self.text.push('/'),
            Parameter::KeywordOnly => self.text.push('*'),
            Parameter::Rest { name, annotation } => {
                self.text.push('*');
                self.text.push_str(name);
                if let Some(annotation) = annotation {
                    self.text.push_str(": ");
                    self.expression(annotation, may_break);
                }
            }
        }
    }

    fn keyword(&mut self, (name, value): &(Cow<'_, str>, Expression<'_>)) {
        self.text.push_str(name);
        self.text.push('=');
        self.expression(value, true);
    }

    fn flat_items(&mut self, open: char, close: char, count: usize, item: impl Fn(&mut Self, usize)) {
        self.text.push(open);
        for index in 0..count {
            self.text.push_str(if index > 0 { ", " } else { "" });
            item(self, index);
        }
        self.text.push(close);
    }

    /// Items in brackets: on one line if they fit, otherwise one per line.
    fn items(&mut self, open: char, close: char, count: usize, item: impl Fn(&mut Self, usize)) {
        let mark = self.text.len();
        let was_trial = std::mem::replace(&mut self.is_trial, true);
        self.flat_items(open, close, count, &item);
        self.is_trial = was_trial;
        if was_trial || self.fits(mark) || count == 0 {
            return;
        }
        self.text.truncate(mark);
        self.text.push(open);
        self.text.push('\n');
        self.indent += 1;
        for index in 0..count {
            self.start();
            item(self, index);
            // A comma behind a single subscript would make it a tuple.
            self.text.push_str(if open == '[' && count == 1 { "\n" } else { ",\n" });
        }
        self.indent -= 1;
        self.start();
        self.text.push(close);
    }

    fn expression(&mut self, expression: &Expression<'_>, may_break: bool) {
        match expression {
            Expression::Name(name) => self.text.push_str(name),
            Expression::Subscript(value, arguments) => {
                self.expression(value, false);
                self.bracketed('[', ']', arguments, may_break);
            }
            Expression::Union(members) => self.union(members, may_break),
            Expression::List(items) => self.bracketed('[', ']', items, may_break),
            Expression::Tuple(items) if items.len() == 1 => {
                self.text.push('(');
                self.expression(&items[0], may_break);
                self.text.push_str(",)");
            }
            Expression::Tuple(items) => self.bracketed('(', ')', items, may_break),
            Expression::Dict(entries) => {
                let entry = |printer: &mut Self, index: usize| {
                    let (key, value) = &entries[index];
                    printer.expression(key, false);
                    printer.text.push_str(": ");
                    printer.expression(value, may_break);
                };
                if may_break {
                    self.items('{', '}', entries.len(), entry);
                } else {
                    self.flat_items('{', '}', entries.len(), entry);
                }
            }
            Expression::Call(call) => {
                let Call { function, arguments, keywords } = &**call;
                self.text.push_str(function);
                let item = |printer: &mut Self, index: usize| match arguments.get(index) {
                    Some(argument) => printer.expression(argument, may_break),
                    None => printer.keyword(&keywords[index - arguments.len()]),
                };
                if may_break {
                    self.items('(', ')', arguments.len() + keywords.len(), item);
                } else {
                    self.flat_items('(', ')', arguments.len() + keywords.len(), item);
                }
            }
            Expression::Text(value) => string_literal(&mut self.text, value),
            Expression::Number(number) => number_literal(&mut self.text, *number),
            Expression::Integer(digits) => self.text.push_str(digits),
            Expression::Boolean(value) => self.text.push_str(if *value { "True" } else { "False" }),
            Expression::None => self.text.push_str("None"),
            Expression::Ellipsis => self.text.push_str("..."),
            Expression::Quoted(inner) => self.quoted(inner),
        }
    }

    fn bracketed(&mut self, open: char, close: char, items: &[Expression<'_>], may_break: bool) {
        if may_break {
            self.items(open, close, items.len(), |printer, index| printer.expression(&items[index], true));
        } else {
            self.flat_items(open, close, items.len(), |printer, index| printer.expression(&items[index], false));
        }
    }

    fn union(&mut self, members: &[Expression<'_>], may_break: bool) {
        if members.len() > MEMBERS {
            return self.long_union(members, may_break);
        }
        let mark = self.text.len();
        for (index, member) in members.iter().enumerate() {
            self.text.push_str(if index > 0 { " | " } else { "" });
            self.expression(member, false);
        }
        if !may_break || self.is_trial || self.fits(mark) {
            return;
        }
        self.text.truncate(mark);
        if let [only] = members {
            return self.expression(only, true);
        }
        self.text.push_str("(\n");
        self.indent += 1;
        for (index, member) in members.iter().enumerate() {
            self.start();
            self.text.push_str(if index > 0 { "| " } else { "" });
            self.expression(member, true);
            self.text.push('\n');
        }
        self.indent -= 1;
        self.start();
        self.text.push(')');
    }

    /// A union in groups with parentheses around them: type checkers refuse operators in operators beyond some depth.
    fn long_union(&mut self, members: &[Expression<'_>], may_break: bool) {
        let breaks = may_break && !self.is_trial;
        let groups = members.chunks(MEMBERS);
        let last = groups.len() - 1;
        if breaks {
            self.text.push_str("(\n");
            self.indent += 1;
        }
        for (index, group) in groups.enumerate() {
            if breaks {
                self.start();
            }
            self.text.push_str(if index > 0 && breaks { "| " } else { "" });
            let mark = self.text.len();
            self.union(group, breaks);
            if !self.text[mark..].starts_with("(\n") {
                self.text.insert(mark, '(');
                self.text.push(')');
            }
            match breaks {
                true => self.text.push('\n'),
                false => self.text.push_str(if index < last { " | " } else { "" }),
            }
        }
        if breaks {
            self.indent -= 1;
            self.start();
            self.text.push(')');
        }
    }

    /// An expression inside of a string literal, which type checkers want in one piece.
    fn quoted(&mut self, inner: &Expression<'_>) {
        let mut flat = Printer { text: String::new(), indent: 0, is_trial: false };
        flat.expression(inner, false);
        string_literal(&mut self.text, &flat.text);
    }

    fn docstring(&mut self, docs: &str) {
        let docs = match docs.contains("\"\"\"") {
            true => Cow::Owned(docs.replace("\"\"\"", "'''")),
            false => Cow::Borrowed(docs),
        };
        let mut lines = docs.trim().lines().map(str::trim_end).peekable();
        self.start();
        // Printed raw where a backslash would otherwise be read as an escape.
        self.text.push_str(if docs.contains('\\') { "r\"\"\"" } else { "\"\"\"" });
        let mut empty = false;
        let mut first = true;
        while let Some(line) = lines.next() {
            if line.is_empty() {
                // Never two empty lines in a row.
                if !empty {
                    self.text.push('\n');
                }
                empty = true;
                continue;
            }
            if !first {
                self.text.push('\n');
                self.start();
            }
            self.text.push_str(line);
            if lines.peek().is_none() && (line.ends_with('"') || line.ends_with('\\')) {
                self.text.push(' ');
            }
            first = false;
            empty = false;
        }
        self.text.push_str("\"\"\"\n");
    }
}

fn is_tall(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::Class(_) => true,
        Statement::Function(function) => function.docs.is_some(),
        Statement::Docstring(docs) => docs.contains('\n'),
        _ => false,
    }
}

/// Writes a string literal: in double quotes, or in single ones where that saves escapes.
fn string_literal(text: &mut String, value: &str) {
    let quote = if value.contains('"') && !value.contains('\'') { '\'' } else { '"' };
    text.push(quote);
    let is_special = |character: char| {
        character == quote
            || character == '\\'
            || character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    // Nearly all literals are plain words.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'\\' && byte != quote as u8;
    if value.bytes().all(is_plain) {
        text.push_str(value);
        text.push(quote);
        return;
    }
    let mut rest = value;
    while let Some(at) = rest.find(is_special) {
        let (plain, special) = rest.split_at(at);
        text.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => text.push_str("\\\""),
            Some('\\') => text.push_str("\\\\"),
            Some('\n') => text.push_str("\\n"),
            Some('\r') => text.push_str("\\r"),
            Some('\t') => text.push_str("\\t"),
            Some(other) => {
                let code = other as u32;
                let _ = if code <= 0xff { write!(text, "\\x{code:02x}") } else { write!(text, "\\u{code:04x}") };
            }
            None => {}
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text.push(quote);
}

/// Writes a number literal: an integer where the value is one.
fn number_literal(text: &mut String, number: f64) {
    let _ = if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        write!(text, "{}", number as i64)
    } else if number.is_finite() {
        write!(text, "{number:?}")
    } else {
        write!(text, "float(\"{number}\")")
    };
}
