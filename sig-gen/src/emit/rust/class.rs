//! Classes: the struct, and its functions.

use ffi_core::signature::{Class, ClassKind, Docs, IndexSignature, Literal, Member, MemberKind, RecordField, Type};
use rustc_hash::FxHashSet;

use super::convert::{Converter, Scope, optional};
use super::declared::{Declared, Entry};
use super::docs;
use super::function::{Functions, Target};
use super::names::{behind, snake};
use super::types::{Ty, argument};

/// Code, and how many functions it has.
pub struct Printed {
    pub code: String,
    pub functions: usize,
}

/// The place of something as code.
pub fn place(entry: &Entry<'_>) -> String {
    format!("rt::Place::new({:?}, {:?})", entry.module, entry.place)
}

/// Prints a class.
pub fn class<'m>(converter: &Converter<'m>, entry: &Entry<'m>, class: &'m Class, depth: usize) -> Printed {
    let declared = converter.declared;
    let name = entry.path.last().map_or("", String::as_str);
    let base = base_code(converter, class, depth);
    let place = match class.kind {
        ClassKind::Interface => "rt::None".to_owned(),
        _ => format!("rt::Some({})", place(entry)),
    };
    let mut out = String::from("rt::class! {\n");
    docs::write(&mut out, "    ", &class.docs, &format!("JavaScript's `{}`.", class.name.js));
    out.push_str(&format!("    pub struct {name}({base}) = {place}, {:?};\n}}\n", class.name.js));

    let this = Scope { this: Some(converter.class(entry, class)), parameters: vec![&class.type_parameters] };
    let mut functions = Functions::new(converter, depth, "    ");
    if let Some(constructor) = &class.constructor {
        let is_type = class.kind == ClassKind::Interface;
        let (receiver, call, word) = match is_type {
            true => ("&self", "rt::construct_self(self".to_owned(), "construct"),
            false => ("realm: rt::Realm", "rt::construct(realm".to_owned(), "new"),
        };
        let result = (!is_type).then_some("Self");
        functions.function(word, constructor, &this, &Target { receiver, call, result });
    }
    if let Some(call) = &class.call {
        let target = Target { receiver: "&self", call: "rt::call_self(self".into(), result: None };
        functions.function("call", call, &this, &target);
    }
    let inherited = inherited(declared, class);
    let own: FxHashSet<&str> = class.members.iter().map(|member| member.name.js.as_str()).collect();
    let is_new = |member: &&Member| {
        let known = inherited.iter().find(|known| known.name == member.name);
        known.is_none_or(|known| known.kind != member.kind || known.optional != member.optional)
    };
    let mut members: Vec<(&'m Member, Scope<'m>)> =
        class.members.iter().filter(is_new).map(|member| (member, this.clone())).collect();
    let mut known: FxHashSet<&str> = inherited.iter().map(|member| member.name.js.as_str()).collect();
    known.extend(own);
    for other in declared.others(class) {
        let scope = Scope { this: this.this.clone(), parameters: vec![&other.type_parameters] };
        for member in &other.members {
            if known.insert(&member.name.js) {
                members.push((member, scope.clone()));
            }
        }
    }
    let mut fields: Vec<&'m RecordField> = Vec::new();
    for record in declared.record_bases(&class.extends) {
        for (_, field) in declared.fields(record) {
            if known.insert(&field.name.js) {
                fields.push(field);
            }
        }
    }
    // Methods take their names first: what is called is not renamed because of what is read.
    for (member, scope) in &members {
        method(&mut functions, member, scope);
    }
    for (member, scope) in &members {
        property(&mut functions, member, scope);
    }
    for field in fields {
        let ty = converter.ty(&field.ty, &this);
        accessors(&mut functions, &field.name.js, &ty, field.optional, (!field.readonly).then_some(&ty), &field.docs);
    }
    for index in &class.index {
        indexed(&mut functions, index, &this);
    }
    if let Some(call) = &class.static_call {
        let target = Target {
            receiver: "realm: rt::Realm",
            call: format!("rt::call_global(realm, {}", self::place(entry)),
            result: None,
        };
        functions.function("call_class", call, &this, &target);
    }
    for member in &class.statics {
        static_member(&mut functions, member, &this);
    }
    let Functions { out: body, count, .. } = functions;
    if !body.is_empty() {
        out.push_str(&format!("\nimpl {name} {{\n{body}}}\n"));
    }
    Printed { code: out, functions: count }
}

