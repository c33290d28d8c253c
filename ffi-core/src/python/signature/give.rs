//! Python to JavaScript by declared type.

use pyo3::ffi::{self, PyObject};

use super::Converter;
use super::converter::{Form, Record};
use super::mismatch::{Converted, Mismatch};
use crate::binding::{Path, Segment};
use crate::engine::{Active, Engine, PropertyFlags, Raw, TypedArrayKind, Value};
use crate::python::convert::{self, MOST_SAFE, deep_js};
use crate::python::object::{Object, PyResult, Raised, recursion_error, text_of};
use crate::python::state::State;
use crate::python::{foreign, proxy};
use crate::signature::{BufferKind, Literal};

/// Converts a value for a type. Gives a reference.
///
/// A JavaScript object passes as what it is, whatever the type.
#[inline]
pub fn to_js(state: &'static State, converter: &'static Converter, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread with the GIL held.
    unsafe {
        match converter.form(state)? {
            Form::String if ffi::PyUnicode_Check(value) != 0 => return Ok(convert::string_to_js(state.realm, value)?),
            Form::Number if ffi::Py_TYPE(value) == &raw mut ffi::PyFloat_Type => {
                return Ok(Active::number(ffi::PyFloat_AS_DOUBLE(value)));
            }
            Form::Number if ffi::Py_TYPE(value) == &raw mut ffi::PyLong_Type => return number(state, converter, value),
            _ => {}
        }
        if let Some(raw) = proxy::raw_of(state, value) {
            return Ok(state.realm.engine().retain(raw));
        }
        by_form(state, converter, value)
    }
}

/// The conversion for `any`: plain data deeply, other objects as proxies.
pub fn any_to_js(state: &'static State, value: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: the callers pass a live object, on the realm's thread with the GIL held.
    unsafe {
        if let Some(raw) = convert::primitive_to_js(state, value)? {
            return Ok(raw);
        }
        if is_plain_data(value) {
            return deep_js::to_js(state, value, &deep_js::Options::default()).map(Value::into_raw);
        }
        convert::to_js(state, value)
    }
}

unsafe fn is_plain_data(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyDict_Check(value) != 0
            || ffi::PyList_Check(value) != 0
            || ffi::PyTuple_Check(value) != 0
            || ffi::PyAnySet_Check(value) != 0
            || is_bytes(value)
    }
}

unsafe fn is_bytes(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyBytes_Check(value) != 0 || ffi::PyByteArray_Check(value) != 0 || ffi::PyMemoryView_Check(value) != 0
    }
}

/// Whether a value can be given for a type, judged by its class. For choosing between layouts and union members.
pub fn fits(state: &'static State, converter: &'static Converter, value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    let proxied = unsafe { proxy::raw_of(state, value) };
    if let Some(raw) = proxied {
        return proxy_fits(state, converter, raw);
    }
    accepts(state, converter, value).unwrap_or_else(|Raised| {
        // SAFETY: an exception is set; what cannot be judged does not fit.
        unsafe { ffi::PyErr_Clear() };
        false
    })
}

/// A JavaScript function is no options object, and a JavaScript object no callback.
fn proxy_fits(state: &'static State, converter: &'static Converter, raw: Raw) -> bool {
    // SAFETY: the proxy keeps the value alive.
    let callable = unsafe { state.realm.engine().is_callable(raw) };
    let Ok(form) = converter.form(state) else {
        // SAFETY: an exception is set.
        unsafe { ffi::PyErr_Clear() };
        return true;
    };
    match form {
        Form::Union { members, .. } => members.iter().any(|member| proxy_fits(state, member, raw)),
        Form::Same(inner) | Form::Converted(_, inner) => proxy_fits(state, inner, raw),
        Form::Function(_) => callable,
        Form::Any | Form::Default | Form::OnlyProxy | Form::Class(_) => true,
        _ => !callable,
    }
}

