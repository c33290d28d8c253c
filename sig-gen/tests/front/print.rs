//! A module as compact text, for snapshots.

use std::fmt::Write;

use ffi_core::signature::{
    Class, ClassKind, Docs, EnumValue, Function, Item, Literal, Member, MemberKind, Name, RecordField, Signature, Type,
    TypeParameter,
};
use sig_gen::Loaded;

/// The module and its diagnostics.
pub fn loaded(loaded: &Loaded) -> String {
    let mut text = String::new();
    let module = &loaded.module;
    let _ = writeln!(text, "module {}{}", module.name, if module.global { " (global)" } else { "" });
    items(&mut text, &module.items, 0);
    for diagnostic in &loaded.diagnostics {
        let place = diagnostic.span.map_or(String::new(), |span| {
            let (line, column) = loaded.sources.position(span);
            let name = loaded.sources.path(span.file).file_name().unwrap_or_default().to_string_lossy().into_owned();
            format!("{name}:{line}:{column}: ")
        });
        let _ = writeln!(text, "{:?}: {place}{}", diagnostic.severity, diagnostic.message);
        for note in &diagnostic.notes {
            let _ = writeln!(text, "  {note}");
        }
    }
    for degradation in &loaded.coverage.degradations {
        let (line, column) = loaded.sources.position(degradation.span);
        let owners: Vec<&str> = degradation.owners.iter().map(|owner| owner.path.as_str()).collect();
        let (code, reason) = (degradation.construct.code(), &degradation.reason);
        let _ = writeln!(text, "degraded {line}:{column}: {code}: {reason} [{}]", owners.join(", "));
    }
    text
}

fn items(text: &mut String, items: &[Item], depth: usize) {
    for item in items {
        self::item(text, item, depth);
    }
}

fn line(text: &mut String, depth: usize, content: &str) {
    let _ = writeln!(text, "{:1$}{content}", "", depth * 2);
}

fn documentation(text: &mut String, docs: &Docs, depth: usize) {
    if !docs.is_empty() {
        let json = serde_json::to_string(docs).expect("documentation is plain data");
        line(text, depth, &format!("/// {json}"));
    }
}

fn item(text: &mut String, item: &Item, depth: usize) {
    match item {
        Item::Class(class) => self::class(text, class, depth),
        Item::Record(record) => {
            let head = head("record", &record.name, &record.type_parameters, &record.extends);
            line(text, depth, &head);
            documentation(text, &record.docs, depth + 1);
            for field in &record.fields {
                line(text, depth + 1, &self::field(field));
                documentation(text, &field.docs, depth + 2);
            }
        }
        Item::Function(named) => {
            function(text, &format!("function {}", name(&named.name)), &named.function, depth);
            items(text, &named.namespace, depth + 1);
        }
        Item::Variable(variable) => {
            let word = if variable.readonly { "const" } else { "var" };
            line(text, depth, &format!("{word} {}: {}", name(&variable.name), ty(&variable.ty)));
            documentation(text, &variable.docs, depth + 1);
        }
        Item::Alias(alias) => {
            let head = head("type", &alias.name, &alias.type_parameters, &[]);
            line(text, depth, &format!("{head} = {}", ty(&alias.ty)));
            documentation(text, &alias.docs, depth + 1);
        }
        Item::Enum(declaration) => {
            let word = if declaration.is_const { "const enum" } else { "enum" };
            line(text, depth, &format!("{word} {}", name(&declaration.name)));
            for member in &declaration.members {
                let value = match &member.value {
                    Some(EnumValue::String(value)) => format!("{value:?}"),
                    Some(EnumValue::Number(value)) => value.to_string(),
                    None => "?".to_owned(),
                };
                line(text, depth + 1, &format!("{} = {value}", name(&member.name)));
            }
        }
        Item::Module(module) => {
            line(text, depth, &format!("namespace {}", module.name));
            documentation(text, &module.docs, depth + 1);
            items(text, &module.items, depth + 1);
        }
    }
}

