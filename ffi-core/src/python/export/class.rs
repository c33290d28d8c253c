//! Exported classes in Python: subclasses of `JsProxy` whose methods are the exported ones.

use std::cell::RefCell;
use std::ffi::{CString, c_int, c_void};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::function;
use crate::engine::{Raw, Value};
use crate::export::{ClassInfo, ClassTag, MemberKind, PythonCall, bind_python};
use crate::python::object::{Object, PyResult, Raised, text_of, type_error};
use crate::python::proxy::{self, ProxyKind};
use crate::python::state::{AddressMap, State};
use crate::python::typed::raise;
use crate::typed::{Guest, Side};

/// The Python types of what is exported.
pub struct Classes {
    /// The type of functions.
    pub function: *mut PyTypeObject,
    /// The classes, by the address of their description.
    by_info: RefCell<AddressMap<usize, *mut PyTypeObject>>,
    /// The descriptions, by the address of the class.
    by_class: RefCell<AddressMap<usize, &'static ClassInfo>>,
}

impl Classes {
    /// No classes yet.
    pub fn new() -> PyResult<Self> {
        Ok(Self { function: super::make_type()?, by_info: RefCell::default(), by_class: RefCell::default() })
    }
}

/// The Python class of an exported class, made on first use.
pub(super) fn class_for(state: &'static State, info: &'static ClassInfo) -> PyResult<*mut PyTypeObject> {
    let key = std::ptr::from_ref(info).addr();
    if let Some(class) = state.exports.by_info.borrow().get(&key) {
        return Ok(*class);
    }
    let class = make(state, info)?;
    state.exports.by_info.borrow_mut().insert(key, class);
    state.exports.by_class.borrow_mut().insert(class.addr(), info);
    Ok(class)
}

fn make(state: &'static State, info: &'static ClassInfo) -> PyResult<*mut PyTypeObject> {
    let text = |text: &str| CString::new(text.replace('\0', "")).unwrap_or_default().into_raw();
    // The interpreter keeps a pointer to the name: it is leaked with the class.
    let name = text(&format!("rust.{}", info.name));
    let doc = text(info.docs);
    let slot = |number: c_int, function: *mut c_void| ffi::PyType_Slot { slot: number, pfunc: function };
    let mut slots = [
        slot(ffi::Py_tp_new, new as *mut c_void),
        slot(ffi::Py_tp_getattro, ffi::PyObject_GenericGetAttr as *mut c_void),
        slot(ffi::Py_tp_setattro, ffi::PyObject_GenericSetAttr as *mut c_void),
        slot(ffi::Py_tp_repr, represent as *mut c_void),
        slot(ffi::Py_tp_str, represent as *mut c_void),
        slot(ffi::Py_tp_doc, doc.cast()),
        slot(0, std::ptr::null_mut()),
    ];
    let mut spec = ffi::PyType_Spec {
        name,
        basicsize: std::mem::size_of::<proxy::JsProxy>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT) as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call. The class is kept for good.
    let class = unsafe {
        let bases = Object::from_new(ffi::PyTuple_Pack(1, state.types.of(ProxyKind::Object)))?;
        Object::from_new(ffi::PyType_FromSpecWithBases(&mut spec, bases.as_ptr()))?
    };
    for member in info.members {
        let object = function::make(state, member.function)?;
        match member.kind {
            MemberKind::Method => super::set(&class, member.function.name.python, &object)?,
            MemberKind::Static => {
                // SAFETY: the function is alive.
                let object = unsafe { Object::from_new(PyStaticMethod_New(object.as_ptr()))? };
                super::set(&class, member.function.name.python, &object)?;
            }
            MemberKind::Getter => {
                let property = Object::import(c"builtins")?.attribute(c"property")?;
                let setter = match info.setter(member.function.name) {
                    Some(setter) => function::make(state, setter)?,
                    None => Object::none(),
                };
                let docs = Object::string(member.function.docs)?;
                let property = property.call(&[&object, &setter, &Object::none(), &docs])?;
                super::set(&class, member.function.name.python, &property)?;
            }
            MemberKind::Setter => {}
        }
    }
    Ok(class.into_ptr().cast())
}

unsafe extern "C" {
    /// A static method of a class.
    fn PyStaticMethod_New(callable: *mut PyObject) -> *mut PyObject;
}

unsafe extern "C" fn new(
    class: *mut PyTypeObject,
    positional: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes a class made here, a tuple, and a dict or null.
    match unsafe { construct(class, positional, keywords) } {
        Ok(object) => object.into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}

unsafe fn construct(class: *mut PyTypeObject, positional: *mut PyObject, keywords: *mut PyObject) -> PyResult<Object> {
    let entered = State::enter()?;
    let state = *entered;
    let Some(info) = state.exports.by_class.borrow().get(&class.addr()).copied() else {
        return Err(type_error("not an exported class"));
    };
    let Some(constructor) = info.constructor else {
        return Err(type_error(&format!("{} has no constructor", info.name)));
    };
    // SAFETY: promised by the caller.
    let call = unsafe {
        let guest = |object| Guest::of_python(Object::from_borrowed(object));
        let count = ffi::PyTuple_Size(positional);
        let mut call = PythonCall {
            positional: (0..count).map(|index| guest(ffi::PyTuple_GetItem(positional, index))).collect(),
            keywords: Vec::new(),
        };
        if !keywords.is_null() {
            let (mut position, mut name, mut value) = (0, std::ptr::null_mut(), std::ptr::null_mut());
            while ffi::PyDict_Next(keywords, &mut position, &mut name, &mut value) != 0 {
                call.keywords.push((text_of(name)?, guest(value)));
            }
        }
        call
    };
    let side = Side::Python(state);
    let entry = state.realm.enter();
    let made = bind_python(constructor, side, None, call).and_then(|frame| constructor.call(frame));
    let made = match made {
        Ok(guest) => guest.into_python(state),
        Err(fault) => Err(raise(state, fault.into_exception(Some(info.name), side))),
    };
    drop(entry);
    state.settle();
    made
}

/// The Python object for an instance of an exported class; `None` for any other value.
pub fn wrap_instance(state: &State, raw: Raw) -> PyResult<Option<Object>> {
    // SAFETY: the caller passes a live object, on the realm's thread.
    let value = unsafe { crate::engine::Borrowed::from_raw(state.realm, raw) };
    let Some(tag) = Value::host::<ClassTag>(&value) else { return Ok(None) };
    let Some(state) = State::get() else { return Ok(None) };
    let class = class_for(state, tag.info)?;
    // SAFETY: instances of the class have the layout of a proxy.
    unsafe { proxy::make_instance(state, class, raw).map(Some) }
}

unsafe extern "C" fn represent(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the interpreter passes a live instance.
    let name = unsafe { crate::python::object::type_name(object) };
    match Object::string(&format!("<{name} object at {:#x}>", object.addr())) {
        Ok(text) => text.into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}
