//! The `.d.ts`.

use super::Surface;
use super::printer::Printer;
use super::types::{Language, Types, Way};
use crate::export::class::{Class, Role};
use crate::export::function::Exported;
use crate::export::parameter::{Parameter, Taking};
use crate::export::signature::Kind;
use crate::{Fields, LiteralText, Options, Shape, Union};

/// Prints the declarations of a library.
pub fn typescript(surface: &Surface) -> String {
    let types = Types::new(surface, Language::TypeScript);
    let mut out = Printer::default();
    if !surface.docs.is_empty() {
        comment(&mut out, &surface.docs);
        out.line("");
    }
    for item in surface.enums.values() {
        let texts: Vec<String> = item.variants.iter().map(|(_, text)| quoted(text)).collect();
        comment(&mut out, &item.docs);
        out.line(format!("export type {} = {};", item.name, texts.join(" | ")));
    }
    for record in surface.records.values() {
        record_interface(&mut out, &types, record);
    }
    for union in surface.unions.values() {
        union_type(&mut out, &types, union);
    }
    for class in &surface.classes {
        exported_class(&mut out, &types, class);
    }
    for function in &surface.functions {
        for parameters in parameters(&types, function) {
            comment(&mut out, &function.docs);
            let result = types.result(&function.result, function.is_async);
            out.line(format!("export function {}({parameters}): {result};", function.name.javascript));
        }
    }
    out.finish()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn comment(out: &mut Printer, docs: &str) {
    if docs.is_empty() {
        return;
    }
    let docs = docs.replace("*/", "*\\/");
    if docs.lines().count() == 1 {
        return out.line(format!("/** {docs} */"));
    }
    out.line("/**");
    docs.lines().for_each(|line| out.line(format!(" * {line}").trim_end()));
    out.line(" */");
}

/// A property name, quoted where it must be.
fn key(name: &str) -> String {
    let plain = !name.is_empty()
        && !name.starts_with(|letter: char| letter.is_ascii_digit())
        && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '$');
    if plain { name.to_owned() } else { quoted(name) }
}

fn record_interface(out: &mut Printer, types: &Types<'_>, record: &Options) {
    comment(out, &record.docs);
    if let Some(from) = &record.from {
        return out.line(format!("export type {} = {};", record.name, types.write(from, Way::In)));
    }
    let bases: Vec<String> = record
        .fields
        .0
        .iter()
        .filter(|field| field.flatten)
        .filter_map(|field| types.record_name(&field.ty).map(|record| record.name.clone()))
        .collect();
    let extends = if bases.is_empty() { String::new() } else { format!(" extends {}", bases.join(", ")) };
    out.line(format!("export interface {}{extends} {{", record.name));
    out.inside(|out| {
        for line in fields(types, &record.fields) {
            out.line(line);
        }
    });
    out.line("}");
}

fn fields(types: &Types<'_>, fields: &Fields) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields.0.iter().filter(|field| !field.skip) {
        if field.flatten {
            if types.record_name(&field.ty).is_none() {
                lines.push("[name: string]: any;".to_owned());
            }
            continue;
        }
        if !field.docs.is_empty() {
            lines.push(format!("/** {} */", field.docs.replace('\n', " ").replace("*/", "*\\/")));
        }
        let mark = if types.field_is_optional(field) { "?" } else { "" };
        lines.push(format!("{}{mark}: {};", key(&field.name.javascript), types.field(field, Way::In)));
    }
    lines
}

fn union_type(out: &mut Printer, types: &Types<'_>, union: &Union) {
    let members = union.variants.iter().map(|variant| {
        let tag = union.tag.as_ref().map(|tag| format!("{}: {};", key(&tag.javascript), quoted(&variant.text)));
        match &variant.shape {
            Shape::Literal(_, text) if tag.is_none() => match text {
                LiteralText::String(text) => quoted(text),
                LiteralText::Number(number) => number.clone(),
                LiteralText::Boolean(value) => value.to_string(),
            },
            Shape::Newtype(ty) => match tag {
                Some(tag) => format!("({{ {tag} }} & {})", types.write(ty, Way::In)),
                None => types.write(ty, Way::In),
            },
            Shape::Literal(..) => format!("{{ {} }}", tag.unwrap_or_default()),
            Shape::Record(own) => {
                let lines: Vec<String> = tag.into_iter().chain(fields(types, own)).collect();
                format!("{{ {} }}", lines.join(" "))
            }
        }
    });
    let members: Vec<String> = members.collect();
    comment(out, &union.docs);
    out.line(format!("export type {} = {};", union.name, members.join(" | ")));
}

