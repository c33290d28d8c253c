//! The arguments that a host function receives.

use super::{Active, Borrowed, Engine, Raw, Realm};

/// The arguments of one call. Reading beyond the end gives `undefined`, as in JavaScript.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    realm: Realm,
    raw: &'a [Raw],
}

impl<'a> Arguments<'a> {
    /// Wraps raw arguments.
    ///
    /// # Safety
    ///
    /// The values must be alive for `'a`, on the realm's thread.
    pub unsafe fn from_raw(realm: Realm, raw: &'a [Raw]) -> Self {
        Self { realm, raw }
    }

    /// How many were given.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The raw values.
    pub fn raw(&self) -> &'a [Raw] {
        self.raw
    }

    /// The argument at `index`, or `undefined`.
    pub fn get(&self, index: usize) -> Borrowed<'a> {
        let raw = self.raw.get(index).copied().unwrap_or(Active::UNDEFINED);
        // SAFETY: the caller of `from_raw` keeps the values alive for 'a; `undefined` has no reference count.
        unsafe { Borrowed::from_raw(self.realm, raw) }
    }

    /// The arguments in order.
    pub fn iter(&self) -> impl Iterator<Item = Borrowed<'a>> + use<'a> {
        let realm = self.realm;
        // SAFETY: as in `get`.
        self.raw.iter().map(move |raw| unsafe { Borrowed::from_raw(realm, *raw) })
    }
}
