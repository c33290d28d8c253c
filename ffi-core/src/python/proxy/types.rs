//! The proxy types: heap types made from slots, one for each kind of object.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::{CStr, c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::traits::Traits;
use super::{
    ProxyKind, VECTORCALL_OFFSET, WEAK_OFFSET, attributes, awaitable, buffer, calls, containers, ducks, errors,
    iteration, methods,
};
use crate::python::object::{Object, PyResult, Raised};

/// The proxy types of the process.
pub struct Types {
    by_kind: [*mut PyTypeObject; ProxyKind::COUNT],
    base: *mut PyTypeObject,
    /// Bits of the addresses of the types: a quick way to say that an object is no proxy.
    last: Cell<*mut PyTypeObject>,
    /// The types of objects with a combination of abilities that no kind has.
    composed: RefCell<HashMap<Traits, *mut PyTypeObject>>,
    /// The Python function that gives such a type its further methods; null until it is set.
    equip: Cell<*mut PyObject>,
}

/// What every class of proxies that are no exceptions is called.
const NAME: &CStr = c"pyodide.ffi.JsProxy";

static ERROR_OFFSET: AtomicUsize = AtomicUsize::new(0);

/// Where the payload stands in an error.
#[inline]
pub(super) fn error_offset() -> usize {
    ERROR_OFFSET.load(Ordering::Relaxed)
}

pub(super) fn slot<F>(number: c_int, function: *const F) -> ffi::PyType_Slot {
    ffi::PyType_Slot { slot: number, pfunc: function.cast_mut().cast() }
}

macro_rules! slots {
    ($($number:ident = $function:expr),* $(,)?) => {
        vec![$(slot(ffi::$number, $function as *const ::std::ffi::c_void)),*]
    };
}

fn leak_members(members: Vec<ffi::PyMemberDef>) -> *const c_void {
    Box::leak(members.into_boxed_slice()).as_ptr().cast()
}

fn offset_member(name: &'static CStr, offset: usize) -> ffi::PyMemberDef {
    ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: offset as ffi::Py_ssize_t,
        flags: ffi::Py_READONLY,
        doc: std::ptr::null(),
    }
}

fn last_member() -> ffi::PyMemberDef {
    ffi::PyMemberDef { name: std::ptr::null(), type_code: 0, offset: 0, flags: 0, doc: std::ptr::null() }
}

/// Sets `_js_type_flags`, by which `isinstance` and `issubclass` go.
fn show_traits(class: *mut PyTypeObject, traits: Traits) -> PyResult<()> {
    let number = Object::integer(i64::from(traits.0))?;
    // SAFETY: the type and the number are alive.
    let set = unsafe { ffi::PyObject_SetAttrString(class.cast(), c"_js_type_flags".as_ptr(), number.as_ptr()) };
    if set < 0 { Err(Raised) } else { Ok(()) }
}

fn make_type(
    name: &'static CStr,
    doc: &'static CStr,
    size: usize,
    mut slots: Vec<ffi::PyType_Slot>,
    base: *mut PyTypeObject,
    flags: std::ffi::c_ulong,
) -> PyResult<*mut PyTypeObject> {
    slots.push(slot(ffi::Py_tp_doc, doc.as_ptr()));
    slots.push(ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() });
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: size as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE | flags) as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call; names and tables are static. The type is kept for good.
    unsafe {
        let bases = if base.is_null() {
            std::ptr::null_mut()
        } else {
            Object::from_new(ffi::PyTuple_Pack(1, base.cast::<PyObject>()))?.into_ptr()
        };
        let class = ffi::PyType_FromSpecWithBases(&mut spec, bases);
        ffi::Py_XDECREF(bases);
        Ok(Object::from_new(class)?.into_ptr().cast())
    }
}