unsafe fn is_sequence(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyList_Check(value) != 0
            || ffi::PyTuple_Check(value) != 0
            || (ffi::PySequence_Check(value) != 0
                && ffi::PyUnicode_Check(value) == 0
                && !is_bytes(value)
                && !is_mapping(value)
                && has_attribute(value, c"index"))
    }
}

unsafe fn is_mapping(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyDict_Check(value) != 0
            || (ffi::PyMapping_Check(value) != 0 && has_attribute(value, c"keys") && has_attribute(value, c"items"))
    }
}

unsafe fn has_attribute(value: *mut PyObject, name: &std::ffi::CStr) -> bool {
    // SAFETY: the callers pass a live object; a failed look-up leaves no exception.
    unsafe { ffi::PyObject_HasAttrString(value, name.as_ptr()) != 0 }
}

unsafe fn is_set(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe { ffi::PyAnySet_Check(value) != 0 || ffi::PyList_Check(value) != 0 || ffi::PyTuple_Check(value) != 0 }
}

unsafe fn is_iterable(value: *mut PyObject) -> bool {
    // SAFETY: the callers pass a live object.
    unsafe {
        ffi::PyUnicode_Check(value) == 0
            && !is_bytes(value)
            && (has_attribute(value, c"__iter__") || has_attribute(value, c"__aiter__"))
    }
}

fn is_date(state: &State, value: *mut PyObject) -> PyResult<bool> {
    let [_, date] = state.signatures.date_classes()?;
    // SAFETY: the objects are alive.
    Ok(unsafe { ffi::PyObject_IsInstance(value, date.as_ptr()) } == 1)
}

fn accepts(state: &'static State, converter: &'static Converter, value: *mut PyObject) -> PyResult<bool> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let is_none = value == ffi::Py_None() || value == state.js_null;
        Ok(match converter.form(state)? {
            Form::Any | Form::Default => true,
            Form::Undefined => value == ffi::Py_None(),
            Form::Null => is_none,
            Form::Boolean => ffi::PyBool_Check(value) != 0,
            Form::Number => {
                ffi::PyLong_Check(value) != 0 || ffi::PyFloat_Check(value) != 0 || ffi::PyIndex_Check(value) != 0
            }
            Form::BigInt => ffi::PyLong_Check(value) != 0 && ffi::PyBool_Check(value) == 0,
            Form::String => ffi::PyUnicode_Check(value) != 0,
            Form::OnlyProxy => false,
            Form::Literal(literal) => literal_equals(literal, value)?,
            Form::Union { members, none } => {
                if is_none && none.is_some() {
                    return Ok(true);
                }
                for member in members {
                    if accepts(state, member, value)? {
                        return Ok(true);
                    }
                }
                false
            }
            Form::Array(_) | Form::Tuple { .. } => is_sequence(value),
            Form::Mapping(_) | Form::Record(_) | Form::Map(..) => is_mapping(value),
            Form::Set(_) => is_set(value),
            Form::Class(class) => {
                (class.call_plan(state)?.is_some() && ffi::PyCallable_Check(value) != 0)
                    || (class.is_interface && convert_is_object(state, value)?)
            }
            Form::Function(_) => ffi::PyCallable_Check(value) != 0,
            Form::Promise => has_attribute(value, c"__await__"),
            // A dict is one of its keys only where nothing else is meant.
            Form::Iterable(_) => is_iterable(value) && !is_mapping(value),
            Form::Date => is_date(state, value)?,
            Form::Buffer(_) => ffi::PyObject_CheckBuffer(value) != 0,
            Form::Enum { strings, numbers } => {
                (*strings && ffi::PyUnicode_Check(value) != 0)
                    || (*numbers && ffi::PyLong_Check(value) != 0)
                    || has_attribute(value, c"_value_")
            }
            Form::Same(inner) => accepts(state, inner, value)?,
            Form::Converted(..) => !is_none,
        })
    }
}

