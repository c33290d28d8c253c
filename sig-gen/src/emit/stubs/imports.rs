//! The imports of a stub: what was used, under a name that no item of the module takes.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::super::python::Statement;

/// Where a stub takes each name from that is not a builtin and not its own.
const SOURCES: [(&str, &[&str]); 6] = [
    (
        "collections.abc",
        &[
            "AsyncIterable",
            "AsyncIterator",
            "Awaitable",
            "Callable",
            "Iterable",
            "Iterator",
            "Mapping",
            "Sequence",
            "Set",
        ],
    ),
    ("datetime", &["datetime"]),
    ("enum", &["Enum", "IntEnum"]),
    ("typing", &["Any", "ClassVar", "Literal", "Protocol", "TypeAlias", "overload"]),
    (
        "typing_extensions",
        &["Buffer", "Never", "ReadOnly", "Required", "Self", "TypeGuard", "TypeIs", "TypedDict", "deprecated"],
    ),
    (
        "sigbind.typing",
        &[
            "ArrayBuffer",
            "ArrayBufferView",
            "BigInt64Array",
            "BigUint64Array",
            "Callback1",
            "Callback2",
            "Callback3",
            "Callback4",
            "Callback5",
            "DataView",
            "Float16Array",
            "Float32Array",
            "Float64Array",
            "Int16Array",
            "Int32Array",
            "Int8Array",
            "JsArray",
            "JsAsyncIterable",
            "JsAsyncIterator",
            "JsDate",
            "JsIterable",
            "JsIterator",
            "JsMap",
            "JsPromise",
            "JsProxy",
            "JsSet",
            "SharedArrayBuffer",
            "StaticAndInstance",
            "Uint16Array",
            "Uint32Array",
            "Uint8Array",
            "Uint8ClampedArray",
        ],
    ),
];

/// Builtins that annotations and decorators use.
pub(super) const BUILTINS: [&str; 13] = [
    "bool",
    "bytes",
    "dict",
    "float",
    "int",
    "list",
    "object",
    "property",
    "set",
    "staticmethod",
    "str",
    "tuple",
    "type",
];

/// All names that can be imported.
pub(super) fn offered() -> impl Iterator<Item = &'static str> {
    SOURCES.into_iter().flat_map(|(_, offered)| offered.iter().copied())
}

/// Names that were used, and how the module spells them.
pub(super) struct Imports {
    names: FxHashMap<&'static str, Known>,
    /// The names by their spellings.
    spelled: FxHashMap<Cow<'static, str>, &'static str>,
    /// Second names of imported ones.
    aliases: Vec<(&'static str, String)>,
}

struct Known {
    /// Nothing for a builtin.
    module: Option<&'static str>,
    spelling: Cow<'static, str>,
    used: bool,
}

impl Imports {
    /// Imports for a module whose own names are `taken` (sorted).
    pub(super) fn new(taken: &[String]) -> Self {
        let is_taken = |name: &str| taken.binary_search_by(|own| own.as_str().cmp(name)).is_ok();
        let mut names = FxHashMap::default();
        for name in BUILTINS {
            let spelling = if is_taken(name) { Cow::Owned(format!("builtins.{name}")) } else { Cow::Borrowed(name) };
            names.insert(name, Known { module: None, spelling, used: false });
        }
        for (module, offered) in SOURCES {
            for name in offered {
                let spelling = if is_taken(name) { Cow::Owned(format!("_{name}")) } else { Cow::Borrowed(*name) };
                names.insert(name, Known { module: Some(module), spelling, used: false });
            }
        }
        let imported = |(name, known): (&&'static str, &Known)| known.module.map(|_| (known.spelling.clone(), *name));
        let spelled = names.iter().filter_map(imported).collect();
        Self { names, spelled, aliases: Vec::new() }
    }

    /// The local name of an imported name or a builtin.
    pub(super) fn name(&self, name: &'static str) -> Cow<'static, str> {
        self.names.get(name).map_or(Cow::Borrowed(name), |known| known.spelling.clone())
    }

    /// Whether a name means an imported one or a builtin.
    pub(super) fn offers(&self, spelling: &str) -> bool {
        self.spelled.contains_key(spelling)
            || self.names.get(spelling).is_some_and(|known| known.module.is_none() && known.spelling == spelling)
    }

    /// Says that a name stands in the stub: if it is an imported one, it is imported by this.
    pub(super) fn mark(&mut self, spelling: &str) {
        if let Some(known) = self.spelled.get(spelling).and_then(|name| self.names.get_mut(name)) {
            known.used = true;
        }
    }

    /// Imports the name that is spelled so under a second one. Gives whether it is an imported name.
    pub(super) fn add_alias(&mut self, spelling: &str, alias: String) -> bool {
        let found = SOURCES.into_iter().flat_map(|(_, offered)| offered.iter().copied()).find(|name| {
            self.names.get(name).is_some_and(|known| known.module.is_some() && known.spelling == spelling)
        });
        self.aliases.extend(found.map(|name| (name, alias)));
        found.is_some()
    }

    /// Whether an item of the module takes the name of a builtin.
    pub(super) fn hides_builtins(&self) -> bool {
        self.names.values().any(|known| known.module.is_none() && matches!(known.spelling, Cow::Owned(_)))
    }

    /// The import statements, in the order of [`SOURCES`].
    pub(super) fn statements<'a>(&self) -> Vec<Statement<'a>> {
        let mut statements = Vec::new();
        for (module, offered) in SOURCES {
            let mut names = Vec::new();
            for name in offered {
                if let Some(known) = self.names.get(name).filter(|known| known.used && known.module == Some(module)) {
                    names.push((Cow::Borrowed(*name), (known.spelling != *name).then(|| known.spelling.clone())));
                }
                let aliases = self.aliases.iter().filter(|(known, _)| known == name);
                names.extend(aliases.map(|(_, alias)| (Cow::Borrowed(*name), Some(Cow::Owned(alias.clone())))));
            }
            if !names.is_empty() {
                statements.push(Statement::Import { module: Cow::Borrowed(module), names });
            }
        }
        statements
    }
}
