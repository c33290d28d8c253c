//! The extension module: the functions that `sigbind` is built on.

use std::ffi::{CStr, c_int, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::time::Duration;

use pyo3::ffi::{self, PyObject};

use super::convert::{self, deep_js};
use super::object::{
    Object, PyResult, Raised, raise, restore_exception, runtime_error, take_exception, text_of, type_error, value_error,
};
use super::proxy::{self, Types};
use super::signature::{self, BindAs, Binding, Data};
use super::state::State;
use super::{asyncio, builtins, cycles, error, foreign, helper, limits, modules, names, runtimes};
use crate::engine::{Engine, Limits, Realm, Thrown, Value};

/// What the host may add to a new realm (the Web APIs).
pub type Install = fn(Realm) -> Result<(), Thrown>;

static mut INSTALL: Option<Install> = None;

/// Makes the module, for `PyInit__core`. `install` runs once, on the first import.
///
/// # Safety
///
/// Called by the interpreter's import machinery, with the GIL held.
pub unsafe fn module_init(install: Install) -> *mut PyObject {
    // SAFETY: the GIL keeps other threads out; the definition is static.
    unsafe {
        INSTALL = Some(install);
        let slots = vec![
            ffi::PyModuleDef_Slot { slot: ffi::Py_mod_exec, value: execute as *mut c_void },
            ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() },
        ];
        let definition = Box::leak(Box::new(ffi::PyModuleDef {
            m_base: ffi::PyModuleDef_HEAD_INIT,
            m_name: c"_core".as_ptr(),
            m_doc: c"The native runtime of sigbind.".as_ptr(),
            m_size: 0,
            m_methods: functions(),
            m_slots: Box::leak(slots.into_boxed_slice()).as_mut_ptr(),
            m_traverse: None,
            m_clear: None,
            m_free: None,
        }));
        ffi::PyModuleDef_Init(definition)
    }
}

unsafe extern "C" fn execute(module: *mut PyObject) -> c_int {
    // SAFETY: the interpreter passes the module that it made from our definition.
    match unsafe { fill(module) } {
        Ok(()) => 0,
        Err(Raised) => -1,
    }
}

/// The state, made on the first call.
pub(super) fn ensure_state() -> PyResult<&'static State> {
    match State::get() {
        Some(_) => State::enter().map(|state| *state),
        None => make_state(),
    }
}

/// Sets what runs once on a new realm.
///
/// # Safety
///
/// With the GIL held.
pub(super) unsafe fn set_install(install: Install) {
    // SAFETY: the GIL keeps other threads out.
    unsafe { INSTALL = Some(install) }
}

/// `sigbind._core` in a process that does not load it as an extension: made of this very code.
pub(super) fn core_module() -> PyResult<Object> {
    // SAFETY: the table of modules is alive; the function table is leaked. Names are read during the calls.
    unsafe {
        let modules = ffi::PyImport_GetModuleDict();
        let found = ffi::PyDict_GetItemString(modules, c"sigbind._core".as_ptr());
        if !found.is_null() {
            return Ok(Object::from_borrowed(found));
        }
        let module = Object::from_new(ffi::PyModule_New(c"sigbind._core".as_ptr()))?;
        if ffi::PyModule_AddFunctions(module.as_ptr(), functions()) < 0 {
            return Err(Raised);
        }
        fill(module.as_ptr())?;
        if ffi::PyDict_SetItemString(modules, c"sigbind._core".as_ptr(), module.as_ptr()) < 0 {
            return Err(Raised);
        }
        Ok(module)
    }
}

