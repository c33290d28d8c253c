//! The imports of a stub: what was used, under a name that no item of the module takes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::python::Statement;

/// Where a stub takes each name from that is not a builtin and not its own.
const SOURCES: [(&str, &[&str]); 6] = [
    (
        "collections.abc",
        &["AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Iterable", "Iterator", "Mapping", "Sequence", "Set"],
    ),
    ("datetime", &["datetime"]),
    ("enum", &["Enum", "IntEnum"]),
    (
        "typing",
        &["Any", "ClassVar", "Generic", "Literal", "Protocol", "TypeAlias", "overload"],
    ),
    (
        "typing_extensions",
        &["Buffer", "Never", "ReadOnly", "Required", "Self", "TypeGuard", "TypeVar", "TypedDict", "deprecated"],
    ),
    (
        "sigbind.typing",
        &[
            "ArrayBuffer", "ArrayBufferView", "BigInt64Array", "BigUint64Array", "Callback1", "Callback2", "Callback3",
            "Callback4", "Callback5", "DataView", "Float16Array", "Float32Array", "Float64Array", "Int16Array",
            "Int32Array", "Int8Array", "JsArray", "JsAsyncIterable", "JsAsyncIterator", "JsDate", "JsIterable",
            "JsIterator", "JsMap", "JsPromise", "JsProxy", "JsSet", "SharedArrayBuffer", "StaticAndInstance",
            "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray",
        ],
    ),
];

/// Builtins that annotations and decorators use.
pub(super) const BUILTINS: [&str; 13] = [
    "bool", "bytes", "dict", "float", "int", "list", "object", "property", "set", "staticmethod", "str", "tuple", "type",
];

/// Names that were used, and how the module spells them.
pub(super) struct Imports {
    taken: Vec<String>,
    used: BTreeMap<(&'static str, &'static str), ()>,
}

impl Imports {
    /// Imports for a module whose own names are `taken` (sorted).
    pub(super) fn new(taken: Vec<String>) -> Self {
        Self { taken, used: BTreeMap::new() }
    }

    /// The local name of an imported name or a builtin.
    pub(super) fn name(&mut self, name: &'static str) -> Cow<'static, str> {
        let is_taken = self.is_taken(name);
        if let Some((module, _)) = SOURCES.iter().find(|(_, names)| names.contains(&name)) {
            self.used.insert((module, name), ());
            return if is_taken { Cow::Owned(format!("_{name}")) } else { Cow::Borrowed(name) };
        }
        if is_taken { Cow::Owned(format!("builtins.{name}")) } else { Cow::Borrowed(name) }
    }

    /// How an imported name is spelled, without importing it.
    pub(super) fn spelling(&self, name: &'static str) -> Cow<'static, str> {
        if self.is_taken(name) { Cow::Owned(format!("_{name}")) } else { Cow::Borrowed(name) }
    }

    fn is_taken(&self, name: &str) -> bool {
        self.taken.binary_search_by(|own| own.as_str().cmp(name)).is_ok()
    }

    /// The import statements, in the order of [`SOURCES`].
    pub(super) fn statements<'a>(&self) -> Vec<Statement<'a>> {
        let mut statements = Vec::new();
        for (module, _) in SOURCES {
            let names: Vec<_> = self
                .used
                .keys()
                .filter(|(source, _)| *source == module)
                .map(|(_, name)| {
                    let local = self.is_taken(name).then(|| Cow::Owned(format!("_{name}")));
                    (Cow::Borrowed(*name), local)
                })
                .collect();
            if !names.is_empty() {
                statements.push(Statement::Import { module: Cow::Borrowed(module), names });
            }
        }
        statements
    }
}
