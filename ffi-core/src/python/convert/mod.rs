//! The default conversion in both directions: primitives by value, everything else by proxy.

mod converter;
pub mod deep_js;
pub mod deep_py;

use std::mem::MaybeUninit;

use pyo3::ffi::{self, PyObject};

use super::foreign;
use super::object::{Object, PyResult, Raised, raise};
use super::proxy;
use super::state::State;
use crate::engine::{Active, Engine, Kind, Raw, Realm, Value};

/// Sets a `ConversionError`.
pub fn conversion_error(state: &State, message: &str) -> Raised {
    // SAFETY: an exception class, kept by the state.
    unsafe { raise(state.conversion_error, message) }
}

/// The largest integer that every smaller one of has an exact number: 2**53 - 1.
pub const MOST_SAFE: i64 = (1 << 53) - 1;

/// A Python object for a value, by the default conversion. Does not take the value.
///
/// # Safety
///
/// The value must be alive, on the realm's thread.
#[inline]
pub unsafe fn to_py(state: &State, raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        match Active::kind(raw) {
            Kind::Undefined => Ok(Object::none()),
            Kind::Null => Ok(state.null()),
            Kind::Boolean => Ok(Object::boolean(Active::as_boolean(raw))),
            Kind::Number => number_to_py(raw),
            Kind::String => text_to_py(state.realm, raw),
            Kind::BigInt => bigint_to_py(state, raw),
            Kind::Symbol | Kind::Object => proxy::object_to_py(state, raw, None),
        }
    }
}

/// An `int` where the number is a safe integer, otherwise a `float`.
///
/// # Safety
///
/// `raw` must be a number.
#[inline]
pub unsafe fn number_to_py(raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        if let Some(integer) = Active::as_integer(raw) {
            return Object::from_new(ffi::PyLong_FromLong(integer.into()));
        }
        let number = Active::as_number(raw);
        if number.fract() == 0.0 && number.abs() <= MOST_SAFE as f64 && !(number == 0.0 && number.is_sign_negative()) {
            return Object::from_new(ffi::PyLong_FromLongLong(number as i64));
        }
        Object::from_new(ffi::PyFloat_FromDouble(number))
    }
}

/// A `str` with exactly the code units of a value's string form.
///
/// # Safety
///
/// The value must be alive, on the realm's thread.
pub unsafe fn text_to_py(realm: Realm, raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller; lone surrogates pass as they are.
    let text = unsafe {
        realm.engine().text(raw, |bytes| {
            ffi::PyUnicode_DecodeUTF8(bytes.as_ptr().cast(), bytes.len() as _, c"surrogatepass".as_ptr())
        })
    };
    match text {
        // SAFETY: null has an exception set.
        Ok(text) => unsafe { Object::from_new(text) },
        Err(_) => Err(super::error::raise_pending(realm)),
    }
}

unsafe fn bigint_to_py(state: &State, raw: Raw) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        let value = crate::engine::Borrowed::from_raw(state.realm, raw);
        // Hexadecimal, because CPython refuses decimal text of a huge integer.
        let digits = state.run_safe(|| value.invoke("toString", &[&state.realm.number(16.0)])?.to_text())?;
        let Ok(digits) = std::ffi::CString::new(digits) else { return Err(super::object::value_error("not a number")) };
        let number = Object::from_new(ffi::PyLong_FromString(digits.as_ptr(), std::ptr::null_mut(), 16))?;
        Object::from_borrowed(state.js_bigint).call(&[&number])
    }
}

/// What an object is to the default conversion, when it is not a proxy: its value by itself.
///
/// Gives `None` for an object that crosses as a proxy.
///
/// # Safety
///
/// The object must be alive, on the realm's thread with the GIL held.
#[inline(always)]
pub unsafe fn primitive_to_js(state: &State, object: *mut PyObject) -> PyResult<Option<Raw>> {
    // SAFETY: promised by the caller.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if class == &raw mut ffi::PyLong_Type {
            return integer_to_js(state, object).map(Some);
        }
        if class == &raw mut ffi::PyUnicode_Type {
            return string_to_js(state.realm, object).map(Some);
        }
        if class == &raw mut ffi::PyFloat_Type {
            return Ok(Some(Active::number(ffi::PyFloat_AS_DOUBLE(object))));
        }
        if object == ffi::Py_None() {
            return Ok(Some(Active::UNDEFINED));
        }
        other_primitive_to_js(state, object)
    }
}

unsafe fn other_primitive_to_js(state: &State, object: *mut PyObject) -> PyResult<Option<Raw>> {
    // SAFETY: promised by the caller.
    unsafe {
        if ffi::Py_TYPE(object) == &raw mut ffi::PyBool_Type {
            return Ok(Some(Active::boolean(object == ffi::Py_True())));
        }
        if let Some(raw) = proxy::raw_of(state, object) {
            return Ok(Some(state.realm.engine().retain(raw)));
        }
        if object == state.js_null {
            return Ok(Some(Active::NULL));
        }
        // Subclasses of the primitives (`IntEnum`, `StrEnum`) are their value.
        if ffi::PyUnicode_Check(object) != 0 {
            return string_to_js(state.realm, object).map(Some);
        }
        if ffi::Py_TYPE(object).cast() == state.js_bigint {
            return bigint_to_js(state, object).map(Some);
        }
        if ffi::PyLong_Check(object) != 0 {
            return integer_to_js(state, object).map(Some);
        }
        if ffi::PyFloat_Check(object) != 0 {
            return Ok(Some(Active::number(ffi::PyFloat_AsDouble(object))));
        }
        Ok(None)
    }
}

