//! Which of two types takes in the other.
//!
//! As much as the border needs: unions, literals, containers, classes and their bases, aliases by what they stand for. Types that only an evaluator could
//! compare are neither wider nor narrower.

use std::rc::Rc;

use ffi_core::signature::{Conversion, Function, Item, Literal, Module, RecordField, Type};
use rustc_hash::FxHashMap;

/// How deep types are compared.
const DEEPEST: u32 = 24;

/// How a type changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// The new one takes in the old one.
    Wider,
    /// The old one takes in the new one.
    Narrower,
    Other,
}

/// The items of both versions, by dotted name.
#[derive(Clone)]
pub(super) struct Sides<'m> {
    pub old: Rc<FxHashMap<String, &'m Item>>,
    pub new: Rc<FxHashMap<String, &'m Item>>,
}

impl<'m> Sides<'m> {
    pub fn new(old: &'m Module, new: &'m Module) -> Self {
        Self { old: Rc::new(index(old)), new: Rc::new(index(new)) }
    }

    pub fn relation(&self, old: &Type, new: &Type) -> Relation {
        if old == new {
            return Relation::Same;
        }
        // A name is in both versions what it is; what changed in it is told where it stands.
        let widens = Assign { from: &self.old, to: &self.new }.fits(old, new, DEEPEST);
        let narrows = Assign { from: &self.new, to: &self.old }.fits(new, old, DEEPEST);
        match (widens, narrows) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Wider,
            (false, true) => Relation::Narrower,
            (false, false) => Relation::Other,
        }
    }
}

fn index(module: &Module) -> FxHashMap<String, &Item> {
    let mut items = FxHashMap::default();
    crate::adjust::paths::for_each_item(&module.items, "", &mut |path, item| {
        items.insert(path.to_owned(), item);
    });
    items
}

/// Whether values of one type, in one version, fit another in the other.
struct Assign<'s, 'm> {
    from: &'s FxHashMap<String, &'m Item>,
    to: &'s FxHashMap<String, &'m Item>,
}

