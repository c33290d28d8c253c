//! Typed contents: the elements of an array, the values of a map, what a promise is fulfilled with, the fields of a record. And views of
//! untyped data as lists and dicts.

use std::cell::{OnceCell, RefCell};

use pyo3::ffi::{self, PyObject};

use super::converter::Record;
use super::give;
use super::{Binding, Converter, Member};
use crate::engine::{Active, Engine, Kind, Raw};
use crate::python::convert;
use crate::python::object::{Object, PyResult, is_none, text_of};
use crate::python::proxy;
use crate::python::state::{AddressMap, State};

/// The types of what is inside.
#[derive(Default)]
pub struct View {
    element: Option<&'static Converter>,
    key: Option<&'static Converter>,
    tuple: Vec<&'static Converter>,
    record: Option<&'static Record>,
    keys: OnceCell<&'static View>,
    members: RefCell<AddressMap<usize, Option<&'static Member>>>,
    data: Option<Data>,
}

/// What of the objects inside is shown as a view, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// Arrays and objects at every depth: `as_py_json`.
    Json,
    /// Objects at every depth: `as_object_map(hereditary=True)`.
    Objects,
    /// Nothing: `as_object_map()`.
    Alone,
}

impl View {
    /// Elements, values or a result of one type.
    pub fn elements(element: &'static Converter) -> &'static Self {
        Box::leak(Box::new(Self { element: Some(element), ..Self::default() }))
    }

    /// A map's keys and values.
    pub fn pairs(key: &'static Converter, value: &'static Converter) -> &'static Self {
        Box::leak(Box::new(Self { element: Some(value), key: Some(key), ..Self::default() }))
    }

    /// A tuple's elements.
    pub fn tuple(elements: Vec<&'static Converter>, rest: Option<&'static Converter>) -> &'static Self {
        Box::leak(Box::new(Self { tuple: elements, element: rest, ..Self::default() }))
    }

    /// A record's fields.
    pub fn record(record: &'static Record) -> &'static Self {
        Box::leak(Box::new(Self { record: Some(record), ..Self::default() }))
    }

    /// Data without types, as lists and dicts.
    pub fn data(data: Data) -> &'static Self {
        Box::leak(Box::new(Self { data: Some(data), ..Self::default() }))
    }

    /// Whether it shows data without types.
    pub fn shows_data(&self) -> bool {
        self.data.is_some()
    }

    unsafe fn by(
        &'static self,
        state: &'static State,
        converter: Option<&'static Converter>,
        raw: Raw,
    ) -> PyResult<Object> {
        // SAFETY: the callers pass a live value.
        unsafe {
            match (converter, self.data) {
                (Some(converter), _) => converter.to_py(state, raw),
                (None, Some(data)) if Active::kind(raw) == Kind::Object => self.inner(state, data, raw),
                (None, _) => convert::to_py(state, raw),
            }
        }
    }

    /// An object inside of data.
    unsafe fn inner(&'static self, state: &'static State, data: Data, raw: Raw) -> PyResult<Object> {
        // SAFETY: the callers pass a live object.
        unsafe {
            let binding = Binding::View(self);
            let is_shown = match data {
                Data::Json => proxy::is_data(state, raw, binding) || state.realm.engine().is_array(raw),
                Data::Objects => proxy::is_data(state, raw, binding),
                Data::Alone => false,
            };
            if is_shown && state.realm.engine().foreign_data(raw).is_none() {
                return proxy::object_to_py(state, raw, Some(binding));
            }
            convert::to_py(state, raw)
        }
    }

    fn give(state: &'static State, converter: Option<&'static Converter>, value: *mut PyObject) -> PyResult<Raw> {
        match converter {
            Some(converter) => {
                give::to_js(state, converter, value).map_err(|mismatch| mismatch.raise_for_attribute("item"))
            }
            // SAFETY: the callers pass a live object.
            None => unsafe { convert::to_js(state, value) },
        }
    }

    /// An element for Python.
    ///
    /// # Safety
    ///
    /// The value must be alive, on the realm's thread.
    pub unsafe fn element(&'static self, state: &'static State, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        unsafe { self.by(state, self.element, raw) }
    }

    /// The element at an index.
    ///
    /// # Safety
    ///
    /// As for [`View::element`].
    pub unsafe fn item(&'static self, state: &'static State, index: usize, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        unsafe { self.by(state, self.tuple.get(index).copied().or(self.element), raw) }
    }

    /// A value of a map.
    ///
    /// # Safety
    ///
    /// As for [`View::element`].
    pub unsafe fn value(&'static self, state: &'static State, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        unsafe { self.by(state, self.element, raw) }
    }

    /// The view of a map's keys.
    pub fn keys(&self) -> Option<&'static View> {
        let key = self.key?;
        Some(self.keys.get_or_init(|| View::elements(key)))
    }

    /// The property `name` of a record or mapping.
    ///
    /// # Safety
    ///
    /// As for [`View::element`]; `name` must be a live object.
    pub unsafe fn field(&'static self, state: &'static State, name: *mut PyObject, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        unsafe {
            let field = match self.record {
                Some(record) if ffi::PyUnicode_Check(name) != 0 => record.find(&text_of(name)?),
                _ => None,
            };
            self.by(state, field.map(|field| field.converter).or(self.element), raw)
        }
    }

    /// An element for JavaScript.
    ///
    /// # Safety
    ///
    /// The object must be alive, on the realm's thread with the GIL held.
    pub unsafe fn element_to_js(&self, state: &'static State, value: *mut PyObject) -> PyResult<Raw> {
        Self::give(state, self.element, value)
    }

    /// A key of a map for JavaScript.
    ///
    /// # Safety
    ///
    /// As for [`View::element_to_js`].
    pub unsafe fn key_to_js(&self, state: &'static State, key: *mut PyObject) -> PyResult<Raw> {
        Self::give(state, self.key.or(self.element), key)
    }

    /// A value of a map for JavaScript.
    ///
    /// # Safety
    ///
    /// As for [`View::element_to_js`].
    pub unsafe fn value_to_js(&self, state: &'static State, value: *mut PyObject) -> PyResult<Raw> {
        Self::give(state, self.element, value)
    }

    /// A property of a record or mapping for JavaScript.
    ///
    /// # Safety
    ///
    /// As for [`View::element_to_js`].
    pub unsafe fn field_to_js(
        &self,
        state: &'static State,
        name: *mut PyObject,
        value: *mut PyObject,
    ) -> PyResult<Raw> {
        // SAFETY: promised by the caller.
        let text = unsafe { text_of(name) }?;
        let Some(field) = self.record.and_then(|record| record.find(&text)) else {
            return Self::give(state, self.element, value);
        };
        if let Some(none) = field.none
            && is_none(value)
        {
            return Ok(none);
        }
        give::to_js(state, field.converter, value).map_err(|mismatch| mismatch.raise_for_attribute(&text))
    }

    /// The field of a record as a member, for attribute access.
    ///
    /// # Safety
    ///
    /// `name` must be a live string.
    pub unsafe fn member(
        &'static self,
        state: &'static State,
        name: *mut PyObject,
    ) -> PyResult<Option<&'static Member>> {
        let Some(record) = self.record else { return Ok(None) };
        if let Some(found) = self.members.borrow().get(&name.addr()) {
            return Ok(*found);
        }
        // SAFETY: promised by the caller; the name is kept, so that its address stays its own.
        unsafe {
            let member = record.find(&text_of(name)?).map(|field| Member::of_field(state, field));
            ffi::Py_INCREF(name);
            self.members.borrow_mut().insert(name.addr(), member);
            Ok(member)
        }
    }
}
