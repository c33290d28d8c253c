//! Emits Rust: typed bindings over the objects of the embedded engine.
//!
//! The code refers to `ffi_core::bound` only, by the name `rt`; the rules stand in CONVENTIONS.md, under "TypeScript to Rust". `bind_dts!` parses the
//! very text that the command writes. Nothing in here reads declarations: the input is a [`Module`], as for every emitter.

mod class;
mod convert;
mod declared;
mod docs;
mod function;
mod intersection;
mod names;
mod record;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use ffi_core::signature::{Docs, Item, Module, Type};

use super::MARK;
use class::{Printed, constant, constant_name, place};
use convert::{Converter, Scope};
use declared::{Declared, is_callback};
use function::{Functions, Target};
use names::{Names, snake};

/// How Rust is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustOptions {
    /// Types of the program's own for names of the declarations: bound classes, usually of another module.
    pub with: BTreeMap<String, String>,
    /// The items that are bound, by their dotted names, when not all are. Records, unions and enums come along where they are needed; a class
    /// that is not named is an object, and what it would hand down is its heirs' own. A name is all that it means, so that of a namespace is all in it.
    pub only: Option<BTreeSet<String>>,
    /// Other Rust names for items, by their dotted JavaScript names.
    pub rename: BTreeMap<String, String>,
    /// How functions are spelled.
    pub style: Style,
}

/// How functions are spelled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// `inner_html`, as Rust has it.
    #[default]
    Snake,
    /// `innerHtml`.
    Camel,
}

impl Default for RustOptions {
    fn default() -> Self {
        Self { with: BTreeMap::new(), only: None, rename: BTreeMap::new(), style: Style::Snake }
    }
}

/// A printed module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RustModule {
    /// The items, without attributes of the module. They need `use ffi_core::bound as rt;` before them.
    pub code: String,
    /// How many functions there are.
    pub functions: usize,
    /// How many places have the general value, because their type has no form in Rust.
    pub degraded: usize,
    /// What each item is in Rust, by its dotted JavaScript name.
    pub names: BTreeMap<String, Vec<RustName>>,
    /// The names of declarations that what is bound refers to.
    pub referred: BTreeSet<String>,
}

/// A type, a module or a function that an item is in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustName {
    /// Its path.
    pub path: Vec<String>,
    /// Whether it is a function or a constant, whose names are apart from those of types and modules.
    pub is_value: bool,
}

/// The lints that generated code does not keep, and why.
pub const ALLOWED: &str = "#![allow(\n    dead_code, deprecated, missing_docs, non_camel_case_types, unused_imports, unreachable_pub, clippy::all, clippy::pedantic,\n    reason = \"generated: names are JavaScript's, and not everything that is bound is used\"\n)]\n";

/// The file that the command writes.
pub fn file(module: &Module) -> String {
    let printed = print(module, &RustOptions::default());
    let name = if module.name.is_empty() { "a module" } else { &module.name };
    format!(
        "//! `{name}` for Rust: {} functions; {} places have the general value.\n//!\n//! @{MARK}: do not edit. Declare the module with `#[rustfmt::skip]`.\n\n{ALLOWED}\nuse ::ffi_core::bound as rt;\n{}",
        printed.functions, printed.degraded, printed.code
    )
}

/// Prints a module.
pub fn print(module: &Module, options: &RustOptions) -> RustModule {
    let mut taken = Names::default();
    taken.take("rt");
    let declared = Declared::new(module, options, &mut taken);
    let converter = Converter::new(&declared, options, taken);
    name_aliases(&converter, &module.items, "");
    let mut printer = Printer { converter: &converter, rename: &options.rename, names: BTreeMap::new(), functions: 0 };
    let mut printed = BTreeMap::new();
    // What is printed may need more to be printed.
    while printer.print_needed(&module.items, "", 0, &mut printed) {}
    printer.name_namespaces(&module.items, "", &printed);
    let mut code = printer.items(&module.items, "", &printed);
    // What was made on the way may need more to be made.
    loop {
        let made = converter.take_made();
        if made.is_empty() {
            break;
        }
        for (name, one) in &made {
            let printed = record::made(&converter, name, one, &Docs::default(), 0);
            printer.add(&mut code, printed);
        }
    }
    let names = std::mem::take(&mut printer.names);
    let referred = converter.referred.take();
    RustModule { code, functions: printer.functions, degraded: converter.degraded.get(), names, referred }
}