/// Types and tables are the interpreter's that made them: another one must not use them.
fn refuse_other_interpreters() -> PyResult<()> {
    static OWNER: AtomicPtr<ffi::PyInterpreterState> = AtomicPtr::new(std::ptr::null_mut());
    // SAFETY: with the GIL held.
    let own = unsafe { ffi::PyInterpreterState_Get() };
    match OWNER.compare_exchange(std::ptr::null_mut(), own, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => Ok(()),
        Err(owner) if owner == own => Ok(()),
        // SAFETY: a built-in exception class.
        Err(_) => Err(unsafe {
            raise(ffi::PyExc_ImportError, "sigbind belongs to the interpreter of this process that first imported it")
        }),
    }
}

unsafe fn fill(module: *mut PyObject) -> PyResult<()> {
    refuse_other_interpreters()?;
    let state = ensure_state()?;
    let add = |name: &CStr, object: *mut PyObject| {
        // SAFETY: all objects are alive; the module takes a reference of its own.
        if unsafe { ffi::PyObject_SetAttrString(module, name.as_ptr(), object) } < 0 { Err(Raised) } else { Ok(()) }
    };
    for (name, class) in state.types.named() {
        add(name, class.cast())?;
    }
    add(c"js_flags", abilities()?.as_ptr())?;
    add(c"jsnull", state.js_null)?;
    add(c"JsBigInt", state.js_bigint)?;
    add(c"ConversionError", state.conversion_error)?;
    // SAFETY: the singleton is alive.
    add(c"JsNull", unsafe { ffi::Py_TYPE(state.js_null) }.cast())?;
    let global = state.realm.global();
    // SAFETY: the global object is alive.
    add(c"js", unsafe { proxy::object_to_py(state, global.raw(), None) }?.as_ptr())?;
    // SAFETY: the module is alive.
    cycles::install(unsafe { Object::from_borrowed(module) }.attribute(c"on_collection")?)
}

/// The abilities of JavaScript objects by their names, as numbers.
fn abilities() -> PyResult<Object> {
    // SAFETY: a new dict, and live objects.
    unsafe {
        let flags = Object::from_new(ffi::PyDict_New())?;
        for (name, ability) in proxy::Traits::NAMED {
            let number = Object::integer(i64::from(ability.0))?;
            if ffi::PyDict_SetItemString(flags.as_ptr(), name.as_ptr(), number.as_ptr()) < 0 {
                return Err(Raised);
            }
        }
        Ok(flags)
    }
}

fn thrown_to_error(thrown: &Thrown) -> Raised {
    runtime_error(&format!("the JavaScript runtime could not start: {thrown}"))
}

