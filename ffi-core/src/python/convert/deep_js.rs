//! `to_js`: deep conversion of plain Python data to plain JavaScript data.

use pyo3::ffi::{self, PyObject};

use super::converter::{self, Conversion};
use super::{conversion_error, primitive_to_js, string_to_js};
use crate::engine::{Engine, PropertyFlags, Raw, Thrown, Value};
use crate::python::error::raise_pending;
use crate::python::foreign;
use crate::python::object::{Object, PyResult, Raised, recursion_error, type_error};
use crate::python::proxy;
use crate::python::state::{AddressMap, State};

/// How to convert.
pub struct Options {
    /// How many levels of containers are converted; negative for all.
    pub depth: i64,
    /// Makes the object for a dict from an iterable of pairs. Without it: a plain object.
    pub dict_converter: Option<Object>,
    /// Converts what has no conversion of its own.
    pub default_converter: Option<Object>,
    /// Asked first for everything that is no primitive.
    pub eager_converter: Option<Object>,
    /// Collects the proxies that are made.
    pub proxies: Option<Value>,
    /// Whether what has no conversion becomes a proxy; otherwise it is an error.
    pub create_proxies: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            depth: -1,
            dict_converter: None,
            default_converter: None,
            eager_converter: None,
            proxies: None,
            create_proxies: true,
        }
    }
}

impl Options {
    /// From the keywords of Python's `to_js`.
    ///
    /// # Safety
    ///
    /// All objects must be alive; `names` is null or a tuple of as many names as there are values.
    pub unsafe fn from_keywords(
        state: &'static State,
        values: &[*mut PyObject],
        names: *mut PyObject,
    ) -> PyResult<Self> {
        let mut options = Self::default();
        for (index, value) in values.iter().enumerate() {
            // SAFETY: promised by the caller.
            unsafe {
                let name = crate::python::object::text_of(ffi::PyTuple_GetItem(names, index as _))?;
                let given = (*value != ffi::Py_None()).then(|| Object::from_borrowed(*value));
                match name.as_str() {
                    "depth" => {
                        options.depth = ffi::PyLong_AsLongLong(*value);
                        if options.depth == -1 && !ffi::PyErr_Occurred().is_null() {
                            return Err(Raised);
                        }
                    }
                    "dict_converter" => options.dict_converter = given,
                    "default_converter" => options.default_converter = given,
                    "create_pyproxies" => options.create_proxies = ffi::PyObject_IsTrue(*value) == 1,
                    "eager_converter" => options.eager_converter = given,
                    "pyproxies" if given.is_none() => {}
                    "pyproxies" => match proxy::value_of(state, *value) {
                        Some(array) if state.realm.engine().is_array(array.raw()) => options.proxies = Some(array),
                        _ => return Err(type_error("Expected a JsArray for the pyproxies argument")),
                    },
                    other => {
                        return Err(type_error(&format!("to_js() got an unexpected keyword argument '{other}'")));
                    }
                }
            }
        }
        Ok(options)
    }

    /// From the options object of JavaScript's `toJs`.
    pub fn from_js(state: &'static State, value: &Value) -> Result<Self, Thrown> {
        let mut options = Self::default();
        if value.is_object() {
            let depth = value.get("depth")?;
            if let Some(depth) = depth.as_number() {
                options.depth = depth as i64;
            }
            let converter = |name: &str| -> Result<Option<Object>, Thrown> {
                let found = value.get(name)?;
                if !found.is_callable() {
                    return Ok(None);
                }
                // SAFETY: the value is alive, on the realm's thread.
                Ok(unsafe { proxy::object_to_py(state, found.raw(), None) }.ok())
            };
            options.dict_converter = converter("dict_converter")?;
            options.default_converter = converter("default_converter")?;
            options.eager_converter = converter("eager_converter")?;
            for name in ["create_pyproxies", "create_proxies"] {
                let create = value.get(name)?;
                options.create_proxies &= create.is_undefined() || create.to_boolean();
            }
            let proxies = value.get("pyproxies")?;
            // SAFETY: the value is alive, on the realm's thread.
            options.proxies = unsafe { state.realm.engine().is_array(proxies.raw()) }.then_some(proxies);
        }
        Ok(options)
    }
}

/// What was converted already, by address: shared parts stay shared, cycles become cycles.
type Memo = AddressMap<usize, Value>;

/// Converts deeply.
pub fn to_js(state: &'static State, object: *mut PyObject, options: &Options) -> PyResult<Value> {
    // One entry for the whole, so that jobs do not run between its parts.
    let entry = state.realm.enter();
    let mut work = Work { state, options, memo: None, kept: Vec::new() };
    // SAFETY: the callers pass a live object, on the realm's thread with the GIL held.
    let result = unsafe { work.convert(object, options.depth) };
    drop(entry);
    state.settle();
    // SAFETY: the conversion gives a reference.
    result.map(|raw| unsafe { Value::from_raw(state.realm, raw) })
}

