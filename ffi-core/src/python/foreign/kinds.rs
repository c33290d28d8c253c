//! What proxies of Python objects can do, by what the object can do: a prototype for each set of abilities.
//!
//! The methods themselves are JavaScript, one object of methods for each ability (`sigbind._foreign` brings them). A method of the prototype comes before an
//! attribute of the Python object with the same name.

use std::cell::RefCell;
use std::ffi::c_uint;

use pyo3::ffi::{self, PyObject, PyTypeObject};

use crate::engine::{Active, Engine, Key, RawKey, Thrown, Value, WellKnown};
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::{AddressMap, State};

/// The abilities, one bit each, by the names that `sigbind._foreign` knows them by.
pub const ABILITIES: &[&str] = &[
    "callable",
    "length",
    "get",
    "set",
    "has",
    "iterable",
    "iterator",
    "generator",
    "async_iterable",
    "async_iterator",
    "async_generator",
    "awaitable",
    "buffer",
    "sequence",
    "mutable_sequence",
    "dict",
];

const CALLABLE: u32 = 1;
const LENGTH: u32 = 1 << 1;
const GET: u32 = 1 << 2;
const SET: u32 = 1 << 3;
const HAS: u32 = 1 << 4;
const ITERABLE: u32 = 1 << 5;
const ITERATOR: u32 = 1 << 6;
const GENERATOR: u32 = 1 << 7;
const ASYNC_ITERABLE: u32 = 1 << 8;
const ASYNC_ITERATOR: u32 = 1 << 9;
const ASYNC_GENERATOR: u32 = 1 << 10;
pub(super) const AWAITABLE: u32 = 1 << 11;
const BUFFER: u32 = 1 << 12;
const SEQUENCE: u32 = 1 << 13;
const MUTABLE_SEQUENCE: u32 = 1 << 14;
const DICT: u32 = 1 << 15;
const OPAQUE: u32 = 1 << 16;

/// What a name means on proxies of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the Python object makes of it.
    Python,
    /// A property of the prototype, which comes before an attribute of the Python object.
    Own,
    /// The name of the object's type.
    Type,
    /// The length of an object that has one.
    Length,
    /// A property that functions of JavaScript have and callables of Python do not: an attribute, or nothing.
    Hidden,
    /// `prototype`, which every function has, be it undefined.
    Prototype,
}

/// One set of abilities.
pub struct Kind {
    /// The prototype of its proxies.
    pub prototype: Value,
    abilities: u32,
    roles: AddressMap<usize, Role>,
}

impl Kind {
    /// What a key means.
    #[inline]
    pub fn role(&self, key: RawKey) -> Role {
        self.roles.get(&(Active::key_number(key) as usize)).copied().unwrap_or(Role::Python)
    }

    /// Whether the objects are sequences with the methods of arrays.
    pub fn is_sequence(&self) -> bool {
        self.abilities & SEQUENCE != 0
    }

    /// Whether the objects have items.
    pub fn has_items(&self) -> bool {
        self.abilities & (GET | SEQUENCE) != 0
    }
}

/// How many types are remembered.
const MOST_TYPES: usize = 4_096;

