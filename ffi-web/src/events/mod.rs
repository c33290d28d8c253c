//! Events and their listeners, and the abort signals that are built on them (DOM standard).

pub mod abort;
pub mod event;
pub mod listeners;
pub mod target;

use ffi_core::engine::{Realm, Thrown};

/// Installs `Event`, `CustomEvent`, `EventTarget`, `AbortSignal` and `AbortController`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    event::install(realm)?;
    target::install(realm)?;
    abort::install(realm)
}
