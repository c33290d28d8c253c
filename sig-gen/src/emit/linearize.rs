//! Base classes in an order that Python accepts.
//!
//! TypeScript lets an interface extend others in any order; Python computes one linear order of all ancestors (C3) and refuses a
//! class that has none. Both the signature classes and the stubs inherit by this order.

use std::rc::Rc;

use ffi_core::signature::{Class, ClassKind, Type};

use super::index::Index;
use super::lineage::Lineage;

/// The bases of a class that Python can inherit together.
pub(super) fn bases<'m>(index: &Index<'m>, class: &'m Class) -> Vec<&'m Type> {
    // Bases first, without recursion: a chain of them may be long.
    let mut pending = vec![class];
    while let Some(&class) = pending.last() {
        let before = pending.len();
        if known(index, class).is_none() {
            let candidates = candidates(index, class);
            let missing = candidates.iter().map(|(_, base)| *base).filter(|base| known(index, base).is_none());
            pending.extend(missing);
            if pending.len() > before {
                continue;
            }
            let found = Rc::new(inheritance(index, class, candidates));
            index.inheritance.borrow_mut().insert(std::ptr::from_ref(class), found);
        }
        pending.pop();
    }
    known(index, class).map_or_else(Vec::new, |known| known.bases.clone())
}

/// What a class inherits in Python.
#[derive(Debug, Default)]
pub(super) struct Inheritance<'m> {
    /// The base classes, as written.
    bases: Vec<&'m Type>,
    /// The class and all its ancestors in linear order.
    order: Lineage,
}

fn known<'m>(index: &Index<'m>, class: &Class) -> Option<Rc<Inheritance<'m>>> {
    index.inheritance.borrow().get(&std::ptr::from_ref(class)).map(Rc::clone)
}

/// The linear order of a class whose bases are known.
fn inheritance<'m>(index: &Index<'m>, class: &'m Class, candidates: Vec<(&'m Type, &'m Class)>) -> Inheritance<'m> {
    let chosen = compatible(index, candidates);
    let behind = match chosen[..] {
        [] => Lineage::default(),
        [(_, only)] => known(index, only).map_or_else(Lineage::default, |known| known.order),
        _ => {
            let classes: Vec<&'m Class> = chosen.iter().map(|(_, declared)| *declared).collect();
            index.lineages.list(&merge(index, &classes).unwrap_or_default())
        }
    };
    let bases = chosen.into_iter().map(|(base, _)| base).collect();
    Inheritance { bases, order: index.lineages.prepend(class, behind) }
}

/// The declared bases of a class, each once, without those that lead back to it.
fn candidates<'m>(index: &Index<'m>, class: &'m Class) -> Vec<(&'m Type, &'m Class)> {
    let mut candidates: Vec<(&'m Type, &'m Class)> = Vec::new();
    for base in &class.extends {
        let Some(declared) = declared(index, base) else { continue };
        let cyclic =
            std::ptr::eq(declared, class) || index.ancestors(declared).any(|ancestor| std::ptr::eq(ancestor, class));
        if !cyclic && !candidates.iter().any(|(_, known)| std::ptr::eq(*known, declared)) {
            candidates.push((base, declared));
        }
    }
    candidates
}

/// Those of the bases that Python can inherit together, in an order that it accepts.
fn compatible<'m>(index: &Index<'m>, mut candidates: Vec<(&'m Type, &'m Class)>) -> Vec<(&'m Type, &'m Class)> {
    // What another base brings along need not be named.
    let redundant: Vec<bool> = candidates
        .iter()
        .map(|(_, own)| {
            candidates.iter().any(|(_, other)| {
                !std::ptr::eq(*own, *other) && index.ancestors(other).any(|ancestor| std::ptr::eq(ancestor, *own))
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
            if classes.len() == 1 || merge(index, &classes).is_some() {
                chosen = attempt;
                break;
            }
        }
    }
    chosen
}

fn declared<'m>(index: &Index<'m>, base: &'m Type) -> Option<&'m Class> {
    match base {
        Type::Reference { name, module: None, .. } => index.class(name),
        _ => None,
    }
}

/// C3: the merge of the orders of the bases and of the list of bases itself.
fn merge<'m>(index: &Index<'m>, bases: &[&'m Class]) -> Option<Vec<&'m Class>> {
    let order = |base: &&'m Class| known(index, base).map_or_else(Lineage::default, |known| known.order);
    let mut sequences: Vec<Vec<&'m Class>> =
        bases.iter().map(|base| index.lineages.iter(order(base)).collect()).collect();
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
