//! The `.pyi`.

use super::printer::Printer;
use super::types::{Language, Types, Way};
use super::{Note, Surface};
use crate::export::class::{Class, Member, Role};
use crate::export::function::Exported;
use crate::export::parameter::{Parameter, Taking};
use crate::export::signature::Kind;
use crate::{Fields, LiteralText, Options, Shape, Union};

/// Prints the stub of a library, and notes what it does not know.
pub fn python(surface: &Surface) -> (String, Vec<Note>) {
    let types = Types::new(surface, Language::Python);
    let mut body = Printer::default();
    for item in surface.enums.values() {
        let texts: Vec<String> = item.variants.iter().map(|(_, text)| quoted(text)).collect();
        alias(&mut body, &types, &item.name, &format!("{}[{}]", types.import("Literal"), texts.join(", ")));
    }
    for record in surface.records.values() {
        record_class(&mut body, &types, record);
    }
    for union in surface.unions.values() {
        union_alias(&mut body, &types, union);
    }
    for class in &surface.classes {
        exported_class(&mut body, &types, class);
    }
    for function in &surface.functions {
        body.line("");
        exported_function(&mut body, &types, function, None);
    }
    let mut head = Printer::default();
    if !surface.docs.is_empty() {
        docstring(&mut head, &surface.docs);
    }
    imports(&mut head, &types);
    let unknown = types.unknown.borrow();
    let notes = unknown.iter().map(|name| Note {
        file: String::new(),
        line: 0,
        column: 0,
        message: format!("`{name}` is declared nowhere in the sources; it is `Any` in the stubs"),
    });
    (head.finish() + &body.finish(), notes.collect())
}

