//! The imports of a stub: what was used, under a name that no item of the module takes.

use std::borrow::Cow;
use std::collections::BTreeMap;

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
    /// What annotations by hand name, by its spelling.
    by_hand: BTreeMap<String, ByHand>,
    /// The module's own names.
    taken: Vec<String>,
}

/// A class that an annotation by hand names.
struct ByHand {
    module: String,
    name: String,
    used: bool,
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
        Self { names, spelled, aliases: Vec::new(), by_hand: BTreeMap::new(), taken: taken.to_vec() }
    }

    /// The local name of an imported name or a builtin.
    pub(super) fn name(&self, name: &'static str) -> Cow<'static, str> {
        self.names.get(name).map_or(Cow::Borrowed(name), |known| known.spelling.clone())
    }

    /// The local name of a class that is named by module and name, or of a builtin.
    pub(super) fn by_hand(&mut self, dotted: &str) -> String {
        let Some((module, name)) = dotted.rsplit_once('.') else {
            return BUILTINS.into_iter().find(|one| *one == dotted).map_or(dotted.into(), |one| self.name(one).into());
        };
        let known = SOURCES.into_iter().find(|(source, _)| *source == module);
        if let Some(known) = known.and_then(|(_, offered)| offered.iter().copied().find(|one| *one == name)) {
            return self.name(known).into_owned();
        }
        let is_free = |imports: &Self, spelling: &str| {
            let same = |one: &ByHand| one.module == module && one.name == name;
            !imports.taken.iter().any(|own| own == spelling)
                && !imports.spelled.contains_key(spelling)
                && !imports.names.contains_key(spelling)
                && imports.by_hand.get(spelling).is_none_or(same)
        };
        let mut spelling = name.to_owned();
        if !is_free(self, &spelling) {
            spelling = format!("_{}_{name}", module.replace('.', "_"));
        }
        while !is_free(self, &spelling) {
            spelling.push('_');
        }
        let entry = ByHand { module: module.to_owned(), name: name.to_owned(), used: false };
        self.by_hand.entry(spelling.clone()).or_insert(entry);
        spelling
    }

    /// Whether a name means an imported one or a builtin.
    pub(super) fn offers(&self, spelling: &str) -> bool {
        self.by_hand.contains_key(spelling)
            || self.spelled.contains_key(spelling)
            || self.names.get(spelling).is_some_and(|known| known.module.is_none() && known.spelling == spelling)
    }

    /// Says that a name stands in the stub: if it is an imported one, it is imported by this.
    pub(super) fn mark(&mut self, spelling: &str) {
        if let Some(known) = self.spelled.get(spelling).and_then(|name| self.names.get_mut(name)) {
            known.used = true;
        }
        if let Some(known) = self.by_hand.get_mut(spelling) {
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
        for (spelling, known) in self.by_hand.iter().filter(|(_, known)| known.used) {
            let alias = (*spelling != known.name).then(|| Cow::Owned(spelling.clone()));
            let names = vec![(Cow::Owned(known.name.clone()), alias)];
            statements.push(Statement::Import { module: Cow::Owned(known.module.clone()), names });
        }
        statements
    }
}