impl Assign<'_, '_> {
    fn fits(&self, from: &Type, to: &Type, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return from == to };
        match (from, to) {
            _ if from == to => true,
            (_, Type::Any | Type::Unknown) | (Type::Never, _) => true,
            // What was anything may have been anything; that it is something now is narrower.
            (Type::Any | Type::Unknown, _) => false,
            (Type::Union { members }, _) => members.iter().all(|member| self.fits(member, to, depth)),
            (Type::Literal { value: Literal::Boolean(_) }, Type::Boolean) => true,
            (Type::Boolean, Type::Union { members }) => {
                let has = |wanted: bool| members.contains(&Type::Literal { value: Literal::Boolean(wanted) });
                members.iter().any(|member| self.fits(from, member, depth)) || has(true) && has(false)
            }
            (_, Type::Union { members }) => {
                members.iter().any(|member| self.fits(from, member, depth)) || self.through_alias(from, to, depth)
            }
            (Type::Literal { value: Literal::String(_) }, Type::String)
            | (Type::Literal { value: Literal::Number(_) }, Type::Number)
            | (Type::Literal { value: Literal::BigInt(_) }, Type::BigInt) => true,
            (Type::Array { element: from, readonly }, Type::Array { element: to, readonly: target }) => {
                (*target || !*readonly) && self.fits(from, to, depth)
            }
            (Type::Tuple { elements: from }, Type::Tuple { elements: to }) => {
                from.len() == to.len()
                    && from.iter().zip(to).all(|(from, to)| {
                        (from.optional, from.rest) == (to.optional, to.rest) && self.fits(&from.ty, &to.ty, depth)
                    })
            }
            (Type::Tuple { elements }, Type::Array { element, .. }) => {
                elements.iter().all(|one| self.fits(&one.ty, element, depth))
            }
            // Where a converter is written makes no difference, and what it takes and gives is what its annotation says.
            (Type::Converted { value: from, by: one }, Type::Converted { value: to, by: other }) => {
                let directions = |by: &Conversion| (by.to_js.is_some(), by.to_python.is_some());
                one.python == other.python && directions(one) == directions(other) && self.fits(from, to, depth)
            }
            (Type::Promise { value: from }, Type::Promise { value: to })
            | (Type::Mapping { value: from }, Type::Mapping { value: to })
            | (Type::Set { element: from }, Type::Set { element: to })
            | (Type::AsyncIterable { element: from }, Type::AsyncIterable { element: to })
            | (Type::AsyncIterator { element: from }, Type::AsyncIterator { element: to })
            | (Type::Iterator { element: from, .. }, Type::Iterator { element: to, .. })
            | (
                Type::Iterable { element: from } | Type::Array { element: from, .. } | Type::Set { element: from },
                Type::Iterable { element: to },
            ) => self.fits(from, to, depth),
            (Type::Map { key: from, value: a }, Type::Map { key: to, value: b }) => {
                self.fits(from, to, depth) && self.fits(a, b, depth)
            }
            (Type::Record { fields: from }, Type::Record { fields: to }) => self.fields(from, to, depth),
            (Type::Function { function: from, construct: a }, Type::Function { function: to, construct: b }) => {
                a == b && self.functions(from, to, depth)
            }
            (Type::Reference { .. }, _) | (_, Type::Reference { .. }) => self.references(from, to, depth),
            _ => false,
        }
    }

    fn fields(&self, from: &[RecordField], to: &[RecordField], depth: u32) -> bool {
        to.iter().all(|wanted| match from.iter().find(|field| field.name.js == wanted.name.js) {
            Some(field) => (wanted.optional || !field.optional) && self.fits(&field.ty, &wanted.ty, depth),
            None => wanted.optional,
        })
    }

    fn functions(&self, from: &Function, to: &Function, depth: u32) -> bool {
        let ([from], [to]) = (&from.overloads[..], &to.overloads[..]) else { return false };
        let turned = Assign { from: self.to, to: self.from };
        let fits = from.parameters.iter().enumerate().all(|(at, taken)| match to.parameters.get(at) {
            Some(given) => turned.fits(&given.ty, &taken.ty, depth) && (taken.optional || !given.optional),
            None => taken.optional || taken.rest,
        });
        fits && (to.result == Type::Undefined || self.fits(&from.result, &to.result, depth))
    }

    fn references(&self, from: &Type, to: &Type, depth: u32) -> bool {
        if let (
            Type::Reference { name, arguments, module },
            Type::Reference { name: wanted, arguments: others, module: target },
        ) = (from, to)
        {
            if name == wanted && module == target {
                let pairs = arguments.len() == others.len();
                return pairs && arguments.iter().zip(others).all(|(one, other)| self.fits(one, other, depth));
            }
            if module.is_none()
                && let Some(Item::Class(class)) = self.from.get(name).copied()
                && class.extends.iter().any(|base| self.fits(base, to, depth))
            {
                return true;
            }
        }
        self.through_alias(from, to, depth)
    }

    /// By what an alias stands for.
    fn through_alias(&self, from: &Type, to: &Type, depth: u32) -> bool {
        if let Some(meant) = meant(self.from, from) {
            return self.fits(meant, to, depth);
        }
        match meant(self.to, to) {
            Some(meant) => self.fits(from, meant, depth),
            None => false,
        }
    }
}

fn meant<'m>(items: &FxHashMap<String, &'m Item>, ty: &Type) -> Option<&'m Type> {
    match ty {
        Type::Reference { name, arguments, module: None } if arguments.is_empty() => match items.get(name).copied()? {
            Item::Alias(alias) if alias.type_parameters.is_empty() => Some(&alias.ty),
            _ => None,
        },
        _ => None,
    }
}
