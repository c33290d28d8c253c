//! Object types that a generic alias makes of its arguments: records with names of their own.
//!
//! `Partial<Layout>` becomes an item, `PartialLayout`, once. Written out where it stands the same would be written again in every
//! place that leads to it, and without end where it leads to itself.

use std::rc::Rc;

use ffi_core::signature::{Item, Type};
use rustc_hash::FxHashMap;

use super::layout::Container;
use super::role::Role;
use super::{Lowering, Side, names};
use crate::bind::{Meaning, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Part;
use crate::evaluate::{Shape, Ty, TypeId};

/// How many records of one run get their names here.
const MAXIMUM_RECORDS: usize = 2_000;
/// How often a record may lead to another one that was not known before: a type that grows at each step has no end.
const MAXIMUM_GENERATIONS: u32 = 8;
/// How long a made name may be before it gets a number in place of its further parts.
const MAXIMUM_NAME: usize = 60;

/// A record that waits to be lowered.
struct Waiting<'a> {
    ty: TypeId,
    container: Container,
    name: &'a str,
    dotted: Rc<str>,
    alias: SymbolId,
    generation: u32,
}

/// The records of one lowering.
#[derive(Default)]
pub(super) struct Expansions<'a> {
    names: FxHashMap<TypeId, Rc<str>>,
    /// The same by the alias and what its arguments come to: there are many ways to write one type.
    by_arguments: FxHashMap<(SymbolId, Vec<TypeId>), Rc<str>>,
    waiting: Vec<Waiting<'a>>,
    items: Vec<(Container, Item)>,
    /// How far the item that is being lowered is from one that is declared.
    generation: u32,
}

impl<'a> Lowering<'a> {
    /// A reference to the record for an object type that an alias with arguments makes: the one that is `written`, if that is known.
    pub(super) fn expansion(&mut self, ty: TypeId, written: Option<TypeId>, side: Side) -> Option<Type> {
        if !self.names_expansions {
            return None;
        }
        if let Some(name) = self.expansions.names.get(&ty) {
            return Some(record(name));
        }
        match self.evaluator.types.get(ty) {
            Ty::Literal(..) | Ty::Computed(_) => {}
            // Of instances it stays an intersection of references.
            Ty::Intersection(_) if self.is_data(ty) => {}
            _ => return None,
        }
        let written = written.unwrap_or_else(|| self.evaluator.origin(ty));
        let Ty::Named(alias, arguments) = self.evaluator.types.get(written) else {
            return None;
        };
        if self.evaluator.types.is_generic(ty) || arguments.is_empty() {
            return None;
        }
        let shape = self.evaluator.shape(ty)?;
        if shape.properties.is_empty() || !shape.calls.is_empty() || !shape.constructs.is_empty() {
            return None;
        }
        let arguments: Vec<TypeId> = arguments.iter().map(|&argument| self.evaluator.resolve(argument)).collect();
        if (self.expansions.generation > 0 || self.needs_methods(&shape))
            && let Some(instance) = self.instance(alias, &arguments, side)
        {
            return Some(instance);
        }
        let key = (alias, arguments);
        if let Some(name) = self.expansions.by_arguments.get(&key) {
            return Some(record(name));
        }
        let generation = self.expansions.generation + 1;
        if generation > MAXIMUM_GENERATIONS || self.expansions.names.len() >= MAXIMUM_RECORDS {
            self.evaluator.degrade(self.item_span, Construct::Limit, "the type leads to ever more types");
            return Some(Type::Any);
        }
        let container = if self.bindings.is_global(alias) { None } else { self.container(alias) };
        let name = self.expansion_name(container, alias, &key.1);
        let dotted = self.qualified_in(container, name);
        self.taken_names.insert((container, name), None);
        self.expansions.names.insert(ty, Rc::clone(&dotted));
        self.expansions.by_arguments.insert(key, Rc::clone(&dotted));
        let made = record(&dotted);
        self.expansions.waiting.push(Waiting { ty, container, name, dotted, alias, generation });
        Some(made)
    }