fn exported_class(out: &mut Printer, types: &Types<'_>, class: &Class) {
    comment(out, &class.docs);
    out.line(format!("export class {} {{", class.name));
    out.inside(|out| {
        match &class.constructor {
            Some(constructor) => {
                for parameters in parameters(types, constructor) {
                    comment(out, &constructor.docs);
                    out.line(format!("constructor({parameters});"));
                }
            }
            None => out.line("private constructor();"),
        }
        for member in &class.members {
            let function = &member.function;
            let name = key(&function.name.javascript);
            match member.role {
                Role::Getter => {
                    comment(out, &function.docs);
                    out.line(format!("get {name}(): {};", types.result(&function.result, false)));
                }
                Role::Setter => {
                    let value = function.parameters.first().map(|parameter| types.write(&parameter.ty, Way::In));
                    out.line(format!("set {name}(value: {});", value.unwrap_or_default()));
                }
                role => {
                    let result = types.result(&function.result, function.is_async);
                    let head = if role == Role::Static { "static " } else { "" };
                    for parameters in parameters(types, function) {
                        comment(out, &function.docs);
                        out.line(format!("{head}{name}({parameters}): {result};"));
                    }
                }
            }
        }
    });
    out.line("}");
}

/// The lists of parameters: one, or two where an options object may follow a rest.
fn parameters(types: &Types<'_>, function: &Exported) -> Vec<String> {
    let positional: Vec<&Parameter> =
        function.parameters.iter().filter(|it| matches!(it.kind, Kind::PositionalOnly | Kind::Positional)).collect();
    let rest = function.parameters.iter().find(|parameter| parameter.kind == Kind::Rest);
    let options = options(types, function);
    let is_optional = |parameter: &Parameter| parameter.has_default() || parameter.may_be_absent();
    let last_required = positional.iter().rposition(|parameter| !is_optional(parameter));
    let must_follow = options.as_ref().is_some_and(|(_, required)| *required);
    let write = |index: usize, parameter: &Parameter| {
        let ty = types.write(&parameter.ty, Way::In);
        // Before something required, what may be left out is `undefined`.
        let optional = is_optional(parameter);
        let mark = optional && !must_follow && last_required.is_none_or(|last| index > last);
        let ty = if optional && !mark && !ty.contains("undefined") { format!("{ty} | undefined") } else { ty };
        (parameter.name.javascript.clone(), mark, ty)
    };
    let positional: Vec<(String, bool, String)> =
        positional.iter().enumerate().map(|(index, parameter)| write(index, parameter)).collect();
    let mut list: Vec<String> =
        positional.iter().map(|(name, mark, ty)| format!("{name}{}: {ty}", if *mark { "?" } else { "" })).collect();
    let Some(rest) = rest else {
        list.extend(options.map(|(ty, required)| format!("options{}: {ty}", if required { "" } else { "?" })));
        return vec![list.join(", ")];
    };
    let Taking::Rest(element) = &rest.taking else { return vec![list.join(", ")] };
    let element = types.write(element, Way::In);
    let name = &rest.name.javascript;
    list.push(format!("...{name}: Array<{element}>"));
    let mut lists = vec![list.join(", ")];
    if let Some((ty, _)) = options {
        let before = positional
            .iter()
            .map(|(name, mark, ty)| format!("{name}: {ty}{}", if *mark { " | undefined" } else { "" }));
        let before: Vec<String> = before.collect();
        lists.push(format!("...list: [{}, ...{name}: Array<{element}>, options: {ty}]", before.join(", ")));
    }
    lists
}

/// The type of the options object, and whether it must be given.
fn options(types: &Types<'_>, function: &Exported) -> Option<(String, bool)> {
    let mut members = Vec::new();
    let mut parts = Vec::new();
    let mut required = false;
    for parameter in &function.parameters {
        match &parameter.taking {
            Taking::Keywords(ty) => {
                parts.push(types.write(ty, Way::In));
                let record = types.record_name(ty);
                required |= record.is_some_and(|record| {
                    record.fields.0.iter().any(|field| !field.skip && !field.flatten && !types.field_is_optional(field))
                });
            }
            _ if parameter.kind == Kind::Keyword => {
                let optional = parameter.has_default() || parameter.may_be_absent();
                required |= !optional;
                let mark = if optional { "?" } else { "" };
                let ty = types.write(&parameter.ty, Way::In);
                members.push(format!("{}{mark}: {ty};", key(&parameter.name.javascript)));
            }
            _ => {}
        }
    }
    if !members.is_empty() {
        parts.insert(0, format!("{{ {} }}", members.join(" ")));
    }
    (!parts.is_empty()).then(|| (parts.join(" & "), required))
}
