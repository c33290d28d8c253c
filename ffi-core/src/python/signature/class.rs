//! Signature classes: their members, read from Python one by one as they are used.

use std::cell::{OnceCell, RefCell};

use pyo3::ffi::{self, PyObject};

use super::converter::{Field, none_for};
use super::{Binding, Converter, FunctionPlan, View, give, parse};
use crate::engine::{Engine, Key, Kind, Raw, WellKnown};
use crate::python::object::{Object, PyResult};
use crate::python::proxy::{method_to_py, object_to_py};
use crate::python::state::{AddressMap, State};
use crate::signature::{self as model, Function, MemberKind, Name, Type};

/// A signature class.
pub struct Class {
    reader: Object,
    /// Its name in JavaScript.
    pub name: String,
    /// Whether nothing of it exists at run time.
    pub is_interface: bool,
    /// Whether it describes a namespace object.
    pub is_namespace: bool,
    instance: Members,
    statics: Members,
    constructor: OnceCell<Option<&'static FunctionPlan>>,
    call: OnceCell<Option<&'static FunctionPlan>>,
    iteration: [OnceCell<Option<&'static View>>; 2],
}

type Members = RefCell<AddressMap<usize, Option<&'static Member>>>;

/// More names than this are not remembered.
const MOST_NAMES: usize = 8192;

/// A member of a class or a field of a record.
pub struct Member {
    key: Key,
    name: String,
    form: Form,
}

enum Form {
    Method(&'static FunctionPlan),
    Property {
        get: &'static Converter,
        set: &'static Converter,
        /// What `None` is when it is assigned to something that may be absent.
        none: Option<Raw>,
        /// For a class or namespace inside of a namespace.
        nested: Option<&'static Class>,
    },
}

/// The key of a name: a string, or a well-known symbol.
pub fn key_of(state: &State, name: &Name) -> PyResult<Key> {
    state.run_safe(|| {
        if name.symbol
            && let Some(symbol) = name.js.strip_prefix("Symbol.").and_then(WellKnown::from_name)
        {
            return state.realm.key(symbol);
        }
        state.realm.key(name.js.as_str())
    })
}

impl Class {
    pub(super) fn new(reader: Object) -> PyResult<Self> {
        let is_true = |name: &std::ffi::CStr| -> PyResult<bool> {
            let value = reader.attribute(name)?;
            // SAFETY: the object is alive.
            Ok(unsafe { ffi::PyObject_IsTrue(value.as_ptr()) } == 1)
        };
        Ok(Self {
            name: reader.attribute(c"name")?.text()?,
            is_interface: reader.attribute(c"kind")?.text()? == "interface",
            is_namespace: is_true(c"is_namespace")?,
            instance: Members::default(),
            statics: Members::default(),
            constructor: OnceCell::new(),
            call: OnceCell::new(),
            iteration: [OnceCell::new(), OnceCell::new()],
            reader,
        })
    }

    /// The member of this Python name.
    ///
    /// # Safety
    ///
    /// `name` must be a live string, with the GIL held.
    #[inline]
    pub unsafe fn member(
        &'static self,
        state: &'static State,
        name: *mut PyObject,
        of_class: bool,
    ) -> PyResult<Option<&'static Member>> {
        let members = if of_class { &self.statics } else { &self.instance };
        if let Some(found) = members.borrow().get(&name.addr()) {
            return Ok(*found);
        }
        // SAFETY: promised by the caller.
        unsafe { self.read_member(state, name, of_class) }
    }

    #[cold]
    unsafe fn read_member(
        &'static self,
        state: &'static State,
        name: *mut PyObject,
        of_class: bool,
    ) -> PyResult<Option<&'static Member>> {
        // SAFETY: promised by the caller.
        let argument = unsafe { Object::from_borrowed(name) };
        let found = if of_class {
            self.reader.call_method(c"static_json", &[&argument])?
        } else {
            self.reader.call_method(c"member_json", &[&argument])?
        };
        let member = if found.is_none() {
            None
        } else {
            let form: model::Member = parse(&found)?;
            Some(self.make_member(state, form)?)
        };
        let members = if of_class { &self.statics } else { &self.instance };
        if members.borrow().len() < MOST_NAMES {
            // The table keeps the name, so that its address stays its own.
            members.borrow_mut().insert(argument.into_ptr().addr(), member);
        }
        Ok(member)
    }