struct Work<'a> {
    state: &'static State,
    options: &'a Options,
    memo: Option<Memo>,
    /// What converters brought, alive as long as the memo knows its address.
    kept: Vec<Object>,
}

impl Work<'_> {
    #[inline]
    unsafe fn convert(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live object.
        unsafe {
            if let Some(raw) = primitive_to_js(self.state, object)? {
                return Ok(raw);
            }
            if depth == 0 {
                return self.proxy(object);
            }
            if self.options.eager_converter.is_some() {
                return self.eagerly(object, depth);
            }
            self.whole(object, depth)
        }
    }

    /// Asks the eager converter first, once for each object.
    unsafe fn eagerly(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live object.
        unsafe {
            if let Some(found) = self.memo.as_ref().and_then(|memo| memo.get(&object.addr())) {
                return Ok(found.clone().into_raw());
            }
            let Some(converter) = self.options.eager_converter.clone() else { return self.whole(object, depth) };
            let given = Object::from_borrowed(object);
            let mut part = Part { work: self, depth, whole: Some(object) };
            let state = part.work.state;
            let made = converter::call(state, &converter, &mut part, &given)?;
            self.given(&made)
        }
    }

    /// What a converter has made: a Python object that is left becomes a proxy, which is collected as any other.
    fn given(&mut self, made: &Object) -> PyResult<Raw> {
        // SAFETY: the object is alive.
        unsafe {
            let is_proxied = proxy::raw_of(self.state, made.as_ptr()).is_none()
                && made.as_ptr() != self.state.js_null
                && primitive_to_js(self.state, made.as_ptr())?.is_none_or(|raw| {
                    self.state.realm.engine().release(raw);
                    false
                });
            if is_proxied && self.options.proxies.is_some() {
                return self.proxy(made.as_ptr());
            }
            super::to_js(self.state, made.as_ptr())
        }
    }

    /// A proxy, which the program may have asked to collect.
    unsafe fn proxy(&mut self, object: *mut PyObject) -> PyResult<Raw> {
        // SAFETY: the callers pass a live object.
        unsafe {
            let raw = foreign::to_js(self.state, object)?;
            if let Some(proxies) = &self.options.proxies {
                let made = Value::from_raw(self.state.realm, self.state.realm.engine().retain(raw));
                self.state.run_safe(|| proxies.push(&made))?;
            }
            Ok(raw)
        }
    }

    unsafe fn whole(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live object that is no primitive.
        unsafe {
            let is_list = ffi::PyList_Check(object) != 0 || ffi::PyTuple_Check(object) != 0;
            let is_dict = ffi::PyDict_Check(object) != 0;
            let is_leaf = !is_list && !is_dict && ffi::PyAnySet_Check(object) == 0;
            if is_leaf && self.kept.is_empty() {
                return self.leaf(object, depth);
            }
            if let Some(found) = self.memo.as_ref().and_then(|memo| memo.get(&object.addr())) {
                return Ok(found.clone().into_raw());
            }
            if !self.state.realm.has_stack() {
                return Err(recursion_error("while converting to JavaScript"));
            }
            if is_leaf {
                self.leaf(object, depth)
            } else if is_list {
                self.sequence(object, depth)
            } else if is_dict {
                self.dict(object, depth)
            } else {
                self.set(object, depth)
            }
        }
    }

    /// Whether this is inside of another container.
    fn is_part(&self) -> bool {
        self.memo.is_some()
    }

    fn remember(&mut self, object: *mut PyObject, value: &Value) {
        self.memo.get_or_insert_default().insert(object.addr(), value.clone());
    }

    /// Whether converting the items of a container can meet the container again.
    unsafe fn holds_containers(object: *mut PyObject, length: ffi::Py_ssize_t) -> bool {
        // SAFETY: the callers pass a live list or tuple.
        unsafe {
            (0..length).any(|index| {
                let item = if ffi::PyList_Check(object) != 0 {
                    ffi::PyList_GetItem(object, index)
                } else {
                    ffi::PyTuple_GetItem(object, index)
                };
                is_container(item)
            })
        }
    }

    unsafe fn sequence(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live list or tuple; an item is owned while it is converted.
        unsafe {
            let is_list = ffi::PyList_Check(object) != 0;
            let length = ffi::PySequence_Size(object);
            let item_at = |index| {
                if is_list { ffi::PyList_GetItem(object, index) } else { ffi::PyTuple_GetItem(object, index) }
            };
            if !Self::holds_containers(object, length) {
                let is_part = self.is_part();
                let mut values: Vec<Raw> = Vec::with_capacity(length.max(0) as usize);
                let mut index = 0;
                while index < ffi::PySequence_Size(object) {
                    let item = Object::from_borrowed(item_at(index));
                    match self.convert(item.as_ptr(), depth - 1) {
                        Ok(raw) => values.push(raw),
                        Err(Raised) => {
                            for raw in values {
                                self.state.realm.engine().release(raw);
                            }
                            return Err(Raised);
                        }
                    }
                    index += 1;
                }
                let raw = self.state.realm.engine().array(&values).map_err(|_| raise_pending(self.state.realm))?;
                let array = Value::from_raw(self.state.realm, raw);
                if is_part {
                    self.remember(object, &array);
                }
                return Ok(array.into_raw());
            }
            // The array exists before its items, so that an item can refer to it.
            let array = self.state.realm.array(&[]);
            self.remember(object, &array);
            let mut index = 0;
            while index < ffi::PySequence_Size(object) {
                let item = Object::from_borrowed(item_at(index));
                let raw = self.convert(item.as_ptr(), depth - 1)?;
                if self.state.realm.engine().set_index(array.raw(), index as u32, raw).is_err() {
                    return Err(raise_pending(self.state.realm));
                }
                index += 1;
            }
            Ok(array.into_raw())
        }
    }

    unsafe fn dict(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live dict; key and item are owned while they are converted.
        unsafe {
            if let Some(converter) = self.options.dict_converter.clone() {
                return self.dict_by(object, depth, &converter);
            }
            let realm = self.state.realm;
            let engine = realm.engine();
            let made = realm.object();
            // Nothing refers to the outermost container but its own contents.
            let mut remembered = self.is_part();
            if remembered {
                self.remember(object, &made);
            }
            let (mut position, mut key, mut item) = (0, std::ptr::null_mut(), std::ptr::null_mut());
            let size = ffi::PyDict_Size(object);
            let mut only_text = true;
            while ffi::PyDict_Next(object, &mut position, &mut key, &mut item) != 0 {
                if !remembered && is_container(item) {
                    self.remember(object, &made);
                    remembered = true;
                }
                let name = self.property_key(key)?;
                // Only a key that is no text can have the name of another.
                only_text &= ffi::PyUnicode_Check(key) != 0;
                if !only_text && engine.has_own(made.raw(), name).unwrap_or(false) {
                    engine.release_key(name);
                    let shown = Object::from_new(ffi::PyObject_Repr(key))?.text()?;
                    let text = format!("Key collision when converting Python dictionary to JavaScript. Key: {shown}");
                    return Err(conversion_error(self.state, &text));
                }
                let item = Object::from_borrowed(item);
                let raw = match self.convert(item.as_ptr(), depth - 1) {
                    Ok(raw) => raw,
                    Err(Raised) => {
                        engine.release_key(name);
                        return Err(Raised);
                    }
                };
                let defined = engine.define(made.raw(), name, raw, PropertyFlags::DATA);
                engine.release_key(name);
                if defined.is_err() {
                    return Err(raise_pending(realm));
                }
                if ffi::PyDict_Size(object) != size {
                    return Err(crate::python::object::runtime_error("dictionary changed size during conversion"));
                }
            }
            Ok(made.into_raw())
        }
    }

    /// The key of a property for a key of a dict. Gives a reference.
    unsafe fn property_key(&self, key: *mut PyObject) -> PyResult<crate::engine::RawKey> {
        // SAFETY: the callers pass a live object.
        unsafe {
            let realm = self.state.realm;
            let mut length = 0;
            if ffi::PyUnicode_Check(key) != 0 {
                let bytes = ffi::PyUnicode_AsUTF8AndSize(key, &mut length);
                if !bytes.is_null() {
                    let text = std::str::from_utf8_unchecked(std::slice::from_raw_parts(bytes.cast(), length as usize));
                    return realm.engine().key(text).map_err(|_| raise_pending(realm));
                }
                ffi::PyErr_Clear();
                let text = string_to_js(realm, key)?;
                let found = realm.engine().key_of(text);
                realm.engine().release(text);
                return found.map_err(|_| raise_pending(realm));
            }
            // Numbers are keys by their text; anything else would collide or lose its identity.
            if ffi::PyLong_Check(key) != 0 || ffi::PyFloat_Check(key) != 0 || key == ffi::Py_None() {
                let raw = super::to_js(self.state, key)?;
                let found = realm.engine().key_of(raw);
                realm.engine().release(raw);
                return found.map_err(|_| raise_pending(realm));
            }
            Err(no_key(self.state, key, "Map"))
        }
    }

    unsafe fn dict_by(&mut self, object: *mut PyObject, depth: i64, converter: &Object) -> PyResult<Raw> {
        // SAFETY: as in `dict`; the pairs are arrays, as Pyodide gives them.
        unsafe {
            let realm = self.state.realm;
            let pairs = realm.array(&[]);
            let items = Object::from_new(ffi::PyDict_Items(object))?;
            for index in 0..ffi::PyList_Size(items.as_ptr()) {
                let pair = ffi::PyList_GetItem(items.as_ptr(), index);
                let key = ffi::PyTuple_GetItem(pair, 0);
                if is_container(key) {
                    return Err(no_key(self.state, key, "Map"));
                }
                let key = Value::from_raw(realm, self.convert(key, depth - 1)?);
                let item = Value::from_raw(realm, self.convert(ffi::PyTuple_GetItem(pair, 1), depth - 1)?);
                let entry = realm.array(&[&key, &item]);
                self.state.run_safe(|| pairs.push(&entry))?;
            }
            let pairs = proxy::object_to_py(self.state, pairs.raw(), None)?;
            let made = converter.call(&[&pairs])?;
            super::to_js(self.state, made.as_ptr())
        }
    }

    unsafe fn set(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live set; the list made of it keeps the items alive.
        unsafe {
            let state = self.state;
            let made = state.run_safe(|| state.builtins.set.construct(&[]))?;
            self.remember(object, &made);
            let items = Object::from_new(ffi::PySequence_List(object))?;
            for index in 0..ffi::PyList_Size(items.as_ptr()) {
                let item = ffi::PyList_GetItem(items.as_ptr(), index);
                if is_container(item) {
                    return Err(no_key(self.state, item, "Set"));
                }
                let raw = self.convert(item, depth - 1)?;
                let item = Value::from_raw(state.realm, raw);
                state.run_safe(|| state.builtins.set_add.call(&made, &[&item]).map(drop))?;
            }
            Ok(made.into_raw())
        }
    }

    unsafe fn leaf(&mut self, object: *mut PyObject, depth: i64) -> PyResult<Raw> {
        // SAFETY: the callers pass a live object.
        unsafe {
            let is_bytes = ffi::PyBytes_Check(object) != 0
                || ffi::PyByteArray_Check(object) != 0
                || ffi::PyMemoryView_Check(object) != 0;
            if (is_bytes || ffi::PyObject_CheckBuffer(object) != 0)
                && let Some(copy) = foreign::buffer_copy(self.state, object)?
            {
                return Ok(copy.into_raw());
            }
            if let Some(converter) = &self.options.default_converter {
                let object = Object::from_borrowed(object);
                let converter = converter.clone();
                let mut part = Part { work: self, depth, whole: None };
                let state = part.work.state;
                let made = converter::call(state, &converter, &mut part, &object)?;
                return super::to_js(state, made.as_ptr());
            }
            if !self.options.create_proxies {
                let name = crate::python::object::type_name(object);
                return Err(conversion_error(self.state, &format!("No conversion known for x. (It is a {name}.)")));
            }
            self.proxy(object)
        }
    }
}

