//! Records, unions and enums: declarations by the macros of `ffi_core::bound`, and the functions of records.

use ffi_core::signature::{Docs, Enum, EnumValue};

use super::class::{Printed, constant_name};
use super::convert::{Converter, Field, Made, is_bound_enum, optional};
use super::docs;
use super::function::Functions;
use super::names::{Names, behind, camel, snake, written};
use super::types::{Kind, Ty, argument};

/// Prints what was made for a union, a set of strings or an object type.
pub fn made<'m>(converter: &Converter<'m>, name: &str, made: &Made<'m>, docs: &Docs, depth: usize) -> Printed {
    match made {
        Made::Union(members) => union(name, members, docs, depth),
        Made::Strings(texts) => strings(name, texts.iter().map(|text| (text.as_str(), text.as_str(), None)), docs),
        Made::Record(fields) => record(converter, name, name, fields, docs, depth),
        Made::Joined(base, parts) => joined(converter, name, base, parts, docs, depth),
    }
}

/// Prints a struct around one type that shows itself as others.
fn joined(converter: &Converter<'_>, name: &str, base: &Ty, parts: &[Ty], docs: &Docs, depth: usize) -> Printed {
    let base = base.code(depth);
    let mut out = String::from("rt::class! {\n");
    docs::write(&mut out, "    ", docs, "All of several types.");
    out.push_str(&format!("    pub struct {name}({base}) = <{base} as rt::JsClass>::PLACE, {name:?};\n}}\n"));
    let mut functions = Functions::new(converter, depth, "    ");
    functions.names.take("as_object");
    for part in parts {
        let rest = format!("(&self) -> rt::Result<{}>", part.code(depth));
        let text = format!("It as the `{}` that it is, too.", part.word());
        functions.plain(&Docs::default(), &text, &behind("as", &part.word()), &rest, "rt::view(self)");
    }
    out.push_str(&format!("\nimpl {name} {{\n{}}}\n", functions.out));
    Printed { code: out, functions: functions.count }
}

fn union(name: &str, members: &[Ty], docs: &Docs, depth: usize) -> Printed {
    let mut out = String::from("rt::union! {\n");
    docs::write(&mut out, "    ", docs, "One of several types.");
    out.push_str(&format!("    pub enum {name} {{\n"));
    let mut names = Names::default();
    for member in members {
        let variant = names.take(camel(&member.word()));
        let code = member.code(depth);
        let (code, borrowed, other) = match member {
            Ty::Str => (code, vec!["str".to_owned()], vec![]),
            Ty::Bytes => (code, vec![], vec!["rt::Vec<u8>".to_owned()]),
            // Unions may hold each other in tuples.
            Ty::Tuple(_) => (format!("rt::Box<{code}>"), vec![], vec![code]),
            Ty::BigInt => (code, vec![], vec!["i64".to_owned()]),
            ty if ty.is_handle() => (code.clone(), vec![code], vec![]),
            _ => (code, vec![], vec![]),
        };
        let (borrowed, other) = (borrowed.join(", "), other.join(", "));
        out.push_str(&format!("        {variant}({code}) or [{borrowed}] via [{other}],\n"));
    }
    out.push_str("    }\n}\n");
    Printed { code: out, functions: 0 }
}

fn strings<'t>(name: &str, texts: impl Iterator<Item = (&'t str, &'t str, Option<&'t Docs>)>, docs: &Docs) -> Printed {
    let mut out = String::from("rt::strings! {\n");
    docs::write(&mut out, "    ", docs, "One of several strings.");
    out.push_str(&format!("    pub enum {name} {{\n"));
    let mut names = Names::default();
    let mut values: Vec<&str> = Vec::new();
    for (variant, text, docs) in texts {
        if values.contains(&text) {
            continue;
        }
        values.push(text);
        if let Some(docs) = docs.filter(|docs| !docs.text.is_empty()) {
            let docs = Docs { text: docs.text.clone(), ..Docs::default() };
            docs::write(&mut out, "        ", &docs, "");
            out.push_str("        ///\n");
        }
        out.push_str(&format!("        {} = {text:?},\n", written(&names.take(camel(variant)))));
    }
    out.push_str("    }\n}\n");
    Printed { code: out, functions: 0 }
}