fn class(text: &mut String, class: &Class, depth: usize) {
    let word = match class.kind {
        ClassKind::Class => "class",
        ClassKind::Abstract => "abstract class",
        ClassKind::Interface => "interface",
    };
    line(text, depth, &head(word, &class.name, &class.type_parameters, &class.extends));
    documentation(text, &class.docs, depth + 1);
    let signatures = [("new", &class.constructor), ("static call", &class.static_call), ("call", &class.call)];
    for (word, function) in signatures {
        if let Some(function) = function {
            self::function(text, word, function, depth + 1);
        }
    }
    for member in &class.statics {
        self::member(text, "static ", member, depth + 1);
    }
    for member in &class.members {
        self::member(text, "", member, depth + 1);
    }
    for index in &class.index {
        let readonly = if index.readonly { "readonly " } else { "" };
        line(text, depth + 1, &format!("{readonly}[{}]: {}", ty(&index.key), ty(&index.value)));
    }
    items(text, &class.namespace, depth + 1);
}

fn member(text: &mut String, prefix: &str, member: &Member, depth: usize) {
    let optional = if member.optional { "?" } else { "" };
    let spelled = format!("{prefix}{}{optional}", name(&member.name));
    match &member.kind {
        MemberKind::Property { ty, set_type, readonly } => {
            let readonly = if *readonly { "readonly " } else { "" };
            let set = set_type.as_ref().map_or(String::new(), |set| format!(" (set {})", self::ty(set)));
            line(text, depth, &format!("{readonly}{spelled}: {}{set}", self::ty(ty)));
        }
        MemberKind::Method(function) => self::function(text, &spelled, function, depth),
    }
    documentation(text, &member.docs, depth + 1);
}

fn function(text: &mut String, prefix: &str, function: &Function, depth: usize) {
    for overload in &function.overloads {
        line(text, depth, &format!("{prefix}{}", signature(overload)));
        documentation(text, &overload.docs, depth + 1);
        for keyword in overload.options().map_or(&[][..], |(_, _, keywords)| keywords) {
            if !keyword.docs.is_empty() {
                line(text, depth + 1, &format!("* {}", name(&keyword.name)));
                documentation(text, &keyword.docs, depth + 2);
            }
        }
    }
}

fn head(word: &str, name: &Name, parameters: &[TypeParameter], extends: &[Type]) -> String {
    let mut text = format!("{word} {}{}", self::name(name), type_parameters(parameters));
    if !extends.is_empty() {
        let bases: Vec<String> = extends.iter().map(ty).collect();
        let _ = write!(text, " extends {}", bases.join(", "));
    }
    text
}

fn name(name: &Name) -> String {
    let js = if name.symbol { format!("[{}]", name.js) } else { name.js.clone() };
    match &name.python {
        Some(python) => format!("{js} as {python}"),
        None => js,
    }
}

fn type_parameters(parameters: &[TypeParameter]) -> String {
    if parameters.is_empty() {
        return String::new();
    }
    let list: Vec<String> = parameters
        .iter()
        .map(|one| {
            let constraint = one.constraint.as_ref().map_or(String::new(), |ty| format!(" extends {}", self::ty(ty)));
            let default = one.default.as_ref().map_or(String::new(), |ty| format!(" = {}", self::ty(ty)));
            format!("{}{constraint}{default}", one.name)
        })
        .collect();
    format!("<{}>", list.join(", "))
}

fn signature(signature: &Signature) -> String {
    let mut list: Vec<String> = signature.this.iter().map(|this| format!("this: {}", ty(this))).collect();
    for parameter in &signature.parameters {
        let rest = if parameter.rest { "..." } else { "" };
        let optional = if parameter.optional { "?" } else { "" };
        let mut text = format!("{rest}{}{optional}: {}", name(&parameter.name), ty(&parameter.ty));
        if let Some(keywords) = &parameter.keywords {
            let keywords: Vec<String> = keywords
                .iter()
                .map(|keyword| {
                    let optional = if keyword.required { "" } else { "?" };
                    format!("{}{optional}: {}", name(&keyword.name), ty(&keyword.ty))
                })
                .collect();
            let _ = write!(text, " * {{{}}}", keywords.join(", "));
        }
        list.push(text);
    }
    let predicate = signature.predicate.as_ref().map_or(String::new(), |(on, to)| format!(" ({on} is {})", ty(to)));
    format!(
        "{}({}) -> {}{predicate}",
        type_parameters(&signature.type_parameters),
        list.join(", "),
        ty(&signature.result)
    )
}

