//! Events and their listeners, and what is built on them: abort signals (DOM standard), message ports and the
//! events of the global object (HTML).

pub mod abort;
pub mod event;
mod global;
pub mod listeners;
pub mod message;
pub mod payload;
pub mod target;

use ffi_core::engine::{Realm, Thrown};

/// Installs the event classes, `EventTarget`, the abort classes, `MessagePort` and `MessageChannel`; makes the
/// global object a target.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    event::install(realm)?;
    target::install(realm)?;
    abort::install(realm)?;
    payload::install(realm)?;
    message::install(realm)?;
    global::install(realm)
}