/// The kinds that were met, and the methods of each ability.
#[derive(Default)]
pub struct Kinds {
    by_abilities: RefCell<AddressMap<usize, &'static Kind>>,
    /// The kind of the objects of a type, as long as the type has this version; without an entry where it depends on the object.
    by_type: RefCell<AddressMap<usize, (c_uint, &'static Kind)>>,
    methods: RefCell<Vec<(u32, Value)>>,
}

/// What objects of a class can do. A class that changes its slots later keeps the answer of its first object only for the proxy made then.
unsafe fn abilities(object: *mut PyObject) -> u32 {
    // SAFETY: the callers pass a live object; its type's tables are read.
    unsafe {
        let class = ffi::Py_TYPE(object);
        let mut found = 0;
        let mut add = |is: bool, ability: u32| found |= if is { ability } else { 0 };
        add(ffi::PyCallable_Check(object) != 0, CALLABLE);
        let (sequence, mapping, number) = ((*class).tp_as_sequence, (*class).tp_as_mapping, (*class).tp_as_async);
        let sequence = sequence.as_ref();
        let mapping = mapping.as_ref();
        let is_type = ffi::PyType_Check(object) != 0;
        let has_get = sequence.is_some_and(|slots| slots.sq_item.is_some())
            || mapping.is_some_and(|slots| slots.mp_subscript.is_some());
        add(
            sequence.is_some_and(|slots| slots.sq_length.is_some())
                || mapping.is_some_and(|slots| slots.mp_length.is_some()),
            LENGTH,
        );
        add(has_get && !is_type, GET);
        add(
            sequence.is_some_and(|slots| slots.sq_ass_item.is_some())
                || mapping.is_some_and(|slots| slots.mp_ass_subscript.is_some()),
            SET,
        );
        add(sequence.is_some_and(|slots| slots.sq_contains.is_some()), HAS);
        let is_iterator = ffi::PyIter_Check(object) != 0;
        add((*class).tp_iter.is_some() || is_iterator, ITERABLE);
        add(is_iterator, ITERATOR);
        add(class == &raw mut ffi::PyGen_Type, GENERATOR);
        if let Some(slots) = number.as_ref() {
            add(slots.am_aiter.is_some() || slots.am_anext.is_some(), ASYNC_ITERABLE);
            add(slots.am_anext.is_some(), ASYNC_ITERATOR);
            add(slots.am_await.is_some(), AWAITABLE);
        }
        add(class == &raw mut ffi::PyAsyncGen_Type, ASYNC_GENERATOR);
        add(ffi::PyObject_CheckBuffer(object) != 0, BUFFER);
        let is_list = ffi::PyList_Check(object) != 0;
        let is_sequence = is_list || ffi::PyTuple_Check(object) != 0 || is_registered(class, has_get, c"Sequence");
        add(is_sequence, SEQUENCE);
        add(is_list || is_sequence && is_registered(class, has_get, c"MutableSequence"), MUTABLE_SEQUENCE);
        add(ffi::PyDict_Check(object) != 0, DICT);
        found
    }
}

/// Whether a class that is no built-in container says that it is one of `collections.abc`.
unsafe fn is_registered(class: *mut PyTypeObject, has_get: bool, name: &std::ffi::CStr) -> bool {
    // SAFETY: the callers pass a live type. Text is not a sequence of anything here.
    unsafe {
        let flags = (*class).tp_flags;
        let is_known = flags & (ffi::Py_TPFLAGS_DICT_SUBCLASS | ffi::Py_TPFLAGS_UNICODE_SUBCLASS) != 0;
        if !has_get || is_known || flags & ffi::Py_TPFLAGS_TYPE_SUBCLASS != 0 {
            return false;
        }
        let ask = || -> PyResult<bool> {
            let abc = Object::import(c"collections.abc")?.attribute(name)?;
            match ffi::PyObject_IsSubclass(class.cast(), abc.as_ptr()) {
                -1 => Err(Raised),
                is => Ok(is == 1),
            }
        };
        ask().unwrap_or_else(|Raised| {
            ffi::PyErr_Clear();
            false
        })
    }
}

impl Kinds {
    /// Adds the methods of an ability. Proxies that exist already do not get them.
    pub fn define(&self, name: &str, methods: &Value) -> bool {
        let Some(bit) = ABILITIES.iter().position(|ability| *ability == name) else { return false };
        self.methods.borrow_mut().push((1 << bit, methods.clone()));
        self.by_abilities.borrow_mut().clear();
        self.by_type.borrow_mut().clear();
        true
    }