/// Whether a value is an object of its own and no primitive, container or buffer.
unsafe fn convert_is_object(_: &State, value: *mut PyObject) -> PyResult<bool> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let primitive = ffi::PyUnicode_Check(value) != 0
            || ffi::PyLong_Check(value) != 0
            || ffi::PyFloat_Check(value) != 0
            || value == ffi::Py_None();
        let container = is_bytes(value)
            || ffi::PyList_Check(value) != 0
            || ffi::PyTuple_Check(value) != 0
            || ffi::PyAnySet_Check(value) != 0;
        Ok(!primitive && !container)
    }
}

fn literal_equals(literal: &Literal, value: *mut PyObject) -> PyResult<bool> {
    // SAFETY: the callers pass a live object.
    unsafe {
        Ok(match literal {
            Literal::String(expected) => ffi::PyUnicode_Check(value) != 0 && text_of(value)? == *expected,
            Literal::Boolean(expected) => ffi::PyBool_Check(value) != 0 && (value == ffi::Py_True()) == *expected,
            Literal::Number(expected) => {
                let number = ffi::PyLong_Check(value) != 0 || ffi::PyFloat_Check(value) != 0;
                if !number || ffi::PyBool_Check(value) != 0 {
                    return Ok(false);
                }
                let given = ffi::PyFloat_AsDouble(value);
                ffi::PyErr_Clear();
                given == *expected
            }
            Literal::BigInt(digits) => {
                ffi::PyLong_Check(value) != 0
                    && ffi::PyBool_Check(value) == 0
                    && Object::from_new(ffi::PyObject_Str(value))?.text()? == *digits
            }
        })
    }
}

/// A number: any integer up to 2**53, any float, what has `__index__` or `__float__`.
unsafe fn number(state: &'static State, converter: &'static Converter, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live object.
    unsafe {
        if ffi::PyLong_Check(value) != 0 {
            let mut overflow = 0;
            let integer = ffi::PyLong_AsLongLongAndOverflow(value, &mut overflow);
            if overflow != 0 || integer.unsigned_abs() > MOST_SAFE as u64 + 1 {
                return Err(Mismatch::too_large());
            }
            return Ok(match i32::try_from(integer) {
                Ok(small) => Active::integer(small),
                Err(_) => Active::number(integer as f64),
            });
        }
        if ffi::PyFloat_Check(value) != 0 {
            return Ok(Active::number(ffi::PyFloat_AsDouble(value)));
        }
        if ffi::PyIndex_Check(value) != 0 {
            let integer = Object::from_new(ffi::PyNumber_Index(value))?;
            return number(state, converter, integer.as_ptr());
        }
        if has_attribute(value, c"__float__") && !is_bytes(value) {
            let float = Object::from_new(ffi::PyNumber_Float(value))?;
            return Ok(Active::number(ffi::PyFloat_AsDouble(float.as_ptr())));
        }
        Err(Mismatch::wrong_type(state, &converter.ty, value))
    }
}

