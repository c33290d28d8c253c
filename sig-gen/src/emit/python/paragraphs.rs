//! Paragraphs that are laid out while others are still being made.
//!
//! Whoever makes them hands each over when it is complete, so that only the text stays in memory, and other threads that have nothing to do
//! lay it out. The text does not depend on who did.

use std::sync::Mutex;

use super::Statement;
use super::printer::{join, paragraph};

/// How many paragraphs are laid out together.
const BATCH: usize = 32;

/// Prints the paragraphs that `make` hands over, with `gap` blank lines between two paragraphs. What `make` gives back stands before
/// them all.
pub fn print_while<'m>(
    gap: usize,
    make: impl FnOnce(&mut dyn FnMut(Vec<Statement<'m>>)) -> Vec<Vec<Statement<'m>>>,
) -> String {
    let done: Mutex<Vec<(usize, String)>> = Mutex::default();
    let lay_out = |number: usize, batch: Vec<Vec<Statement<'m>>>| {
        let text = join(batch.iter().map(|one| paragraph(one)), gap);
        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((number, text));
    };
    let lay_out = &lay_out;
    let head = rayon::in_place_scope(|scope| {
        let alone = rayon::current_num_threads() == 1;
        let mut number = 0;
        let mut hand_over = |batch: Vec<Vec<Statement<'m>>>| {
            number += 1;
            match alone {
                true => lay_out(number, batch),
                false => scope.spawn(move |_| lay_out(number, batch)),
            }
        };
        let mut batch = Vec::with_capacity(BATCH);
        let head = make(&mut |paragraph| {
            batch.push(paragraph);
            if batch.len() == BATCH {
                hand_over(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)));
            }
        });
        hand_over(batch);
        head
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(number, _)| *number);
    let head = join(head.iter().map(|one| paragraph(one)), gap);
    join(std::iter::once(head).chain(done.into_iter().map(|(_, text)| text)), gap)
}