unsafe fn is_container(object: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyDict_Check(object) != 0
            || ffi::PyList_Check(object) != 0
            || ffi::PyTuple_Check(object) != 0
            || ffi::PyAnySet_Check(object) != 0
    }
}

/// Sets the error for a key that would lose its meaning: a container is another object in JavaScript, equal to none.
unsafe fn no_key(state: &State, key: *mut PyObject, of: &str) -> Raised {
    // SAFETY: the callers pass a live object.
    match unsafe { Object::from_new(ffi::PyObject_Repr(key)) }.and_then(|shown| shown.text()) {
        Ok(shown) => conversion_error(state, &format!("Cannot use {shown} as a key for a Javascript {of}")),
        Err(raised) => raised,
    }
}

/// The conversion as one of its converters sees it.
struct Part<'a, 'b> {
    work: &'a mut Work<'b>,
    depth: i64,
    /// The object that the eager converter was asked about: converting it must not ask again.
    whole: Option<*mut PyObject>,
}

impl Conversion for Part<'_, '_> {
    fn part(&mut self, object: &Object) -> PyResult<Object> {
        // SAFETY: the object is alive; the conversion gives a reference.
        unsafe {
            let state = self.work.state;
            let raw = match primitive_to_js(state, object.as_ptr())? {
                Some(raw) => raw,
                None if self.whole == Some(object.as_ptr()) => self.work.whole(object.as_ptr(), self.depth)?,
                None => self.work.convert(object.as_ptr(), self.depth)?,
            };
            let value = Value::from_raw(state.realm, raw);
            super::to_py(state, value.raw())
        }
    }

    fn remember_result(&mut self, object: &Object, result: &Object) -> PyResult<()> {
        let state = self.work.state;
        // SAFETY: both objects are alive; the conversion gives a reference.
        let value = unsafe { Value::from_raw(state.realm, super::to_js(state, result.as_ptr())?) };
        self.work.kept.push(object.clone());
        self.work.remember(object.as_ptr(), &value);
        Ok(())
    }
}
