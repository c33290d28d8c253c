//! Owned Python references, and the mark that an exception is set.

use pyo3::ffi::{self, PyObject};

/// A Python exception is set. Whoever gets this gives it on, or clears the exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised;

/// A result whose error is the exception that is set.
pub type PyResult<T> = Result<T, Raised>;

/// An owned reference. The GIL must be held where it is made, cloned and dropped.
#[derive(Debug)]
pub struct Object(std::ptr::NonNull<PyObject>);

impl Object {
    /// Takes over a new reference; null is the exception that is set.
    ///
    /// # Safety
    ///
    /// `pointer` must be null with an exception set, or an owned reference.
    #[inline]
    pub unsafe fn from_new(pointer: *mut PyObject) -> PyResult<Self> {
        std::ptr::NonNull::new(pointer).map(Self).ok_or(Raised)
    }

    /// Makes a reference of its own to a borrowed object.
    ///
    /// # Safety
    ///
    /// `pointer` must be a live object.
    #[inline]
    pub unsafe fn from_borrowed(pointer: *mut PyObject) -> Self {
        // SAFETY: promised by the caller.
        unsafe {
            ffi::Py_INCREF(pointer);
            Self(std::ptr::NonNull::new_unchecked(pointer))
        }
    }

    /// The pointer, still owned by `self`.
    #[inline]
    pub fn as_ptr(&self) -> *mut PyObject {
        self.0.as_ptr()
    }

    /// The pointer with its reference.
    #[inline]
    pub fn into_ptr(self) -> *mut PyObject {
        std::mem::ManuallyDrop::new(self).0.as_ptr()
    }

    /// `None`.
    pub fn none() -> Self {
        // SAFETY: `None` is always alive.
        unsafe { Self::from_borrowed(ffi::Py_None()) }
    }

    /// An attribute.
    pub fn attribute(&self, name: &std::ffi::CStr) -> PyResult<Self> {
        // SAFETY: the object is alive; a null result has the exception set.
        unsafe { Self::from_new(ffi::PyObject_GetAttrString(self.as_ptr(), name.as_ptr())) }
    }

    /// Calls it with these arguments.
    pub fn call(&self, arguments: &[&Object]) -> PyResult<Self> {
        let pointers: Vec<*mut PyObject> = arguments.iter().map(|argument| argument.as_ptr()).collect();
        // SAFETY: all objects are alive for the call.
        unsafe {
            let result =
                ffi::PyObject_Vectorcall(self.as_ptr(), pointers.as_ptr(), pointers.len(), std::ptr::null_mut());
            Self::from_new(result)
        }
    }

    /// Calls a method.
    pub fn call_method(&self, name: &std::ffi::CStr, arguments: &[&Object]) -> PyResult<Self> {
        self.attribute(name)?.call(arguments)
    }

    /// A string.
    pub fn string(text: &str) -> PyResult<Self> {
        // SAFETY: the bytes are valid UTF-8 and read during the call.
        unsafe { Self::from_new(ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len() as _)) }
    }

    /// An integer.
    pub fn integer(value: i64) -> PyResult<Self> {
        // SAFETY: plain construction.
        unsafe { Self::from_new(ffi::PyLong_FromLongLong(value)) }
    }

    /// A boolean.
    pub fn boolean(value: bool) -> Self {
        // SAFETY: the two booleans are always alive.
        unsafe { Self::from_borrowed(if value { ffi::Py_True() } else { ffi::Py_False() }) }
    }

    /// A tuple of these.
    pub fn tuple(items: &[&Object]) -> PyResult<Self> {
        // SAFETY: the tuple takes over the references that it is given.
        unsafe {
            let tuple = Self::from_new(ffi::PyTuple_New(items.len() as _))?;
            for (index, item) in items.iter().enumerate() {
                ffi::PyTuple_SetItem(tuple.as_ptr(), index as _, (*item).clone().into_ptr());
            }
            Ok(tuple)
        }
    }

    /// A module.
    pub fn import(name: &std::ffi::CStr) -> PyResult<Self> {
        // SAFETY: a null result has the exception set.
        unsafe { Self::from_new(ffi::PyImport_ImportModule(name.as_ptr())) }
    }

    /// The text of a string object, or of `str(object)`.
    pub fn text(&self) -> PyResult<String> {
        // SAFETY: the object is alive.
        unsafe { text_of(self.as_ptr()) }
    }

    /// Whether it is `None`.
    pub fn is_none(&self) -> bool {
        // SAFETY: comparing addresses.
        unsafe { self.as_ptr() == ffi::Py_None() }
    }
}

impl Clone for Object {
    fn clone(&self) -> Self {
        // SAFETY: the object is alive.
        unsafe { Self::from_borrowed(self.as_ptr()) }
    }
}

impl Drop for Object {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `self` owns one reference.
        unsafe { ffi::Py_DECREF(self.as_ptr()) }
    }
}

/// Whether an object is `None`.
#[inline]
pub fn is_none(object: *mut PyObject) -> bool {
    // SAFETY: comparing with the singleton's address.
    unsafe { object == ffi::Py_None() }
}

/// Whether this thread holds the GIL.
pub fn holds_gil() -> bool {
    // SAFETY: asking for the state of the calling thread.
    unsafe { ffi::PyGILState_Check() != 0 }
}

