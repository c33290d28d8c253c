//! Base classes in an order that Python accepts.
//!
//! TypeScript lets an interface extend others in any order; Python computes one linear order of all ancestors (C3) and refuses a
//! class that has none. Both the signature classes and the stubs inherit by this order.

use std::rc::Rc;

use ffi_core::signature::{Class, ClassKind, Type};

use super::index::Index;

/// The bases of a class that Python can inherit together.
pub(super) fn bases<'m>(index: &Index<'m>, class: &'m Class) -> Vec<&'m Type> {
    inheritance(index, class, 0).bases.clone()
}

/// What a class inherits in Python.
#[derive(Debug, Default)]
pub(super) struct Inheritance<'m> {
    /// The base classes, as written.
    bases: Vec<&'m Type>,
    /// The class and all its ancestors in linear order.
    order: Vec<&'m Class>,
}

fn inheritance<'m>(index: &Index<'m>, class: &'m Class, depth: usize) -> Rc<Inheritance<'m>> {
    if let Some(known) = index.inheritance.borrow().get(&std::ptr::from_ref(class)) {
        return Rc::clone(known);
    }
    let bases = bases_within(index, class, depth);
    let classes: Vec<&'m Class> = bases.iter().filter_map(|base| declared(index, base)).collect();
    let mut order = vec![class];
    order.extend(merge(index, &classes, depth).unwrap_or_default());
    let found = Rc::new(Inheritance { bases, order });
    index.inheritance.borrow_mut().insert(std::ptr::from_ref(class), Rc::clone(&found));
    found
}

/// A chain of bases longer than any real one is a cycle.
const DEPTH: usize = 64;

fn bases_within<'m>(index: &Index<'m>, class: &'m Class, depth: usize) -> Vec<&'m Type> {
    let mut candidates: Vec<(&'m Type, &'m Class)> = Vec::new();
    for base in &class.extends {
        let Some(declared) = declared(index, base) else { continue };
        let cyclic = std::ptr::eq(declared, class)
            || index.ancestors(declared).iter().any(|ancestor| std::ptr::eq(*ancestor, class));
        if !cyclic && !candidates.iter().any(|(_, known)| std::ptr::eq(*known, declared)) {
            candidates.push((base, declared));
        }
    }
    if depth >= DEPTH {
        return Vec::new();
    }
    // What another base brings along need not be named.
    let redundant: Vec<bool> = candidates
        .iter()
        .map(|(_, own)| {
            candidates.iter().any(|(_, other)| {
                !std::ptr::eq(*own, *other)
                    && index.ancestors(other).iter().any(|ancestor| std::ptr::eq(*ancestor, *own))
            })
        })
        .collect();
    let mut keep = redundant.iter().map(|redundant| !redundant);
    candidates.retain(|_| keep.next().unwrap_or(true));
    // A class of the run time comes before what is only a type; within a kind the order of the declarations stays.
    candidates.sort_by_key(|(_, declared)| declared.kind == ClassKind::Interface);
    let mut chosen: Vec<(&'m Type, &'m Class)> = Vec::new();
    for candidate in candidates {
        // In front of the others, where it does not fit behind them; not at all, where it fits nowhere.
        for position in (0..=chosen.len()).rev() {
            let mut attempt = chosen.clone();
            attempt.insert(position, candidate);
            let classes: Vec<&'m Class> = attempt.iter().map(|(_, declared)| *declared).collect();
            if classes.len() == 1 || merge(index, &classes, depth).is_some() {
                chosen = attempt;
                break;
            }
        }
    }
    chosen.into_iter().map(|(base, _)| base).collect()
}

fn declared<'m>(index: &Index<'m>, base: &'m Type) -> Option<&'m Class> {
    match base {
        Type::Reference { name, module: None, .. } => index.class(name),
        _ => None,
    }
}

/// C3: the merge of the orders of the bases and of the list of bases itself.
fn merge<'m>(index: &Index<'m>, bases: &[&'m Class], depth: usize) -> Option<Vec<&'m Class>> {
    let mut sequences: Vec<Vec<&'m Class>> =
        bases.iter().map(|base| inheritance(index, base, depth + 1).order.clone()).collect();
    sequences.push(bases.to_vec());
    let mut order = Vec::new();
    loop {
        sequences.retain(|sequence| !sequence.is_empty());
        if sequences.is_empty() {
            return Some(order);
        }
        let head = sequences.iter().map(|sequence| sequence[0]).find(|head| {
            !sequences.iter().any(|sequence| sequence[1..].iter().any(|later| std::ptr::eq(*later, *head)))
        })?;
        order.push(head);
        for sequence in &mut sequences {
            if std::ptr::eq(sequence[0], head) {
                sequence.remove(0);
            }
        }
    }
}
