//! The runtime of sigbind.
//!
//! Layer 1 (always compiled) is pure data: [`signature`], the one description of a JavaScript function, class or module
//! that the generator produces and every runtime consumes, and the binding of a call's arguments to it. It depends on no
//! engine, no interpreter and no I/O. Layer 2 (features) is the bridge itself.

pub mod binding;
#[cfg(feature = "quickjs")]
pub mod bound;
#[cfg(feature = "quickjs")]
pub mod engine;
#[cfg(feature = "quickjs")]
pub mod export;
#[cfg(feature = "python")]
pub mod python;
#[cfg(feature = "quickjs")]
pub mod runtime;
pub mod signature;
#[cfg(feature = "quickjs")]
pub mod typed;

#[cfg(feature = "quickjs")]
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
