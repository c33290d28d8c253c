//! Paragraphs that are laid out while others are still being made.
//!
//! Whoever makes them hands each over when it is complete, so that only the text stays in memory, and other threads that have nothing to do
//! lay it out. The text does not depend on who did. A paragraph whose place is known before all that it says keeps that place.

use std::sync::Mutex;

use super::Statement;
use super::printer::{join, paragraph};

/// How many paragraphs are laid out together.
const BATCH: usize = 32;

/// Paragraphs that are laid out together.
type Batch<'m> = Vec<Vec<Statement<'m>>>;

/// What takes paragraphs, in their order.
pub struct Paragraphs<'p, 'm> {
    batch: Batch<'m>,
    /// How many batches there were.
    number: usize,
    /// The places in the current batch that are not complete, and the batches with such places.
    open: Vec<usize>,
    held: Vec<(usize, Batch<'m>, Vec<usize>)>,
    lay_out: &'p mut dyn FnMut(usize, Batch<'m>),
}

impl<'m> Paragraphs<'_, 'm> {
    /// Takes a paragraph that is complete.
    pub fn add(&mut self, paragraph: Vec<Statement<'m>>) {
        self.batch.push(paragraph);
        if self.batch.len() == BATCH {
            self.end_batch();
        }
    }

    /// Takes a paragraph that [`Paragraphs::complete`] will complete.
    pub fn add_open(&mut self, paragraph: Vec<Statement<'m>>) {
        self.open.push(self.batch.len());
        self.add(paragraph);
    }

    /// Completes the paragraphs that are not.
    pub fn complete(&mut self, complete: &mut dyn FnMut(&mut Statement<'m>)) {
        for place in std::mem::take(&mut self.open) {
            self.batch[place].iter_mut().for_each(&mut *complete);
        }
        for (number, mut batch, open) in std::mem::take(&mut self.held) {
            for place in open {
                batch[place].iter_mut().for_each(&mut *complete);
            }
            (self.lay_out)(number, batch);
        }
    }

    fn end_batch(&mut self) {
        self.number += 1;
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        match std::mem::take(&mut self.open) {
            open if open.is_empty() => (self.lay_out)(self.number, batch),
            open => self.held.push((self.number, batch, open)),
        }
    }
}

/// Prints the paragraphs that `make` hands over, with `gap` blank lines between two paragraphs. What `make` gives back stands before
/// them all.
pub fn print_while<'m>(gap: usize, make: impl FnOnce(&mut Paragraphs<'_, 'm>) -> Vec<Vec<Statement<'m>>>) -> String {
    let done: Mutex<Vec<(usize, String)>> = Mutex::default();
    let lay_out = |number: usize, batch: Batch<'m>| {
        let text = join(batch.iter().map(|one| paragraph(one)), gap);
        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((number, text));
    };
    let lay_out = &lay_out;
    let head = rayon::in_place_scope(|scope| {
        let alone = rayon::current_num_threads() == 1;
        let mut hand_over = |number: usize, batch: Batch<'m>| match alone {
            true => lay_out(number, batch),
            false => scope.spawn(move |_| lay_out(number, batch)),
        };
        let mut paragraphs = Paragraphs {
            batch: Vec::with_capacity(BATCH),
            number: 0,
            open: Vec::new(),
            held: Vec::new(),
            lay_out: &mut hand_over,
        };
        let head = make(&mut paragraphs);
        paragraphs.end_batch();
        paragraphs.complete(&mut |_| {});
        head
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(number, _)| *number);
    let head = join(head.iter().map(|one| paragraph(one)), gap);
    join(std::iter::once(head).chain(done.into_iter().map(|(_, text)| text)), gap)
}

/// The paragraphs that `make` hands over, and what it gives back beside them.
pub fn collect<'m, T>(make: impl FnOnce(&mut Paragraphs<'_, 'm>) -> T) -> (T, Vec<Vec<Statement<'m>>>) {
    let mut done: Vec<(usize, Batch<'m>)> = Vec::new();
    let mut keep = |number: usize, batch: Batch<'m>| done.push((number, batch));
    let mut paragraphs = Paragraphs {
        batch: Vec::with_capacity(BATCH),
        number: 0,
        open: Vec::new(),
        held: Vec::new(),
        lay_out: &mut keep,
    };
    let made = make(&mut paragraphs);
    paragraphs.end_batch();
    paragraphs.complete(&mut |_| {});
    done.sort_by_key(|(number, _)| *number);
    (made, done.into_iter().flat_map(|(_, batch)| batch).collect())
}
