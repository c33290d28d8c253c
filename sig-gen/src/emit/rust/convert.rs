//! TypeScript's types as Rust's, with what has to be declared for them: unions, string enums and anonymous records.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ffi_core::signature::{
    BufferKind, Class, ClassKind, Docs, Enum, EnumValue, Function, Item, Literal, RecordField, Type, TypeParameter,
};
use rustc_hash::FxHashMap;

use super::declared::{Declared, Entry, is_callback};
use super::names::{Names, camel};
use super::types::{Kind, Ty};
use super::{RustOptions, Style};

/// More members than this make a union the general value.
const MOST_MEMBERS: usize = 24;

/// More variants than this make a union of strings plain text.
const MOST_STRINGS: usize = 300;

/// How deep types nest.
const DEPTH: u32 = 12;

/// Where a type stands: what `this` and type parameters are.
#[derive(Debug, Clone, Default)]
pub struct Scope<'m> {
    pub this: Option<Ty>,
    pub parameters: Vec<&'m [TypeParameter]>,
}

/// A union, enum or record that generated code has to declare.
#[derive(Debug, Clone)]
pub enum Made<'m> {
    Union(Vec<Ty>),
    Strings(Vec<String>),
    Record(Vec<Field<'m>>),
    /// What is all of several types: the one that it is around, and the others.
    Joined(Ty, Vec<Ty>),
}

/// A field of a record, resolved.
#[derive(Debug, Clone)]
pub struct Field<'m> {
    pub name: &'m str,
    pub ty: Ty,
    pub optional: bool,
    /// The string that it always is.
    pub literal: Option<&'m str>,
    pub docs: &'m Docs,
}

/// Converts types, and remembers what they need.
pub struct Converter<'m> {
    pub declared: &'m Declared<'m>,
    /// Types of the program's own, by their JavaScript names.
    pub with: &'m BTreeMap<String, String>,
    /// The names of types at the root.
    taken: RefCell<Names>,
    /// What was made without a name of its own, by its Rust name, in order.
    made: RefCell<BTreeMap<String, Made<'m>>>,
    /// What was made for an alias, by the alias' dotted name.
    aliases: RefCell<FxHashMap<String, (Ty, Option<Made<'m>>)>>,
    known: RefCell<FxHashMap<String, Ty>>,
    /// The aliases that declare types, by these.
    owners: RefCell<FxHashMap<Ty, String>>,
    /// The names that are referred to, as they are written.
    pub referred: RefCell<BTreeSet<String>>,
    /// The records, enums and aliases that are referred to, by their dotted names.
    needed: RefCell<BTreeSet<String>>,
    /// The aliases and type parameters that are being converted.
    open: RefCell<Vec<String>>,
    depth: Cell<u32>,
    pub style: Style,
    /// How often a type became the general value.
    pub degraded: Cell<usize>,
}

impl<'m> Converter<'m> {
    pub fn new(declared: &'m Declared<'m>, options: &'m RustOptions, taken: Names) -> Self {
        Self {
            declared,
            with: &options.with,
            referred: RefCell::default(),
            owners: RefCell::default(),
            needed: RefCell::default(),
            taken: RefCell::new(taken),
            made: RefCell::default(),
            aliases: RefCell::default(),
            known: RefCell::default(),
            open: RefCell::default(),
            depth: Cell::new(0),
            style: options.style,
            degraded: Cell::new(0),
        }
    }

