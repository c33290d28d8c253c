//! The engine's hooks for modules: both ask the realm's host.

use std::ffi::{CStr, CString, c_char, c_void};

use rquickjs::qjs;

use super::super::raw::RawResult;
use super::super::{ModuleHost, ModuleSource, PropertyFlags, Realm, Thrown, Value};
use super::{QuickJs, checked, property_flags, realm_of, terminated};

impl QuickJs {
    /// Sets the hooks.
    pub(super) unsafe fn set_module_hooks(&self) {
        // SAFETY: the runtime is live; the hooks are static.
        unsafe { qjs::JS_SetModuleLoaderFunc(self.runtime, Some(normalize), Some(load), std::ptr::null_mut()) }
    }

    /// Gives the promise of a module's namespace.
    pub(super) unsafe fn load_module(&self, base: &str, specifier: &str) -> RawResult<qjs::JSValue> {
        let text = |text: &str| CString::new(text.replace('\0', "\u{FFFD}")).unwrap_or_default();
        let (base, specifier) = (text(base), text(specifier));
        // SAFETY: the context is live; the names are read during the call.
        checked(unsafe { qjs::JS_LoadModule(self.context, base.as_ptr(), specifier.as_ptr()) })
    }
}

unsafe fn with_host<R>(
    context: *mut qjs::JSContext,
    ask: impl FnOnce(Realm, &'static dyn ModuleHost) -> Result<R, Thrown>,
) -> Option<R> {
    // SAFETY: the engine calls its hooks on its thread, with a context that was attached.
    unsafe {
        let realm = realm_of(context);
        let answer = match realm.module_host() {
            Some(host) => ask(realm, host),
            None => Err(realm.type_error("modules cannot be imported here")),
        };
        match answer {
            Ok(found) => Some(found),
            Err(thrown) => {
                qjs::JS_Throw(context, thrown.into_value().into_raw());
                None
            }
        }
    }
}

unsafe fn text_of(text: *const c_char) -> String {
    // SAFETY: the engine passes a C string.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

unsafe extern "C" fn normalize(
    context: *mut qjs::JSContext,
    base: *const c_char,
    specifier: *const c_char,
    _: *mut c_void,
) -> *mut c_char {
    // SAFETY: see `with_host`; the engine frees what its own allocator gave.
    unsafe {
        let (base, specifier) = (text_of(base), text_of(specifier));
        let Some(name) = with_host(context, |realm, host| host.resolve(realm, &base, &specifier)) else {
            return std::ptr::null_mut();
        };
        qjs::js_strndup(context, name.as_ptr().cast(), name.len() as _)
    }
}

unsafe extern "C" fn load(context: *mut qjs::JSContext, name: *const c_char, _: *mut c_void) -> *mut qjs::JSModuleDef {
    // SAFETY: see `with_host`. A compiled module is kept by the context; the value only names it.
    unsafe {
        let full_name = text_of(name);
        let Some(source) = with_host(context, |realm, host| host.load(realm, &full_name)) else {
            return std::ptr::null_mut();
        };
        let text = terminated(&source.text);
        let flags = qjs::JS_EVAL_TYPE_MODULE | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
        let compiled =
            qjs::JS_Eval(context, text.as_ptr().cast(), source.text.len() as _, name, flags as std::ffi::c_int);
        if qjs::JS_IsException(compiled) {
            return std::ptr::null_mut();
        }
        let module = qjs::JS_VALUE_GET_PTR(compiled).cast::<qjs::JSModuleDef>();
        qjs::JS_FreeValue(context, compiled);
        if describe(context, module, &source).is_err() {
            return std::ptr::null_mut();
        }
        module
    }
}

/// Fills `import.meta`.
unsafe fn describe(
    context: *mut qjs::JSContext,
    module: *mut qjs::JSModuleDef,
    source: &ModuleSource,
) -> Result<(), Thrown> {
    let Some(given) = &source.meta else { return Ok(()) };
    // SAFETY: the module is live; the engine gives references.
    unsafe {
        let realm = realm_of(context);
        let meta = Value::from_raw(realm, qjs::JS_GetImportMeta(context, module));
        for key in given.all_own_keys()? {
            let value = given.get(&key)?.into_raw();
            let flags = property_flags(PropertyFlags::DATA);
            if qjs::JS_DefinePropertyValue(context, meta.raw(), key.raw(), value, flags) < 0 {
                return Err(realm.take_thrown());
            }
        }
    }
    Ok(())
}