fn imports(head: &mut Printer, types: &Types<'_>) {
    let imported = types.imports.borrow();
    let from = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| imported.contains(name)).collect()
    };
    for (module, names) in [
        ("collections.abc", &["Awaitable", "Callable", "Iterable", "Mapping"][..]),
        ("datetime", &["datetime"][..]),
        ("typing", &["Any", "Literal", "Union", "overload"][..]),
        ("typing_extensions", &["Buffer", "Required", "TypeAlias", "TypedDict", "Unpack", "final"][..]),
    ] {
        let names = from(names);
        if !names.is_empty() {
            head.line(format!("from {module} import {}", names.join(", ")));
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn docstring(out: &mut Printer, text: &str) {
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\"\"");
    let mut lines = text.lines().peekable();
    let first = lines.next().unwrap_or_default().to_owned();
    if lines.peek().is_none() {
        return out.line(format!("\"\"\"{first}\"\"\""));
    }
    out.line(format!("\"\"\"{first}"));
    lines.for_each(|line| out.line(line));
    out.line("\"\"\"");
}

fn alias(out: &mut Printer, types: &Types<'_>, name: &str, value: &str) {
    out.line("");
    out.line(format!("{name}: {} = {value}", types.import("TypeAlias")));
}

fn record_class(out: &mut Printer, types: &Types<'_>, record: &Options) {
    if let Some(from) = &record.from {
        let value = types.write(from, Way::In);
        return alias(out, types, &record.name, &value);
    }
    let bases: Vec<String> = record
        .fields
        .0
        .iter()
        .filter(|field| field.flatten)
        .filter_map(|field| types.record_name(&field.ty).map(|record| record.name.clone()))
        .collect();
    let bases = if bases.is_empty() { types.import("TypedDict") } else { bases.join(", ") };
    out.line("");
    out.line(format!("class {}({bases}, total=False):", record.name));
    out.inside(|out| {
        if !record.docs.is_empty() {
            docstring(out, &record.docs);
        }
        if !fields(out, types, &record.fields) {
            out.line("pass");
        }
    });
}

/// Prints the fields, and says whether there was any.
fn fields(out: &mut Printer, types: &Types<'_>, fields: &Fields) -> bool {
    let own: Vec<_> = fields.0.iter().filter(|field| !field.skip && !field.flatten).collect();
    for field in &own {
        let ty = types.field(field, Way::In);
        let ty = if types.field_is_optional(field) { ty } else { format!("{}[{ty}]", types.import("Required")) };
        out.line(format!("{}: {ty}", field.name.python));
        if !field.docs.is_empty() {
            docstring(out, &field.docs);
        }
    }
    !own.is_empty()
}

fn literal(text: &LiteralText) -> String {
    match text {
        LiteralText::String(text) => quoted(text),
        LiteralText::Number(number) => number.clone(),
        LiteralText::Boolean(true) => "True".to_owned(),
        LiteralText::Boolean(false) => "False".to_owned(),
    }
}

fn union_alias(out: &mut Printer, types: &Types<'_>, union: &Union) {
    let mut members = Vec::new();
    for variant in &union.variants {
        let name = format!("{}{}", union.name, variant.ident);
        let (base, own) = match (&variant.shape, &union.tag) {
            (Shape::Literal(_, text), None) => {
                // `Literal` has no fractions: such a number is a float.
                let is_fraction = matches!(text, LiteralText::Number(number) if number.contains('.'));
                let literal = format!("{}[{}]", types.import("Literal"), literal(text));
                members.push(if is_fraction { "float".to_owned() } else { literal });
                continue;
            }
            (Shape::Newtype(ty), None) => {
                members.push(types.write(ty, Way::In));
                continue;
            }
            (Shape::Newtype(ty), Some(_)) => (types.write(ty, Way::In), None),
            (Shape::Record(fields), _) => (types.import("TypedDict"), Some(fields)),
            (Shape::Literal(..), Some(_)) => (types.import("TypedDict"), None),
        };
        out.line("");
        out.line(format!("class {name}({base}, total=False):"));
        out.inside(|out| {
            let mut any = false;
            if let Some(tag) = &union.tag {
                let literal = format!("{}[{}]", types.import("Literal"), quoted(&variant.text));
                out.line(format!("{}: {}[{literal}]", tag.python, types.import("Required")));
                any = true;
            }
            if let Some(own) = own {
                any |= fields(out, types, own);
            }
            if !any {
                out.line("pass");
            }
        });
        members.push(name);
    }
    // Not `|`: an alias is evaluated, and a member may be written as text.
    let value = format!("{}[{}]", types.import("Union"), members.join(", "));
    alias(out, types, &union.name, &value);
}

fn exported_class(out: &mut Printer, types: &Types<'_>, class: &Class) {
    out.line("");
    out.line(format!("@{}", types.import("final")));
    out.line(format!("class {}:", class.name));
    out.inside(|out| {
        if !class.docs.is_empty() {
            docstring(out, &class.docs);
        }
        if let Some(constructor) = &class.constructor {
            exported_function(out, types, constructor, Some(Role::Constructor));
        }
        for member in &class.members {
            exported_member(out, types, class, member);
        }
        if class.constructor.is_none() && class.members.is_empty() {
            out.line("pass");
        }
    });
}

fn exported_member(out: &mut Printer, types: &Types<'_>, class: &Class, member: &Member) {
    match member.role {
        Role::Getter => {
            out.line("@property");
            exported_function(out, types, &member.function, Some(Role::Getter));
            let setter = class
                .members
                .iter()
                .find(|other| other.role == Role::Setter && other.function.name == member.function.name);
            if let Some(setter) = setter {
                out.line(format!("@{}.setter", member.function.name.python));
                exported_function(out, types, &setter.function, Some(Role::Setter));
            }
        }
        Role::Setter => {}
        role => exported_function(out, types, &member.function, Some(role)),
    }
}

fn exported_function(out: &mut Printer, types: &Types<'_>, function: &Exported, role: Option<Role>) {
    let record = function
        .parameters
        .iter()
        .position(|parameter| matches!(&parameter.taking, Taking::Keywords(ty) if types.record_name(ty).is_some()));
    let result = match (role, &function.annotation) {
        (Some(Role::Constructor | Role::Setter), _) => "None".to_owned(),
        (_, Some(annotation)) => annotation.clone(),
        (_, None) => types.result(&function.result, function.is_async),
    };
    let name = if role == Some(Role::Constructor) { "__init__" } else { &function.name.python };
    let mut write = |parameters: String| {
        if role == Some(Role::Static) {
            out.line("@staticmethod");
        }
        let docs = &function.docs;
        if docs.is_empty() {
            return out.line(format!("def {name}({parameters}) -> {result}: ..."));
        }
        out.line(format!("def {name}({parameters}) -> {result}:"));
        out.inside(|out| docstring(out, docs));
    };
    match record {
        None => write(parameters(types, function, role, None)),
        // The whole record is accepted at its place too.
        Some(index) => {
            let overload = types.import("overload");
            let both = [parameters(types, function, role, None), parameters(types, function, role, Some(index))];
            for text in both {
                out.line(format!("@{overload}"));
                if role == Some(Role::Static) {
                    out.line("@staticmethod");
                }
                let docs = &function.docs;
                if docs.is_empty() {
                    out.line(format!("def {name}({text}) -> {result}: ..."));
                } else {
                    out.line(format!("def {name}({text}) -> {result}:"));
                    out.inside(|out| docstring(out, docs));
                }
            }
        }
    }
}

/// The list of parameters; with `whole`, the record at that place is given as one object and no keyword is.
fn parameters(types: &Types<'_>, function: &Exported, role: Option<Role>, whole: Option<usize>) -> String {
    let mut parts = Vec::new();
    if role.is_some_and(|role| role != Role::Static) {
        parts.push("self".to_owned());
    }
    let mut slash = false;
    let mut star = false;
    for (index, parameter) in function.parameters.iter().enumerate() {
        let ty = parameter.annotation.clone().unwrap_or_else(|| parameter_type(types, parameter));
        let name = &parameter.name.python;
        if whole.is_some() {
            match parameter.kind {
                Kind::PositionalOnly | Kind::Positional => parts.push(with_default(name, &ty, parameter)),
                Kind::Keywords => {
                    let Taking::Keywords(record) = &parameter.taking else { continue };
                    parts.push(format!("{name}: {}", types.write(record, Way::In)));
                }
                _ => {}
            }
            if whole == Some(index) {
                parts.push("/".to_owned());
            }
            continue;
        }
        if parameter.kind == Kind::PositionalOnly {
            slash = true;
        } else if std::mem::take(&mut slash) {
            parts.push("/".to_owned());
        }
        match parameter.kind {
            Kind::Rest => {
                star = true;
                parts.push(format!("*{name}: {ty}"));
            }
            Kind::Keywords => parts.push(format!("**{name}: {ty}")),
            Kind::Keyword if !std::mem::replace(&mut star, true) => {
                parts.push("*".to_owned());
                parts.push(with_default(name, &ty, parameter));
            }
            // An assignment always gives a value.
            _ if role == Some(Role::Setter) => parts.push(format!("{name}: {ty}")),
            _ => parts.push(with_default(name, &ty, parameter)),
        }
    }
    if slash {
        parts.push("/".to_owned());
    }
    parts.join(", ")
}

fn with_default(name: &str, ty: &str, parameter: &Parameter) -> String {
    match &parameter.python_default {
        Some(default) => format!("{name}: {ty} = {default}"),
        None => format!("{name}: {ty}"),
    }
}

fn parameter_type(types: &Types<'_>, parameter: &Parameter) -> String {
    match &parameter.taking {
        Taking::Rest(ty) => types.write(ty, Way::In),
        Taking::Keywords(ty) if types.record_name(ty).is_some() => {
            format!("{}[{}]", types.import("Unpack"), types.write(ty, Way::In))
        }
        Taking::Keywords(ty) => {
            super::types::arguments(ty).get(1).map_or_else(|| types.import("Any"), |value| types.write(value, Way::In))
        }
        _ => types.write(&parameter.ty, Way::In),
    }
}