fn field(field: &RecordField) -> String {
    let readonly = if field.readonly { "readonly " } else { "" };
    let optional = if field.optional { "?" } else { "" };
    format!("{readonly}{}{optional}: {}", name(&field.name), ty(&field.ty))
}

fn list(types: &[Type]) -> String {
    types.iter().map(ty).collect::<Vec<_>>().join(", ")
}

fn ty(ty: &Type) -> String {
    match ty {
        Type::Any => "any".into(),
        Type::Unknown => "unknown".into(),
        Type::Never => "never".into(),
        Type::Undefined => "undefined".into(),
        Type::Null => "null".into(),
        Type::Boolean => "boolean".into(),
        Type::Number => "number".into(),
        Type::BigInt => "bigint".into(),
        Type::String => "string".into(),
        Type::Symbol => "symbol".into(),
        Type::Object => "object".into(),
        Type::This => "this".into(),
        Type::Date => "Date".into(),
        Type::Literal { value: Literal::String(value) } => format!("{value:?}"),
        Type::Literal { value: Literal::Number(value) } => value.to_string(),
        Type::Literal { value: Literal::Boolean(value) } => value.to_string(),
        Type::Literal { value: Literal::BigInt(value) } => format!("{value}n"),
        Type::Union { members } => members.iter().map(self::ty).collect::<Vec<_>>().join(" | "),
        Type::Intersection { members } => members.iter().map(self::ty).collect::<Vec<_>>().join(" & "),
        Type::Array { element, readonly } => {
            format!("{}Array<{}>", if *readonly { "Readonly" } else { "" }, self::ty(element))
        }
        Type::Tuple { elements } => {
            let elements: Vec<String> = elements
                .iter()
                .map(|element| {
                    let label = element.name.as_ref().map_or(String::new(), |label| format!("{label}: "));
                    let rest = if element.rest { "..." } else { "" };
                    let optional = if element.optional { "?" } else { "" };
                    format!("{rest}{label}{}{optional}", self::ty(&element.ty))
                })
                .collect();
            format!("[{}]", elements.join(", "))
        }
        Type::Mapping { value } => format!("Mapping<{}>", self::ty(value)),
        Type::Record { fields } => format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join("; ")),
        Type::Reference { name, arguments, module } => {
            let from = module.as_ref().map_or(String::new(), |module| format!("{module}:"));
            let arguments = if arguments.is_empty() { String::new() } else { format!("<{}>", list(arguments)) };
            format!("{from}{name}{arguments}")
        }
        Type::ClassObject { name, module } => {
            format!("typeof {}{name}", module.as_ref().map_or(String::new(), |module| format!("{module}:")))
        }
        Type::TypeParameter { name } => format!("'{name}"),
        Type::Function { function, construct } => {
            let new = if *construct { "new " } else { "" };
            let overloads: Vec<String> =
                function.overloads.iter().map(|one| format!("{new}{}", signature(one))).collect();
            format!("({})", overloads.join(" & "))
        }
        Type::Promise { value } => format!("Promise<{}>", self::ty(value)),
        Type::Iterable { element } => format!("Iterable<{}>", self::ty(element)),
        Type::Iterator { element, result, sent } => {
            let mut text = format!("Iterator<{}", self::ty(element));
            for (label, part) in [("result", result), ("sent", sent)] {
                if let Some(part) = part {
                    let _ = write!(text, ", {label} {}", self::ty(part));
                }
            }
            text + ">"
        }
        Type::AsyncIterable { element } => format!("AsyncIterable<{}>", self::ty(element)),
        Type::AsyncIterator { element } => format!("AsyncIterator<{}>", self::ty(element)),
        Type::Map { key, value } => format!("Map<{}, {}>", self::ty(key), self::ty(value)),
        Type::Set { element } => format!("Set<{}>", self::ty(element)),
        Type::Buffer { buffer } => format!("{buffer:?}"),
        Type::Converted { value, .. } => self::ty(value),
    }
}
