//! The front end on small inputs and on the real libraries.
//!
//! Each file of `tests/declarations`, and each tree of files in `tests/graphs`, is loaded and its module, printed compactly, is a snapshot together with its
//! diagnostics. `cargo xtask oracle` compares packages with TypeScript's own checker.

mod corpus;
mod graphs;
mod libraries;
mod print;
mod snapshots;
