//! Signatures at run time: what is bound to a proxy, and everything that was compiled for it.
//!
//! A signature class or function is read in Python (`sigbind/_reader.py`), member by member, into the JSON form of
//! [`crate::signature`]; from there on everything is here. What was compiled is kept for good and shared by address: plans, classes and converters
//! are `&'static`, so a binding is two words and reading one costs no reference count.

mod call;
mod callback;
pub mod cancel;
mod class;
mod converter;
mod give;
mod mismatch;
mod take;
mod view;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CStr;

use pyo3::ffi::PyObject;

pub use call::{FunctionPlan, call, construct};
pub use callback::{CallbackPlan, call_python};
pub use class::{Class, Member};
pub use converter::Converter;
pub use view::{Data, View};

use super::object::{Object, PyResult, type_error};
use super::proxy;
use super::state::{AddressMap, State};
use crate::engine::Borrowed;
use crate::signature::{Conversion, Function, Type};

/// What is bound to a proxy.
#[derive(Clone, Copy)]
pub enum Binding {
    /// An instance of a signature class.
    Instance(&'static Class),
    /// The class object, or a namespace object.
    ClassObject(&'static Class),
    /// A function.
    Function(&'static FunctionPlan),
    /// A container, promise or iterator whose contents have types.
    View(&'static View),
}

impl Binding {
    /// A number that tells bindings apart.
    #[inline]
    pub fn address(self) -> usize {
        match self {
            Self::Instance(class) => std::ptr::from_ref(class).addr(),
            // A class has alignment above one: the odd address is its own class object.
            Self::ClassObject(class) => std::ptr::from_ref(class).addr() | 1,
            Self::Function(plan) => std::ptr::from_ref(plan).addr(),
            Self::View(view) => std::ptr::from_ref(view).addr(),
        }
    }

    /// The member that the signature declares under a Python name.
    ///
    /// # Safety
    ///
    /// `name` must be a live string, with the GIL held.
    #[inline]
    pub unsafe fn member(self, state: &'static State, name: *mut PyObject) -> PyResult<Option<&'static Member>> {
        // SAFETY: promised by the caller.
        unsafe {
            match self {
                Self::Instance(class) => class.member(state, name, false),
                Self::ClassObject(class) => class.member(state, name, true),
                Self::View(view) => view.member(state, name),
                Self::Function(_) => Ok(None),
            }
        }
    }

    /// The names of all members that the signature declares.
    pub fn names(self, state: &'static State) -> PyResult<Vec<Object>> {
        match self {
            Self::Instance(class) => class.names(state, false),
            Self::ClassObject(class) => class.names(state, true),
            Self::Function(_) | Self::View(_) => Ok(Vec::new()),
        }
    }
}

/// How a signature class is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindAs {
    /// As the object suggests: a class object where it can be constructed, otherwise an instance.
    Natural,
    /// An instance (or `type[C]`: the class object).
    Instance,
    /// The class object.
    ClassObject,
}

/// Everything that was compiled.
#[derive(Default)]
pub struct Registry {
    converters: RefCell<HashMap<String, &'static Converter>>,
    classes: RefCell<AddressMap<usize, &'static Class>>,
    functions: RefCell<AddressMap<usize, &'static FunctionPlan>>,
    reader: RefCell<Option<Object>>,
    date: RefCell<Option<[Object; 2]>>,
    data: RefCell<Vec<(Data, &'static View)>>,
}

impl Registry {
    /// The module that reads signatures.
    pub fn reader(&self) -> PyResult<Object> {
        if let Some(reader) = &*self.reader.borrow() {
            return Ok(reader.clone());
        }
        let reader = Object::import(c"sigbind._reader")?;
        *self.reader.borrow_mut() = Some(reader.clone());
        Ok(reader)
    }

    /// The view of data without types.
    pub fn data_view(&self, data: Data) -> &'static View {
        let mut views = self.data.borrow_mut();
        if let Some((_, view)) = views.iter().find(|(kind, _)| *kind == data) {
            return view;
        }
        let view = View::data(data);
        views.push((data, view));
        view
    }

    /// How many positional arguments a callable takes.
    pub fn positional_limit(&self, callable: *mut PyObject) -> PyResult<usize> {
        let module = Object::import(c"sigbind._callables")?;
        // SAFETY: the callers pass a live object.
        let callable = unsafe { Object::from_borrowed(callable) };
        let limit = module.call_method(c"positional_limit", &[&callable])?;
        if limit.is_none() {
            return Ok(usize::MAX);
        }
        // SAFETY: the object is alive; what is no number gives -1.
        let limit = unsafe { pyo3::ffi::PyLong_AsSsize_t(limit.as_ptr()) };
        Ok(usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// The classes `datetime.datetime` and `datetime.date`.
    pub fn date_classes(&self) -> PyResult<[Object; 2]> {
        if let Some(classes) = &*self.date.borrow() {
            return Ok(classes.clone());
        }
        let module = Object::import(c"datetime")?;
        let classes = [module.attribute(c"datetime")?, module.attribute(c"date")?];
        *self.date.borrow_mut() = Some(classes.clone());
        Ok(classes)
    }

    /// The converter of a type, one for equal types.
    pub fn converter(&self, ty: &Type) -> &'static Converter {
        let key = serde_json::to_string(ty).unwrap_or_default();
        if let Some(found) = self.converters.borrow().get(&key) {
            return found;
        }
        let made: &'static Converter = Box::leak(Box::new(Converter::new(ty.clone())));
        self.converters.borrow_mut().insert(key, made);
        made
    }

    /// The Python function that converts by hand in one direction (`to_js` or `to_python`), imported when it is first called.
    fn python_converter(&self, by: &Conversion, direction: &CStr) -> PyResult<Object> {
        let name = if direction == c"to_js" { &by.to_js } else { &by.to_python };
        let arguments = [Object::string(name.as_deref().unwrap_or_default())?, Object::string(&by.origin)?];
        Object::import(c"sigbind._converters")?.call_method(c"converter", &[&arguments[0], &arguments[1]])
    }

    /// The class of a reader object, one for each reader.
    pub fn class(&self, reader: &Object) -> PyResult<&'static Class> {
        let address = reader.as_ptr().addr();
        if let Some(found) = self.classes.borrow().get(&address) {
            return Ok(found);
        }
        let made: &'static Class = Box::leak(Box::new(Class::new(reader.clone())?));
        self.classes.borrow_mut().insert(address, made);
        Ok(made)
    }

    /// The class that a reference names; `None` when it is not a class.
    pub fn class_named(&self, module: Option<&str>, name: &str) -> PyResult<Option<&'static Class>> {
        let arguments = [Object::string(module.unwrap_or_default())?, Object::string(name)?];
        let found = self.reader()?.call_method(c"resolve_class", &[&arguments[0], &arguments[1]])?;
        if found.is_none() { Ok(None) } else { self.class(&found).map(Some) }
    }

    /// What a reference names, in JSON.
    pub fn resolve(&self, module: Option<&str>, name: &str) -> PyResult<Option<serde_json::Value>> {
        let arguments = [Object::string(module.unwrap_or_default())?, Object::string(name)?];
        let found = self.reader()?.call_method(c"resolve_json", &[&arguments[0], &arguments[1]])?;
        if found.is_none() { Ok(None) } else { parse(&found).map(Some) }
    }

    fn function(&self, state: &'static State, reader: &Object) -> PyResult<&'static FunctionPlan> {
        let address = reader.as_ptr().addr();
        if let Some(found) = self.functions.borrow().get(&address) {
            return Ok(found);
        }
        let function: Function = parse(&reader.call_method(c"function_json", &[])?)?;
        let name = reader.attribute(c"name")?.text()?;
        let made = FunctionPlan::compile(state, &name, &function)?;
        // The reader is kept, so that its address stays its own.
        std::mem::forget(reader.clone());
        self.functions.borrow_mut().insert(address, made);
        Ok(made)
    }
}

/// Parses what the reader gave.
pub(super) fn parse<T: serde::de::DeserializeOwned>(text: &Object) -> PyResult<T> {
    let text = text.text()?;
    serde_json::from_str(&text).map_err(|error| type_error(&format!("a signature could not be read: {error}")))
}

/// Whether an object can stand for a signature: a signature class, a function that is a declaration, or `type[C]`.
pub fn is_signature(object: *mut PyObject) -> PyResult<bool> {
    // SAFETY: the callers pass a live object.
    let object = unsafe { Object::from_borrowed(object) };
    let names = Object::import(c"sigbind.signatures")?;
    let base = names.attribute(c"BindClass")?;
    let origin = object.attribute(c"__origin__");
    let object = match origin {
        Ok(_) => object.attribute(c"__args__").and_then(|arguments| first_item(&arguments)).unwrap_or(object),
        Err(_) => {
            // SAFETY: an exception is set.
            unsafe { pyo3::ffi::PyErr_Clear() };
            object
        }
    };
    // SAFETY: the objects are alive; `issubclass` is only asked about a class.
    unsafe {
        pyo3::ffi::PyErr_Clear();
        if pyo3::ffi::PyType_Check(object.as_ptr()) == 0 {
            return Ok(false);
        }
        Ok(pyo3::ffi::PyObject_IsSubclass(object.as_ptr(), base.as_ptr()) == 1)
    }
}

fn first_item(tuple: &Object) -> PyResult<Object> {
    // SAFETY: the object is alive; a null result has the exception set.
    unsafe { Object::from_new(pyo3::ffi::PySequence_GetItem(tuple.as_ptr(), 0)) }
}

/// Binds a signature to a proxy.
///
/// # Safety
///
/// Both objects must be alive, on the realm's thread with the GIL held.
pub unsafe fn bind(state: &'static State, object: *mut PyObject, sig: *mut PyObject, how: BindAs) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        let raw = proxy::expect(state, object)?.raw;
        let sig = Object::from_borrowed(sig);
        let reader = state.signatures.reader()?.call_method(c"read", &[&sig])?;
        if reader.attribute(c"kind")?.text()? == "function" {
            if how == BindAs::ClassObject {
                return Err(type_error("bind_class() needs a signature class, not a function"));
            }
            let plan = state.signatures.function(state, &reader)?;
            return proxy::rebind(state, object, Some(Binding::Function(plan)));
        }
        let class = state.signatures.class(&reader)?;
        let is_type = is_type_form(&sig);
        let as_class = match how {
            BindAs::ClassObject => true,
            BindAs::Instance => is_type,
            BindAs::Natural => {
                let value = Borrowed::from_raw(state.realm, raw);
                class.is_namespace || is_type || (value.is_callable() && class.describes_class_object(state)?)
            }
        };
        let binding = if as_class { Binding::ClassObject(class) } else { Binding::Instance(class) };
        proxy::rebind(state, object, Some(binding))
    }
}

/// Whether a signature is written `type[C]`.
fn is_type_form(sig: &Object) -> bool {
    match sig.attribute(c"__origin__") {
        Ok(origin) => origin.as_ptr() == (&raw mut pyo3::ffi::PyType_Type).cast(),
        Err(_) => {
            // SAFETY: an exception is set.
            unsafe { pyo3::ffi::PyErr_Clear() };
            false
        }
    }
}
