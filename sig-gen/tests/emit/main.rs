//! The back end on the inputs of `tests/declarations`: declarations in, signature classes, stubs and JSON out.
//!
//! Each snapshot holds the findings beside the printed files, so that an error case looks like any other.

mod command;
mod parts;
mod report;
mod snapshots;
mod threads;
