//! Names in both directions: Python attribute names to engine keys, engine keys to Python strings. Both tables are caches.

use std::cell::{Cell, RefCell};

use pyo3::ffi::{self, PyObject};

use super::convert;
use super::object::{Object, PyResult};
use crate::engine::{Active, Engine, RawKey, Realm};

const SIZE: usize = 2048;

/// A Python name as the proxies use it.
#[derive(Clone, Copy)]
pub struct Name {
    /// The engine's key. Borrowed from the table; valid until the outermost entry into the engine ends.
    pub key: RawKey,
    /// Whether a proxy type defines an attribute of this name, which then comes first.
    pub reserved: bool,
}

struct Slot {
    text: *mut PyObject,
    name: Option<Name>,
}

/// Both tables.
pub struct Names {
    realm: Realm,
    slots: RefCell<Vec<Slot>>,
    retired: RefCell<Vec<RawKey>>,
    strings: RefCell<Vec<*mut PyObject>>,
    string_count: Cell<usize>,
}

/// Python's keywords: as an attribute name each is written with an underscore behind it.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The JavaScript spelling of a Python attribute name: `from_` is `from`.
pub fn javascript_spelling(name: &str) -> &str {
    let stem = name.trim_end_matches('_');
    if stem.len() < name.len() && KEYWORDS.contains(&stem) { &name[..name.len() - 1] } else { name }
}

/// The Python spelling of a JavaScript name that is one of Python's keywords, with or without underscores behind it: `from` is `from_`.
pub fn python_spelling(name: &str) -> Option<String> {
    KEYWORDS.contains(&name.trim_end_matches('_')).then(|| format!("{name}_"))
}

impl Names {
    /// Empty tables.
    pub fn new(realm: Realm) -> Self {
        let slots = (0..SIZE).map(|_| Slot { text: std::ptr::null_mut(), name: None }).collect();
        Self {
            realm,
            slots: RefCell::new(slots),
            retired: RefCell::default(),
            strings: RefCell::default(),
            string_count: Cell::new(0),
        }
    }

    /// Frees both tables: nobody looks at them again, and the engine has no keys any more.
    pub fn free(&self) {
        let of_slots = self.slots.take().into_iter().map(|slot| slot.text);
        for text in of_slots.chain(self.strings.take()) {
            // SAFETY: the tables owned the references; null has none.
            unsafe { ffi::Py_XDECREF(text) };
        }
        self.retired.take();
    }

    #[inline]
    fn index(text: *mut PyObject) -> usize {
        let address = text.addr();
        ((address >> 4) ^ (address >> 15)) % SIZE
    }

    /// The key of an attribute name. `is_reserved` is asked once for each name.
    ///
    /// # Safety
    ///
    /// `text` must be a live string object; the thread must be the realm's.
    #[inline]
    pub unsafe fn look_up(
        &self,
        text: *mut PyObject,
        is_reserved: impl FnOnce(*mut PyObject) -> bool,
    ) -> PyResult<Name> {
        let index = Self::index(text);
        if let Some(slot) = self.slots.borrow().get(index)
            && slot.text == text
            && let Some(name) = slot.name
        {
            return Ok(name);
        }
        // SAFETY: promised by the caller.
        unsafe { self.miss(text, index, is_reserved) }
    }

    /// Calls `with` with the key of a keyword, which is spelled in JavaScript as it is in Python: `from_` stays `from_`.
    ///
    /// # Safety
    ///
    /// `text` must be a live string object; the thread must be the realm's.
    pub unsafe fn with_exact<R>(&self, text: *mut PyObject, with: impl FnOnce(RawKey) -> R) -> PyResult<R> {
        // SAFETY: promised by the caller; a key that is made here is released when it was used.
        unsafe {
            let length = ffi::PyUnicode_GetLength(text);
            let ends_plainly = length < 1 || ffi::PyUnicode_ReadChar(text, length - 1) != u32::from(b'_');
            if ends_plainly {
                return self.look_up(text, |_| false).map(|name| with(name.key));
            }
            let engine = self.realm.engine();
            let Ok(key) = engine.key(&super::object::text_of(text)?) else {
                return Err(super::error::raise_pending(self.realm));
            };
            let result = with(key);
            engine.release_key(key);
            Ok(result)
        }
    }