impl Types {
    /// Makes all types.
    pub fn new() -> PyResult<Self> {
        let size = std::mem::size_of::<super::JsProxy>();
        let members = leak_members(vec![offset_member(c"__weaklistoffset__", WEAK_OFFSET), last_member()]);
        let call_members = leak_members(vec![offset_member(c"__vectorcalloffset__", VECTORCALL_OFFSET), last_member()]);
        let common = || {
            let mut all = attributes::slots();
            all.push(slot(ffi::Py_tp_methods, methods::common()));
            all
        };
        let mut base_slots = common();
        base_slots.extend(slots![
            Py_tp_dealloc = deallocate,
            Py_tp_traverse = traverse,
            Py_tp_clear = clear,
            Py_tp_members = members,
            Py_tp_new = refuse_new,
        ]);
        let plain = |name, doc, slots, base| make_type(name, doc, size, slots, base, 0);
        // The other types inherit tracing from the base.
        let traced = ffi::Py_TPFLAGS_HAVE_GC;
        let base = make_type(NAME, c"A JavaScript object.", size, base_slots, std::ptr::null_mut(), traced)?;
        let mut by_kind = [base; ProxyKind::COUNT];

        let mut callable = slots![Py_tp_call = ffi::PyVectorcall_Call, Py_tp_members = call_members];
        callable.extend(calls::slots());
        by_kind[ProxyKind::Callable as usize] =
            make_type(NAME, c"A JavaScript function or class.", size, callable, base, ffi::Py_TPFLAGS_HAVE_VECTORCALL)?;
        let iterable = plain(NAME, c"A JavaScript object that can be iterated.", iteration::iterable(), base)?;
        by_kind[ProxyKind::Iterable as usize] = iterable;
        by_kind[ProxyKind::Iterator as usize] = plain(NAME, c"A JavaScript iterator.", iteration::iterator(), base)?;
        let mut set = containers::set();
        set.extend(iteration::iterable());
        by_kind[ProxyKind::Set as usize] = plain(NAME, c"A JavaScript Set, or an object with its methods.", set, base)?;
        by_kind[ProxyKind::Map as usize] = plain(
            NAME,
            c"A JavaScript Map, or an object with its methods: a mutable mapping.",
            containers::map(),
            base,
        )?;
        by_kind[ProxyKind::Record as usize] = plain(
            NAME,
            c"A plain JavaScript object: attributes, and a view that behaves as a dict.",
            containers::record(),
            base,
        )?;
        by_kind[ProxyKind::Array as usize] =
            plain(NAME, c"A JavaScript array: a view that behaves as a list.", containers::array(), base)?;
        let mut typed = containers::typed_array();
        typed.extend(buffer::slots());
        by_kind[ProxyKind::TypedArray as usize] = plain(NAME, c"A JavaScript typed array.", typed, base)?;
        by_kind[ProxyKind::Buffer as usize] =
            plain(NAME, c"A JavaScript ArrayBuffer or DataView.", buffer::slots(), base)?;
        let iterator = by_kind[ProxyKind::Iterator as usize];
        by_kind[ProxyKind::Generator as usize] = plain(NAME, c"A JavaScript generator.", slots![], iterator)?;
        by_kind[ProxyKind::Promise as usize] =
            plain(NAME, c"A JavaScript promise: awaitable.", awaitable::slots(), base)?;
        by_kind[ProxyKind::AsyncIterable as usize] = plain(
            NAME,
            c"A JavaScript object that can be iterated asynchronously.",
            iteration::async_iterable(),
            base,
        )?;
        by_kind[ProxyKind::AsyncIterator as usize] =
            plain(NAME, c"A JavaScript asynchronous iterator.", iteration::async_iterator(), base)?;

        let iterator = by_kind[ProxyKind::AsyncIterator as usize];
        by_kind[ProxyKind::AsyncGenerator as usize] =
            plain(NAME, c"A JavaScript asynchronous generator.", slots![], iterator)?;
        // SAFETY: a static type of the interpreter.
        let exception = unsafe { ffi::PyExc_Exception.cast::<PyTypeObject>() };
        // SAFETY: as above.
        let offset = unsafe { (*exception).tp_basicsize } as usize;
        let align = std::mem::align_of::<super::Payload>();
        let offset = offset.div_ceil(align) * align;
        ERROR_OFFSET.store(offset, Ordering::Relaxed);
        let mut error = attributes::error_slots();
        error.extend(errors::slots());
        error.extend(slots![Py_tp_finalize = finalize_error]);
        error.push(slot(ffi::Py_tp_methods, methods::common()));
        by_kind[ProxyKind::Error as usize] = make_type(
            c"pyodide.ffi.JsException",
            c"A JavaScript error, or another value that JavaScript threw.",
            offset + std::mem::size_of::<super::Payload>(),
            error,
            exception,
            0,
        )?;
        let types = Self {
            by_kind,
            base,
            last: Cell::new(base),
            composed: RefCell::default(),
            equip: Cell::new(std::ptr::null_mut()),
        };
        for kind in ProxyKind::ALL {
            show_traits(types.of(kind), Traits::of_kind(kind))?;
        }
        Ok(types)
    }