fn base_code<'m>(converter: &Converter<'m>, class: &'m Class, depth: usize) -> String {
    if let Some(Type::Reference { name, .. }) = class.extends.first() {
        converter.refer(name);
        if let Some(path) = converter.with.get(name) {
            return path.clone();
        }
    }
    match converter.declared.base(class) {
        Some(base) => format!("{}{}", "super::".repeat(depth), base.path.join("::")),
        None => "rt::Object".into(),
    }
}

/// What an instance has by the classes that its struct derefs to.
fn inherited<'m>(declared: &Declared<'m>, class: &'m Class) -> Vec<&'m Member> {
    if declared.base(class).is_none() {
        return Vec::new();
    }
    let chain = declared.chain(class);
    let each = chain.into_iter().flat_map(|(_, base)| {
        std::iter::once(base).chain(declared.others(base)).flat_map(|class| class.members.iter())
    });
    let mut names: FxHashSet<&str> = FxHashSet::default();
    each.filter(|member| names.insert(&member.name.js)).collect()
}

fn method<'m>(functions: &mut Functions<'_, 'm>, member: &'m Member, scope: &Scope<'m>) {
    let MemberKind::Method(function) = &member.kind else { return };
    let js = member.name.js.as_str();
    if member.name.symbol {
        return symbol(functions, js, member, scope);
    }
    let target = Target { receiver: "&self", call: format!("rt::call(self, {js:?}"), result: None };
    functions.function(&snake(js), function, scope, &target);
}

/// The well-known symbols that mean something in Rust.
fn symbol<'m>(functions: &mut Functions<'_, 'm>, js: &str, member: &'m Member, scope: &Scope<'m>) {
    let MemberKind::Method(function) = &member.kind else { return };
    let Some(signature) = function.overloads.first() else { return };
    let converter = functions.converter;
    let docs = Docs::default();
    match (js, converter.ty(&signature.result, scope)) {
        ("Symbol.iterator", Ty::Iter(element)) => {
            let rest = format!("(&self) -> rt::Result<rt::Iter<{}>>", element.code(functions.depth));
            functions.plain(&docs, "Iterates it.", "iter", &rest, "rt::iterate(self)");
        }
        ("Symbol.asyncIterator", Ty::AsyncIter(element)) => {
            let rest = format!("(&self) -> rt::Result<rt::AsyncIter<{}>>", element.code(functions.depth));
            functions.plain(&docs, "Iterates it, asynchronously.", "async_iter", &rest, "rt::async_iterate(self)");
        }
        ("Symbol.dispose", _) => {
            let body = "rt::call_symbol(self, \"dispose\", ())";
            functions.plain(&docs, "Releases what it holds.", "dispose", "(&self) -> rt::Result<()>", body);
        }
        ("Symbol.asyncDispose", _) => {
            let body = "rt::call_symbol(self, \"asyncDispose\", ())";
            let rest = "(&self) -> rt::Result<rt::Promised<()>>";
            functions.plain(&docs, "Releases what it holds.", "async_dispose", rest, body);
        }
        _ => {}
    }
}

fn property<'m>(functions: &mut Functions<'_, 'm>, member: &'m Member, scope: &Scope<'m>) {
    let MemberKind::Property { ty, set_type, readonly } = &member.kind else { return };
    if member.name.symbol {
        return;
    }
    let converter = functions.converter;
    let read = converter.ty(ty, scope);
    let written = (!readonly).then(|| set_type.as_ref().map_or_else(|| read.clone(), |ty| converter.ty(ty, scope)));
    accessors(functions, &member.name.js, &read, member.optional, written.as_ref(), &member.docs);
}