unsafe fn by_form(state: &'static State, converter: &'static Converter, value: *mut PyObject) -> Converted<Raw> {
    if !state.realm.has_stack() {
        return Err(recursion_error("while converting to JavaScript").into());
    }
    // SAFETY: the callers pass a live object that is no proxy, on the realm's thread with the GIL held.
    unsafe {
        let refused = || Err(Mismatch::wrong_type(state, &converter.ty, value));
        let is_null = value == ffi::Py_None() || value == state.js_null;
        match converter.form(state)? {
            Form::Any => Ok(any_to_js(state, value)?),
            Form::Default => Ok(convert::to_js(state, value)?),
            Form::Undefined if value == ffi::Py_None() => Ok(Active::UNDEFINED),
            Form::Null if is_null => Ok(Active::NULL),
            Form::Boolean if ffi::PyBool_Check(value) != 0 => Ok(Active::boolean(value == ffi::Py_True())),
            Form::Number => number(state, converter, value),
            Form::BigInt if ffi::PyLong_Check(value) != 0 => Ok(convert::bigint_to_js(state, value)?),
            Form::String if ffi::PyUnicode_Check(value) != 0 => Ok(convert::string_to_js(state.realm, value)?),
            Form::Literal(literal) => {
                if literal_equals(literal, value)? {
                    Ok(super::call::literal(state, literal).into_raw())
                } else {
                    refused()
                }
            }
            Form::Union { members, none } => union(state, converter, members, *none, value),
            Form::Array(element) if is_sequence(value) => array(state, value, |_| Some(*element)),
            Form::Tuple { elements, rest } if is_sequence(value) => {
                array(state, value, |index| elements.get(index).copied().or(*rest))
            }
            Form::Mapping(element) if is_mapping(value) => mapping(state, element, value),
            Form::Record(fields) if is_mapping(value) => record(state, fields, value),
            Form::Map(key, element) if is_mapping(value) => map(state, key, element, value),
            Form::Set(element) if is_set(value) => set(state, element, value),
            Form::Class(class) => {
                if let Some(_plan) = class.call_plan(state)?
                    && ffi::PyCallable_Check(value) != 0
                {
                    return Ok(foreign::wrap(state, value)?);
                }
                if class.is_interface
                    && !matches!(convert::primitive_to_js(state, value)?, Some(raw) if drop_raw(state, raw))
                {
                    if ffi::PyDict_Check(value) != 0 {
                        return Ok(any_to_js(state, value)?);
                    }
                    return Ok(convert::to_js(state, value)?);
                }
                refused()
            }
            Form::Function(plan) if ffi::PyCallable_Check(value) != 0 => {
                Ok(foreign::wrap_callable(state, value, plan)?)
            }
            Form::Promise if has_attribute(value, c"__await__") => Ok(state.asyncio.promise_of(state, value)?),
            Form::Iterable(element) if is_sequence(value) => array(state, value, |_| Some(*element)),
            Form::Iterable(element) if ffi::PyAnySet_Check(value) != 0 => set(state, element, value),
            Form::Iterable(_) if is_iterable(value) || ffi::PyUnicode_Check(value) != 0 => {
                Ok(convert::to_js(state, value)?)
            }
            Form::Date if is_date(state, value)? => date(state, value),
            Form::Buffer(kind) => match buffer(state, *kind, value)? {
                Some(raw) => Ok(raw),
                None => refused(),
            },
            Form::Enum { strings, numbers } => enumerated(state, converter, *strings, *numbers, value),
            Form::Same(inner) => to_js(state, inner, value),
            Form::Converted(function, inner) => match function.call(&[&Object::from_borrowed(value)]) {
                Ok(converted) => to_js(state, inner, converted.as_ptr()),
                Err(Raised) => Err(Mismatch::InConverter(Box::new(Path::new()))),
            },
            _ => refused(),
        }
    }
}

/// Gives a reference back; always true.
fn drop_raw(state: &State, raw: Raw) -> bool {
    // SAFETY: the caller owns the reference.
    unsafe { state.realm.engine().release(raw) };
    true
}

