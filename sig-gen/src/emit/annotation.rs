//! A type as people read it, in the words of Python: what pages and messages show. Stubs have a printer of their own, since a checker
//! reads them.

use ffi_core::signature::{BufferKind, Function, Literal, Parameter, RecordField, Type};

/// How deep types are shown; below that, dots stand for them.
const DEEPEST: usize = 12;

/// The text of a type. `named` gives the text for the name of an item, so that it may lead there.
pub(crate) fn text(ty: &Type, named: &dyn Fn(&str) -> String) -> String {
    Printer { named }.ty(ty, 0)
}

/// The same without leading anywhere.
pub(crate) fn plain(ty: &Type) -> String {
    text(ty, &str::to_owned)
}

/// A literal as Python writes it.
pub(crate) fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) => quoted(text),
        Literal::Number(number) => crate::number::text(*number),
        Literal::Boolean(true) => "True".to_owned(),
        Literal::Boolean(false) => "False".to_owned(),
        Literal::BigInt(digits) => digits.clone(),
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{escaped}\"")
}

struct Printer<'p> {
    named: &'p dyn Fn(&str) -> String,
}

impl Printer<'_> {
    fn ty(&self, ty: &Type, depth: usize) -> String {
        if depth > DEEPEST {
            return "...".to_owned();
        }
        let inner = |ty: &Type| self.ty(ty, depth + 1);
        let generic = |name: &str, ty: &Type| format!("{name}[{}]", self.ty(ty, depth + 1));
        match ty {
            Type::Any => "Any".to_owned(),
            Type::Unknown | Type::Object => "object".to_owned(),
            Type::Never => "Never".to_owned(),
            Type::Undefined | Type::Null => "None".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Number => "float".to_owned(),
            Type::BigInt => "int".to_owned(),
            Type::String => "str".to_owned(),
            Type::Symbol => "Symbol".to_owned(),
            Type::Date => "datetime".to_owned(),
            Type::This => "Self".to_owned(),
            Type::Literal { value } => format!("Literal[{}]", literal(value)),
            Type::Union { members } => self.union(members, depth),
            Type::Intersection { members } => members.iter().map(inner).collect::<Vec<_>>().join(" & "),
            Type::Array { element, readonly: true } => generic("Sequence", element),
            Type::Array { element, readonly: false } => generic("list", element),
            Type::Tuple { elements } => {
                let element = |one: &ffi_core::signature::TupleElement| {
                    format!("{}{}", if one.rest { "*" } else { "" }, self.ty(&one.ty, depth + 1))
                };
                format!("tuple[{}]", elements.iter().map(element).collect::<Vec<_>>().join(", "))
            }
            Type::Mapping { value } => format!("dict[str, {}]", inner(value)),
            Type::Record { fields } => self.record(fields, depth),
            Type::Reference { name, arguments, .. } => {
                let named = (self.named)(name);
                if arguments.is_empty() {
                    return named;
                }
                format!("{named}[{}]", arguments.iter().map(inner).collect::<Vec<_>>().join(", "))
            }
            Type::ClassObject { name, .. } => format!("type[{}]", (self.named)(name)),
            Type::TypeParameter { name } => name.clone(),
            Type::Function { function, construct } => self.callable(function, *construct, depth),
            Type::Promise { value } => generic("Awaitable", value),
            Type::Iterable { element } => generic("Iterable", element),
            Type::Iterator { element, .. } => generic("Iterator", element),
            Type::AsyncIterable { element } => generic("AsyncIterable", element),
            Type::AsyncIterator { element } => generic("AsyncIterator", element),
            Type::Map { key, value } => format!("Map[{}, {}]", inner(key), inner(value)),
            Type::Set { element } => generic("Set", element),
            Type::Buffer { buffer } => buffer_name(*buffer),
            Type::Converted { value, by } => by.python.clone().unwrap_or_else(|| inner(value)),
        }
    }

    /// Literals stand together, `None` once and last.
    fn union(&self, members: &[Type], depth: usize) -> String {
        let mut parts: Vec<String> = Vec::new();
        let literals: Vec<String> = members
            .iter()
            .filter_map(|member| match member {
                Type::Literal { value } => Some(literal(value)),
                _ => None,
            })
            .collect();
        for member in members {
            let part = match member {
                Type::Literal { .. } => format!("Literal[{}]", literals.join(", ")),
                other => self.ty(other, depth + 1),
            };
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts.join(" | ")
    }

    fn record(&self, fields: &[RecordField], depth: usize) -> String {
        let field = |field: &RecordField| {
            let mark = if field.optional { "?" } else { "" };
            format!("{}{mark}: {}", quoted(&field.name.js), self.ty(&field.ty, depth + 1))
        };
        format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
    }

    fn callable(&self, function: &Function, construct: bool, depth: usize) -> String {
        let Some(signature) = function.overloads.first().filter(|_| !construct) else {
            return "Callable[..., Any]".to_owned();
        };
        let parameter = |one: &Parameter| format!("{}{}", if one.rest { "*" } else { "" }, self.ty(&one.ty, depth + 1));
        let parameters: Vec<String> = signature.parameters.iter().map(parameter).collect();
        format!("Callable[[{}], {}]", parameters.join(", "), self.ty(&signature.result, depth + 1))
    }
}

fn buffer_name(buffer: BufferKind) -> String {
    format!("{buffer:?}")
}