    /// The type for a combination of abilities.
    pub fn with(&self, traits: Traits) -> PyResult<*mut PyTypeObject> {
        if let Some(kind) = traits.kind() {
            return Ok(self.of(kind));
        }
        if let Some(found) = self.composed.borrow().get(&traits) {
            return Ok(*found);
        }
        // What can be awaited has the methods of promises.
        let base = if traits.has(Traits::AWAITABLE) { self.of(ProxyKind::Promise) } else { self.base };
        let size = std::mem::size_of::<super::JsProxy>();
        let class = make_type(NAME, c"A JavaScript object.", size, ducks::slots_of(traits), base, 0)?;
        show_traits(class, traits)?;
        self.equip(class, traits)?;
        self.composed.borrow_mut().insert(traits, class);
        Ok(class)
    }

    /// What objects of a type can do.
    pub fn traits_of(&self, class: *mut PyTypeObject) -> Traits {
        let composed = self.composed.borrow();
        let mut kinds = ProxyKind::ALL.into_iter();
        match composed.iter().find(|(_, made)| **made == class) {
            Some((traits, _)) => *traits,
            None => kinds.find(|kind| self.of(*kind) == class).map_or(Traits::default(), Traits::of_kind),
        }
    }

    /// Sets the Python function that gives types their further methods, and lets it do so for those that there are.
    ///
    /// # Safety
    ///
    /// `equip` must be alive, with the GIL held.
    pub unsafe fn set_equip(&self, equip: *mut PyObject) -> PyResult<()> {
        // SAFETY: promised by the caller; the reference that is taken is kept for good.
        unsafe { ffi::Py_INCREF(equip) };
        self.equip.set(equip);
        let made: Vec<_> = self.composed.borrow().iter().map(|(traits, class)| (*traits, *class)).collect();
        made.into_iter().try_for_each(|(traits, class)| self.equip(class, traits))
    }

    fn equip(&self, class: *mut PyTypeObject, traits: Traits) -> PyResult<()> {
        let equip = self.equip.get();
        if equip.is_null() {
            return Ok(());
        }
        // SAFETY: the function is kept for good; the type is alive.
        let (equip, class) = unsafe { (Object::from_borrowed(equip), Object::from_borrowed(class.cast())) };
        equip.call(&[&class, &Object::integer(i64::from(traits.0))?]).map(drop)
    }

    /// The type for a kind.
    #[inline]
    pub fn of(&self, kind: ProxyKind) -> *mut PyTypeObject {
        self.by_kind[kind as usize]
    }

    /// Whether an object is a proxy.
    ///
    /// # Safety
    ///
    /// The object must be alive, with the GIL held.
    #[inline]
    pub unsafe fn is_proxy(&self, object: *mut PyObject) -> bool {
        // SAFETY: promised by the caller.
        unsafe {
            let class = ffi::Py_TYPE(object);
            // Objects of static types (and of most classes) are told apart by two comparisons.
            if class == self.last.get() {
                return true;
            }
            // A class of proxies is a heap type; most objects that get here are not of one.
            if (*class).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE == 0 {
                return false;
            }
            let is = self.by_kind.contains(&class)
                || ffi::PyType_IsSubtype(class, self.base) != 0
                || ffi::PyType_IsSubtype(class, self.of(ProxyKind::Error)) != 0;
            if is {
                self.last.set(class);
            }
            is
        }
    }