unsafe fn union(
    state: &'static State,
    converter: &'static Converter,
    members: &[&'static Converter],
    none: Option<Raw>,
    value: *mut PyObject,
) -> Converted<Raw> {
    // SAFETY: the callers pass a live object.
    unsafe {
        if value == ffi::Py_None()
            && let Some(none) = none
        {
            return Ok(none);
        }
        if value == state.js_null {
            return Ok(Active::NULL);
        }
        // A boolean would fit a number too: the member that is exactly its own comes first.
        if ffi::PyBool_Check(value) != 0 {
            for member in members {
                if matches!(member.form(state)?, Form::Boolean) {
                    return to_js(state, member, value);
                }
            }
        }
        let mut first: Option<Mismatch> = None;
        let mut last_resort = None;
        for member in members {
            if !accepts(state, member, value)? {
                continue;
            }
            if takes_anything(state, member)? {
                // What takes any object at all is asked last.
                last_resort.get_or_insert(*member);
                continue;
            }
            match to_js(state, member, value) {
                Ok(raw) => return Ok(raw),
                Err(raised @ (Mismatch::Raised | Mismatch::InConverter(_))) => return Err(raised),
                Err(mismatch) => {
                    if first.as_ref().is_none_or(|first| mismatch.is_inside() && !first.is_inside()) {
                        first = Some(mismatch);
                    }
                }
            }
        }
        if let Some(member) = last_resort {
            return to_js(state, member, value);
        }
        match first {
            Some(mismatch) if mismatch.is_inside() => Err(mismatch),
            _ => Err(Mismatch::wrong_type(state, &converter.ty, value)),
        }
    }
}

fn takes_anything(state: &'static State, converter: &'static Converter) -> PyResult<bool> {
    Ok(match converter.form(state)? {
        Form::Any | Form::Default | Form::Converted(..) => true,
        Form::Class(class) => class.is_interface,
        Form::Same(inner) => takes_anything(state, inner)?,
        _ => false,
    })
}

/// Owned values that are given back when a later one fails.
struct Pile<'a> {
    state: &'a State,
    values: Vec<Raw>,
}

impl Pile<'_> {
    fn take(mut self) -> Vec<Raw> {
        std::mem::take(&mut self.values)
    }
}

impl Drop for Pile<'_> {
    fn drop(&mut self) {
        for raw in &self.values {
            // SAFETY: the pile owns its values.
            unsafe { self.state.realm.engine().release(*raw) };
        }
    }
}

unsafe fn array(
    state: &'static State,
    value: *mut PyObject,
    converter_of: impl Fn(usize) -> Option<&'static Converter>,
) -> Converted<Raw> {
    // SAFETY: the callers pass a live sequence; the list or tuple made of it keeps the items alive.
    unsafe {
        let items = Object::from_new(ffi::PySequence_Fast(value, c"a sequence is expected".as_ptr()))?;
        let mut pile = Pile { state, values: Vec::with_capacity(ffi::PySequence_Size(items.as_ptr()).max(0) as usize) };
        let mut index = 0;
        // The length is asked each time: converting an item may run code that changes the list.
        while (index as isize) < ffi::PySequence_Size(items.as_ptr()) {
            let item = Object::from_new(ffi::PySequence_GetItem(items.as_ptr(), index as _))?;
            let raw = match converter_of(index) {
                Some(converter) => {
                    to_js(state, converter, item.as_ptr()).map_err(|mismatch| mismatch.at(Segment::Index(index)))?
                }
                None => any_to_js(state, item.as_ptr())?,
            };
            pile.values.push(raw);
            index += 1;
        }
        let values = pile.take();
        Ok(state.run(|engine| engine.array(&values))?.into_raw())
    }
}

/// The items of a mapping as owned pairs.
unsafe fn pairs(value: *mut PyObject) -> PyResult<Vec<(Object, Object)>> {
    // SAFETY: the callers pass a live mapping; every pair is owned before other code can run.
    unsafe {
        let mut pairs = Vec::new();
        if ffi::Py_TYPE(value) == &raw mut ffi::PyDict_Type {
            let (mut position, mut key, mut item) = (0, std::ptr::null_mut(), std::ptr::null_mut());
            while ffi::PyDict_Next(value, &mut position, &mut key, &mut item) != 0 {
                pairs.push((Object::from_borrowed(key), Object::from_borrowed(item)));
            }
            return Ok(pairs);
        }
        let items = Object::from_new(ffi::PyMapping_Items(value))?;
        for index in 0..ffi::PySequence_Size(items.as_ptr()).max(0) {
            let pair = Object::from_new(ffi::PySequence_GetItem(items.as_ptr(), index))?;
            let key = Object::from_new(ffi::PySequence_GetItem(pair.as_ptr(), 0))?;
            let item = Object::from_new(ffi::PySequence_GetItem(pair.as_ptr(), 1))?;
            pairs.push((key, item));
        }
        Ok(pairs)
    }
}