    /// The kind of an object.
    /// An opaque one has the prototype of plain functions or objects, and no methods.
    pub fn of(&self, state: &State, object: *mut PyObject, is_opaque: bool) -> Result<&'static Kind, Thrown> {
        // SAFETY: the callers pass a live object. A version is of one type at one time; zero is none.
        let (class, version, depends) = unsafe {
            let class = ffi::Py_TYPE(object);
            (class.addr(), (*class).tp_version_tag, is_opaque || ffi::PyType_Check(object) != 0)
        };
        let can_cache = version != 0 && !depends;
        if can_cache
            && let Some((known, kind)) = self.by_type.borrow().get(&class)
            && *known == version
        {
            return Ok(kind);
        }
        let kind = self.find(state, object, is_opaque)?;
        if can_cache {
            let mut by_type = self.by_type.borrow_mut();
            if by_type.len() >= MOST_TYPES {
                by_type.clear();
            }
            by_type.insert(class, (version, kind));
        }
        Ok(kind)
    }

    fn find(&self, state: &State, object: *mut PyObject, is_opaque: bool) -> Result<&'static Kind, Thrown> {
        // SAFETY: the callers pass a live object.
        let abilities = unsafe { abilities(object) };
        let abilities = if is_opaque { abilities & CALLABLE | OPAQUE } else { abilities };
        if let Some(kind) = self.by_abilities.borrow().get(&(abilities as usize)) {
            return Ok(kind);
        }
        let kind: &'static Kind = Box::leak(Box::new(self.make(state, abilities)?));
        self.by_abilities.borrow_mut().insert(abilities as usize, kind);
        Ok(kind)
    }

    fn make(&self, state: &State, abilities: u32) -> Result<Kind, Thrown> {
        let realm = state.realm;
        let class = |name: &str| realm.global().get(name)?.get("prototype");
        let is_callable = abilities & CALLABLE != 0;
        if abilities & OPAQUE != 0 {
            let prototype = class(if is_callable { "Function" } else { "Object" })?;
            return Ok(Kind { prototype, abilities, roles: AddressMap::default() });
        }
        let prototypes = &state.foreign_prototypes;
        let base = if is_callable { &prototypes.callable } else { &prototypes.object };
        let prototype = realm.object_with_prototype(base)?;
        let copy = realm.evaluate(
            "((to, from) => { Object.defineProperties(to, Object.getOwnPropertyDescriptors(from)) })",
            "<sigbind>",
        )?;
        for (ability, methods) in self.methods.borrow().iter() {
            if abilities & ability != 0 {
                copy.call_plain(&[&prototype, methods])?;
            }
        }
        if abilities & ITERABLE != 0 {
            prototype.define_hidden(WellKnown::Iterator, &prototypes.iterate)?;
        }
        if abilities & (GET | SEQUENCE) != 0 {
            prototype.define_hidden("asJsJson", &prototypes.as_json)?;
        }
        prototype.define_hidden(&prototypes.abilities, &realm.number(f64::from(abilities)))?;
        let mut roles = AddressMap::default();
        let functions = is_callable.then(|| class("Function")).transpose()?;
        for object in [Some(&class("Object")?), functions.as_ref(), Some(base), Some(&prototype)].into_iter().flatten()
        {
            for key in object.all_own_keys()? {
                // Names such as `__proto__` are names like any other on a proxy. The keys stay interned: the prototype holds them.
                if key.is_symbol() || !key.text().starts_with("__") {
                    roles.insert(Active::key_number(key.raw()) as usize, Role::Own);
                }
            }
        }
        let mut set = |key: &Key, role: Role| roles.insert(Active::key_number(key.raw()) as usize, role);
        set(&prototypes.type_key, Role::Type);
        if is_callable {
            for key in &prototypes.hidden_keys {
                set(key, Role::Hidden);
            }
            set(&prototypes.prototype_key, Role::Prototype);
        } else if abilities & LENGTH != 0 {
            set(&prototypes.length_key, Role::Length);
        }
        Ok(Kind { prototype, abilities, roles })
    }
}