    #[cold]
    unsafe fn miss(
        &self,
        text: *mut PyObject,
        index: usize,
        is_reserved: impl FnOnce(*mut PyObject) -> bool,
    ) -> PyResult<Name> {
        let engine = self.realm.engine();
        if self.realm.depth() == 0 {
            for key in self.retired.borrow_mut().drain(..) {
                // SAFETY: the key was retired with its reference, and no operation that could use it is running.
                unsafe { engine.release_key(key) };
            }
        }
        // SAFETY: promised by the caller: a live string; `text_of` leaves it alone.
        let spelled = unsafe { super::object::text_of(text) }?;
        // SAFETY: on the realm's thread; when the name has surrogates the exact string gives the key.
        let key = unsafe {
            if spelled.contains('\u{FFFD}') {
                let value = convert::string_to_js(self.realm, text)?;
                let key = engine.key_of(value);
                engine.release(value);
                key
            } else {
                engine.key(javascript_spelling(&spelled))
            }
        };
        let Ok(key) = key else { return Err(super::error::raise_pending(self.realm)) };
        let name = Name { key, reserved: is_reserved(text) };
        // SAFETY: a live string, kept by the table.
        unsafe { ffi::Py_INCREF(text) };
        let old = std::mem::replace(&mut self.slots.borrow_mut()[index], Slot { text, name: Some(name) });
        if let Some(old_name) = old.name {
            self.retired.borrow_mut().push(old_name.key);
            // SAFETY: the table owned the reference.
            unsafe { ffi::Py_DECREF(old.text) };
        }
        Ok(name)
    }

    /// The Python string of a string key (borrowed from the table, or fresh), or `None` for a symbol.
    ///
    /// # Safety
    ///
    /// The key must be alive, on the realm's thread.
    #[inline]
    pub unsafe fn string_of(&self, key: RawKey) -> PyResult<Option<Object>> {
        let number = Active::key_number(key) as usize;
        if let Some(text) = self.strings.borrow().get(number)
            && !text.is_null()
        {
            // SAFETY: the table keeps the string alive.
            return Ok(Some(unsafe { Object::from_borrowed(*text) }));
        }
        // SAFETY: promised by the caller.
        unsafe { self.string_miss(key, number) }
    }

    #[cold]
    unsafe fn string_miss(&self, key: RawKey, number: usize) -> PyResult<Option<Object>> {
        let engine = self.realm.engine();
        // SAFETY: promised by the caller; the value is released at once.
        let text = unsafe {
            if engine.key_is_symbol(key) {
                return Ok(None);
            }
            let Ok(value) = engine.key_value(key) else { return Err(super::error::raise_pending(self.realm)) };
            let text = convert::text_to_py(self.realm, value);
            engine.release(value);
            text?
        };
        const MOST_CACHED: usize = 16 * 1024;
        const HIGHEST: usize = 1 << 20;
        if number < HIGHEST && self.string_count.get() < MOST_CACHED {
            let mut pointer = text.into_ptr();
            let mut strings = self.strings.borrow_mut();
            if strings.len() <= number {
                strings.resize(number + 1, std::ptr::null_mut());
            }
            // SAFETY: an owned string. The key is retained so that its number stands for this text for good.
            unsafe {
                ffi::PyUnicode_InternInPlace(&mut pointer);
                engine.retain_key(key);
                ffi::Py_INCREF(pointer);
            }
            strings[number] = pointer;
            self.string_count.set(self.string_count.get() + 1);
            // SAFETY: one reference went to the table, the other to the caller.
            return Ok(Some(unsafe { Object::from_new(pointer) }?));
        }
        Ok(Some(text))
    }
}
