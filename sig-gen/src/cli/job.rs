//! One package of a run: what it is made of, and where it goes.

use std::path::PathBuf;

use super::report::{Destination, Format};
use crate::emit::Emit;
use crate::generate::Options;

/// What is to be done.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// The inputs in one line.
    pub shown: String,
    /// The inputs as they were written.
    pub inputs: Vec<String>,
    pub options: Options,
    pub emit: Emit,
    pub out: Option<PathBuf>,
    pub report: Option<(Destination, Format)>,
    /// For Rust: the name of the module.
    pub name: Option<String>,
}

impl Job {
    /// The Rust file, when that is the input.
    pub fn rust(&self) -> Option<&str> {
        match self.inputs.as_slice() {
            [input] if input.ends_with(".rs") => Some(input),
            _ => None,
        }
    }
}
