//! Which type parameters of classes are covariant.
//!
//! A type parameter is covariant when an instance only gives values of its type and takes none: `NodeListOf<HTMLElement>` is then a
//! `NodeListOf<Element>`, as in TypeScript. The analysis starts with *all are* and takes back until nothing changes; it follows what the
//! stub prints (a returned array is a mutable, so invariant, `JsArray`).

use ffi_core::signature::{Class, Function, Item, MemberKind, Signature, Type};
use rustc_hash::FxHashSet;

use super::super::Context;
use super::super::index::{Index, is_protocol, is_writable};
use super::super::signatures::widest;

/// Covariant type parameters, by class and name.
#[derive(Debug, Default)]
pub(super) struct Variances<'m> {
    covariant: FxHashSet<(*const Class, &'m str)>,
}

/// Where a type stands: whether the value comes from the instance or goes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Returned,
    Accepted,
}

use Place::{Accepted, Returned};

/// How deep types are followed; deeper ones count as invariant.
const DEPTH: usize = 12;

impl<'m> Variances<'m> {
    /// Analyzes all classes of a module.
    pub(super) fn new(context: &Context<'m>) -> Self {
        let mut classes: Vec<&'m Class> = Vec::new();
        collect(&context.module.items, &mut classes);
        let mut variances = Self::default();
        for class in &classes {
            for parameter in &class.type_parameters {
                variances.covariant.insert((std::ptr::from_ref(*class), &parameter.name));
            }
        }
        loop {
            let before = variances.covariant.len();
            for class in &classes {
                for parameter in &class.type_parameters {
                    let key = (std::ptr::from_ref(*class), parameter.name.as_str());
                    if variances.covariant.contains(&key) && !variances.holds(context, class, &parameter.name) {
                        variances.covariant.remove(&key);
                    }
                }
            }
            if variances.covariant.len() == before {
                return variances;
            }
        }
    }

    /// Whether the type parameter `name` of `class` is covariant.
    pub(super) fn is_covariant(&self, class: &Class, name: &'m str) -> bool {
        self.covariant.contains(&(std::ptr::from_ref(class), name))
    }

    fn holds(&self, context: &Context<'m>, class: &'m Class, name: &str) -> bool {
        let index = &context.index;
        let check = |ty: &'m Type, place: Place| self.check(index, ty, name, place, DEPTH);
        // Of the bases, only what inherits is printed; protocols have no parameters.
        class.extends.iter().all(|base| check(base, Returned))
            && class.call.iter().all(|call| self.function(index, call, name, DEPTH))
            && class.members.iter().all(|member| match &member.kind {
                MemberKind::Method(function) => member.optional || self.function(index, function, name, DEPTH),
                MemberKind::Property { ty, set_type, readonly } => {
                    check(ty, Returned) && (*readonly || check(set_type.as_ref().unwrap_or(ty), Accepted))
                }
            })
            && class.index.iter().all(|signature| {
                check(&signature.value, Returned)
                    && (!is_writable(index, class, signature) || check(&signature.value, Accepted))
            })
            && !is_protocol(index, class)
    }

    fn function(&self, index: &Index<'m>, function: &'m Function, name: &str, depth: usize) -> bool {
        function.overloads.iter().all(|signature| self.signature(index, signature, name, Returned, depth))
    }

    /// A signature in `place`: its result stands there, its parameters on the other side.
    fn signature(&self, index: &Index<'m>, signature: &'m Signature, name: &str, place: Place, depth: usize) -> bool {
        if signature.type_parameters.iter().any(|parameter| parameter.name == name) {
            return true;
        }
        let other = if place == Returned { Accepted } else { Returned };
        let predicate = signature.predicate.iter().all(|(_, ty)| !super::mentions(ty, name));
        predicate
            && self.check(index, &signature.result, name, place, depth)
            && signature.parameters.iter().all(|parameter| {
                self.check(index, &parameter.ty, name, other, depth)
                    && parameter
                        .keywords
                        .iter()
                        .flat_map(|keywords| keywords.iter())
                        .all(|keyword| self.check(index, &keyword.ty, name, other, depth))
            })
    }

    /// Whether the type mentions the type parameter only where it is given.
    fn check(&self, index: &Index<'m>, ty: &'m Type, name: &str, place: Place, depth: usize) -> bool {
        if depth == 0 {
            return !super::mentions(ty, name);
        }
        let depth = depth - 1;
        let same = |ty: &'m Type| self.check(index, ty, name, place, depth);
        let invariant = |ty: &'m Type| !super::mentions(ty, name);
        // What is a view of a mutable object where it is returned.
        let view = |ty: &'m Type| if place == Returned { invariant(ty) } else { same(ty) };
        match ty {
            Type::TypeParameter { name: own } => own != name || place == Returned,
            Type::Union { members } | Type::Intersection { members } => members.iter().all(same),
            Type::Array { element, .. } | Type::Set { element } => view(element),
            Type::Tuple { elements } => {
                let open = elements.iter().any(|element| element.optional || element.rest);
                elements.iter().all(
                    |element| {
                        if place == Returned && !open { same(&element.ty) } else { invariant(&element.ty) }
                    },
                )
            }
            Type::Iterable { element }
            | Type::Iterator { element, .. }
            | Type::AsyncIterable { element }
            | Type::AsyncIterator { element } => same(element),
            Type::Mapping { value } | Type::Promise { value } | Type::Converted { value, .. } => same(value),
            Type::Map { key, value } => invariant(key) && view(value),
            Type::Record { fields } => fields.iter().all(|field| invariant(&field.ty)),
            Type::Function { function, .. } => match widest(function) {
                Some(signature) => self.signature(index, signature, name, place, depth),
                None => true,
            },
            Type::Reference { name: target, arguments, .. } => match index.get(target).map(|entry| entry.item) {
                Some(Item::Class(class)) => class.type_parameters.iter().zip(arguments).all(|(parameter, argument)| {
                    if self.is_covariant(class, &parameter.name) { same(argument) } else { invariant(argument) }
                }),
                Some(_) => arguments.iter().all(invariant),
                None => true,
            },
            _ => true,
        }
    }
}

fn collect<'m>(items: &'m [Item], classes: &mut Vec<&'m Class>) {
    for item in items {
        match item {
            Item::Class(class) => {
                classes.push(class);
                collect(&class.namespace, classes);
            }
            Item::Module(module) => collect(&module.items, classes),
            Item::Function(function) => collect(&function.namespace, classes),
            _ => {}
        }
    }
}