    fn make_member(&'static self, state: &'static State, form: model::Member) -> PyResult<&'static Member> {
        let registry = &state.signatures;
        let key = key_of(state, &form.name)?;
        let shown = match form.name.js.strip_prefix("Symbol.") {
            Some(symbol) if form.name.symbol => format!("{}[Symbol.{symbol}]", self.name),
            _ => format!("{}.{}", self.name, form.name.js),
        };
        let made = match form.kind {
            MemberKind::Method(function) => Form::Method(FunctionPlan::compile(state, &shown, &function)?),
            MemberKind::Property { ty, set_type, .. } => {
                let nested = match &ty {
                    Type::ClassObject { name, module } if self.is_namespace => {
                        registry.class_named(module.as_deref(), name)?
                    }
                    Type::Reference { name, module, .. } if self.is_namespace => {
                        registry.class_named(module.as_deref(), name)?.filter(|class| class.is_namespace)
                    }
                    _ => None,
                };
                let set = set_type.as_ref().unwrap_or(&ty);
                let none = form.optional.then(|| none_for(set));
                Form::Property { get: registry.converter(&ty), set: registry.converter(set), none, nested }
            }
        };
        Ok(Box::leak(Box::new(Member { key, name: shown, form: made })))
    }

    /// The plan of the constructor, if the class can be constructed.
    pub fn constructor_plan(&'static self, state: &'static State) -> PyResult<Option<&'static FunctionPlan>> {
        if let Some(plan) = self.constructor.get() {
            return Ok(*plan);
        }
        let found = self.reader.call_method(c"constructor_json", &[])?;
        let plan = if found.is_none() {
            None
        } else {
            let function: Function = parse(&found)?;
            Some(FunctionPlan::compile(state, &self.name, &function)?)
        };
        Ok(*self.constructor.get_or_init(|| plan))
    }

    /// The plan of a call of the instance itself, if it can be called.
    pub fn call_plan(&'static self, state: &'static State) -> PyResult<Option<&'static FunctionPlan>> {
        if let Some(plan) = self.call.get() {
            return Ok(*plan);
        }
        let found = self.reader.call_method(c"call_json", &[])?;
        let plan = if found.is_none() {
            None
        } else {
            let function: Function = parse(&found)?;
            Some(FunctionPlan::compile(state, &self.name, &function)?)
        };
        Ok(*self.call.get_or_init(|| plan))
    }

    /// Whether a callable value bound to this class is the class object and not a callable instance.
    pub fn describes_class_object(&'static self, state: &'static State) -> PyResult<bool> {
        Ok(self.constructor_plan(state)?.is_some() || self.call_plan(state)?.is_none())
    }

    /// What iterating an instance yields, where the class says so (`__iter__`, `__aiter__`).
    pub fn iteration(&'static self, state: &'static State, is_async: bool) -> PyResult<Option<&'static View>> {
        let slot = &self.iteration[usize::from(is_async)];
        if let Some(view) = slot.get() {
            return Ok(*view);
        }
        let name = Object::string(if is_async { "__aiter__" } else { "__iter__" })?;
        let found = self.reader.call_method(c"member_json", &[&name])?;
        let mut view = None;
        if !found.is_none() {
            let member: model::Member = parse(&found)?;
            if let MemberKind::Method(function) = &member.kind
                && let Some(overload) = function.overloads.first()
                && let Type::Iterator { element, .. }
                | Type::Iterable { element }
                | Type::AsyncIterator { element }
                | Type::AsyncIterable { element } = &overload.result
            {
                view = Some(View::elements(state.signatures.converter(element)));
            }
        }
        Ok(*slot.get_or_init(|| view))
    }

    /// The names of all members.
    pub fn names(&'static self, _: &'static State, of_class: bool) -> PyResult<Vec<Object>> {
        let list = self.reader.call_method(if of_class { c"statics" } else { c"members" }, &[])?;
        // SAFETY: the reader gives a list of strings; each item is made a reference of its own.
        unsafe {
            let length = ffi::PyList_Size(list.as_ptr()).max(0);
            Ok((0..length).map(|index| Object::from_borrowed(ffi::PyList_GetItem(list.as_ptr(), index))).collect())
        }
    }
}

impl Member {
    /// The field of a record as a member.
    pub fn of_field(_: &'static State, field: &'static Field) -> &'static Self {
        Box::leak(Box::new(Self {
            key: field.key.clone(),
            name: field.python.clone(),
            form: Form::Property { get: field.converter, set: field.converter, none: field.none, nested: None },
        }))
    }

    /// Reads it from an object.
    ///
    /// # Safety
    ///
    /// `raw` must be alive, on the realm's thread with the GIL held.
    #[inline]
    pub unsafe fn read(&'static self, state: &'static State, _object: *mut PyObject, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller; the member keeps its key.
        unsafe {
            let value = state.run(|engine| engine.get(raw, self.key.raw()))?;
            match &self.form {
                Form::Method(plan) => match value.kind() {
                    Kind::Object => method_to_py(state, value.raw(), raw, Some(Binding::Function(plan))),
                    Kind::Undefined if !state.run_plain(|engine| engine.has(raw, self.key.raw()))? => {
                        Err(missing(&self.name))
                    }
                    _ => Ok(Object::none()),
                },
                Form::Property { nested: Some(class), .. } if value.is_object() => {
                    object_to_py(state, value.raw(), Some(Binding::ClassObject(class)))
                }
                Form::Property { get, .. } => get.to_py(state, value.raw()),
            }
        }
    }

    /// Assigns it.
    ///
    /// # Safety
    ///
    /// Both must be alive, on the realm's thread with the GIL held.
    pub unsafe fn write(&'static self, state: &'static State, raw: Raw, value: *mut PyObject) -> PyResult<()> {
        // SAFETY: promised by the caller.
        unsafe {
            let new = match &self.form {
                Form::Property { none: Some(none), .. } if value == ffi::Py_None() => *none,
                Form::Property { set, .. } => {
                    give::to_js(state, set, value).map_err(|mismatch| mismatch.raise_for_attribute(&self.name))?
                }
                Form::Method(_) => crate::python::convert::to_js(state, value)?,
            };
            state.run_plain(|engine| engine.set(raw, self.key.raw(), new))
        }
    }
}

fn missing(name: &str) -> crate::python::object::Raised {
    let attribute = name.rsplit('.').next().unwrap_or(name);
    let class = name.split('.').next().unwrap_or(name);
    // SAFETY: a built-in exception class.
    unsafe {
        crate::python::object::raise(
            ffi::PyExc_AttributeError,
            &format!("'{class}' object has no attribute '{attribute}'"),
        )
    }
}
