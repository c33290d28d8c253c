//! Property keys: interned strings, indices and symbols.

use super::{Active, Engine, RawKey, Realm, Thrown, Value};

/// An interned property key. Keep one for a name that is used often.
pub struct Key {
    raw: RawKey,
    realm: Realm,
}

/// What can name a property: `&str`, `u32`, [`&Key`](Key), [`WellKnown`], a [`&Value`](Value) (a string or symbol).
pub trait IntoKey {
    /// Calls `with` with the key.
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown>;
}

/// The well-known symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the property of `Symbol` of the same name")]
pub enum WellKnown {
    Iterator,
    AsyncIterator,
    HasInstance,
    ToPrimitive,
    ToStringTag,
    Species,
    Dispose,
    AsyncDispose,
}

impl WellKnown {
    pub(super) const COUNT: usize = 8;

    /// The name of the property of `Symbol`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iterator => "iterator",
            Self::AsyncIterator => "asyncIterator",
            Self::HasInstance => "hasInstance",
            Self::ToPrimitive => "toPrimitive",
            Self::ToStringTag => "toStringTag",
            Self::Species => "species",
            Self::Dispose => "dispose",
            Self::AsyncDispose => "asyncDispose",
        }
    }

    /// The symbol of this name (`iterator`), if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        use WellKnown::*;
        [Iterator, AsyncIterator, HasInstance, ToPrimitive, ToStringTag, Species, Dispose, AsyncDispose]
            .into_iter()
            .find(|symbol| symbol.name() == name)
    }
}

impl Key {
    /// Makes a key of a raw one.
    ///
    /// # Safety
    ///
    /// `raw` must carry one reference, which passes to the result; the thread must be the realm's.
    pub unsafe fn from_raw(realm: Realm, raw: RawKey) -> Self {
        Self { raw, realm }
    }

    /// The raw key, still owned by `self`.
    pub fn raw(&self) -> RawKey {
        self.raw
    }

    /// Whether it is a symbol.
    pub fn is_symbol(&self) -> bool {
        // SAFETY: the key is alive.
        unsafe { self.realm.engine().key_is_symbol(self.raw) }
    }

    /// The string or symbol.
    pub fn value(&self) -> Result<Value, Thrown> {
        // SAFETY: the key is alive.
        self.realm.own(unsafe { self.realm.engine().key_value(self.raw) })
    }

    /// The text of a string key; for a symbol its description in `Symbol(...)`.
    pub fn text(&self) -> String {
        match self.value() {
            Ok(value) if value.is_string() => value.to_text().unwrap_or_default(),
            Ok(value) => value.get("description").and_then(|text| text.to_text()).unwrap_or_default(),
            Err(_) => String::new(),
        }
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        // SAFETY: the key is alive; the clone owns the new reference.
        unsafe { Self::from_raw(self.realm, self.realm.engine().retain_key(self.raw)) }
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: `self` owns one reference.
        unsafe { self.realm.engine().release_key(self.raw) }
    }
}

impl IntoKey for &str {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        // SAFETY: on the realm's thread, because a `Realm` does not leave it.
        let raw = unsafe { realm.engine().key(self) }.map_err(|_| realm.take_thrown())?;
        let result = with(raw);
        // SAFETY: `raw` carries the reference that `key` gave.
        unsafe { realm.engine().release_key(raw) };
        Ok(result)
    }
}

impl IntoKey for &String {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        self.as_str().with_key(realm, with)
    }
}

impl IntoKey for u32 {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        // SAFETY: on the realm's thread.
        let raw = unsafe { realm.engine().key_index(self) };
        let result = with(raw);
        // SAFETY: `raw` carries the reference that `key_index` gave.
        unsafe { realm.engine().release_key(raw) };
        Ok(result)
    }
}

impl IntoKey for &Key {
    fn with_key<R>(self, _: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        Ok(with(self.raw))
    }
}

impl IntoKey for WellKnown {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        Ok(with(realm.well_known(self)?))
    }
}

impl IntoKey for &Value {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(RawKey) -> R) -> Result<R, Thrown> {
        // SAFETY: the value is alive.
        let raw = unsafe { realm.engine().key_of(self.raw()) }.map_err(|_| realm.take_thrown())?;
        let result = with(raw);
        // SAFETY: `raw` carries the reference that `key_of` gave.
        unsafe { realm.engine().release_key(raw) };
        Ok(result)
    }
}

/// A table of the keys that a realm keeps for its well-known symbols.
pub(super) type WellKnownKeys = [std::cell::Cell<Option<<Active as Engine>::Key>>; WellKnown::COUNT];