/// A state with a realm of its own, on this thread. What is Python's alone is shared with the first one.
pub(super) fn make_state() -> PyResult<&'static State> {
    let first = State::first();
    let realm = Realm::new(&Limits::default()).ok_or_else(|| runtime_error("no memory for a JavaScript runtime"))?;
    // SAFETY: on the realm's thread, before any proxy is made.
    if unsafe { realm.engine().register_foreign::<foreign::PyProxy>() }.is_err() {
        return Err(runtime_error("the JavaScript runtime could not start"));
    }
    let state = State {
        realm,
        types: match first {
            Some(first) => first.types,
            None => Box::leak(Box::new(Types::new()?)),
        },
        js_null: match first {
            Some(first) => first.js_null,
            None => make_null()?,
        },
        names: names::Names::new(realm),
        proxies: Default::default(),
        kinds: Default::default(),
        foreign: Default::default(),
        pending: Default::default(),
        has_pending: Default::default(),
        cycles: Default::default(),
        wants_collection: Default::default(),
        limit: Default::default(),
        uses: std::cell::Cell::new(1),
        is_abandoned: Default::default(),
        stopped: Default::default(),
        is_restricted: Default::default(),
        tells_destroyed: Default::default(),
        foreign_kinds: Default::default(),
        js_bigint: match first {
            Some(first) => first.js_bigint,
            None => make_class(c"JsBigInt", &raw mut ffi::PyLong_Type)?,
        },
        conversion_error: match first {
            Some(first) => first.conversion_error,
            // SAFETY: a built-in class.
            None => make_class(c"ConversionError", unsafe { ffi::PyExc_TypeError }.cast())?,
        },
        helpers: Default::default(),
        helper_type: match first {
            Some(first) => first.helper_type,
            None => helper::make_type()?,
        },
        foreign_prototypes: foreign::Prototypes::new(realm).map_err(|thrown| thrown_to_error(&thrown))?,
        builtins: builtins::Builtins::new(realm).map_err(|thrown| thrown_to_error(&thrown))?,
        asyncio: asyncio::Connection::new(first.map(|first| &first.asyncio))?,
        signatures: signature::Registry::default(),
        exports: super::export::Classes::new()?,
    }
    .install();
    let finish = || {
        foreign::guard_buffers(realm)?;
        // SAFETY: written once, with the GIL held, before the module runs.
        if let Some(install) = unsafe { INSTALL } {
            install(realm)?;
        }
        Ok(())
    };
    finish().map_err(|thrown: Thrown| thrown_to_error(&thrown))?;
    realm.on_uncaught(|realm, value| {
        if let Some(state) = State::of(realm) {
            error::report_uncaught(state, value);
        }
    });
    realm.guard_listeners(|ask| {
        let earlier = take_exception();
        ask();
        if let Some(earlier) = earlier {
            restore_exception(earlier);
        }
    });
    realm.on_rejection_ask(Some(|promise| {
        State::of(promise.realm()).is_some_and(|state| proxy::is_held(state, promise))
    }));
    realm.on_interrupt(Some(limits::interrupt));
    realm.set_module_host(&modules::PythonModules);
    realm.event_loop().on_busy(realm, asyncio::connect_running_loop);
    Ok(state)
}

/// A class without anything of its own.
fn make_class(name: &CStr, base: *mut ffi::PyTypeObject) -> PyResult<*mut PyObject> {
    // SAFETY: a live base class; the class that is made is kept for good.
    unsafe {
        let kind = Object::from_borrowed((&raw mut ffi::PyType_Type).cast());
        let name = Object::string(&name.to_string_lossy())?;
        let bases = Object::from_new(ffi::PyTuple_Pack(1, base.cast::<PyObject>()))?;
        let members = Object::from_new(ffi::PyDict_New())?;
        let module = Object::string("pyodide.ffi")?;
        if ffi::PyDict_SetItemString(members.as_ptr(), c"__module__".as_ptr(), module.as_ptr()) < 0 {
            return Err(Raised);
        }
        Ok(kind.call(&[&name, &bases, &members])?.into_ptr())
    }
}

/// The class and the singleton of `jsnull`.
fn make_null() -> PyResult<*mut PyObject> {
    unsafe extern "C" fn represent(_: *mut PyObject) -> *mut PyObject {
        // SAFETY: plain construction.
        unsafe { ffi::PyUnicode_FromString(c"jsnull".as_ptr()) }
    }
    unsafe extern "C" fn is_true(_: *mut PyObject) -> c_int {
        0
    }
    unsafe extern "C" fn the_one(_: *mut ffi::PyTypeObject, _: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
        match State::enter() {
            // SAFETY: the singleton is alive.
            Ok(state) => unsafe { Object::from_borrowed(state.js_null) }.into_ptr(),
            Err(Raised) => std::ptr::null_mut(),
        }
    }
    let mut slots = [
        ffi::PyType_Slot { slot: ffi::Py_tp_repr, pfunc: represent as *mut c_void },
        ffi::PyType_Slot { slot: ffi::Py_nb_bool, pfunc: is_true as *mut c_void },
        ffi::PyType_Slot { slot: ffi::Py_tp_new, pfunc: the_one as *mut c_void },
        ffi::PyType_Slot { slot: ffi::Py_tp_doc, pfunc: c"The class of jsnull.".as_ptr().cast_mut().cast() },
        ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() },
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"pyodide.ffi.JsNull".as_ptr(),
        basicsize: std::mem::size_of::<PyObject>() as c_int,
        itemsize: 0,
        flags: ffi::Py_TPFLAGS_DEFAULT as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and read during the call; the type and its one instance are kept for good.
    unsafe {
        let class = Object::from_new(ffi::PyType_FromSpec(&mut spec))?.into_ptr();
        Ok(Object::from_new(ffi::PyType_GenericAlloc(class.cast(), 0))?.into_ptr())
    }
}

