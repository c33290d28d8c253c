//! Web APIs for the embedded JavaScript engine: the minimum common API of WinterTC (ECMA-429) but for WebAssembly, each class
//! behaving as its standard says, each over a well-kept crate where there is one.
//!
//! [`install`] puts them on the global object of a realm. What a program may want of its own is a hook in [`WebOptions`]: the
//! transport of `fetch` ([`Fetcher`]) and the place of `console`
//! ([`ConsoleSink`]). There is no JavaScript source here: classes are written down with
//! [`idl`], a thin form of Web IDL over `ffi_core::engine`; beneath each stands a core that knows no engine (header list,
//! parameter list, listener list, decoder, HTTP exchange), with tests of its own.

pub mod blob;
pub mod body;
pub mod console;
mod crypto;
pub mod encoding;
pub mod events;
pub mod exception;
pub mod fetch;
pub mod form;
mod globals;
pub mod headers;
pub mod idl;
pub mod location;
mod performance;
pub mod streams;
mod structured_clone;
mod timers;

use console::{ConsoleLevel, ConsoleSink, ConsoleState, StandardStreams};
use fetch::transport::Fetcher;
use ffi_core::engine::{Realm, Thrown, Value};
use std::cell::RefCell;
use std::sync::Arc;

/// What a host decides.
pub struct WebOptions {
    /// The transport of `fetch`.
    pub fetcher: Arc<dyn Fetcher>,
    /// Where `console` writes.
    pub console: Box<dyn ConsoleSink>,
}

impl Default for WebOptions {
    /// The built-in HTTP client (without the feature `http`: none, every fetch fails), and the standard streams.
    fn default() -> Self {
        Self { fetcher: default_fetcher(), console: Box::new(StandardStreams) }
    }
}

#[cfg(feature = "http")]
fn default_fetcher() -> Arc<dyn Fetcher> {
    Arc::new(fetch::client::HttpClient::new())
}

#[cfg(not(feature = "http"))]
fn default_fetcher() -> Arc<dyn Fetcher> {
    Arc::new(|_| Err(fetch::transport::NetworkError::new("this build has no HTTP client")))
}

/// What this crate keeps with a realm.
pub(crate) struct Web {
    pub(crate) fetcher: Arc<dyn Fetcher>,
    pub(crate) sink: Box<dyn ConsoleSink>,
    pub(crate) console: ConsoleState,
}

/// The slot of [`Web`] in a realm, empty until [`install`].
#[derive(Default)]
struct Slot(RefCell<Option<&'static Web>>);

impl Web {
    /// The state of a realm in which this crate is installed.
    pub(crate) fn of(realm: Realm) -> Option<&'static Self> {
        *realm.extension(Slot::default).0.borrow()
    }
}

/// Puts the Web APIs on the global object of a realm. A second call changes the hooks of the first and nothing else.
///
/// # Errors
/// The engine refused a definition: it is out of memory, or a program has altered the built-in objects beyond use.
pub fn install(realm: Realm, options: WebOptions) -> Result<(), Thrown> {
    let slot = realm.extension(Slot::default);
    let first = slot.0.borrow().is_none();
    // A realm lives until the process ends, and so does what belongs to it.
    let web = Web { fetcher: options.fetcher, sink: options.console, console: ConsoleState::default() };
    slot.0.replace(Some(Box::leak(Box::new(web))));
    if !first {
        return Ok(());
    }
    exception::install(realm)?;
    events::install(realm)?;
    headers::install(realm)?;
    location::install(realm)?;
    encoding::install(realm)?;
    streams::install(realm)?;
    blob::install(realm)?;
    form::install(realm)?;
    fetch::install(realm)?;
    structured_clone::install(realm)?;
    timers::install(realm)?;
    performance::install(realm)?;
    crypto::install(realm)?;
    globals::install(realm)?;
    console::install(realm)
}

/// Reports an exception that nobody can catch to the console, as `Uncaught TypeError: ...`; a host sets it with
/// [`Realm::on_uncaught`] when it has no better place.
pub fn report_to_console(realm: Realm, exception: &Value) {
    if let Some(web) = Web::of(realm) {
        let text = format!("Uncaught {}", console::inspect::inspect(exception));
        web.console.emit(&*web.sink, ConsoleLevel::Error, &text);
    }
}
