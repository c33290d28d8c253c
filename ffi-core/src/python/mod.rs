//! The bridge to CPython.
//!
//! JavaScript objects are raw heap types in Python (`proxy`), Python objects are exotic engine objects in JavaScript (`foreign`); plain values are
//! converted (`convert`), by a signature where one is bound (`signature`). One [`State`] for each runtime holds the realm and the tables. Nothing
//! in here names an engine: it works on [`crate::engine`]. [`module_init`] makes the extension module.

mod asyncio;
mod builtins;
mod convert;
mod cycles;
mod error;
mod export;
mod foreign;
mod helper;
mod limits;
mod module;
mod modules;
mod names;
mod object;
mod print;
mod proxy;
mod runtimes;
mod signature;
mod state;
pub(crate) mod typed;

pub use export::{embed, extension_init, run, run_sync};
pub use module::module_init;
pub use object::Object;
pub use print::print;
pub use state::State;