/// `name()` and `set_name(value)`.
fn accessors(
    functions: &mut Functions<'_, '_>,
    js: &str,
    read: &Ty,
    is_optional: bool,
    written: Option<&Ty>,
    docs: &Docs,
) {
    let depth = functions.depth;
    let name = snake(js);
    let result = if is_optional { optional(read.clone()) } else { read.clone() };
    let rest = format!("(&self) -> rt::Result<{}>", result.code(depth));
    functions.plain(docs, &format!("Reads `{js}`."), &name, &rest, &format!("rt::get(self, {js:?})"));
    if let Some(written) = written {
        let (code, expression) = argument(written, "value", depth);
        let rest = format!("(&self, value: {code}) -> rt::Result<()>");
        let body = format!("rt::set(self, {js:?}, {expression})");
        let docs = Docs { deprecated: docs.deprecated.clone(), ..Docs::default() };
        functions.plain(&docs, &format!("Sets `{js}`."), &behind("set", js), &rest, &body);
    }
}

fn indexed<'m>(functions: &mut Functions<'_, 'm>, index: &'m IndexSignature, scope: &Scope<'m>) {
    let converter = functions.converter;
    let depth = functions.depth;
    let key = converter.ty(&index.key, scope);
    let value = converter.ty(&index.value, scope);
    let word = match key {
        Ty::Number => "index",
        Ty::Str => "key",
        // Symbols have no form.
        _ => return,
    };
    let (code, expression) = argument(&key, "key", depth);
    let found = optional(value.clone()).code(depth);
    let rest = format!("(&self, key: {code}) -> rt::Result<{found}>");
    let docs = Docs::default();
    functions.plain(
        &docs,
        "Reads `[key]`.",
        &format!("get_{word}"),
        &rest,
        &format!("rt::get_index(self, {expression})"),
    );
    if !index.readonly {
        let (given, passed) = argument(&value, "value", depth);
        let rest = format!("(&self, key: {code}, value: {given}) -> rt::Result<()>");
        let body = format!("rt::set_index(self, {expression}, {passed})");
        functions.plain(&docs, "Sets `[key]`.", &format!("set_{word}"), &rest, &body);
    }
}

fn static_member<'m>(functions: &mut Functions<'_, 'm>, member: &'m Member, scope: &Scope<'m>) {
    if member.name.symbol {
        return;
    }
    let js = member.name.js.as_str();
    let receiver = "realm: rt::Realm";
    let (ty, readonly) = match &member.kind {
        MemberKind::Method(function) => {
            let call = format!("rt::call_static::<Self, _>(realm, {js:?}");
            functions.function(&snake(js), function, scope, &Target { receiver, call, result: None });
            return;
        }
        MemberKind::Property { ty, readonly, .. } => (ty, *readonly),
    };
    if let Type::Literal { value } = ty
        && let Some((code, text)) = constant(value)
    {
        let name = functions.take(constant_name(js));
        docs::write(&mut functions.out, functions.indent, &member.docs, &format!("`{js}`"));
        functions.line(&format!("pub const {name}: {code} = {text};"));
        return;
    }
    let converter = functions.converter;
    let ty = converter.ty(ty, scope);
    let rest = format!("({receiver}) -> rt::Result<{}>", ty.code(functions.depth));
    let body = format!("rt::get_static::<Self, _>(realm, {js:?})");
    functions.plain(&member.docs, &format!("Reads `{js}` of the class."), &snake(js), &rest, &body);
    if !readonly {
        let (code, expression) = argument(&ty, "value", functions.depth);
        let rest = format!("({receiver}, value: {code}) -> rt::Result<()>");
        let body = format!("rt::set_static::<Self>(realm, {js:?}, {expression})");
        let docs = Docs::default();
        functions.plain(&docs, &format!("Sets `{js}` of the class."), &behind("set", js), &rest, &body);
    }
}

/// The Rust constant for a literal.
pub fn constant(value: &Literal) -> Option<(&'static str, String)> {
    match value {
        Literal::String(text) => Some(("&'static str", format!("{text:?}"))),
        Literal::Number(number) if number.is_finite() => Some(("f64", format!("{number:?}"))),
        Literal::Boolean(value) => Some(("bool", value.to_string())),
        Literal::Number(_) | Literal::BigInt(_) => None,
    }
}

/// The name of a constant.
pub fn constant_name(js: &str) -> String {
    snake(js).to_uppercase()
}