    /// All types with the names they have in the module.
    pub fn named(&self) -> [(&'static CStr, *mut PyTypeObject); 16] {
        use ProxyKind::*;
        [
            (c"JsProxy", self.base),
            (c"JsRecord", self.of(Record)),
            (c"JsCallable", self.of(Callable)),
            (c"JsArray", self.of(Array)),
            (c"JsTypedArray", self.of(TypedArray)),
            (c"JsBuffer", self.of(Buffer)),
            (c"JsPromise", self.of(Promise)),
            (c"JsMap", self.of(Map)),
            (c"JsSet", self.of(Set)),
            (c"JsIterable", self.of(Iterable)),
            (c"JsIterator", self.of(Iterator)),
            (c"JsAsyncIterable", self.of(AsyncIterable)),
            (c"JsAsyncIterator", self.of(AsyncIterator)),
            (c"JsException", self.of(Error)),
            (c"JsGenerator", self.of(Generator)),
            (c"JsAsyncGenerator", self.of(AsyncGenerator)),
        ]
    }

    /// Whether every proxy has an attribute of this name.
    ///
    /// # Safety
    ///
    /// `name` must be a live string, with the GIL held.
    pub unsafe fn all_have(&self, name: *mut PyObject) -> bool {
        // SAFETY: promised by the caller; the type is alive.
        let found = unsafe { ffi::PyObject_HasAttr(self.base.cast(), name) != 0 };
        // SAFETY: a failed look-up may leave its exception.
        unsafe { ffi::PyErr_Clear() };
        found
    }

    /// Whether one of the types defines an attribute of this name.
    ///
    /// # Safety
    ///
    /// `name` must be a live string, with the GIL held.
    pub unsafe fn reserves(&self, name: *mut PyObject) -> bool {
        self.by_kind.iter().any(|class| {
            // SAFETY: promised by the caller; the types are alive.
            unsafe {
                let found = ffi::PyObject_HasAttr(class.cast(), name) != 0;
                ffi::PyErr_Clear();
                found && !is_only_of_metatype(*class, name)
            }
        })
    }
}

/// Whether an attribute is found on the type object only because `type` has it (`mro`), so that instances do not.
unsafe fn is_only_of_metatype(class: *mut PyTypeObject, name: *mut PyObject) -> bool {
    // SAFETY: the type is alive and ready, so its MRO is a tuple of types with dicts.
    unsafe {
        let order = (*class).tp_mro;
        for index in 0..ffi::PyTuple_Size(order) {
            let base = ffi::PyTuple_GetItem(order, index);
            let Ok(dict) = Object::from_new(ffi::PyObject_GetAttrString(base, c"__dict__".as_ptr())) else {
                ffi::PyErr_Clear();
                continue;
            };
            if ffi::PySequence_Contains(dict.as_ptr(), name) > 0 {
                return false;
            }
            ffi::PyErr_Clear();
        }
        true
    }
}

unsafe extern "C" fn refuse_new(_: *mut PyTypeObject, _: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    crate::python::object::type_error("a proxy is made by JavaScript, not by its class");
    std::ptr::null_mut()
}

unsafe extern "C" fn deallocate(object: *mut PyObject) {
    // SAFETY: the interpreter calls this once, on an object of a proxy type that nobody refers to any more.
    unsafe {
        ffi::PyObject_GC_UnTrack(object.cast());
        if !super::payload(object).weak_references.is_null() {
            ffi::PyObject_ClearWeakRefs(object);
        }
        clear(object);
        super::release(object);
        let class = ffi::Py_TYPE(object);
        match (*class).tp_free {
            Some(free) => free(object.cast()),
            None => ffi::PyObject_GC_Del(object.cast()),
        }
        ffi::Py_DECREF(class.cast());
    }
}

unsafe extern "C" fn traverse(object: *mut PyObject, visit: ffi::visitproc, argument: *mut c_void) -> c_int {
    // SAFETY: the interpreter calls this on a live proxy; a heap type's instances visit their type.
    unsafe {
        let attributes = super::payload(object).attributes;
        if !attributes.is_null() {
            let result = visit(attributes, argument);
            if result != 0 {
                return result;
            }
        }
        visit(ffi::Py_TYPE(object).cast(), argument)
    }
}

unsafe extern "C" fn clear(object: *mut PyObject) -> c_int {
    // SAFETY: the interpreter calls this on a live proxy.
    let attributes = std::mem::replace(unsafe { &mut super::payload(object).attributes }, std::ptr::null_mut());
    // SAFETY: the proxy owned the reference.
    unsafe { ffi::Py_XDECREF(attributes) };
    0
}

unsafe extern "C" fn finalize_error(object: *mut PyObject) {
    // SAFETY: the interpreter calls this once before the exception dies. An exception that is set now must survive it.
    unsafe { super::release(object) }
}

/// A method table that ends with the empty entry the interpreter looks for.
pub(super) fn leak_methods(mut methods: Vec<ffi::PyMethodDef>) -> *const c_void {
    methods.push(ffi::PyMethodDef::zeroed());
    Box::leak(methods.into_boxed_slice()).as_ptr().cast()
}

/// A method that takes its arguments as an array, without keywords.
pub(super) fn fast_method(
    name: &'static CStr,
    function: unsafe extern "C" fn(*mut PyObject, *mut *mut PyObject, ffi::Py_ssize_t) -> *mut PyObject,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFast: function },
        ml_flags: ffi::METH_FASTCALL,
        ml_doc: doc.as_ptr(),
    }
}

/// A method that takes its arguments as an array, with keywords.
pub(super) fn keyword_method(
    name: &'static CStr,
    function: unsafe extern "C" fn(
        *mut PyObject,
        *const *mut PyObject,
        ffi::Py_ssize_t,
        *mut PyObject,
    ) -> *mut PyObject,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: function },
        ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: doc.as_ptr(),
    }
}

pub(super) use slots;