/// Sets an exception of a built-in class.
///
/// # Safety
///
/// `class` must be an exception class.
pub unsafe fn raise(class: *mut PyObject, message: &str) -> Raised {
    // SAFETY: promised by the caller. A message that cannot be made leaves the memory error, which is an exception too.
    unsafe {
        if let Ok(text) = Object::string(message) {
            ffi::PyErr_SetObject(class, text.as_ptr());
        }
    }
    Raised
}

/// Sets a `TypeError`.
pub fn type_error(message: &str) -> Raised {
    // SAFETY: a built-in exception class.
    unsafe { raise(ffi::PyExc_TypeError, message) }
}

/// Sets a `RuntimeError`.
pub fn runtime_error(message: &str) -> Raised {
    // SAFETY: a built-in exception class.
    unsafe { raise(ffi::PyExc_RuntimeError, message) }
}

/// Sets a `RecursionError`.
#[cold]
pub fn recursion_error(while_doing: &str) -> Raised {
    // SAFETY: a built-in exception class.
    unsafe { raise(ffi::PyExc_RecursionError, &format!("maximum recursion depth exceeded {while_doing}")) }
}

/// Sets a `ValueError`.
pub fn value_error(message: &str) -> Raised {
    // SAFETY: a built-in exception class.
    unsafe { raise(ffi::PyExc_ValueError, message) }
}

/// Clears the exception that is set when it is of `class`, and says whether it was.
///
/// # Safety
///
/// `class` must be an exception class, and an exception must be set.
pub unsafe fn clear_if(class: *mut PyObject) -> bool {
    // SAFETY: promised by the caller.
    unsafe {
        let matches = ffi::PyErr_ExceptionMatches(class) != 0;
        if matches {
            ffi::PyErr_Clear();
        }
        matches
    }
}

/// Takes the exception that is set, normalised, with its traceback attached.
#[allow(deprecated, reason = "the replacement exists from Python 3.12 on only, where these are deprecated")]
pub fn take_exception() -> Option<Object> {
    let (mut class, mut value, mut traceback) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
    // SAFETY: the three references are owned after the call; null ones are allowed.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut value, &mut traceback);
        if class.is_null() {
            return None;
        }
        ffi::PyErr_NormalizeException(&mut class, &mut value, &mut traceback);
        if !traceback.is_null() && !value.is_null() {
            ffi::PyException_SetTraceback(value, traceback);
        }
        ffi::Py_XDECREF(class);
        ffi::Py_XDECREF(traceback);
        Object::from_new(value).ok()
    }
}

/// Sets an exception object (with the traceback it has).
#[allow(deprecated, reason = "the replacement exists from Python 3.12 on only, where these are deprecated")]
pub fn restore_exception(exception: Object) -> Raised {
    // SAFETY: the three references pass to the interpreter.
    unsafe {
        let class = ffi::Py_TYPE(exception.as_ptr()).cast::<PyObject>();
        ffi::Py_INCREF(class);
        let traceback = ffi::PyException_GetTraceback(exception.as_ptr());
        ffi::PyErr_Restore(class, exception.into_ptr(), traceback);
    }
    Raised
}

/// The text of a string object, or of `str(object)`; lone surrogates become U+FFFD.
///
/// # Safety
///
/// `object` must be alive.
pub unsafe fn text_of(object: *mut PyObject) -> PyResult<String> {
    // SAFETY: promised by the caller; the text is copied while its owner is alive.
    unsafe {
        let text = if ffi::PyUnicode_Check(object) != 0 {
            Object::from_borrowed(object)
        } else {
            Object::from_new(ffi::PyObject_Str(object))?
        };
        let mut length = 0;
        let bytes = ffi::PyUnicode_AsUTF8AndSize(text.as_ptr(), &mut length);
        if bytes.is_null() {
            ffi::PyErr_Clear();
            let bytes = Object::from_new(ffi::PyUnicode_AsEncodedString(
                text.as_ptr(),
                c"utf-8".as_ptr(),
                c"replace".as_ptr(),
            ))?;
            let slice = std::slice::from_raw_parts(
                ffi::PyBytes_AsString(bytes.as_ptr()).cast::<u8>(),
                ffi::PyBytes_Size(bytes.as_ptr()) as usize,
            );
            return Ok(String::from_utf8_lossy(slice).into_owned());
        }
        let slice = std::slice::from_raw_parts(bytes.cast::<u8>(), length as usize);
        Ok(String::from_utf8_lossy(slice).into_owned())
    }
}

/// The name of an object's type, without its module.
///
/// # Safety
///
/// `object` must be alive.
pub unsafe fn type_name(object: *mut PyObject) -> String {
    // SAFETY: promised by the caller; the name is a static or type-owned C string.
    let name = unsafe { std::ffi::CStr::from_ptr((*ffi::Py_TYPE(object)).tp_name) }.to_string_lossy();
    name.rsplit('.').next().unwrap_or_default().to_owned()
}

/// What the interpreter exports and the bindings leave out.
pub mod capi {
    use pyo3::ffi::{PyObject, PyTypeObject};

    unsafe extern "C" {
        /// The type of bound methods.
        pub static mut PyMethod_Type: PyTypeObject;
        /// The function of a bound method, borrowed.
        pub fn PyMethod_Function(method: *mut PyObject) -> *mut PyObject;
        /// The receiver of a bound method, borrowed.
        pub fn PyMethod_Self(method: *mut PyObject) -> *mut PyObject;
    }
}
