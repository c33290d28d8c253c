//! Annotations that somebody wrote by hand, read into expressions: names with dots, arguments in brackets, and `|`.

use super::Expression;

/// The builtins that are types.
const BUILTINS: [&str; 22] = [
    "BaseException",
    "Exception",
    "None",
    "bool",
    "bytearray",
    "bytes",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "memoryview",
    "object",
    "range",
    "set",
    "slice",
    "str",
    "tuple",
    "type",
    "Ellipsis",
    "property",
];

/// Whether Python knows a name without an import.
pub(crate) fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(&name)
}

/// Whether a text is an annotation; every name in it is told.
pub(crate) fn parse(text: &str, name: &mut dyn FnMut(&str)) -> bool {
    let mut named = |text: &str| {
        name(text);
        Expression::None
    };
    expression(text, &mut named).is_some()
}

/// The expression of an annotation, with what `named` gives for each name.
pub(crate) fn expression<'a>(text: &str, named: &mut dyn FnMut(&str) -> Expression<'a>) -> Option<Expression<'a>> {
    let mut reader = Reader { rest: text.trim(), named, depth: 0 };
    let read = reader.union()?;
    reader.rest.is_empty().then_some(read)
}

/// How deep brackets are read.
const DEEPEST: u32 = 32;

struct Reader<'t, 'n, 'a> {
    rest: &'t str,
    named: &'n mut dyn FnMut(&str) -> Expression<'a>,
    depth: u32,
}

impl<'a> Reader<'_, '_, 'a> {
    fn takes(&mut self, token: &str) -> bool {
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest).trim_start();
        found.is_some()
    }

    fn union(&mut self) -> Option<Expression<'a>> {
        let mut members = vec![self.one()?];
        while self.takes("|") {
            members.push(self.one()?);
        }
        Some(if members.len() == 1 { members.remove(0) } else { Expression::Union(members) })
    }

    fn one(&mut self) -> Option<Expression<'a>> {
        if self.takes("...") {
            return Some(Expression::Ellipsis);
        }
        if self.takes("[") {
            return self.list().map(Expression::List);
        }
        let is_part = |character: char| character == '_' || character == '.' || character.is_alphanumeric();
        let end = self.rest.find(|character| !is_part(character)).unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        let is_identifier = |part: &str| super::is_identifier(part) || part == "None";
        if !name.split('.').all(is_identifier) {
            return None;
        }
        self.rest = self.rest[end..].trim_start();
        let value = if name == "None" { Expression::None } else { (self.named)(name) };
        if !self.takes("[") {
            return Some(value);
        }
        Some(Expression::Subscript(Box::new(value), self.list().filter(|list| !list.is_empty())?))
    }

    /// What stands up to the closing bracket.
    fn list(&mut self) -> Option<Vec<Expression<'a>>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut list = Vec::new();
        while !self.takes("]") {
            list.push(self.union()?);
            if !self.takes(",") && !self.rest.starts_with(']') {
                return None;
            }
        }
        self.depth -= 1;
        Some(list)
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, expression, parse};

    #[test]
    fn annotations_are_read() {
        for text in [
            "int",
            "datetime.datetime | None",
            "dict[str, list[a.B]]",
            "collections.abc.Callable[[int, str], None]",
            "tuple[int, ...]",
        ] {
            let mut own = |name: &str| Expression::name(name.to_owned());
            assert!(expression(text, &mut own).is_some(), "{text}");
        }
        for text in
            ["", "int |", "a..b", "list[", "list[int", "list[]", "f()", "a b", "lambda: 1", "'x'", "int]", "class"]
        {
            assert!(!parse(text, &mut |_| ()), "{text}");
        }
        assert!(!parse(&"[".repeat(1000), &mut |_| ()));
    }
}
