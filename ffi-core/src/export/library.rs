//! A library: what is exported together, as one module for Python and one object for JavaScript.

use super::{ClassInfo, FunctionInfo};
use crate::engine::{Realm, Thrown, Value};
use crate::signature::{Docs, Item, Module, SCHEMA_VERSION};

/// One export.
#[derive(Clone, Copy)]
pub enum Export {
    /// A function.
    Function(&'static FunctionInfo),
    /// A class, and what makes its class object in a realm.
    Class(&'static ClassInfo, fn(Realm) -> Result<Value, Thrown>),
}

/// Something with `#[export]`: a class, or the name of a function (which stands for it as a type).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not exported",
    label = "put `#[export]` on the function or on the `impl` block of the class"
)]
pub trait Exported {
    /// What it is.
    fn export() -> Export;
}

/// What is exported together.
///
/// ```
/// # use ffi_core::export::{Exported, Export, Library};
/// # fn library<resize: Exported, Image: Exported>() -> Library {
/// Library::new("images").with::<resize>().with::<Image>()
/// # }
/// ```
///
/// `install` puts it into a realm, `install_python` (feature `python`) makes a module of it that Python imports.
#[derive(Clone)]
pub struct Library {
    name: String,
    docs: String,
    exports: Vec<Export>,
}

impl Export {
    /// The name in JavaScript.
    pub fn javascript_name(&self) -> &'static str {
        match self {
            Self::Function(info) => info.name.javascript,
            Self::Class(info, _) => info.name,
        }
    }

    /// The name in Python.
    pub fn python_name(&self) -> &'static str {
        match self {
            Self::Function(info) => info.name.python,
            Self::Class(info, _) => info.name,
        }
    }
}

impl Library {
    /// An empty library. The name is that of the Python module and of the JavaScript object.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), docs: String::new(), exports: Vec::new() }
    }

    /// Sets the documentation of the module.
    #[must_use]
    pub fn docs(mut self, docs: impl Into<String>) -> Self {
        self.docs = docs.into();
        self
    }

    /// Adds an export.
    #[must_use]
    pub fn with<T: Exported>(mut self) -> Self {
        self.exports.push(T::export());
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The documentation.
    pub fn documentation(&self) -> &str {
        &self.docs
    }

    /// The exports, in the order in which they were added.
    pub fn exports(&self) -> &[Export] {
        &self.exports
    }

    /// An object with all exports.
    ///
    /// # Errors
    /// The engine refused a definition: it is out of memory.
    pub fn javascript(&self, realm: Realm) -> Result<Value, Thrown> {
        realm.keep_memory();
        let object = realm.object();
        for export in &self.exports {
            let value = match export {
                Export::Function(info) => info.javascript(realm),
                Export::Class(_, make) => make(realm)?,
            };
            object.define(export.javascript_name(), &value)?;
        }
        Ok(object)
    }

    /// Defines the object of all exports on the global object, under the library's name.
    ///
    /// # Errors
    /// As for [`Library::javascript`].
    pub fn install(&self, realm: Realm) -> Result<Value, Thrown> {
        let object = self.javascript(realm)?;
        realm.global().define_hidden(&self.name, &object)?;
        Ok(object)
    }

    /// The library as a module of signatures, as JavaScript sees it.
    pub fn module(&self) -> Module {
        let item = |export: &Export| match export {
            Export::Function(info) => Item::Function(info.item()),
            Export::Class(info, _) => Item::Class(info.item()),
        };
        let mut items: Vec<Item> = self.exports.iter().map(item).collect();
        items.sort_by(|left, right| left.js_name().cmp(right.js_name()));
        Module {
            schema_version: SCHEMA_VERSION,
            name: self.name.clone(),
            items,
            docs: Docs { text: self.docs.clone(), ..Docs::default() },
            ..Module::default()
        }
    }
}
