//! Degradations while they happen: what became a fallback, and which part of the output that touches.
//!
//! Lowering says at each moment which part it is making. Types are computed once and remembered, so what degraded in a
//! computation is remembered with its result, and noted again for each part that uses the result.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Construct, Degradation, Owner, Slot};
use crate::diagnostics::Span;
use crate::model::PropertyName;

/// How many degradations of one computation are remembered: enough to say why its result is not exact.
const REMEMBERED: usize = 8;
/// How many parts of a path are written.
const MAXIMUM_PARTS: usize = 6;

/// A step of the path to the part that is being made.
#[derive(Debug, Clone)]
pub(crate) enum Part<'a> {
    /// An item, by its dotted name. What stands before it does not matter.
    Item(Rc<str>),
    /// A member directly below an item, a property below anything else.
    Named(PropertyName<'a>),
    /// A method.
    Method(PropertyName<'a>),
    /// The static side of a class: what comes next is static.
    Static,
    Constructor,
    StaticCall,
    Call,
    Index,
    Base,
    TypeParameter(&'a str),
    This,
    Parameter(&'a str),
    Keyword(&'a str),
    /// The keywords of an options parameter, when they are those of another signature.
    Options,
    Result,
}

/// What is remembered with a degradation in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Memo {
    Resolved(u32),
    Shape(u32),
    Keywords(u32),
}

/// All degradations so far.
#[derive(Debug, Default)]
pub(crate) struct Notes<'a> {
    all: Vec<(Span, Construct, String)>,
    ids: FxHashMap<(Span, Construct, String), u32>,
    owners: Vec<BTreeSet<Owner>>,
    place: Vec<Part<'a>>,
    /// Changes with the place; a degradation is noted once for each.
    generation: u64,
    noted: FxHashMap<u32, u64>,
    /// Whether what happens only decides something.
    silenced: u32,
    /// What the computations that are going on have met, the inner ones last.
    journal: Vec<u32>,
    marks: Vec<usize>,
    remembered: FxHashMap<Memo, Box<[u32]>>,
}

impl<'a> Notes<'a> {
    /// Notes a degradation.
    pub(crate) fn add(&mut self, span: Span, construct: Construct, reason: String) {
        let key = (span, construct, reason);
        let id = match self.ids.get(&key) {
            Some(&id) => id,
            None => {
                let id = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
                self.all.push(key.clone());
                self.owners.push(BTreeSet::new());
                self.ids.insert(key, id);
                id
            }
        };
        self.meet(id);
    }

    fn meet(&mut self, id: u32) {
        self.journal(id);
        if self.silenced > 0 || self.noted.get(&id) == Some(&self.generation) {
            return;
        }
        self.noted.insert(id, self.generation);
        if let Some(owner) = self.owner() {
            self.owners[id as usize].insert(owner);
        }
    }

    fn journal(&mut self, id: u32) {
        if let Some(&mark) = self.marks.last() {
            let own = &self.journal[mark..];
            if own.len() < REMEMBERED && !own.contains(&id) {
                self.journal.push(id);
            }
        }
    }

    /// A computation begins whose result will be remembered.
    pub(crate) fn open(&mut self) {
        self.marks.push(self.journal.len());
    }

    /// It ends.
    pub(crate) fn close(&mut self, memo: Memo) {
        let Some(mark) = self.marks.pop() else { return };
        if self.journal.len() > mark {
            let own: Box<[u32]> = self.journal.drain(mark..).collect();
            own.iter().for_each(|&id| self.journal(id));
            self.remembered.insert(memo, own);
        }
    }

    /// It ends without being remembered; gives whether something degraded in it.
    pub(crate) fn close_unremembered(&mut self) -> bool {
        let Some(mark) = self.marks.pop() else { return false };
        let own = self.journal.split_off(mark.min(self.journal.len()));
        own.iter().for_each(|&id| self.journal(id));
        !own.is_empty()
    }

    /// A remembered result is used.
    pub(crate) fn reuse(&mut self, memo: Memo) {
        if self.remembered.is_empty() {
            return;
        }
        if let Some(met) = self.remembered.get(&memo) {
            for id in met.clone() {
                self.meet(id);
            }
        }
    }

    /// What comes next belongs to a part. Pair with [`Self::leave`].
    pub(crate) fn enter(&mut self, part: Part<'a>) {
        self.place.push(part);
        self.generation += 1;
    }

    /// The part is made.
    pub(crate) fn leave(&mut self) {
        self.place.pop();
        self.generation += 1;
    }

    /// What comes next decides something and is no part of the output. Pair with [`Self::speak`].
    pub(crate) fn silence(&mut self) {
        self.silenced += 1;
    }

    /// The decision is made.
    pub(crate) fn speak(&mut self) {
        self.silenced -= 1;
    }

    /// Forgets what was going on, after a failure in the midst of it.
    pub(crate) fn reset(&mut self) {
        self.place.clear();
        self.marks.clear();
        self.journal.clear();
        self.silenced = 0;
        self.generation += 1;
    }

    /// The part that is being made.
    fn owner(&self) -> Option<Owner> {
        let at = self.place.iter().rposition(|part| matches!(part, Part::Item(_)))?;
        let Part::Item(name) = &self.place[at] else { return None };
        let mut rest = &self.place[at + 1..];
        let is_static = matches!(rest.first(), Some(Part::Static));
        if is_static {
            rest = &rest[1..];
        }
        let (slot, mut path, used) = match rest.first() {
            Some(&Part::Named(member)) => (Some(text(member)), joined(name, member), 1),
            Some(&Part::Method(member)) => (Some(text(member)), format!("{}()", joined(name, member)), 1),
            Some(Part::Parameter(_) | Part::Keyword(_) | Part::Options | Part::Result | Part::This) => {
                (None, format!("{name}()"), 0)
            }
            _ => (None, name.to_string(), 0),
        };
        let slot = match slot {
            Some(name) if is_static => Slot::Static(name),
            Some(name) => Slot::Member(name),
            None => match rest.first() {
                Some(Part::Constructor) => Slot::Constructor,
                Some(Part::StaticCall) => Slot::StaticCall,
                Some(Part::Call) => Slot::Call,
                Some(Part::Index) => Slot::Index,
                Some(Part::Base | Part::TypeParameter(_)) => Slot::Head,
                _ => Slot::Itself,
            },
        };
        for part in rest.iter().skip(used).take(MAXIMUM_PARTS) {
            match part {
                Part::Item(_) | Part::Static => {}
                Part::Named(name) => path.push_str(&format!(" property {}", text(*name))),
                Part::Method(name) => path.push_str(&format!(" method {}", text(*name))),
                Part::Constructor => path.push_str(" constructor"),
                Part::StaticCall | Part::Call => path.push_str(" call"),
                Part::Index => path.push_str(" index signature"),
                Part::Base => path.push_str(" base"),
                Part::TypeParameter(name) => path.push_str(&format!(" type parameter {name}")),
                Part::This => path.push_str(" this"),
                Part::Parameter(name) => path.push_str(&format!(" parameter {name}")),
                Part::Keyword(name) => path.push_str(&format!(" keyword {name}")),
                Part::Options => path.push_str(" options"),
                Part::Result => path.push_str(" result"),
            }
        }
        Some(Owner { symbol: name.to_string(), slot, path })
    }

    /// All degradations that touch the output, sorted by place.
    pub(crate) fn degradations(&self) -> Vec<Degradation> {
        let mut list: Vec<Degradation> = self
            .all
            .iter()
            .zip(&self.owners)
            .filter(|(_, owners)| !owners.is_empty())
            .map(|((span, construct, reason), owners)| Degradation {
                span: *span,
                construct: *construct,
                reason: reason.clone(),
                owners: owners.iter().cloned().collect(),
            })
            .collect();
        list.sort();
        list
    }
}

/// Puts the findings of several lowerings together.
pub(crate) fn merge(parts: impl IntoIterator<Item = Vec<Degradation>>) -> Vec<Degradation> {
    let mut all: Vec<Degradation> = parts.into_iter().flatten().collect();
    all.sort();
    all.dedup_by(|later, first| {
        let same = (first.span, first.construct, &first.reason) == (later.span, later.construct, &later.reason);
        if same {
            first.owners.append(&mut later.owners);
            first.owners.sort();
            first.owners.dedup();
        }
        same
    });
    all
}

fn text(name: PropertyName<'_>) -> String {
    match name {
        PropertyName::Text(text) => text.to_owned(),
        PropertyName::Symbol(symbol) => format!("Symbol.{symbol}"),
        PropertyName::Computed(path) => format!("[{}]", path.join(".")),
    }
}

fn joined(item: &str, name: PropertyName<'_>) -> String {
    match name {
        PropertyName::Text(text) => format!("{item}.{text}"),
        PropertyName::Symbol(symbol) => format!("{item}[Symbol.{symbol}]"),
        PropertyName::Computed(path) => format!("{item}[{}]", path.join(".")),
    }
}