fn define(state: &State, object: &Value, key: crate::engine::RawKey, raw: Raw) -> PyResult<()> {
    // SAFETY: the object and the key are alive; `define` takes the value.
    unsafe {
        if state.realm.engine().define(object.raw(), key, raw, PropertyFlags::DATA).is_err() {
            return Err(crate::python::error::raise_pending(state.realm));
        }
    }
    Ok(())
}

/// Defines a property under a Python key, which is made text.
unsafe fn define_by_text(state: &State, object: &Value, name: *mut PyObject, raw: Raw) -> PyResult<()> {
    // SAFETY: the callers pass a live string; the key is released after use.
    unsafe {
        let value = Value::from_raw(state.realm, raw);
        let name = Value::from_raw(state.realm, convert::string_to_js(state.realm, name)?);
        state.run_safe(|| object.define(&name, &value))
    }
}

unsafe fn mapping(state: &'static State, element: &'static Converter, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live mapping.
    unsafe {
        let object = state.realm.object();
        for (key, item) in pairs(value)? {
            if ffi::PyUnicode_Check(key.as_ptr()) == 0 {
                let shown = Segment::Key(key.text()?);
                return Err(Mismatch::wrong_type(state, &crate::signature::Type::String, key.as_ptr()).at(shown));
            }
            let raw = match to_js(state, element, item.as_ptr()) {
                Ok(raw) => raw,
                Err(mismatch) => return Err(mismatch.at(Segment::Key(key.text()?))),
            };
            define_by_text(state, &object, key.as_ptr(), raw)?;
        }
        Ok(object.into_raw())
    }
}

unsafe fn record(state: &'static State, fields: &'static Record, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live mapping.
    unsafe {
        let object = state.realm.object();
        for (key, item) in pairs(value)? {
            let text = key.text()?;
            let Some(field) = fields.find(&text) else {
                let raw = any_to_js(state, item.as_ptr())?;
                let name = Object::from_new(ffi::PyObject_Str(key.as_ptr()))?;
                define_by_text(state, &object, name.as_ptr(), raw)?;
                continue;
            };
            let raw = match field.none {
                Some(none) if item.is_none() => none,
                _ => match to_js(state, field.converter, item.as_ptr()) {
                    Ok(raw) => raw,
                    Err(mismatch) => return Err(mismatch.at(Segment::Field(text))),
                },
            };
            define(state, &object, field.key.raw(), raw)?;
        }
        Ok(object.into_raw())
    }
}

unsafe fn map(
    state: &'static State,
    key_type: &'static Converter,
    element: &'static Converter,
    value: *mut PyObject,
) -> Converted<Raw> {
    // SAFETY: the callers pass a live mapping.
    unsafe {
        let made = state.run_safe(|| state.builtins.map.construct(&[]))?;
        for (key, item) in pairs(value)? {
            let at = |mismatch: Mismatch| match key.text() {
                Ok(text) => mismatch.at(Segment::Key(text)),
                Err(Raised) => Mismatch::Raised,
            };
            let key_value = Value::from_raw(state.realm, to_js(state, key_type, key.as_ptr()).map_err(at)?);
            let item = Value::from_raw(state.realm, to_js(state, element, item.as_ptr()).map_err(at)?);
            state.run_safe(|| state.builtins.map_set.call(&made, &[&key_value, &item]).map(drop))?;
        }
        Ok(made.into_raw())
    }
}

unsafe fn set(state: &'static State, element: &'static Converter, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live iterable.
    unsafe {
        let items = Object::from_new(ffi::PySequence_List(value))?;
        let made = state.run_safe(|| state.builtins.set.construct(&[]))?;
        for index in 0..ffi::PyList_Size(items.as_ptr()) {
            let item = ffi::PyList_GetItem(items.as_ptr(), index);
            let raw = to_js(state, element, item).map_err(|mismatch| mismatch.at(Segment::Index(index as usize)))?;
            let item = Value::from_raw(state.realm, raw);
            state.run_safe(|| state.builtins.set_add.call(&made, &[&item]).map(drop))?;
        }
        Ok(made.into_raw())
    }
}

