//! Waiting for a future outside of all futures.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use super::Result;
use crate::engine::Realm;
use crate::typed::{Exception, spawn};

/// Runs a future to its end, and JavaScript's event loop with it.
///
/// ```
/// use ffi_core::bound::{self, Place, Promised, block_on};
/// use ffi_core::engine::{Limits, Realm};
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// realm.evaluate("globalThis.later = async text => text + '!'", "later.js")?;
/// let text = block_on(realm, async move {
///     let promised: Promised<String> = bound::call_global(realm, Place::new("", "later"), ("done",))?;
///     promised.await
/// })?;
/// assert_eq!(text, "done!");
/// # Ok::<(), ffi_core::typed::Exception>(())
/// ```
///
/// # Errors
/// What the future gives, or that it waits for something that nothing can bring about.
pub fn block_on<T: 'static>(realm: Realm, future: impl Future<Output = Result<T>> + 'static) -> Result<T> {
    let result: Rc<Cell<Option<Result<T>>>> = Rc::default();
    let (place, is_done) = (result.clone(), Rc::new(Cell::new(false)));
    let done = is_done.clone();
    let _promise = {
        let _entry = realm.enter();
        spawn(realm, async move {
            place.set(Some(future.await));
            done.set(true);
            Ok(realm.undefined())
        })?
    };
    realm.drain_until(|| is_done.get(), || false, |wait| wait());
    result.take().unwrap_or_else(|| Err(Exception::runtime("the future waits for what nothing brings about")))
}