type Fast = unsafe extern "C" fn(*mut PyObject, *const *mut PyObject, ffi::Py_ssize_t, *mut PyObject) -> *mut PyObject;

fn functions() -> *mut ffi::PyMethodDef {
    fn function(name: &'static CStr, run: Fast, doc: &'static CStr) -> ffi::PyMethodDef {
        ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: run },
            ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
            ml_doc: doc.as_ptr(),
        }
    }
    let mut table = vec![
        function(c"run_js", entry::<RunJs>, c"Runs a script in the global scope and gives its result."),
        function(c"run_module", entry::<RunModule>, c"Runs a module and gives its promise."),
        function(
            c"import_",
            entry::<Import>,
            c"The promise of a module's namespace: import(specifier) in the module called base.",
        ),
        function(
            c"result_now",
            entry::<ResultNow>,
            c"What a promise gave, in a tuple, after all waiting jobs; None when it is pending.",
        ),
        function(c"to_js", entry::<ToJs>, c"Converts plain Python data deeply."),
        function(c"create_proxy", entry::<CreateProxy>, c"A JavaScript proxy of a Python object."),
        function(c"create_once_callable", entry::<CreateOnce>, c"A JavaScript function that can be called once."),
        function(c"share", entry::<Share>, c"The memory of a buffer of any layout, and what is known of it."),
        function(c"unwrap", entry::<Unwrap>, c"The Python object behind a double proxy."),
        function(c"is_double_proxy", entry::<IsDouble>, c"Whether it is a proxy of a proxy of a Python object."),
        function(
            c"foreign_method",
            entry::<ForeignMethod>,
            c"A JavaScript function that calls a Python one with the object behind `this`.",
        ),
        function(
            c"tell_destroyed",
            entry::<TellDestroyed>,
            c"Whether a destroyed proxy tells what it was; gives what held before.",
        ),
        function(
            c"watch_interrupts",
            entry::<WatchInterrupts>,
            c"Watches a buffer for the number of a signal; None ends it.",
        ),
        function(c"define_foreign", entry::<DefineForeign>, c"Adds methods to proxies of Python objects, by ability."),
        function(c"destroy", entry::<Destroy>, c"Releases the Python object behind a proxy now."),
        function(c"destroy_all", entry::<DestroyAll>, c"Releases the Python objects behind the proxies in an array."),
        function(c"bind", entry::<Bind>, c"Binds a signature."),
        function(c"bind_sig", entry::<BindSig>, c"Binds a signature of an instance or a function."),
        function(c"bind_class", entry::<BindClass>, c"Binds the signature of a class object."),
        function(c"as_py_json", entry::<AsPyJson>, c"A view of an object or array as Python's JSON data."),
        function(
            c"as_object_map",
            entry::<AsObjectMap>,
            c"A view of an object as a dict, of those inside too if so asked.",
        ),
        function(c"set_equip", entry::<SetEquip>, c"Sets what gives classes of proxies their further methods."),
        function(c"convert_result", entry::<ConvertResult>, c"Converts a value by a type in JSON form."),
        function(c"run_sync", entry::<RunSync>, c"Waits for an awaitable without a running loop."),
        function(c"error_of", entry::<ErrorOf>, c"The JavaScript error that stands for a Python exception."),
        function(c"helper", entry::<Helper>, c"A JavaScript function that belongs to every runtime."),
        function(c"global_object", entry::<GlobalObject>, c"The global object of the runtime that is meant."),
        ffi::PyMethodDef {
            ml_name: c"drain".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: drain },
            ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
            ml_doc: c"Runs what waits for a runtime's thread.".as_ptr(),
        },
        function(c"collect", entry::<Collect>, c"Runs the engine's collector."),
        function(c"statistics", entry::<Statistics>, c"Counts of live proxies and bytes in use."),
        function(
            c"set_limits",
            entry::<SetLimits>,
            c"Sets the limits of memory and stack, in bytes, and of time, in seconds; None is unlimited.",
        ),
        function(c"restrict", entry::<Restrict>, c"From now on JavaScript gets data and callables only."),
        ffi::PyMethodDef {
            ml_name: c"interrupt".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: interrupt },
            ml_flags: ffi::METH_NOARGS,
            ml_doc: c"Stops what JavaScript runs now, from any thread.".as_ptr(),
        },
        ffi::PyMethodDef {
            ml_name: c"on_collection".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: on_collection },
            ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
            ml_doc: c"For gc.callbacks: collects cycles through both heaps.".as_ptr(),
        },
        function(c"close", entry::<Close>, c"The interpreter shuts down."),
    ];
    table.extend(runtimes::functions());
    table.push(ffi::PyMethodDef::zeroed());
    Box::leak(table.into_boxed_slice()).as_mut_ptr()
}

