//! Where the modules that JavaScript imports come from: the host says what a specifier means and what stands there.

use super::{Engine, Realm, Thrown, Value};

/// A module that the host has found.
pub struct ModuleSource {
    /// The text.
    pub text: String,
    /// An object whose properties become those of `import.meta`.
    pub meta: Option<Value>,
}

/// Finds and reads modules.
pub trait ModuleHost {
    /// The full name of what `specifier` means in the module or script called `base`. One name is one module.
    fn resolve(&self, realm: Realm, base: &str, specifier: &str) -> Result<String, Thrown>;

    /// What stands at a full name.
    fn load(&self, realm: Realm, name: &str) -> Result<ModuleSource, Thrown>;
}

impl Realm {
    /// Lets JavaScript import modules from this host. Without one an import fails.
    pub fn set_module_host(self, host: &'static dyn ModuleHost) {
        self.data().module_host.set(Some(host));
        // SAFETY: on the realm's thread.
        unsafe { self.engine().enable_modules() };
    }

    pub(super) fn module_host(self) -> Option<&'static dyn ModuleHost> {
        self.data().module_host.get()
    }

    /// Imports a module as `import(specifier)` does in the module or script called `base`; gives the promise of its namespace.
    pub fn import(self, base: &str, specifier: &str) -> Result<Value, Thrown> {
        // SAFETY: on the realm's thread.
        self.own(unsafe { self.engine().import(base, specifier) })
    }
}