/// Prints an enum. One whose values are not all known is the general value.
pub fn declared_enum(name: &str, declaration: &Enum) -> Printed {
    let mut out = String::new();
    if !is_bound_enum(declaration) {
        docs::write(
            &mut out,
            "",
            &declaration.docs,
            &format!("`{}`, whose values are known at run time only.", declaration.name.js),
        );
        out.push_str(&format!("pub type {name} = rt::Guest;\n"));
        return Printed { code: out, functions: 0 };
    }
    let mut texts = Vec::new();
    let mut numbers: Vec<(&str, f64, &Docs)> = Vec::new();
    let mut constants = Vec::new();
    let mut variants = Names::default();
    for member in &declaration.members {
        match &member.value {
            Some(EnumValue::String(text)) => texts.push((member.name.js.as_str(), text.as_str(), Some(&member.docs))),
            Some(EnumValue::Number(number)) => match numbers.iter().find(|(_, known, _)| known == number) {
                Some((same, ..)) => constants.push((member.name.js.as_str(), camel(same))),
                None => numbers.push((&member.name.js, *number, &member.docs)),
            },
            None => {}
        }
    }
    if numbers.is_empty() {
        return strings(name, texts.into_iter(), &declaration.docs);
    }
    out.push_str("rt::numbers! {\n");
    docs::write(&mut out, "    ", &declaration.docs, &format!("JavaScript's `{}`.", declaration.name.js));
    out.push_str(&format!("    pub enum {name} {{\n"));
    for (variant, value, docs) in &numbers {
        if !docs.text.is_empty() {
            let docs = Docs { text: docs.text.clone(), ..Docs::default() };
            docs::write(&mut out, "        ", &docs, "");
            out.push_str("        ///\n");
        }
        out.push_str(&format!("        {} = {value:?},\n", written(&variants.take(camel(variant)))));
    }
    out.push_str("    }\n}\n");
    if !constants.is_empty() {
        let mut names = Names::default();
        out.push_str(&format!("\nimpl {name} {{\n"));
        for (constant, same) in constants {
            let constant = names.take(constant_name(constant));
            out.push_str(&format!(
                "    /// Another name of `{same}`.\n    pub const {constant}: Self = Self::{};\n",
                written(&same)
            ));
        }
        out.push_str("}\n");
    }
    Printed { code: out, functions: 0 }
}

/// Prints a record: the struct, `new` with its required fields, a setter for each other one, a reader for each.
pub fn record<'m>(
    converter: &Converter<'m>,
    name: &str,
    js: &str,
    fields: &[Field<'m>],
    docs: &Docs,
    depth: usize,
) -> Printed {
    let mut out = String::from("rt::record_type! {\n");
    docs::write(&mut out, "    ", docs, "A record.");
    let required: Vec<String> =
        fields.iter().filter(|field| !field.optional).map(|field| format!("{:?}", field.name)).collect();
    out.push_str(&format!("    pub struct {name} = {js:?}, [{}];\n}}\n", required.join(", ")));

    let mut functions = Functions::new(converter, depth, "    ");
    new(&mut functions, fields);
    for field in fields.iter().filter(|field| field.optional) {
        let ty = match &field.ty {
            Ty::Option(value) => value,
            ty => ty,
        };
        let (code, expression) = argument(ty, "value", depth);
        let rest = format!("(self, value: {code}) -> Self");
        let body = format!("rt::with(self, {:?}, {expression})", field.name);
        functions.plain(field.docs, &format!("With `{}`.", field.name), &snake(field.name), &rest, &body);
    }
    for field in fields {
        let ty = if field.optional { optional(field.ty.clone()) } else { field.ty.clone() };
        let rest = format!("(&self) -> rt::Result<{}>", ty.code(depth));
        let body = format!("rt::read(&self.0, {:?})", field.name);
        let docs = Docs { deprecated: field.docs.deprecated.clone(), ..Docs::default() };
        functions.plain(&docs, &format!("Reads `{}`.", field.name), &behind("get", field.name), &rest, &body);
    }
    out.push_str(&format!("\nimpl {name} {{\n{}}}\n", functions.out));
    Printed { code: out, functions: functions.count }
}

fn new(functions: &mut Functions<'_, '_>, fields: &[Field<'_>]) {
    let mut parameters = vec!["realm: rt::Realm".to_owned()];
    let mut record = "rt::record(realm)".to_owned();
    let mut names = Names::default();
    names.take("realm");
    names.take("rt");
    for field in fields.iter().filter(|field| !field.optional) {
        let expression = match field.literal {
            Some(text) => format!("{text:?}"),
            None => {
                let name = written(&names.take(snake(field.name)));
                let (code, expression) = argument(&field.ty, &name, functions.depth);
                parameters.push(format!("{name}: {code}"));
                expression
            }
        };
        record = format!("rt::with({record}, {:?}, {expression})", field.name);
    }
    let text = if parameters.len() == 1 { "An empty record." } else { "A record with its required fields." };
    let rest = format!("({}) -> Self", parameters.join(", "));
    functions.plain(&Docs::default(), text, "new", &rest, &record);
}

/// Whether a type is written by name and not as what it stands for.
pub fn is_own(ty: &Ty, path: &[String]) -> bool {
    match ty.present() {
        Ty::Declared(Kind::Union | Kind::Scalar | Kind::Record(_), own) | Ty::Joined(own, _) => **own == *path,
        _ => false,
    }
}