unsafe extern "C" fn interrupt(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    Object::boolean(State::get().is_some_and(limits::stop)).into_ptr()
}

/// The turn of an event loop for a runtime has come: the one that a capsule stands for, or the one that is meant. A closed one has nothing to do any more.
unsafe extern "C" fn drain(
    _: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes live arguments with the GIL held.
    let given = unsafe { arguments.as_ref() }.filter(|_| count > 0);
    let state = match given {
        Some(capsule) => runtimes::state_of(*capsule),
        None => State::enter().map(|state| *state),
    };
    let run =
        |state: &'static State| if state.realm.is_closed() { Ok(()) } else { state.entered()?.asyncio.drain(state) };
    match state.and_then(run) {
        Ok(()) => Object::none().into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}

/// Called where CPython's collector begins and ends, on any thread.
unsafe extern "C" fn on_collection(
    _: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes live arguments with the GIL held: the phase and a dict.
    let result = unsafe {
        if count == 2 {
            let (phase, info) = (*arguments, *arguments.add(1));
            let generation = ffi::PyDict_GetItemString(info, c"generation".as_ptr());
            let is_full = !generation.is_null() && ffi::PyLong_AsLong(generation) == 2;
            let begins = ffi::PyUnicode_CompareWithASCIIString(phase, c"start".as_ptr()) == 0;
            let states = if is_full { State::all() } else { Vec::new() };
            states.into_iter().try_for_each(|state| cycles::python_collects(state, begins))
        } else {
            Ok(())
        }
    };
    match result {
        Ok(()) => Object::none().into_ptr(),
        Err(Raised) => std::ptr::null_mut(),
    }
}

/// A function of the module.
trait Function {
    const NAME: &'static str;
    /// Runs it with the positional arguments, the values of the keywords, and the tuple of their names (or null).
    unsafe fn run(
        state: &'static State,
        positional: &[*mut PyObject],
        named: &[*mut PyObject],
        names: *mut PyObject,
    ) -> PyResult<Object>;
}

unsafe extern "C" fn entry<F: Function>(
    _: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the interpreter passes live arguments with the GIL held.
    unsafe {
        let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) as usize };
        let total = count as usize + named;
        let all = if total == 0 { &[] } else { std::slice::from_raw_parts(arguments, total) };
        let (positional, named) = all.split_at(count as usize);
        match State::meant_by(positional.first()).and_then(|state| F::run(*state, positional, named, names)) {
            Ok(result) => result.into_ptr(),
            Err(Raised) => std::ptr::null_mut(),
        }
    }
}

