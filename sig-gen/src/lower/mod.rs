//! Lowering: from symbols and evaluated types to [`ffi_core::signature`], by the rules of Python signatures.
//!
//! Starts from the names that are asked for and follows every reference, so that what is not needed is never evaluated. What
//! has no Python form degrades member by member to a fallback, and each time that happens its place is noted.

mod assemble;
mod docs;
mod expansion;
mod function;
mod keyed;
pub mod layout;
mod members;
pub mod names;
mod object;
mod role;
mod same;
mod types;

use rustc_hash::{FxHashMap, FxHashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use ffi_core::signature::{
    Alias, Class, ClassKind, Docs, Enum, EnumMember, EnumValue, Item, Keyword, Module, Name, NamedFunction, Variable,
};

use crate::bind::{Bindings, DeclarationKind, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Part;
use crate::diagnostics::{Diagnostic, FileId, Span};
use crate::evaluate::{Evaluator, Storage, Ty, TypeId, constant};
use crate::model::{DocsRange, PropertyName};
use layout::Container;
use role::Role;

pub use layout::Layout;
pub use role::Roles;

pub use assemble::{find, lower};

/// Which side makes the value of a type: decides whether a function in it has keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// JavaScript gives it to Python: functions in it are called from Python.
    Given,
    /// Python gives it to JavaScript: functions in it are called from JavaScript.
    Taken,
}

impl Side {
    fn flip(self) -> Self {
        match self {
            Self::Given => Self::Taken,
            Self::Taken => Self::Given,
        }
    }
}

/// What is put behind the name of an item that cannot hold a namespace, for the module that holds it beside.
pub const NAMESPACE_SUFFIX: &str = "_namespace";

/// The keywords that a type gives, when it is one of options.
type Keywords = Option<Arc<[Keyword]>>;

/// The state of one lowering.
pub struct Lowering<'a> {
    pub evaluator: Evaluator<'a>,
    bindings: &'a Bindings<'a>,
    roles: &'a Roles,
    role_cache: FxHashMap<SymbolId, Option<Role>>,
    /// Symbols to lower, in order of need.
    queue: Vec<SymbolId>,
    needed: FxHashSet<SymbolId>,
    layout: &'a Layout<'a>,
    /// The names of symbols that are not exported, where they are not their own.
    settled_names: FxHashMap<SymbolId, &'a str>,
    /// The names that symbols which are not exported have taken, and those of records made by aliases, which are no symbol's.
    taken_names: FxHashMap<(Container, &'a str), Option<SymbolId>>,
    qualified_names: FxHashMap<SymbolId, Rc<str>>,
    /// The keywords of options types, and how many types they are made of.
    keyword_cache: FxHashMap<TypeId, (usize, Keywords)>,
    nominal_cache: FxHashMap<SymbolId, bool>,
    plain_cache: FxHashMap<SymbolId, bool>,
    /// All names of members that a class or interface and its bases write down.
    member_names: FxHashMap<SymbolId, Rc<FxHashSet<PropertyName<'a>>>>,
    /// Records made by aliases, and whether there are any: shares of one work could not agree on their names.
    expansions: expansion::Expansions<'a>,
    pub(crate) names_expansions: bool,
    /// Anonymous types that are being lowered, to stop at recursion.
    stack: Vec<TypeId>,
    /// How deeply nested the type being lowered is, and where its item stands.
    depth: u32,
    /// How many parts the present item may still have, and all together.
    parts_left: usize,
    total_parts: usize,
    copies_left: usize,
    total_copies: usize,
    item_span: Span,
    items: FxHashMap<SymbolId, Item>,
    /// Where the first declaration of each item stands.
    origins: FxHashMap<String, Span>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    pub fn new(bindings: &'a Bindings<'a>, storage: &'a Storage<'a>, roles: &'a Roles, layout: &'a Layout<'a>) -> Self {
        Self {
            evaluator: Evaluator::new(bindings, storage),
            bindings,
            roles,
            role_cache: FxHashMap::default(),
            queue: Vec::new(),
            needed: FxHashSet::default(),
            layout,
            settled_names: FxHashMap::default(),
            taken_names: FxHashMap::default(),
            qualified_names: FxHashMap::default(),
            keyword_cache: FxHashMap::default(),
            nominal_cache: FxHashMap::default(),
            plain_cache: FxHashMap::default(),
            member_names: FxHashMap::default(),
            expansions: expansion::Expansions::default(),
            names_expansions: false,
            stack: Vec::new(),
            depth: 0,
            parts_left: 0,
            total_parts: types::TOTAL_PARTS,
            copies_left: 0,
            total_copies: types::TOTAL_COPIES,
            item_span: Span { file: FileId(0), start: 0, end: 0 },
            items: FxHashMap::default(),
            origins: FxHashMap::default(),
            diagnostics: Vec::new(),
        }
    }

    pub(crate) fn role(&mut self, symbol: SymbolId) -> Option<Role> {
        if let Some(&role) = self.role_cache.get(&symbol) {
            return role;
        }
        let roles = self.roles;
        let role = self.decide(|evaluator| roles.of(evaluator, symbol));
        self.role_cache.insert(symbol, role);
        role
    }

    /// Computes what is no part of the output: nothing degrades by it.
    pub(crate) fn decide<T>(&mut self, compute: impl FnOnce(&mut Evaluator<'a>) -> T) -> T {
        self.evaluator.notes.silence();
        let result = compute(&mut self.evaluator);
        self.evaluator.notes.speak();
        result
    }

    /// Whether a type is data.
    pub(crate) fn is_data(&mut self, ty: TypeId) -> bool {
        self.decide(|evaluator| role::is_data(evaluator, ty))
    }

    /// Makes a part of the output: what degrades on the way degrades it.
    pub(crate) fn part<T>(&mut self, part: Part<'a>, make: impl FnOnce(&mut Self) -> T) -> T {
        self.evaluator.notes.enter(part);
        let made = make(self);
        self.evaluator.notes.leave();
        made
    }

    /// Asks for a symbol to be emitted.
    pub(crate) fn need(&mut self, symbol: SymbolId) {
        if self.needed.insert(symbol) {
            self.queue.push(symbol);
            self.settle_name(symbol);
        }
    }

    /// Gives a symbol that is not exported a name of its own beside the exported ones.
    fn settle_name(&mut self, symbol: SymbolId) {
        if self.layout.place(symbol).is_some() {
            return;
        }
        let container = self.container(symbol);
        let own = self.bindings.symbol(symbol).name;
        let name = self.free_name(own, |this, name| this.is_taken(container, name, Some(symbol)));
        self.taken_names.insert((container, name), Some(symbol));
        if name != own {
            self.settled_names.insert(symbol, name);
        }
    }

    /// A name, with a number behind it if it has to be another one.
    fn free_name(&self, base: &str, is_taken: impl Fn(&Self, &'a str) -> bool) -> &'a str {
        let mut name = self.evaluator.types.text(base);
        let mut number = 0;
        while is_taken(self, name) {
            number += 1;
            name = self.evaluator.types.text(&format!("{base}_{number}"));
        }
        name
    }

    /// Whether something other than this symbol has a name in a container.
    fn is_taken(&self, container: Container, name: &'a str, symbol: Option<SymbolId>) -> bool {
        let placed = self.layout.find(container, name).map(Some);
        let owner = placed.or_else(|| self.taken_names.get(&(container, name)).copied());
        owner.is_some_and(|owner| owner.is_none() || owner != symbol)
    }

    /// The module or namespace of the output in which a symbol stands.
    fn container(&self, symbol: SymbolId) -> Container {
        self.layout.container(self.bindings, symbol)
    }

    /// The name of a symbol where it stands.
    fn own_name(&self, symbol: SymbolId) -> &'a str {
        let placed = self.layout.place(symbol).map(|(_, name)| name);
        let settled = placed.or_else(|| self.settled_names.get(&symbol).copied());
        settled.unwrap_or_else(|| self.bindings.symbol(symbol).name)
    }

    /// The name of a symbol as references have it: dotted through namespaces.
    pub(crate) fn qualified(&mut self, symbol: SymbolId) -> Rc<str> {
        if let Some(name) = self.qualified_names.get(&symbol) {
            return Rc::clone(name);
        }
        let own = self.own_name(symbol);
        let name = self.qualified_in(self.container(symbol), own);
        self.qualified_names.insert(symbol, Rc::clone(&name));
        name
    }

    /// The same for a name that stands in a container.
    fn qualified_in(&mut self, container: Container, own: &str) -> Rc<str> {
        let Some(container) = container else { return own.into() };
        let outer = self.qualified(container);
        let suffix = if self.holds_namespace(container) { "" } else { NAMESPACE_SUFFIX };
        format!("{outer}{suffix}.{own}").into()
    }

    /// Whether the item of a symbol can hold what a namespace of its name declares.
    fn holds_namespace(&mut self, symbol: SymbolId) -> bool {
        let role = self.role(symbol);
        matches!(role, None | Some(Role::Class | Role::Interface | Role::Function | Role::Namespace))
    }

    /// The name of an item.
    fn item_name(&self, symbol: SymbolId) -> Name {
        let own = self.bindings.symbol(symbol).name;
        match self.own_name(symbol) {
            "default"
                if own != "default"
                    && own != "export="
                    && !self.is_taken(self.container(symbol), own, Some(symbol)) =>
            {
                Name::renamed("default", names::name(own).python())
            }
            public => names::name(public),
        }
    }

    pub(crate) fn docs(&self, file: FileId, range: DocsRange) -> Docs {
        if range.is_none() {
            return Docs::default();
        }
        let text = self.bindings.text(file);
        text.get(range.start as usize..range.end as usize).map_or_else(Docs::default, docs::parse)
    }

    /// The documentation of a symbol: that of the first declaration that has one.
    fn symbol_docs(&self, symbol: SymbolId) -> Docs {
        let declarations = &self.bindings.symbol(symbol).declarations;
        let documented = declarations
            .iter()
            .filter(|one| !matches!(one.kind, DeclarationKind::Namespace))
            .find(|one| !one.docs.is_none());
        documented.map_or_else(Docs::default, |one| self.docs(one.span.file, one.docs))
    }

    /// Lowers everything in the queue, and what that needs.
    fn drain(&mut self) {
        loop {
            while let Some(symbol) = self.queue.pop() {
                let name = self.qualified(symbol);
                self.begin_item(&name, symbol);
                let made = self.guarded(|this| {
                    this.part(Part::Item(Rc::clone(&name)), |this| {
                        let item = this.item(symbol);
                        this.check_limit(this.item_span);
                        item
                    })
                });
                let item = match made {
                    Some(item) => item,
                    None => Some(self.failure(&name, self.item_name(symbol), symbol)),
                };
                self.items.extend(item.map(|item| (symbol, item)));
            }
            if !self.next_expansion() {
                return;
            }
        }
    }

    /// Gives the next item its fuel and parts.
    fn begin_item(&mut self, name: &Rc<str>, symbol: SymbolId) {
        self.evaluator.refuel();
        self.parts_left = self.total_parts.clamp(types::LEAST_PARTS, types::MAXIMUM_PARTS);
        self.copies_left = self.total_copies.min(types::MAXIMUM_COPIES);
        if let Some(declaration) = self.bindings.symbol(symbol).declarations.first() {
            self.origins.insert(name.to_string(), declaration.span);
            self.item_span = declaration.span;
        }
    }

    /// Makes an item. What may fail is only this item: the state that it leaves is reset, the caches hold whole entries.
    fn guarded<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let (given, copies) = (self.parts_left, self.copies_left);
        let outcome = catch_unwind(AssertUnwindSafe(|| make(self)));
        self.total_parts = self.total_parts.saturating_sub(given.saturating_sub(self.parts_left));
        self.total_copies = self.total_copies.saturating_sub(copies.saturating_sub(self.copies_left));
        outcome.ok()
    }

    /// Notes that the present part was cut short, when it was.
    pub(crate) fn check_limit(&mut self, span: Span) {
        if self.evaluator.is_exhausted() {
            self.evaluator.degrade(span, Construct::Limit, "evaluation stopped: the type is too large");
        }
    }

    /// An item that the generator failed on stays as a name for anything.
    fn failure(&mut self, dotted: &Rc<str>, name: Name, symbol: SymbolId) -> Item {
        self.evaluator.reset();
        self.stack.clear();
        self.depth = 0;
        let message = format!("internal error at `{dotted}`, which is `Any` now");
        let mut diagnostic = Diagnostic::warning(message).note("this is a bug: please report it with this declaration");
        if let Some(declaration) = self.bindings.symbol(symbol).declarations.first() {
            diagnostic = diagnostic.at(declaration.span);
            self.part(Part::Item(Rc::clone(dotted)), |this| {
                this.evaluator.degrade(declaration.span, Construct::Internal, "the generator failed here");
            });
        }
        self.diagnostics.push(diagnostic);
        Item::Alias(Alias {
            name,
            type_parameters: Vec::new(),
            ty: ffi_core::signature::Type::Any,
            docs: Docs::default(),
        })
    }

    fn item(&mut self, symbol: SymbolId) -> Option<Item> {
        let name = self.item_name(symbol);
        Some(match self.role(symbol)? {
            Role::Class | Role::Interface => class_or_callable(self.class(symbol, name)),
            Role::Record => Item::Record(self.record(symbol, name)),
            Role::Mapping => self.mapping(symbol, name),
            Role::Alias => self.alias(symbol, name),
            Role::Enum => Item::Enum(self.enumeration(symbol, name)),
            Role::Function => Item::Function(self.function(symbol, name)),
            Role::Variable => self.variable(symbol, name),
            Role::Namespace => Item::Module(Module {
                specifier: self.layout.specifiers.get(&symbol).cloned(),
                name: name.js,
                docs: self.symbol_docs(symbol),
                ..Module::default()
            }),
        })
    }

    fn function(&mut self, symbol: SymbolId, name: Name) -> NamedFunction {
        let function = self.declared_function(symbol);
        NamedFunction { name, function, namespace: Vec::new() }
    }

    /// A variable; one that holds a function is a function.
    fn variable(&mut self, symbol: SymbolId, name: Name) -> Item {
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let docs = self.symbol_docs(symbol);
        let variable = data.declarations.iter().find_map(|one| match one.kind {
            DeclarationKind::Variable(node) => Some((node, one.scope)),
            _ => None,
        });
        let Some((node, scope)) = variable else {
            return Item::Variable(Variable { name, ty: ffi_core::signature::Type::Any, readonly: false, docs });
        };
        let ty = self.evaluator.variable_type(node, scope);
        let function = self.callable(ty, &docs).or_else(|| self.callable_value(ty));
        if let Some(function) = function {
            return Item::Function(NamedFunction { name, function, namespace: Vec::new() });
        }
        let ty = self.optional_callable(ty).unwrap_or_else(|| self.lower(ty, Side::Given));
        Item::Variable(Variable { name, ty, readonly: node.is_const, docs })
    }

    /// A function with keywords that may be missing: written out, since its named type is that of what Python gives.
    fn optional_callable(&mut self, ty: TypeId) -> Option<ffi_core::signature::Type> {
        let resolved = self.evaluator.resolve(ty);
        let members = self.evaluator.types.members(resolved).to_vec();
        let is_nothing = |member: &TypeId| matches!(self.evaluator.types.get(*member), Ty::Undefined | Ty::Null);
        let (nothing, values): (Vec<TypeId>, Vec<TypeId>) = members.into_iter().partition(is_nothing);
        let [value] = values[..] else { return None };
        let function = self.callable(value, &Docs::default())?;
        function.overloads.iter().find_map(|overload| overload.options())?;
        let function = ffi_core::signature::Type::Function { function: Box::new(function), construct: false };
        let nothing: Vec<_> = nothing.into_iter().map(|one| self.lower(one, Side::Given)).collect();
        Some(ffi_core::signature::Type::union(std::iter::once(function).chain(nothing)))
    }

    fn enumeration(&mut self, symbol: SymbolId, name: Name) -> Enum {
        let bindings = self.bindings;
        let mut is_const = true;
        let mut documentation = FxHashMap::default();
        for declaration in &bindings.symbol(symbol).declarations {
            if let DeclarationKind::Enum(declared_const, members) = declaration.kind {
                is_const &= declared_const;
                documentation.extend(members.iter().map(|one| (one.name, (declaration.span.file, one.docs))));
            }
        }
        let values = constant::enum_values(&self.evaluator, symbol, 0);
        let members = values.list.iter().map(|(member, value)| EnumMember {
            name: names::name(member),
            value: value.clone().map(|value| match value {
                constant::Constant::Text(text) => EnumValue::String(text),
                constant::Constant::Number(number) => EnumValue::Number(number),
            }),
            docs: documentation.get(member).map_or_else(Docs::default, |&(file, range)| self.docs(file, range)),
        });
        let members = members.collect();
        Enum { name, is_const, members, docs: self.symbol_docs(symbol) }
    }

    fn mapping(&mut self, symbol: SymbolId, name: Name) -> Item {
        let parameters = self.evaluator.type_parameters(symbol);
        let arguments: Vec<TypeId> = {
            let context = Evaluator::context(parameters.1);
            let inside = self.evaluator.open(context, parameters.0);
            let environment = self.evaluator.types.environment(inside.environment);
            environment.iter().map(|one| one.ty).collect()
        };
        let context = Evaluator::context(parameters.1);
        let type_parameters = self.type_parameters(parameters.0, context);
        let ty = self.evaluator.named(symbol, &arguments);
        let value = self.evaluator.shape(ty).and_then(|shape| shape.indexes.first().map(|index| index.value));
        let value = value.map_or(ffi_core::signature::Type::Any, |value| self.lower(value, Side::Given));
        let ty = ffi_core::signature::Type::Mapping { value: Box::new(value) };
        Item::Alias(Alias { name, type_parameters, ty, docs: self.symbol_docs(symbol) })
    }
}

/// An interface that is nothing but callable (`interface EventListener { (event: Event): void }`) is an alias of a function
/// type: what Python gives for it is a callable.
fn class_or_callable(class: Class) -> Item {
    let only_call = class.kind == ClassKind::Interface
        && class.extends.is_empty()
        && class.members.is_empty()
        && class.statics.is_empty()
        && class.index.is_empty()
        && class.namespace.is_empty()
        && class.constructor.is_none();
    match class {
        Class { name, type_parameters, call: Some(call), docs, .. } if only_call => {
            let ty = ffi_core::signature::Type::Function { function: Box::new(call), construct: false };
            Item::Alias(Alias { name, type_parameters, ty, docs })
        }
        class => Item::Class(class),
    }
}