/// A value for a Python object, by the default conversion. Gives a reference.
///
/// # Safety
///
/// The object must be alive, on the realm's thread with the GIL held.
#[inline(always)]
pub unsafe fn to_js(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller.
    unsafe {
        match primitive_to_js(state, object)? {
            Some(raw) => Ok(raw),
            None => foreign::to_js(state, object),
        }
    }
}

/// As [`to_js`], straight into its place: a value that is handed on through memory costs a stall at each copy.
///
/// # Safety
///
/// As for [`to_js`].
#[inline(always)]
pub unsafe fn to_js_at(state: &State, object: *mut PyObject, place: &mut MaybeUninit<Raw>) -> PyResult<()> {
    // SAFETY: promised by the caller.
    unsafe {
        if ffi::Py_TYPE(object) == &raw mut ffi::PyLong_Type {
            let mut overflow = 0;
            let value = ffi::PyLong_AsLongLongAndOverflow(object, &mut overflow);
            if overflow == 0
                && let Ok(small) = i32::try_from(value)
            {
                place.write(Active::integer(small));
                return Ok(());
            }
        }
        other_to_js_at(state, object, place)
    }
}

#[inline(never)]
unsafe fn other_to_js_at(state: &State, object: *mut PyObject, place: &mut MaybeUninit<Raw>) -> PyResult<()> {
    // SAFETY: promised by the caller.
    place.write(unsafe { to_js(state, object) }?);
    Ok(())
}

/// A number, or a bigint when the integer is beyond the safe ones.
///
/// # Safety
///
/// `object` must be an integer.
#[inline]
pub unsafe fn integer_to_js(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller.
    unsafe {
        let mut overflow = 0;
        let value = ffi::PyLong_AsLongLongAndOverflow(object, &mut overflow);
        if overflow == 0 {
            if let Ok(small) = i32::try_from(value) {
                return Ok(Active::integer(small));
            }
            if value.unsigned_abs() <= MOST_SAFE.unsigned_abs() {
                return Ok(Active::number(value as f64));
            }
        }
        bigint_to_js(state, object)
    }
}

/// A bigint of any size.
///
/// # Safety
///
/// `object` must be an integer.
pub unsafe fn bigint_to_js(state: &State, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller.
    unsafe {
        let mut overflow = 0;
        let value = ffi::PyLong_AsLongLongAndOverflow(object, &mut overflow);
        if overflow == 0 {
            return state.run(|engine| engine.bigint(value)).map(Value::into_raw);
        }
        // Hexadecimal, because decimal text of a huge integer is refused by CPython.
        let digits = Object::from_new(ffi::PyNumber_ToBase(object, 16))?.text()?;
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, digits),
        };
        let text = state.realm.string(&digits);
        let value = state.run_safe(|| {
            let value = state.builtins.big_int.call_plain(&[&text])?;
            if sign { negate(state.realm, &value) } else { Ok(value) }
        })?;
        Ok(value.into_raw())
    }
}

fn negate(realm: Realm, value: &Value) -> Result<Value, crate::engine::Thrown> {
    realm.evaluate("(value => -value)", "<sigbind>")?.call_plain(&[value])
}

/// A JavaScript string with exactly the code points of a `str`.
///
/// # Safety
///
/// `object` must be a string.
#[inline]
pub unsafe fn string_to_js(realm: Realm, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller; the text belongs to the string object.
    unsafe {
        let mut length = 0;
        let bytes = ffi::PyUnicode_AsUTF8AndSize(object, &mut length);
        if bytes.is_null() {
            return surrogates_to_js(realm, object);
        }
        let text = std::str::from_utf8_unchecked(std::slice::from_raw_parts(bytes.cast(), length as usize));
        realm.engine().string(text).map_err(|_| super::error::raise_pending(realm))
    }
}

#[cold]
unsafe fn surrogates_to_js(realm: Realm, object: *mut PyObject) -> PyResult<Raw> {
    // SAFETY: promised by the caller; the bytes object keeps the units alive, which need not be aligned.
    unsafe {
        ffi::PyErr_Clear();
        let encoding = if cfg!(target_endian = "little") { c"utf-16-le" } else { c"utf-16-be" };
        let bytes =
            Object::from_new(ffi::PyUnicode_AsEncodedString(object, encoding.as_ptr(), c"surrogatepass".as_ptr()))?;
        let length = ffi::PyBytes_Size(bytes.as_ptr()) as usize;
        let slice = std::slice::from_raw_parts(ffi::PyBytes_AsString(bytes.as_ptr()).cast::<u8>(), length);
        let units: Vec<u16> = slice.chunks_exact(2).map(|pair| u16::from_ne_bytes([pair[0], pair[1]])).collect();
        realm.engine().string_utf16(&units).map_err(|_| super::error::raise_pending(realm))
    }
}
