//! What an object can do, by the methods and properties it has. Python's class of its proxy has the matching protocols and no others.

use crate::engine::{Key, Realm, Thrown, Value, WellKnown};
use crate::python::state::State;

use super::ProxyKind;

/// A set of abilities. The numbers are those that `_js_type_flags` of a proxy's class shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Traits(pub u32);

impl Traits {
    /// Has `Symbol.iterator`.
    pub const ITERABLE: Self = Self(1);
    /// Has `next`, and nothing says that it is asynchronous alone.
    pub const ITERATOR: Self = Self(1 << 1);
    /// Has `length` or `size`.
    pub const LENGTH: Self = Self(1 << 2);
    /// Has `get`.
    pub const GET: Self = Self(1 << 3);
    /// Has `set`.
    pub const SET: Self = Self(1 << 4);
    /// Has `has`.
    pub const HAS: Self = Self(1 << 5);
    /// Has `includes`.
    pub const INCLUDES: Self = Self(1 << 6);
    /// Has `Symbol.dispose`.
    pub const DISPOSABLE: Self = Self(1 << 7);
    /// Has `Symbol.asyncDispose`.
    pub const ASYNC_DISPOSABLE: Self = Self(1 << 8);
    /// Has `then`.
    pub const AWAITABLE: Self = Self(1 << 9);
    /// Is memory.
    pub const BUFFER: Self = Self(1 << 10);
    /// Can be called.
    pub const CALLABLE: Self = Self(1 << 11);
    /// Is an array.
    pub const ARRAY: Self = Self(1 << 12);
    /// Has a `length` and can be iterated: `arguments`, a `NodeList`.
    pub const ARRAY_LIKE: Self = Self(1 << 13);
    /// Is a typed array.
    pub const TYPED_ARRAY: Self = Self(1 << 14);
    /// Is a view that `as_object_map` gave.
    pub const OBJECT_MAP: Self = Self(1 << 16);
    /// Has `Symbol.asyncIterator`.
    pub const ASYNC_ITERABLE: Self = Self(1 << 17);
    /// Calls itself a generator.
    pub const GENERATOR: Self = Self(1 << 18);
    /// Calls itself an asynchronous generator.
    pub const ASYNC_GENERATOR: Self = Self(1 << 19);
    /// Has `next`, and nothing says that it is synchronous alone.
    pub const ASYNC_ITERATOR: Self = Self(1 << 20);
    /// Is an error, or has a name, a message and a stack as one.
    pub const ERROR: Self = Self(1 << 21);
    /// Is a view of an object that `as_py_json` gave.
    pub const JSON_DICT: Self = Self(1 << 22);

