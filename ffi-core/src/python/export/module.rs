//! Libraries as Python modules: in an embedded interpreter, or as an extension module of their own.

use std::ffi::{CString, c_int, c_void};

use pyo3::ffi::{self, PyObject};

use super::{class, function};
use crate::export::{Export, Library};
use crate::python::object::{Object, PyResult, Raised};
use crate::python::state::State;
use crate::python::typed::taken;
use crate::typed::Exception;

impl Library {
    /// Makes the library importable in Python under its name.
    ///
    /// # Errors
    /// Python refused, or runs on another thread.
    pub fn install_python(&self) -> Result<(), Exception> {
        crate::typed::refuse_while_borrowed()?;
        let install = || {
            let entered = State::enter()?;
            let state = *entered;
            let name = CString::new(self.name()).map_err(|_| crate::python::object::value_error("a name with NUL"))?;
            // SAFETY: the name is read during the call; the table of modules is alive.
            let module = unsafe {
                let module = Object::from_new(ffi::PyModule_New(name.as_ptr()))?;
                let modules = Object::from_borrowed(ffi::PyImport_GetModuleDict());
                if ffi::PyDict_SetItemString(modules.as_ptr(), name.as_ptr(), module.as_ptr()) < 0 {
                    return Err(Raised);
                }
                module
            };
            self.fill(state, &module)
        };
        install().map_err(|Raised| taken())
    }

    fn fill(&self, state: &'static State, module: &Object) -> PyResult<()> {
        if !self.documentation().is_empty() {
            super::set(module, "__doc__", &Object::string(self.documentation())?)?;
        }
        for export in self.exports() {
            let object = match export {
                Export::Function(info) => function::make(state, info)?,
                Export::Class(info, _) => {
                    // SAFETY: the class is kept for good.
                    let class = unsafe { Object::from_borrowed(class::class_for(state, info)?.cast()) };
                    super::set(&class, "__module__", &Object::string(self.name())?)?;
                    class
                }
            };
            super::set(module, export.python_name(), &object)?;
        }
        Ok(())
    }
}

/// Makes the extension module of a library, for its `PyInit_` function; see [`crate::python_module`]. JavaScript code that the module
/// runs (`run_js`) sees the library as a global object of its name.
///
/// # Safety
///
/// Called by the interpreter's import machinery, with the GIL held.
pub unsafe fn extension_init(name: &'static std::ffi::CStr, library: fn() -> Library) -> *mut c_void {
    // SAFETY: the definition is leaked; the GIL keeps other threads out.
    unsafe {
        LIBRARY.set(library).ok();
        let slots = vec![
            ffi::PyModuleDef_Slot { slot: ffi::Py_mod_exec, value: execute as *mut c_void },
            ffi::PyModuleDef_Slot { slot: 0, value: std::ptr::null_mut() },
        ];
        let definition = Box::leak(Box::new(ffi::PyModuleDef {
            m_base: ffi::PyModuleDef_HEAD_INIT,
            m_name: name.as_ptr(),
            m_doc: std::ptr::null(),
            m_size: 0,
            m_methods: std::ptr::null_mut(),
            m_slots: Box::leak(slots.into_boxed_slice()).as_mut_ptr(),
            m_traverse: None,
            m_clear: None,
            m_free: None,
        }));
        ffi::PyModuleDef_Init(definition).cast()
    }
}

static LIBRARY: std::sync::OnceLock<fn() -> Library> = std::sync::OnceLock::new();

unsafe extern "C" fn execute(module: *mut PyObject) -> c_int {
    let run = || {
        let state = crate::python::module::ensure_state()?;
        // SAFETY: the interpreter passes the module that it made from our definition.
        let module = unsafe { Object::from_borrowed(module) };
        let Some(library) = LIBRARY.get() else { return Ok(()) };
        let library = library();
        state.run_safe(|| library.install(state.realm))?;
        let core = crate::python::module::core_module()?;
        super::set(&module, "run_js", &core.attribute(c"run_js")?)?;
        library.fill(state, &module)
    };
    match run() {
        Ok(()) => 0,
        Err(Raised) => -1,
    }
}

/// The extension module of a library: `ffi_core::python_module!(images, library)` in a `cdylib` of that name.
#[macro_export]
macro_rules! python_module {
    ($name:ident, $library:path) => {
        const _: () = {
            #[unsafe(export_name = concat!("PyInit_", stringify!($name)))]
            unsafe extern "C" fn init() -> *mut ::core::ffi::c_void {
                const NAME: &str = concat!(stringify!($name), "\0");
                let ::core::result::Result::Ok(name) = ::core::ffi::CStr::from_bytes_with_nul(NAME.as_bytes()) else {
                    return ::core::ptr::null_mut();
                };
                // SAFETY: only the interpreter's import machinery calls this.
                unsafe { $crate::python::extension_init(name, $library) }
            }
        };
    };
}