    /// Whether only an instance can have the shape: a method is required.
    fn needs_methods(&mut self, shape: &Shape<'a>) -> bool {
        shape.properties.iter().filter(|property| !property.optional).any(|property| {
            self.decide(|evaluator| {
                let ty = evaluator.type_of(property);
                let ty = evaluator.resolve(ty);
                matches!(evaluator.types.get(ty), Ty::Function(..))
                    || matches!(evaluator.types.get(ty), Ty::Literal(..) | Ty::Computed(_))
                        && evaluator.shape(ty).is_some_and(|shape| !shape.calls.is_empty())
            })
        })
    }

    /// What a type that is computed from the instances of a class stands for where nobody would write it as a dictionary: these
    /// instances. Written out, there would be copies of all classes that can be reached from it.
    fn instance(&mut self, alias: SymbolId, arguments: &[TypeId], side: Side) -> Option<Type> {
        let instance = arguments.iter().find_map(|&argument| match self.evaluator.types.get(argument) {
            Ty::Named(symbol, arguments) if self.bindings.symbol(symbol).has(Meaning::Type) => {
                Some((symbol, arguments))
            }
            _ => None,
        });
        let (symbol, arguments) = instance?;
        if !matches!(self.role(symbol), Some(Role::Class | Role::Interface)) {
            return None;
        }
        let reason = format!(
            "`{}` of the instances of `{}`: these instances",
            self.bindings.symbol(alias).name,
            self.bindings.symbol(symbol).name
        );
        self.evaluator.degrade(self.bindings.span(alias).unwrap_or(self.item_span), Construct::MappedType, reason);
        Some(self.reference(symbol, arguments, side))
    }

    /// A name that nothing else has: that of the alias with those of its arguments.
    fn expansion_name(&mut self, container: Container, alias: SymbolId, arguments: &[TypeId]) -> &'a str {
        let mut base = self.bindings.symbol(alias).name.to_owned();
        self.add_names(&mut base, arguments, 0);
        let own = self.bindings.symbol(alias).name;
        self.free_name(&base, |this, name| name == own || this.is_taken(container, name, None))
    }

    /// Adds the names of declared types to a name, those of their own arguments behind them: `Partial` of `Pick<Axis, "title">` is
    /// `PartialPickAxis`.
    fn add_names(&self, name: &mut String, arguments: &[TypeId], depth: u32) {
        const MAXIMUM_DEPTH: u32 = 3;
        for &argument in arguments {
            let origin = self.evaluator.origin(argument);
            let Ty::Named(symbol, inner) = self.evaluator.types.get(origin) else { continue };
            let part = self.bindings.symbol(symbol).name;
            if name.len() + part.len() <= MAXIMUM_NAME && part.chars().all(|one| one.is_alphanumeric() || one == '_') {
                name.push_str(part);
                if depth < MAXIMUM_DEPTH {
                    self.add_names(name, inner, depth + 1);
                }
            }
        }
    }

    /// Lowers the next record that waits. False when there is none.
    pub(super) fn next_expansion(&mut self) -> bool {
        let Some(next) = self.expansions.waiting.pop() else { return false };
        self.begin_item(&next.dotted, next.alias);
        self.expansions.generation = next.generation;
        let made = self.guarded(|this| {
            this.part(Part::Item(Rc::clone(&next.dotted)), |this| {
                this.stack.push(next.ty);
                let shape = this.evaluator.shape(next.ty).unwrap_or_default();
                let record = this.record_from(&shape, names::name(next.name));
                this.stack.pop();
                this.check_limit(this.item_span);
                record
            })
        });
        self.expansions.generation = 0;
        let item = match made {
            Some(record) => Item::Record(record),
            None => self.failure(&next.dotted, names::name(next.name), next.alias),
        };
        self.expansions.items.push((next.container, item));
        true
    }

    /// The records that were lowered, with the places where they stand.
    pub(super) fn take_expansions(&mut self) -> Vec<(Container, Item)> {
        std::mem::take(&mut self.expansions.items)
    }
}

fn record(name: &Rc<str>) -> Type {
    Type::Reference { name: name.to_string(), arguments: Vec::new(), module: None }
}
