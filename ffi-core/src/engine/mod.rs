//! The JavaScript engine behind one trait, chosen at compile time.
//!
//! Everything the runtime needs from an engine is the trait [`Engine`]: raw values with reference counts, interned property
//! keys, objects, calls, host objects, promises, jobs and limits. [`Active`] is the engine this build has. The types that the rest of the
//! project works with ([`Realm`], [`Value`], [`Key`], [`HostClass`], [`Promise`], ...) are written once over [`Active`] and are safe.
//! Only `engine/quickjs/` names rquickjs; nothing in here knows of Python.
//!
//! # Threads and lifetimes
//!
//! A [`Realm`] belongs to the thread that made it, is `Copy`, and lives until the process ends: values need no lifetime parameter and
//! nothing aborts at exit. [`Value`] is an owned, counted handle that is neither `Send` nor `Sync`. Another thread talks to a realm through
//! [`Realm::handle`] (post a closure) or through a [`RemoteResolver`] (settle a promise).
//!
//! # Defining a host class
//!
//! ```no_run
//! use ffi_core::engine::{ClassBuilder, HostData, Realm, Thrown, Tracer, Value};
//! use std::cell::RefCell;
//!
//! struct Counter {
//!     count: std::cell::Cell<f64>,
//!     listener: RefCell<Option<Value>>,
//! }
//!
//! impl HostData for Counter {
//!     // Every value held in host data is shown to the collector; otherwise a cycle through it is never freed.
//!     fn trace(&self, tracer: &Tracer) {
//!         tracer.mark_cell(&self.listener);
//!     }
//!     // A class with a parent class keeps the parent's data inside its own and says so here:
//!     // fn parent(&self) -> Option<&dyn HostData> { Some(&self.event_target) }
//! }
//!
//! fn install(realm: Realm) -> Result<(), Thrown> {
//!     let class = ClassBuilder::<Counter>::new("Counter")
//!         .constructor(1, |call| {
//!             let start = call.argument(0).to_number()?;      // converts as JavaScript does
//!             Ok(Counter { count: start.into(), listener: RefCell::default() })
//!         })
//!         .method("increment", 0, |counter, call| {           // `counter: &Counter`; a foreign `this` throws "Illegal invocation"
//!             counter.count.set(counter.count.get() + 1.0);
//!             Ok(call.realm().number(counter.count.get()))
//!         })
//!         .getter("value", |counter, call| Ok(call.realm().number(counter.count.get())))
//!         .static_method("of", 1, |call| {
//!             let data = Counter { count: call.argument(0).to_number()?.into(), listener: RefCell::default() };
//!             call.realm().class_of::<Counter>()?.instance(data)
//!         })
//!         .install(realm)?;                                    // defines the class on the global object
//!     let instance = class.instance(Counter { count: 3.0.into(), listener: RefCell::default() })?;
//!     assert!(instance.host::<Counter>().is_some());
//!     Ok(())
//! }
//! ```
//!
//! # An asynchronous operation
//!
//! ```no_run
//! use ffi_core::engine::{Realm, Thrown, Value};
//!
//! fn sleep_elsewhere(realm: Realm) -> Result<Value, Thrown> {
//!     let (promise, resolver) = realm.promise()?;
//!     let remote = resolver.into_remote();                     // `Send`; while it lives, a blocking drain waits for it
//!     std::thread::spawn(move || {
//!         let body = String::from("work done on another thread");
//!         remote.settle(move |realm| Ok(realm.string(&body)));  // runs on the realm's thread, through the inbox
//!     });
//!     Ok(promise)
//! }
//! ```

mod arguments;
mod buffer;
mod class;
mod crossing;
mod error;
mod function;
mod key;
mod modules;
mod object;
mod promise;
mod proxy;
mod realm;
mod stack;
mod uncaught;
mod value;

#[cfg(feature = "quickjs")]
mod quickjs;

/// The engine of this build.
#[cfg(feature = "quickjs")]
pub type Active = quickjs::QuickJs;

pub use arguments::Arguments;
pub use buffer::{BufferOwner, BufferView, TypedArrayKind};
pub use class::{ClassBuilder, HostClass, HostData, HostRef, Tracer};
pub use crossing::{Crossing, Show};
pub use error::{ErrorKind, Thrown};
pub use function::{Call, HostFunction};
pub use key::{IntoKey, Key, WellKnown};
pub use modules::{ModuleHost, ModuleSource};
pub use promise::{Promise, PromiseState, RemoteResolver, Resolver};
pub use proxy::{Assignment, ForeignClass, ForeignProxy, Presence};
pub use realm::{Entry, Limits, Realm, RealmHandle};
pub use uncaught::Uncaught;
pub use value::{Borrowed, Kind, Value};

pub use raw::{Engine, Pending, PropertyFlags, Raw, RawKey, RawResult};

mod raw;