/// Gives the unions of aliases the aliases' names, before one without a name is needed.
fn name_aliases(converter: &Converter<'_>, items: &[Item], prefix: &str) {
    for item in items {
        let dotted = format!("{prefix}{}", item.js_name());
        match item {
            Item::Alias(_) => {
                if let Some(entry) = converter.declared.get(&dotted) {
                    converter.alias(&dotted, entry);
                }
            }
            Item::Module(inner) => name_aliases(converter, &inner.items, &format!("{dotted}.")),
            Item::Class(class) => name_aliases(converter, &class.namespace, &format!("{dotted}.")),
            Item::Function(function) => name_aliases(converter, &function.namespace, &format!("{dotted}.")),
            _ => {}
        }
    }
}

struct Printer<'c, 'm> {
    converter: &'c Converter<'m>,
    rename: &'c BTreeMap<String, String>,
    names: BTreeMap<String, Vec<RustName>>,
    functions: usize,
}

impl<'m> Printer<'_, 'm> {
    fn add(&mut self, out: &mut String, printed: Printed) {
        self.functions += printed.functions;
        out.push('\n');
        out.push_str(&printed.code);
    }

    /// Prints what is needed and was not printed yet; whether there was something.
    fn print_needed(
        &mut self,
        items: &'m [Item],
        prefix: &str,
        depth: usize,
        printed: &mut BTreeMap<String, Scoped>,
    ) -> bool {
        let mut any = false;
        for item in items {
            let dotted = format!("{prefix}{}", item.js_name());
            let nested = nested(item);
            if !nested.is_empty() {
                any |= self.print_needed(nested, &format!("{dotted}."), depth + 1, printed);
            }
            let key = prefix.trim_end_matches('.').to_owned();
            if !self.converter.is_needed(&dotted)
                || printed.get(&key).is_some_and(|scope| scope.done.contains_key(&dotted))
            {
                continue;
            }
            any = true;
            let scope = printed.entry(key).or_default();
            let mut functions = Functions::new(self.converter, depth, "");
            functions.names = std::mem::take(&mut scope.names);
            let mut out = String::new();
            self.item(item, &dotted, depth, &mut out, &mut functions);
            scope.names = functions.names;
            self.functions += functions.count;
            if let Some(entry) = self.converter.declared.get(&dotted) {
                let (_, modules) = entry.path.split_last().unwrap_or((&dotted, &[]));
                let value =
                    |name: String| RustName { path: modules.iter().cloned().chain([name]).collect(), is_value: true };
                let ty = (!out.is_empty()).then(|| RustName { path: entry.path.to_vec(), is_value: false });
                self.names.insert(dotted.clone(), functions.written.into_iter().map(value).chain(ty).collect());
            }
            scope.done.insert(dotted, (out, functions.out));
        }
        any
    }

    /// Gives the names of namespaces their modules, where something is printed in them.
    fn name_namespaces(&mut self, items: &'m [Item], prefix: &str, printed: &BTreeMap<String, Scoped>) {
        for item in items {
            let dotted = format!("{prefix}{}", item.js_name());
            let inside = format!("{dotted}.");
            self.name_namespaces(nested(item), &inside, printed);
            let is_printed = printed.keys().any(|scope| *scope == dotted || scope.starts_with(&inside));
            if let Some(inner) = self.converter.declared.get(&dotted).and_then(|entry| entry.inner.as_ref())
                && is_printed
            {
                self.names.entry(dotted).or_default().push(RustName { path: inner.to_vec(), is_value: false });
            }
        }
    }

    /// Puts what was printed together, in the order of the module.
    fn items(&self, items: &'m [Item], prefix: &str, printed: &BTreeMap<String, Scoped>) -> String {
        let mut out = String::new();
        let mut functions = String::new();
        let scope = printed.get(prefix.trim_end_matches('.'));
        for item in items {
            let dotted = format!("{prefix}{}", item.js_name());
            if let Some((types, values)) = scope.and_then(|scope| scope.done.get(&dotted)) {
                out.push_str(types);
                functions.push_str(values);
            }
            self.nested(item, &dotted, printed, &mut out);
        }
        if !functions.is_empty() {
            out.push('\n');
            out.push_str(&functions);
        }
        out
    }

    fn item(
        &mut self,
        item: &'m Item,
        dotted: &str,
        depth: usize,
        out: &mut String,
        functions: &mut Functions<'_, 'm>,
    ) {
        let converter = self.converter;
        let Some(entry) = converter.declared.get(dotted) else { return };
        let name = entry.path.last().map_or("", String::as_str);
        let renamed = self.rename.get(dotted);
        let base = |js: &str| renamed.cloned().unwrap_or_else(|| snake(js));
        let receiver = "realm: rt::Realm";
        match item {
            Item::Class(class) if is_callback(class) => {
                let scope = Scope { this: None, parameters: vec![&class.type_parameters] };
                let Some(function) = &class.call else { return };
                let ty = converter.callback(function, &scope);
                docs::write(out, "", &class.docs, &format!("JavaScript's `{}`, a function.", class.name.js));
                out.push_str(&format!("pub type {name} = {};\n", ty.code(depth)));
            }
            Item::Class(class) => {
                let printed = class::class(converter, entry, class, depth);
                self.add(out, printed);
            }
            Item::Record(record) => {
                let scope = |owner: &'m ffi_core::signature::Record| Scope {
                    this: None,
                    parameters: vec![&owner.type_parameters],
                };
                let fields = converter.declared.fields(record);
                let fields: Vec<_> =
                    fields.into_iter().map(|(owner, field)| converter.field(field, &scope(owner))).collect();
                let printed = record::record(converter, name, &record.name.js, &fields, &record.docs, depth);
                self.add(out, printed);
            }
            Item::Enum(declaration) => self.add(out, record::declared_enum(name, declaration)),
            Item::Alias(alias) => {
                let (ty, made) = converter.alias(dotted, entry);
                match made {
                    Some(made) => {
                        let printed = record::made(converter, name, &made, &alias.docs, depth);
                        self.add(out, printed);
                    }
                    // A union with `null` around it is declared without it.
                    None if !record::is_own(&ty, &entry.path) => {
                        docs::write(out, "", &alias.docs, &format!("JavaScript's `{}`.", alias.name.js));
                        out.push_str(&format!("pub type {name} = {};\n", ty.code(depth)));
                    }
                    None => {}
                }
            }
            Item::Function(function) => {
                let call = format!("rt::call_global(realm, {}", place(entry));
                let target = Target { receiver, call, result: None };
                functions.function(&base(&function.name.js), &function.function, &Scope::default(), &target);
            }
            Item::Variable(variable) => match &variable.ty {
                Type::Function { function, construct: false } => {
                    let call = format!("rt::call_global(realm, {}", place(entry));
                    let target = Target { receiver, call, result: None };
                    functions.function(&base(&variable.name.js), function, &Scope::default(), &target);
                }
                Type::Literal { value } if variable.readonly && constant(value).is_some() => {
                    let Some((code, text)) = constant(value) else { return };
                    let name = functions.take(renamed.cloned().unwrap_or_else(|| constant_name(&variable.name.js)));
                    docs::write(&mut functions.out, "", &variable.docs, &format!("`{}`", variable.name.js));
                    functions.line(&format!("pub const {name}: {code} = {text};"));
                }
                ty => {
                    let ty = converter.ty(ty, &Scope::default());
                    let rest = format!("({receiver}) -> rt::Result<{}>", ty.code(depth));
                    let body = format!("rt::get_global(realm, {})", place(entry));
                    let fallback = format!("Reads `{}`.", variable.name.js);
                    functions.plain(&variable.docs, &fallback, &base(&variable.name.js), &rest, &body);
                }
            },
            Item::Module(_) => {}
        }
    }

    /// Writes the module of a namespace.
    fn nested(&self, item: &'m Item, dotted: &str, printed: &BTreeMap<String, Scoped>, out: &mut String) {
        let Some(inner) = self.converter.declared.get(dotted).and_then(|entry| entry.inner.as_ref()) else { return };
        let body = self.items(nested(item), &format!("{dotted}."), printed);
        if body.is_empty() && self.converter.is_partial() {
            return;
        }
        let docs = match item {
            Item::Module(inner) => inner.docs.clone(),
            _ => Docs::default(),
        };
        out.push('\n');
        docs::write(out, "", &docs, &format!("`{}`.", item.js_name()));
        out.push_str(&format!("pub mod {} {{\n    use super::rt;\n", inner.last().map_or("", String::as_str)));
        for line in body.lines() {
            if !line.is_empty() {
                out.push_str("    ");
            }
            out.push_str(line);
            out.push('\n');
        }
        out.push_str("}\n");
    }
}

/// What of a module was printed: types and functions by dotted names, and the names of functions that are taken.
#[derive(Default)]
struct Scoped {
    names: Names,
    done: BTreeMap<String, (String, String)>,
}

/// What a namespace declares.
fn nested(item: &Item) -> &[Item] {
    match item {
        Item::Module(inner) => &inner.items,
        Item::Class(class) => &class.namespace,
        Item::Function(function) => &function.namespace,
        _ => &[],
    }
}