    /// What was made without a name of its own.
    pub fn take_made(&self) -> BTreeMap<String, Made<'m>> {
        self.made.take()
    }

    /// Whether a class of this dotted name is bound as a class.
    pub fn is_bound(&self, dotted: &str) -> bool {
        self.declared.is_selected(dotted) && !self.with.contains_key(dotted)
    }

    /// Whether an item is to be printed.
    pub fn is_needed(&self, dotted: &str) -> bool {
        self.declared.is_selected(dotted) || self.needed.borrow().contains(dotted)
    }

    /// Whether not everything is bound.
    pub fn is_partial(&self) -> bool {
        self.declared.only.is_some()
    }

    /// Remembers that a name is referred to.
    pub fn refer(&self, name: &str) {
        if self.is_partial() {
            self.referred.borrow_mut().insert(name.to_owned());
        }
    }

    fn need(&self, dotted: &str) {
        if self.is_partial() {
            self.needed.borrow_mut().insert(dotted.to_owned());
        }
    }

    fn degrade(&self) -> Ty {
        self.count_general();
        Ty::Any
    }

    /// Counts a place that says less than the declaration.
    pub fn count_general(&self) {
        self.degraded.set(self.degraded.get() + 1);
    }

    /// The Rust type of a type.
    pub fn ty(&self, ty: &'m Type, scope: &Scope<'m>) -> Ty {
        if self.depth.get() >= DEPTH {
            return self.degrade();
        }
        self.depth.set(self.depth.get() + 1);
        let converted = self.convert(ty, scope);
        self.depth.set(self.depth.get() - 1);
        converted
    }

    fn convert(&self, ty: &'m Type, scope: &Scope<'m>) -> Ty {
        let of = |ty: &'m Type| Box::new(self.ty(ty, scope));
        match ty {
            Type::Any | Type::Unknown => Ty::Any,
            Type::Never | Type::Undefined | Type::Null => Ty::Unit,
            Type::Boolean => Ty::Bool,
            Type::Number => Ty::Number,
            Type::BigInt => Ty::BigInt,
            Type::String => Ty::Str,
            Type::Object => Ty::Object,
            Type::Symbol | Type::ClassObject { .. } => self.degrade(),
            Type::Literal { value } => literal(value),
            Type::Union { members } => self.union(members.iter().collect(), scope, None),
            Type::Intersection { members } => self.intersection(members, scope, None),
            Type::Array { element, .. } => match self.ty(element, scope) {
                // A vector of `u8` would be bytes; a number of JavaScript is a `f64`, so this does not happen.
                Ty::Unit => Ty::Vec(Box::new(Ty::Any)),
                element => Ty::Vec(Box::new(element)),
            },
            Type::Tuple { elements } => {
                let plain = elements.iter().all(|element| !element.rest && !element.optional);
                if plain && (1..=6).contains(&elements.len()) {
                    Ty::Tuple(elements.iter().map(|element| self.ty(&element.ty, scope)).collect())
                } else {
                    let members = elements.iter().map(|element| &element.ty).collect();
                    Ty::Vec(Box::new(match self.union(members, scope, None) {
                        Ty::Unit => Ty::Any,
                        element => element,
                    }))
                }
            }
            Type::Mapping { value } => Ty::Mapping(of(value)),
            Type::Record { fields } => self.anonymous(fields, scope),
            Type::Reference { name, module, .. } => self.reference(name, module.as_deref(), scope),
            Type::TypeParameter { name } => self.parameter(name, scope),
            Type::This => scope.this.clone().unwrap_or(Ty::Object),
            Type::Function { construct: true, .. } => self.degrade(),
            Type::Function { function, .. } => self.callback(function, scope),
            Type::Promise { value } => match self.ty(value, scope) {
                Ty::Promise(value) => Ty::Promise(value),
                value => Ty::Promise(Box::new(value)),
            },
            Type::Iterable { element } | Type::Iterator { element, .. } => Ty::Iter(of(element)),
            Type::AsyncIterable { element } | Type::AsyncIterator { element } => Ty::AsyncIter(of(element)),
            Type::Map { key, value } => Ty::Map(of(key), of(value)),
            Type::Set { element } => Ty::Set(of(element)),
            Type::Date => Ty::Date,
            Type::Buffer { buffer } => buffer_type(*buffer),
            // The functions are Python's.
            Type::Converted { value, .. } => self.ty(value, scope),
        }
    }

    /// A type parameter is what it must extend, and else anything.
    fn parameter(&self, name: &str, scope: &Scope<'m>) -> Ty {
        let mut all = scope.parameters.iter().rev().flat_map(|parameters| parameters.iter());
        let constraint = all.find(|parameter| parameter.name == name).and_then(|found| found.constraint.as_ref());
        let Some(constraint) = constraint else { return Ty::Any };
        let key = format!("<{name}>");
        if self.open.borrow().contains(&key) {
            return Ty::Any;
        }
        self.open.borrow_mut().push(key);
        let ty = self.ty(constraint, scope);
        self.open.borrow_mut().pop();
        match ty {
            // A constraint on keys or shapes says what is accepted, not what comes back.
            Ty::Declared(Kind::Class(_) | Kind::Interface | Kind::External | Kind::Scalar, _)
            | Ty::Str
            | Ty::Number
            | Ty::Bool
            | Ty::Object => ty,
            _ => Ty::Any,
        }
    }

    /// The type of a function. Callbacks whose result is `any` give nothing.
    pub fn callback(&self, function: &'m Function, scope: &Scope<'m>) -> Ty {
        let Some(signature) = function.overloads.last() else { return self.degrade() };
        let mut scope = scope.clone();
        scope.parameters.push(&signature.type_parameters);
        let result = match &signature.result {
            Type::Any => Ty::Unit,
            result => self.ty(result, &scope),
        };
        match signature.parameters.as_slice() {
            [rest] if rest.rest => Ty::RestCallback(Box::new(self.ty(&rest.ty, &scope)), Box::new(result)),
            parameters => {
                let taken: Vec<_> = parameters.iter().filter(|parameter| !parameter.rest).take(8).collect();
                if taken.len() < parameters.len() {
                    self.count_general();
                }
                let argument = |parameter: &&'m ffi_core::signature::Parameter| {
                    let ty = self.ty(&parameter.ty, &scope);
                    if parameter.optional { optional(ty) } else { ty }
                };
                Ty::Callback(taken.iter().map(argument).collect(), Box::new(result))
            }
        }
    }

    fn reference(&self, name: &str, module: Option<&str>, scope: &Scope<'m>) -> Ty {
        self.refer(name);
        if let Some(path) = self.with.get(name) {
            return Ty::Declared(Kind::External, Rc::new([path.clone()]));
        }
        let Some((dotted, entry)) = self.declared.find(name, module) else { return Ty::Object };
        match entry.item {
            Item::Class(class) if is_callback(class) => match &class.call {
                Some(function) => {
                    let key = format!("({dotted})");
                    if self.open.borrow().contains(&key) {
                        return Ty::Any;
                    }
                    self.open.borrow_mut().push(key);
                    let scope = Scope { this: scope.this.clone(), parameters: vec![&class.type_parameters] };
                    let ty = self.callback(function, &scope);
                    self.open.borrow_mut().pop();
                    ty
                }
                None => self.degrade(),
            },
            Item::Class(_) if !self.is_bound(&dotted) => Ty::Object,
            Item::Class(class) => self.class(entry, class),
            Item::Record(record) => {
                self.need(&dotted);
                let required = self.declared.fields(record).iter().filter(|(_, field)| !field.optional).count();
                Ty::Declared(Kind::Record(u8::try_from(required).unwrap_or(u8::MAX)), entry.path.clone())
            }
            Item::Enum(declaration) => {
                self.need(&dotted);
                enum_type(declaration, entry)
            }
            Item::Alias(_) => {
                let ty = self.alias(&dotted, entry).0;
                if super::record::is_own(&ty, &entry.path) {
                    self.need(&dotted);
                }
                ty
            }
            _ => self.degrade(),
        }
    }

    /// The type of a class.
    pub fn class(&self, entry: &Entry<'m>, class: &'m Class) -> Ty {
        let kind = match class.kind {
            ClassKind::Interface => Kind::Interface,
            _ => Kind::Class(u8::try_from(self.declared.chain(class).len()).unwrap_or(u8::MAX)),
        };
        Ty::Declared(kind, entry.path.clone())
    }

    /// The type of an alias, and what is declared under its name.
    pub fn alias(&self, dotted: &str, entry: &Entry<'m>) -> (Ty, Option<Made<'m>>) {
        if let Some(known) = self.aliases.borrow().get(dotted) {
            return known.clone();
        }
        let Item::Alias(alias) = entry.item else { return (Ty::Any, None) };
        let own = |kind: Kind| Ty::Declared(kind, entry.path.clone());
        if self.open.borrow().iter().any(|open| open == dotted) {
            return match &alias.ty {
                Type::Union { .. } => (own(Kind::Union), None),
                Type::Record { .. } => (own(Kind::Record(0)), None),
                _ => (self.degrade(), None),
            };
        }
        self.open.borrow_mut().push(dotted.to_owned());
        let depth = self.depth.replace(0);
        let scope = Scope { this: None, parameters: vec![&alias.type_parameters] };
        let made = match &alias.ty {
            Type::Record { fields } => {
                let fields = self.resolved(fields, &scope);
                let required = fields.iter().filter(|field| !field.optional).count();
                let kind = Kind::Record(u8::try_from(required).unwrap_or(u8::MAX));
                (own(kind), Some(Made::Record(fields)))
            }
            Type::Union { members } => {
                let ty = self.union(members.iter().collect(), &scope, Some(entry.path.clone()));
                let made = self.known_alias(&ty, entry);
                (ty, made)
            }
            Type::Intersection { members } => {
                let ty = self.intersection(members, &scope, Some(entry.path.clone()));
                let made = self.known_alias(&ty, entry);
                (ty, made)
            }
            other => (self.ty(other, &scope), None),
        };
        self.depth.set(depth);
        self.open.borrow_mut().pop();
        if made.1.is_some() {
            self.owners.borrow_mut().insert(made.0.present().clone(), dotted.to_owned());
        }
        self.aliases.borrow_mut().insert(dotted.to_owned(), made.clone());
        made
    }

    /// What a union or an intersection made under the path of an alias.
    fn known_alias(&self, ty: &Ty, entry: &Entry<'m>) -> Option<Made<'m>> {
        match ty.present() {
            Ty::Declared(Kind::Union | Kind::Scalar | Kind::Record(_), path) | Ty::Joined(path, _)
                if *path == entry.path =>
            {
                self.made.borrow_mut().remove(&path.join("::"))
            }
            _ => None,
        }
    }

    /// The members of a union, aliases of unions opened.
    fn members(&self, ty: &'m Type, scope: &Scope<'m>, seen: &mut Vec<String>, into: &mut Vec<(&'m Type, Scope<'m>)>) {
        match ty {
            Type::Union { members } => members.iter().for_each(|member| self.members(member, scope, seen, into)),
            Type::Reference { name, module, .. } if !self.with.contains_key(name) => {
                if let Some((dotted, entry)) = self.declared.find(name, module.as_deref())
                    && let Item::Alias(alias) = entry.item
                    && !matches!(alias.ty, Type::Record { .. })
                {
                    if !seen.contains(&dotted) {
                        seen.push(dotted);
                        let scope = Scope { this: None, parameters: vec![&alias.type_parameters] };
                        self.members(&alias.ty, &scope, seen, into);
                    }
                } else {
                    into.push((ty, scope.clone()));
                }
            }
            other => into.push((other, scope.clone())),
        }
    }

    /// A union: an enum of its members, with the kinds of nothing around it.
    pub fn union(&self, types: Vec<&'m Type>, scope: &Scope<'m>, path: Option<Rc<[String]>>) -> Ty {
        let mut members = Vec::new();
        let mut seen = Vec::new();
        types.iter().for_each(|ty| self.members(ty, scope, &mut seen, &mut members));
        let (mut null, mut undefined) = (false, false);
        let mut strings: Vec<String> = Vec::new();
        let mut found: Vec<Ty> = Vec::new();
        for (member, scope) in members {
            match member {
                Type::Null => null = true,
                Type::Undefined => undefined = true,
                Type::Literal { value: Literal::String(text) } => {
                    if !strings.contains(text) {
                        strings.push(text.clone());
                    }
                }
                other => {
                    let ty = self.ty(other, &scope);
                    // An intersection or a promise may be nullable inside; the union is then, too.
                    match &ty {
                        Ty::Nullable(_) | Ty::Given(_) => null = true,
                        Ty::Option(_) => undefined = true,
                        _ => {}
                    }
                    let ty = ty.present().lenient();
                    if !found.contains(&ty) {
                        found.push(ty);
                    }
                }
            }
        }
        if found.contains(&Ty::Any) {
            return Ty::Any;
        }
        if found.is_empty() && strings.len() > 1 && strings.len() <= MOST_STRINGS {
            found.push(self.make(Made::Strings(strings), path));
        } else {
            if !strings.is_empty() && !found.contains(&Ty::Str) {
                found.push(Ty::Str);
            }
            // Nothing beside something is nothing that may be left out.
            if found.len() > 1 && found.contains(&Ty::Unit) {
                undefined = true;
                found.retain(|ty| *ty != Ty::Unit);
            }
            found.sort_by_key(Ty::rank);
            found = match found.len() {
                0 | 1 => found,
                2..=MOST_MEMBERS => vec![self.make(Made::Union(found), path)],
                _ => return self.degrade(),
            };
        }
        let Some(ty) = found.pop() else { return Ty::Unit };
        match (null, undefined) {
            (false, false) => ty,
            (true, false) => Ty::Nullable(Box::new(ty)),
            (false, true) => optional(ty),
            (true, true) => Ty::Given(Box::new(ty)),
        }
    }

    /// The declared type for something made: under the path of an alias, or under a name made of its parts.
    pub fn make(&self, made: Made<'m>, path: Option<Rc<[String]>>) -> Ty {
        let named = |path: Rc<[String]>| match &made {
            Made::Union(_) => Ty::Declared(Kind::Union, path),
            Made::Strings(_) => Ty::Declared(Kind::Scalar, path),
            Made::Record(fields) => {
                let required = fields.iter().filter(|field| !field.optional).count();
                Ty::Declared(Kind::Record(u8::try_from(required).unwrap_or(u8::MAX)), path)
            }
            Made::Joined(base, _) => Ty::Joined(path, Box::new(base.clone())),
        };
        let key = match &made {
            Made::Union(members) => format!("{members:?}"),
            Made::Strings(texts) => format!("{texts:?}"),
            Made::Record(fields) => {
                let parts: Vec<_> = fields.iter().map(|field| (field.name, &field.ty, field.optional)).collect();
                format!("{parts:?}")
            }
            Made::Joined(base, parts) => format!("{base:?} & {parts:?}"),
        };
        if let Some(path) = path {
            let ty = named(path.clone());
            self.made.borrow_mut().insert(path.join("::"), made);
            self.known.borrow_mut().entry(key).or_insert_with(|| ty.clone());
            return ty;
        }
        if let Some(known) = self.known.borrow().get(&key) {
            if let Some(alias) = self.owners.borrow().get(known) {
                self.need(alias);
            }
            return known.clone();
        }
        let name = match &made {
            Made::Union(members) => joined("Or", members.iter().map(Ty::word).collect()),
            Made::Strings(texts) => joined("Or", texts.iter().map(|text| camel(text)).collect()),
            Made::Joined(Ty::Object, parts) => joined("And", parts.iter().map(Ty::word).collect()),
            Made::Joined(base, parts) => joined("And", std::iter::once(base).chain(parts).map(Ty::word).collect()),
            Made::Record(fields) => {
                let words: Vec<String> = fields.iter().take(3).map(|field| capital(&camel(field.name))).collect();
                format!("{}Record", words.concat())
            }
        };
        let name = self.taken.borrow_mut().take(name);
        let ty = named(Rc::new([name.clone()]));
        self.known.borrow_mut().insert(key, ty.clone());
        self.made.borrow_mut().insert(name, made);
        ty
    }

    fn anonymous(&self, fields: &'m [RecordField], scope: &Scope<'m>) -> Ty {
        if fields.is_empty() {
            return Ty::Object;
        }
        let fields = self.resolved(fields, scope);
        self.make(Made::Record(fields), None)
    }

    pub fn resolved(&self, fields: &'m [RecordField], scope: &Scope<'m>) -> Vec<Field<'m>> {
        fields.iter().filter(|field| !field.name.symbol).map(|field| self.field(field, scope)).collect()
    }

    /// A field of a record.
    pub fn field(&self, field: &'m RecordField, scope: &Scope<'m>) -> Field<'m> {
        let literal = match &field.ty {
            Type::Literal { value: Literal::String(text) } if !field.optional => Some(text.as_str()),
            _ => None,
        };
        let ty = self.ty(&field.ty, scope);
        // What admits `undefined` may be left out by leaving it undefined; it must still be given.
        Field { name: &field.name.js, ty, optional: field.optional, literal, docs: &field.docs }
    }
}

