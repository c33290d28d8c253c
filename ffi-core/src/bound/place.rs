//! Where a bound name is found at run time: a module that the program has provided, or the global object.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Result;
use crate::engine::{Realm, Value};
use crate::typed::Exception;

/// The place of a function or class object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    module: &'static str,
    path: &'static str,
}

/// The objects of the modules that the program has provided.
#[derive(Default)]
struct Modules(RefCell<HashMap<String, Value>>);

/// Says what the object of a module is: the functions and classes that are bound for `module` are its properties.
///
/// What is bound for a module that was not provided is looked for on the global object, as is what is bound for none.
///
/// ```
/// use ffi_core::bound::{self, Place};
/// use ffi_core::engine::{Limits, Realm};
///
/// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
/// let module = realm.evaluate("({ area: (width, height) => width * height })", "shapes.js")?;
/// bound::provide(realm, "shapes", &module);
/// // What a bound function does.
/// let area: f64 = bound::call_global(realm, Place::new("shapes", "area"), (2.0, 3.0))?;
/// assert_eq!(area, 6.0);
/// # Ok::<(), ffi_core::typed::Exception>(())
/// ```
pub fn provide(realm: Realm, module: &str, object: &Value) {
    realm.extension(Modules::default).0.borrow_mut().insert(module.to_owned(), object.clone());
}

impl Place {
    /// A place: the name of a module, empty for globals, and a path of properties, separated by dots.
    pub const fn new(module: &'static str, path: &'static str) -> Self {
        Self { module, path }
    }

    fn root(self, realm: Realm) -> Value {
        let provided = realm.extension(Modules::default).0.borrow();
        let bare = self.module.strip_prefix("node:").unwrap_or(self.module);
        let found = provided.get(self.module).or_else(|| provided.get(bare));
        found.cloned().unwrap_or_else(|| realm.global())
    }

    /// The object that has the property, and the property's name.
    pub(super) fn owner(self, realm: Realm) -> Result<(Value, &'static str)> {
        let mut owner = self.root(realm);
        let mut rest = self.path;
        while let Some((first, after)) = rest.split_once('.') {
            owner = owner.get(first)?;
            if owner.is_nullish() {
                return Err(self.missing());
            }
            rest = after;
        }
        Ok((owner, rest))
    }

    /// The value that is there; `None` when there is none.
    pub(super) fn find(self, realm: Realm) -> Option<Value> {
        let (owner, name) = self.owner(realm).ok()?;
        owner.get(name).ok().filter(|value| !value.is_nullish())
    }

    /// The value that must be there.
    pub(super) fn value(self, realm: Realm) -> Result<Value> {
        self.find(realm).ok_or_else(|| self.missing())
    }

    pub(super) fn missing(self) -> Exception {
        let Self { module, path } = self;
        Exception::new(
            crate::typed::ExceptionKind::NotImplemented,
            match module {
                "" => format!("JavaScript has no `{path}` here"),
                module => format!(
                    "JavaScript has no `{path}` here, and the module \"{module}\" was not given with `bound::provide`"
                ),
            },
        )
    }
}