    /// The abilities with the names that Pyodide has for them.
    pub const NAMED: [(&'static std::ffi::CStr, Self); 22] = [
        (c"IS_ITERABLE", Self::ITERABLE),
        (c"IS_ITERATOR", Self::ITERATOR),
        (c"HAS_LENGTH", Self::LENGTH),
        (c"HAS_GET", Self::GET),
        (c"HAS_SET", Self::SET),
        (c"HAS_HAS", Self::HAS),
        (c"HAS_INCLUDES", Self::INCLUDES),
        (c"IS_DISPOSABLE", Self::DISPOSABLE),
        (c"IS_ASYNC_DISPOSABLE", Self::ASYNC_DISPOSABLE),
        (c"IS_AWAITABLE", Self::AWAITABLE),
        (c"IS_BUFFER", Self::BUFFER),
        (c"IS_CALLABLE", Self::CALLABLE),
        (c"IS_ARRAY", Self::ARRAY),
        (c"IS_ARRAY_LIKE", Self::ARRAY_LIKE),
        (c"IS_TYPEDARRAY", Self::TYPED_ARRAY),
        (c"IS_OBJECT_MAP", Self::OBJECT_MAP),
        (c"IS_ASYNC_ITERABLE", Self::ASYNC_ITERABLE),
        (c"IS_GENERATOR", Self::GENERATOR),
        (c"IS_ASYNC_GENERATOR", Self::ASYNC_GENERATOR),
        (c"IS_ASYNC_ITERATOR", Self::ASYNC_ITERATOR),
        (c"IS_ERROR", Self::ERROR),
        (c"IS_PY_JSON_DICT", Self::JSON_DICT),
    ];

    const ITERATION: Self = Self(Self::ITERABLE.0 | Self::ITERATOR.0);
    const ASYNC_ITERATION: Self = Self(Self::ASYNC_ITERABLE.0 | Self::ASYNC_ITERATOR.0);
    const MAPPING: Self = Self(Self::GET.0 | Self::LENGTH.0 | Self::ITERABLE.0);

    /// Both sets.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `wanted` are there.
    pub const fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// Whether one of `wanted` is there.
    pub const fn has_any(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn set(&mut self, ability: Self, is: bool) {
        if is {
            self.0 |= ability.0;
        }
    }

    /// Whether it is used as a mapping: iteration is over the keys.
    pub const fn is_mapping(self) -> bool {
        self.has(Self::MAPPING)
    }

    /// Whether nothing speaks against a view of it as a dict, where a signature says that it is a record.
    pub const fn may_be_record(self) -> bool {
        !self.has_any(Self::AWAITABLE.and(Self::ITERATION).and(Self::ASYNC_ITERATION))
            && !self.has(Self::GET.and(Self::HAS))
    }

    /// Whether `as_object_map` and `as_py_json` show it as a mapping.
    pub const fn may_be_object_map(self) -> bool {
        !self.has_any(Self::ITERATOR.and(Self::ARRAY_LIKE).and(Self::ERROR))
    }

    /// What objects of a kind can do.
    pub const fn of_kind(kind: ProxyKind) -> Self {
        match kind {
            ProxyKind::Object => Self(0),
            ProxyKind::Record => Self::OBJECT_MAP.and(Self::JSON_DICT),
            ProxyKind::Callable => Self::CALLABLE,
            ProxyKind::Array => Self::ARRAY.and(Self::ITERABLE).and(Self::LENGTH).and(Self::INCLUDES),
            ProxyKind::TypedArray => Self::TYPED_ARRAY
                .and(Self::BUFFER)
                .and(Self::ITERABLE)
                .and(Self::LENGTH)
                .and(Self::INCLUDES)
                .and(Self::SET),
            ProxyKind::Buffer => Self::BUFFER,
            ProxyKind::Promise => Self::AWAITABLE,
            ProxyKind::Map => Self::MAPPING.and(Self::SET).and(Self::HAS),
            ProxyKind::Set => Self::ITERABLE.and(Self::LENGTH).and(Self::HAS),
            ProxyKind::Iterable => Self::ITERABLE,
            ProxyKind::Iterator => Self::ITERATION,
            ProxyKind::AsyncIterable => Self::ASYNC_ITERABLE,
            ProxyKind::AsyncIterator => Self::ASYNC_ITERATION,
            ProxyKind::Error => Self::ERROR,
            ProxyKind::Generator => Self::ITERATION.and(Self::GENERATOR),
            ProxyKind::AsyncGenerator => Self::ASYNC_ITERATION.and(Self::ASYNC_GENERATOR),
        }
    }

    /// The kind whose objects can do exactly this; `None` for a combination of its own.
    pub fn kind(self) -> Option<ProxyKind> {
        use ProxyKind::*;
        // Whether iterators can be disposed of and have `includes` is a matter of the engine's version.
        let disposing = Self::DISPOSABLE.and(Self::ASYNC_DISPOSABLE).and(Self::INCLUDES);
        let kinds = [Iterable, Set, Map, Iterator, Generator, AsyncIterable, AsyncIterator, AsyncGenerator];
        let is = |kind: ProxyKind| {
            let of_kind = Self::of_kind(kind);
            let is_iterator = of_kind.has_any(Self::ITERATOR.and(Self::ASYNC_ITERATOR));
            of_kind == if is_iterator { self.without(disposing) } else { self }
        };
        match self {
            Self(0) => Some(Object),
            Self::AWAITABLE => Some(Promise),
            _ if self.has(Self::ERROR) => Some(Error),
            _ => kinds.into_iter().find(|kind| is(*kind)),
        }
    }
}

/// The names that tell abilities apart.
pub struct Protocol {
    then: Key,
    next: Key,
    get: Key,
    set: Key,
    has: Key,
    includes: Key,
    length: Key,
    size: Key,
    message: Key,
}

impl Protocol {
    /// Makes the keys.
    pub fn new(realm: Realm) -> Result<Self, Thrown> {
        Ok(Self {
            then: realm.key("then")?,
            next: realm.key("next")?,
            get: realm.key("get")?,
            set: realm.key("set")?,
            has: realm.key("has")?,
            includes: realm.key("includes")?,
            length: realm.key("length")?,
            size: realm.key("size")?,
            message: realm.key("message")?,
        })
    }
}

/// What an object can do. A getter that throws counts as absent.
pub(super) fn detect(state: &State, value: &Value) -> Traits {
    let names = &state.builtins.protocol;
    let method = |key: &Key| value.get(key).is_ok_and(|found| found.is_callable());
    let symbol = |symbol: WellKnown| value.get(symbol).is_ok_and(|found| found.is_callable());
    let there = |key: &Key| value.has(key).unwrap_or(false);
    let mut traits = Traits::default();
    let (is_iterable, is_async) = (symbol(WellKnown::Iterator), symbol(WellKnown::AsyncIterator));
    let has_next = method(&names.next);
    let has_length = there(&names.length);
    traits.set(Traits::ITERABLE, is_iterable);
    traits.set(Traits::ASYNC_ITERABLE, is_async);
    traits.set(Traits::ITERATOR, has_next && (is_iterable || !is_async));
    traits.set(Traits::ASYNC_ITERATOR, has_next && (is_async || !is_iterable));
    traits.set(Traits::LENGTH, has_length || there(&names.size));
    traits.set(Traits::GET, method(&names.get));
    traits.set(Traits::SET, method(&names.set));
    traits.set(Traits::HAS, method(&names.has));
    traits.set(Traits::INCLUDES, method(&names.includes));
    traits.set(Traits::AWAITABLE, method(&names.then));
    traits.set(Traits::DISPOSABLE, symbol(WellKnown::Dispose));
    traits.set(Traits::ASYNC_DISPOSABLE, symbol(WellKnown::AsyncDispose));
    traits.set(Traits::ARRAY_LIKE, has_length && is_iterable && !traits.has(Traits::ITERATOR));
    if has_next {
        let tag = value.get(WellKnown::ToStringTag).ok().and_then(|tag| tag.as_text()).unwrap_or_default();
        traits.set(Traits::GENERATOR, tag == "Generator");
        traits.set(Traits::ASYNC_GENERATOR, tag == "AsyncGenerator");
    }
    traits.set(Traits::ERROR, there(&names.message) && is_like_error(value));
    traits
}

/// Whether an object is as good as an error: it has a name, a message, and a stack, or it is a `DOMException`.
pub(super) fn is_like_error(value: &Value) -> bool {
    let there = |key: &str| value.has(key).unwrap_or(false);
    let class =
        || value.get("constructor").and_then(|class| if class.is_object() { class.get("name") } else { Ok(class) });
    there("name")
        && there("message")
        && (there("stack") || class().ok().and_then(|name| name.as_text()).is_some_and(|name| name == "DOMException"))
}