/// The type with `undefined`.
pub fn optional(ty: Ty) -> Ty {
    match ty {
        Ty::Option(_) | Ty::Given(_) | Ty::Any | Ty::Unit => ty,
        Ty::Nullable(value) => Ty::Given(value),
        ty => Ty::Option(Box::new(ty)),
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// `AOrBOrC`; of many the first three and how many more there are.
fn joined(by: &str, words: Vec<String>) -> String {
    match words.len() {
        0..=4 => words.join(by),
        more => format!("{}{by}{}More", words[..3].join(by), more - 3),
    }
}

fn literal(value: &Literal) -> Ty {
    match value {
        Literal::String(_) => Ty::Str,
        Literal::Number(_) => Ty::Number,
        Literal::Boolean(_) => Ty::Bool,
        Literal::BigInt(_) => Ty::BigInt,
    }
}

fn enum_type(declaration: &Enum, entry: &Entry<'_>) -> Ty {
    if is_bound_enum(declaration) { Ty::Declared(Kind::Scalar, entry.path.clone()) } else { Ty::Any }
}

/// Whether all values of an enum are known and of one kind.
pub fn is_bound_enum(declaration: &Enum) -> bool {
    let all =
        |test: fn(&EnumValue) -> bool| declaration.members.iter().all(|member| member.value.as_ref().is_some_and(test));
    !declaration.members.is_empty()
        && (all(|value| matches!(value, EnumValue::String(_))) || all(|value| matches!(value, EnumValue::Number(_))))
}

fn buffer_type(buffer: BufferKind) -> Ty {
    match buffer {
        BufferKind::Int8Array => Ty::Typed("i8"),
        BufferKind::Int16Array => Ty::Typed("i16"),
        BufferKind::Uint16Array => Ty::Typed("u16"),
        BufferKind::Int32Array => Ty::Typed("i32"),
        BufferKind::Uint32Array => Ty::Typed("u32"),
        BufferKind::Float32Array => Ty::Typed("f32"),
        BufferKind::Float64Array => Ty::Typed("f64"),
        BufferKind::BigInt64Array => Ty::Typed("i64"),
        BufferKind::BigUint64Array => Ty::Typed("u64"),
        _ => Ty::Bytes,
    }
}