unsafe fn date(state: &'static State, value: *mut PyObject) -> Converted<Raw> {
    // SAFETY: the callers pass a live date.
    unsafe {
        let value = Object::from_borrowed(value);
        let [datetime, _] = state.signatures.date_classes()?;
        let moment = if ffi::PyObject_IsInstance(value.as_ptr(), datetime.as_ptr()) == 1 {
            value.call_method(c"timestamp", &[])?
        } else {
            // A date is its midnight in UTC, as in JavaScript's own reading of `2024-01-31`.
            let days = value.call_method(c"toordinal", &[])?;
            const EPOCH: f64 = 719_163.0;
            let seconds = (ffi::PyLong_AsDouble(days.as_ptr()) - EPOCH) * 86_400.0;
            Object::from_new(ffi::PyFloat_FromDouble(seconds))?
        };
        let milliseconds = ffi::PyFloat_AsDouble(moment.as_ptr()) * 1000.0;
        Ok(state.run(|engine| engine.date(milliseconds))?.into_raw())
    }
}

unsafe fn buffer(state: &'static State, kind: BufferKind, value: *mut PyObject) -> PyResult<Option<Raw>> {
    use TypedArrayKind as Kind;
    let wanted = match kind {
        BufferKind::ArrayBuffer | BufferKind::SharedArrayBuffer | BufferKind::DataView => Some(Kind::Uint8Array),
        BufferKind::ArrayBufferView => None,
        BufferKind::Int8Array => Some(Kind::Int8Array),
        BufferKind::Uint8Array => Some(Kind::Uint8Array),
        BufferKind::Uint8ClampedArray => Some(Kind::Uint8ClampedArray),
        BufferKind::Int16Array => Some(Kind::Int16Array),
        BufferKind::Uint16Array => Some(Kind::Uint16Array),
        BufferKind::Int32Array => Some(Kind::Int32Array),
        BufferKind::Uint32Array => Some(Kind::Uint32Array),
        BufferKind::Float16Array => Some(Kind::Float16Array),
        BufferKind::Float32Array => Some(Kind::Float32Array),
        BufferKind::Float64Array => Some(Kind::Float64Array),
        BufferKind::BigInt64Array => Some(Kind::BigInt64Array),
        BufferKind::BigUint64Array => Some(Kind::BigUint64Array),
    };
    let whole = matches!(kind, BufferKind::ArrayBuffer | BufferKind::SharedArrayBuffer | BufferKind::DataView);
    let Some(made) = foreign::buffer_to_js(state, value, wanted, whole)? else { return Ok(None) };
    if kind == BufferKind::DataView {
        let view = state.run_safe(|| state.realm.global().get("DataView")?.construct(&[&made]))?;
        return Ok(Some(view.into_raw()));
    }
    Ok(Some(made.into_raw()))
}

unsafe fn enumerated(
    state: &'static State,
    converter: &'static Converter,
    strings: bool,
    numbers: bool,
    value: *mut PyObject,
) -> Converted<Raw> {
    // SAFETY: the callers pass a live object.
    unsafe {
        let object = Object::from_borrowed(value);
        let inner = if has_attribute(value, c"_value_") { object.attribute(c"value")? } else { object };
        let pointer = inner.as_ptr();
        let number = ffi::PyLong_Check(pointer) != 0 || ffi::PyFloat_Check(pointer) != 0;
        if (strings && ffi::PyUnicode_Check(pointer) != 0) || (numbers && number && ffi::PyBool_Check(pointer) == 0) {
            return Ok(convert::to_js(state, pointer)?);
        }
        Err(Mismatch::wrong_type(state, &converter.ty, value))
    }
}