fn exactly<const N: usize>(name: &str, arguments: &[*mut PyObject]) -> PyResult<[*mut PyObject; N]> {
    arguments.try_into().map_err(|_| {
        let noun = if N == 1 { "argument" } else { "arguments" };
        type_error(&format!("{name}() takes {N} positional {noun} but {} were given", arguments.len()))
    })
}

macro_rules! functions {
    ($($type:ident $name:literal ($state:ident, $positional:ident, $named:ident, $names:ident) $body:block)*) => {
        $(
            struct $type;
            impl Function for $type {
                const NAME: &'static str = $name;
                unsafe fn run(
                    $state: &'static State,
                    $positional: &[*mut PyObject],
                    $named: &[*mut PyObject],
                    $names: *mut PyObject,
                ) -> PyResult<Object> {
                    #[allow(unused_unsafe, reason = "not every function of the module needs it")]
                    // SAFETY: `entry` passes live objects, on the realm's thread with the GIL held.
                    unsafe {
                        $body
                    }
                }
            }
        )*
    };
}

functions! {
    RunJs "run_js" (state, positional, named, _names) {
        let (source, file) = source_and_name(Self::NAME, positional, named)?;
        let value = state.run_safe(|| state.realm.evaluate(&source, &file))?;
        convert::to_py(state, value.raw())
    }
    RunModule "run_module" (state, positional, named, _names) {
        let (source, file) = source_and_name(Self::NAME, positional, named)?;
        let value = state.run_safe(|| state.realm.evaluate_module(&source, &file))?;
        convert::to_py(state, value.raw())
    }
    Import "import_" (state, positional, _named, _names) {
        let [base, specifier] = exactly(Self::NAME, positional)?;
        modules::import(state, &text_of(base)?, &text_of(specifier)?)
    }
    ResultNow "result_now" (state, positional, _named, _names) {
        let [promise] = exactly(Self::NAME, positional)?;
        proxy::expect(state, promise)?;
        state.realm.run_jobs();
        match proxy::future_result(state, promise) {
            Some(result) => Object::from_new(ffi::PyTuple_Pack(1, result?.as_ptr())),
            None => Ok(Object::none()),
        }
    }
    ToJs "to_js" (state, positional, named, names) {
        let [object] = exactly(Self::NAME, positional)?;
        let options = deep_js::Options::from_keywords(state, named, names)?;
        let class = ffi::Py_TYPE(object);
        // What is the same on both sides is itself, not a copy.
        if [&raw mut ffi::PyUnicode_Type, &raw mut ffi::PyLong_Type, &raw mut ffi::PyFloat_Type].contains(&class) {
            return Ok(Object::from_borrowed(object));
        }
        let value = deep_js::to_js(state, object, &options)?;
        // What has no conversion is not unwrapped again.
        match state.realm.engine().foreign_data(value.raw()) {
            Some(_) => proxy::double(state, value.raw()),
            None => convert::to_py(state, value.raw()),
        }
    }
    CreateProxy "create_proxy" (state, positional, _named, _names) {
        let [object, captures_this, stays] = exactly(Self::NAME, positional)?;
        let truth = |object| ffi::PyObject_IsTrue(object) == 1;
        double_proxy(state, foreign::wrap_kept(state, object, truth(captures_this), truth(stays))?)
    }
    CreateOnce "create_once_callable" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        double_proxy(state, foreign::wrap_once(state, object)?)
    }
    Destroy "destroy" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        if let Some(raw) = proxy::raw_of(state, object) {
            foreign::destroy(state, raw, None);
            state.settle();
        }
        Ok(Object::none())
    }
    DestroyAll "destroy_all" (state, positional, _named, _names) {
        let [array] = exactly(Self::NAME, positional)?;
        let raw = proxy::raw_of(state, array).ok_or_else(|| type_error("Expected a JsProxy for the argument"))?;
        let array = Value::from_raw(state.realm, state.realm.engine().retain(raw));
        for element in state.run_safe(|| array.elements())? {
            foreign::destroy(state, element.raw(), None);
        }
        state.settle();
        Ok(Object::none())
    }
    Share "share" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        foreign::share(state, object)
    }
    Unwrap "unwrap" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        match proxy::raw_of(state, object).and_then(|raw| state.realm.engine().foreign_data(raw)) {
            Some(pointer) => foreign::unwrap(state, pointer),
            None => Err(type_error("not a double proxy")),
        }
    }
    IsDouble "is_double_proxy" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        let data = proxy::raw_of(state, object).and_then(|raw| state.realm.engine().foreign_data(raw));
        Ok(Object::boolean(data.is_some_and(|data| !foreign::is_once(data))))
    }
    ForeignMethod "foreign_method" (state, positional, _named, _names) {
        let [name, run] = exactly(Self::NAME, positional)?;
        let method = foreign::method(state, &text_of(name)?, &Object::from_borrowed(run));
        convert::to_py(state, method.raw())
    }
    TellDestroyed "tell_destroyed" (state, positional, _named, _names) {
        let [tells] = exactly(Self::NAME, positional)?;
        Ok(Object::boolean(state.tells_destroyed.replace(ffi::PyObject_IsTrue(tells) == 1)))
    }
    WatchInterrupts "watch_interrupts" (state, positional, _named, _names) {
        let [view] = exactly(Self::NAME, positional)?;
        state.watch_interrupts(&Object::from_borrowed(view))?;
        Ok(Object::none())
    }
    DefineForeign "define_foreign" (state, positional, _named, _names) {
        let [name, methods] = exactly(Self::NAME, positional)?;
        match proxy::value_of(state, methods) {
            Some(value) if state.foreign_kinds.define(&text_of(name)?, &value) => Ok(Object::none()),
            _ => Err(value_error("define_foreign() takes the name of an ability and an object")),
        }
    }
    Bind "bind" (state, positional, _named, _names) {
        let [object, sig] = exactly(Self::NAME, positional)?;
        signature::bind(state, object, sig, BindAs::Natural)
    }
    BindSig "bind_sig" (state, positional, _named, _names) {
        let [object, sig] = exactly(Self::NAME, positional)?;
        signature::bind(state, object, sig, BindAs::Instance)
    }
    BindClass "bind_class" (state, positional, _named, _names) {
        let [object, sig] = exactly(Self::NAME, positional)?;
        signature::bind(state, object, sig, BindAs::ClassObject)
    }
    AsPyJson "as_py_json" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        proxy::expect(state, object)?;
        proxy::rebind(state, object, Some(Binding::View(state.signatures.data_view(Data::Json))))
    }
    AsObjectMap "as_object_map" (state, positional, _named, _names) {
        let [object, is_hereditary] = exactly(Self::NAME, positional)?;
        proxy::expect(state, object)?;
        let data = if ffi::PyObject_IsTrue(is_hereditary) == 1 { Data::Objects } else { Data::Alone };
        proxy::rebind(state, object, Some(Binding::View(state.signatures.data_view(data))))
    }
    SetEquip "set_equip" (state, positional, _named, _names) {
        let [equip] = exactly(Self::NAME, positional)?;
        state.types.set_equip(equip)?;
        Ok(Object::none())
    }
    ConvertResult "convert_result" (state, positional, _named, _names) {
        let [object, json] = exactly(Self::NAME, positional)?;
        let ty = serde_json::from_str(&text_of(json)?)
            .map_err(|error| value_error(&format!("not a type: {error}")))?;
        let raw = convert::to_js(state, object)?;
        let value = Value::from_raw(state.realm, raw);
        state.signatures.converter(&ty).to_py(state, value.raw())
    }
    RunSync "run_sync" (state, positional, _named, _names) {
        let [object] = exactly(Self::NAME, positional)?;
        state.asyncio.run_sync(state, &Object::from_borrowed(object))
    }
    ErrorOf "error_of" (state, positional, _named, _names) {
        let [exception] = exactly(Self::NAME, positional)?;
        if ffi::PyExceptionInstance_Check(exception) == 0 {
            return Err(type_error("error_of() takes an exception"));
        }
        let exception = Object::from_borrowed(exception);
        let value = state.run_safe(|| error::error_for(state, &exception))?;
        proxy::double(state, value.raw())
    }
    Helper "helper" (state, positional, _named, _names) {
        let [source] = exactly(Self::NAME, positional)?;
        helper::make(state, source)
    }
    GlobalObject "global_object" (state, _positional, _named, _names) {
        proxy::object_to_py(state, state.realm.global().raw(), None)
    }
    Collect "collect" (state, _positional, _named, _names) {
        cycles::collect(state)?;
        state.realm.collect_garbage();
        state.settle();
        Ok(Object::none())
    }
    Statistics "statistics" (state, _positional, _named, _names) {
        let dict = Object::from_new(ffi::PyDict_New())?;
        let (proxies, foreign) = (state.proxies.borrow().len(), state.foreign.borrow().len());
        for (name, number) in [
            ("js_proxies", proxies),
            ("py_proxies", foreign),
            ("bytes", state.realm.memory_used()),
        ] {
            let (name, number) = (Object::string(name)?, Object::integer(number as i64)?);
            if ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), number.as_ptr()) < 0 {
                return Err(Raised);
            }
        }
        Ok(dict)
    }
    SetLimits "set_limits" (state, positional, _named, _names) {
        let [memory, stack, seconds] = exactly(Self::NAME, positional)?;
        let number = |object: *mut PyObject| -> PyResult<Option<usize>> {
            if object == ffi::Py_None() {
                return Ok(None);
            }
            let number = ffi::PyLong_AsSize_t(object);
            if ffi::PyErr_Occurred().is_null() { Ok(Some(number)) } else { Err(Raised) }
        };
        let time = if seconds == ffi::Py_None() {
            None
        } else {
            let number = ffi::PyFloat_AsDouble(seconds);
            if !ffi::PyErr_Occurred().is_null() {
                return Err(Raised);
            }
            Some(Duration::try_from_secs_f64(number).map_err(|error| value_error(&error.to_string()))?)
        };
        state.realm.set_limits(&Limits { memory: number(memory)?, stack: number(stack)? });
        state.limit.set(time);
        Ok(Object::none())
    }
    Restrict "restrict" (state, positional, _named, _names) {
        let [] = exactly(Self::NAME, positional)?;
        state.is_restricted.set(true);
        Ok(Object::none())
    }
    Close "close" (state, _positional, _named, _names) {
        state.realm.report_all_rejections();
        asyncio::close();
        Ok(Object::none())
    }
}

/// The source and the file name of `run_js(source, file_name="<run_js>")`.
unsafe fn source_and_name(
    name: &str,
    positional: &[*mut PyObject],
    named: &[*mut PyObject],
) -> PyResult<(String, String)> {
    // SAFETY: the callers pass live objects.
    unsafe {
        match (positional, named) {
            ([source], []) => Ok((text_of(*source)?, "<run_js>".to_owned())),
            ([source, file], []) | ([source], [file]) => Ok((text_of(*source)?, text_of(*file)?)),
            _ => Err(type_error(&format!("{name}() takes a source and a file name"))),
        }
    }
}

/// A Python proxy of the JavaScript proxy itself: it is not unwrapped, so that Python can hold, pass and destroy it.
fn double_proxy(state: &'static State, raw: crate::engine::Raw) -> PyResult<Object> {
    // SAFETY: the callers pass a reference to a live proxy, which the value takes over.
    unsafe {
        let value = Value::from_raw(state.realm, raw);
        proxy::double(state, value.raw())
    }
}
