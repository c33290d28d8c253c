//! The trait that an engine implements: raw, unsafe, without allocation of its own.
//!
//! A raw value is `Copy` and carries one reference where a method says that it *gives* or *takes* one; otherwise it is borrowed. All methods must be
//! called on the thread that owns the engine. The safe types of the parent module are the only users beside the Python bridge's hot paths.
#![expect(clippy::missing_safety_doc, reason = "the contract of all methods stands with the trait")]

use std::ffi::c_void;

use super::class::ErasedHost;
use super::proxy::ForeignProxy;
use super::{Active, BufferOwner, Crossing, Kind, Limits, PromiseState, Realm, TypedArrayKind};

/// A raw value of the engine of this build.
pub type Raw = <Active as Engine>::Value;
/// A raw interned property key of the engine of this build.
pub type RawKey = <Active as Engine>::Key;

/// The engine holds a pending exception; [`Engine::take_exception`] fetches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending;

/// What an ownership-free operation gives: a value with one reference, or a pending exception.
pub type RawResult<T = Raw> = Result<T, Pending>;

/// How a property is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyFlags {
    /// Whether it can be deleted and redefined.
    pub configurable: bool,
    /// Whether it can be assigned.
    pub writable: bool,
    /// Whether enumeration shows it.
    pub enumerable: bool,
}

impl PropertyFlags {
    /// Like an assigned property.
    pub const DATA: Self = Self { configurable: true, writable: true, enumerable: true };
    /// Like a built-in method.
    pub const METHOD: Self = Self { configurable: true, writable: true, enumerable: false };
    /// Like a read-only constant of a class.
    pub const CONSTANT: Self = Self { configurable: false, writable: false, enumerable: true };
    /// Like `Symbol.toStringTag` of a built-in class.
    pub const TAG: Self = Self { configurable: true, writable: false, enumerable: false };
}

/// A JavaScript engine with one global environment.
///
/// # Safety
///
/// Methods are `unsafe` because raw values carry no lifetime: every raw value passed in must be alive and of this engine, and
/// the calling thread must be the one that made the engine. An implementation must keep the ownership rules that each method states.
pub unsafe trait Engine: Sized + 'static {
    /// A raw value.
    type Value: Copy;
    /// A raw property key.
    type Key: Copy + Eq;
    /// What the collector hands to a tracing hook.
    type Marker: Copy;

    /// `undefined`.
    const UNDEFINED: Self::Value;
    /// `null`.
    const NULL: Self::Value;

    /// Makes an engine with its global environment.
    fn new(limits: &Limits) -> Option<Self>;
    /// Tells the engine its realm, once, before any other call.
    unsafe fn attach(&self, realm: Realm);
    /// Frees all memory of the engine, without a finalizer, whoever refers to it. From then on only `release` and `release_key` may be
    /// called, and do nothing. What stands behind host objects is dropped. False, and nothing done, for an engine that cannot.
    unsafe fn destroy(&self) -> bool;
    /// Changes the limits.
    unsafe fn set_limits(&self, limits: &Limits);

    // Reference counts.

    /// Gives another reference.
    unsafe fn retain(&self, value: Self::Value) -> Self::Value;
    /// Takes a reference.
    unsafe fn release(&self, value: Self::Value);
    /// Gives another reference to a key.
    unsafe fn retain_key(&self, key: Self::Key) -> Self::Key;
    /// Takes a reference to a key.
    unsafe fn release_key(&self, key: Self::Key);

    // Primitives.

    /// A boolean.
    fn boolean(value: bool) -> Self::Value;
    /// A number that fits 32 bits.
    fn integer(value: i32) -> Self::Value;
    /// A number.
    fn number(value: f64) -> Self::Value;
    /// Gives a string.
    unsafe fn string(&self, text: &str) -> RawResult<Self::Value>;
    /// Gives a string of UTF-16 code units, which need not be well-formed.
    unsafe fn string_utf16(&self, units: &[u16]) -> RawResult<Self::Value>;
    /// Gives a bigint.
    unsafe fn bigint(&self, value: i64) -> RawResult<Self::Value>;
    /// Gives a bigint.
    unsafe fn bigint_unsigned(&self, value: u64) -> RawResult<Self::Value>;
    /// Gives a new unique symbol.
    unsafe fn symbol(&self, description: &str) -> RawResult<Self::Value>;
    /// What sort of value this is.
    unsafe fn kind(value: Self::Value) -> Kind;
    /// The value of a number; anything else gives NaN.
    unsafe fn as_number(value: Self::Value) -> f64;
    /// The value of a number that the engine stores as a small integer.
    unsafe fn as_integer(value: Self::Value) -> Option<i32>;
    /// The value of a boolean; anything else gives false.
    unsafe fn as_boolean(value: Self::Value) -> bool;
    /// The address that is the identity of an object, symbol or string. Zero for what has none.
    unsafe fn address(value: Self::Value) -> usize;
    /// The engine's current reference count of an object; a diagnostic, and the ground for collecting cycles through both heaps.
    unsafe fn reference_count(value: Self::Value) -> usize;
    /// Calls `with` with the text of a value converted to a string: UTF-8, lone surrogates as three bytes each.
    unsafe fn text<R>(&self, value: Self::Value, with: impl FnOnce(&[u8]) -> R) -> RawResult<R>;
    /// Calls `with` with the UTF-16 code units of a value converted to a string.
    unsafe fn text_utf16<R>(&self, value: Self::Value, with: impl FnOnce(&[u16]) -> R) -> RawResult<R>;
    /// `ToNumber`.
    unsafe fn to_number(&self, value: Self::Value) -> RawResult<f64>;
    /// `ToBoolean`.
    unsafe fn to_boolean(&self, value: Self::Value) -> bool;
    /// Gives `ToString`.
    unsafe fn to_string(&self, value: Self::Value) -> RawResult<Self::Value>;
    /// Gives `ToObject`.
    unsafe fn to_object(&self, value: Self::Value) -> RawResult<Self::Value>;
    /// The low 64 bits of a bigint, wrapped.
    unsafe fn bigint_low(&self, value: Self::Value) -> RawResult<i64>;
    /// `===`.
    unsafe fn strict_equal(&self, left: Self::Value, right: Self::Value) -> bool;
    /// `==`.
    unsafe fn loose_equal(&self, left: Self::Value, right: Self::Value) -> RawResult<bool>;
    /// `value instanceof class`.
    unsafe fn instance_of(&self, value: Self::Value, class: Self::Value) -> RawResult<bool>;

    // Keys.

    /// Gives the key of a string.
    unsafe fn key(&self, text: &str) -> RawResult<Self::Key>;
    /// Gives the key of an index.
    unsafe fn key_index(&self, index: u32) -> Self::Key;
    /// Gives the key that a value stands for.
    unsafe fn key_of(&self, value: Self::Value) -> RawResult<Self::Key>;
    /// Gives the string or symbol of a key.
    unsafe fn key_value(&self, key: Self::Key) -> RawResult<Self::Value>;
    /// Whether a key is a symbol.
    unsafe fn key_is_symbol(&self, key: Self::Key) -> bool;
    /// A small dense number that identifies the key, for tables.
    fn key_number(key: Self::Key) -> u32;

    // Objects.

    /// Gives an empty object.
    unsafe fn object(&self) -> RawResult<Self::Value>;
    /// Gives an empty object with a prototype (or null).
    unsafe fn object_with_prototype(&self, prototype: Self::Value) -> RawResult<Self::Value>;
    /// Gives an array and takes its elements.
    unsafe fn array(&self, elements: &[Self::Value]) -> RawResult<Self::Value>;
    /// Gives a `Date`.
    unsafe fn date(&self, milliseconds: f64) -> RawResult<Self::Value>;
    /// Gives the global object.
    unsafe fn global(&self) -> Self::Value;
    /// Gives `object[key]`.
    unsafe fn get(&self, object: Self::Value, key: Self::Key) -> RawResult<Self::Value>;
    /// Gives `object[index]`.
    unsafe fn get_index(&self, object: Self::Value, index: u32) -> RawResult<Self::Value>;
    /// The longest array that [`Engine::elements`] reads.
    const MOST_ELEMENTS: i64;
    /// Shows all elements of an array in one piece; they are alive during the call.
    unsafe fn elements(&self, array: Self::Value, receive: &mut dyn FnMut(&[Self::Value])) -> RawResult<()>;
    /// `object[key] = value`; takes the value.
    unsafe fn set(&self, object: Self::Value, key: Self::Key, value: Self::Value) -> RawResult<()>;
    /// `object[index] = value`; takes the value.
    unsafe fn set_index(&self, object: Self::Value, index: u32, value: Self::Value) -> RawResult<()>;
    /// Defines an own data property; takes the value. A key such as `__proto__` is a key like any other.
    unsafe fn define(
        &self,
        object: Self::Value,
        key: Self::Key,
        value: Self::Value,
        flags: PropertyFlags,
    ) -> RawResult<()>;
    /// Defines an accessor; takes both functions (`undefined` for an absent one).
    unsafe fn define_accessor(
        &self,
        object: Self::Value,
        key: Self::Key,
        getter: Self::Value,
        setter: Self::Value,
        flags: PropertyFlags,
    ) -> RawResult<()>;
    /// `key in object`.
    unsafe fn has(&self, object: Self::Value, key: Self::Key) -> RawResult<bool>;
    /// Whether the object has an own property `key`.
    unsafe fn has_own(&self, object: Self::Value, key: Self::Key) -> RawResult<bool>;
    /// `delete object[key]`.
    unsafe fn delete(&self, object: Self::Value, key: Self::Key) -> RawResult<bool>;
    /// Calls `each` with every own key (borrowed) and whether it is enumerable.
    unsafe fn own_keys(
        &self,
        object: Self::Value,
        symbols: bool,
        enumerable_only: bool,
        each: &mut dyn FnMut(Self::Key),
    ) -> RawResult<()>;
    /// Gives the prototype, or null.
    unsafe fn prototype(&self, object: Self::Value) -> RawResult<Self::Value>;
    /// Sets the prototype.
    unsafe fn set_prototype(&self, object: Self::Value, prototype: Self::Value) -> RawResult<()>;
    /// `object.length`, converted to an integer.
    unsafe fn length(&self, object: Self::Value) -> RawResult<i64>;
    /// Whether the value can be called.
    unsafe fn is_callable(&self, value: Self::Value) -> bool;
    /// Whether the value can be constructed.
    unsafe fn is_constructor(&self, value: Self::Value) -> bool;
    /// Whether the value is a class: a constructor that brings its prototype for good, unlike a plain function.
    unsafe fn is_class(&self, value: Self::Value) -> bool;
    /// Whether the value is an array.
    unsafe fn is_array(&self, value: Self::Value) -> bool;
    /// Whether the value is an error object.
    unsafe fn is_error(&self, value: Self::Value) -> bool;
    /// Whether the value is a `Date`.
    unsafe fn is_date(&self, value: Self::Value) -> bool;
    /// Whether the value is a `Map`.
    unsafe fn is_map(&self, value: Self::Value) -> bool;
    /// Whether the value is a `Set`.
    unsafe fn is_set(&self, value: Self::Value) -> bool;
    /// Whether the value is a `Proxy`.
    unsafe fn is_js_proxy(&self, value: Self::Value) -> bool;
    /// Gives the text of `JSON.stringify(value)`, or `undefined`.
    unsafe fn json_stringify(&self, value: Self::Value) -> RawResult<Self::Value>;
    /// Gives what `JSON.parse(text)` gives.
    unsafe fn json_parse(&self, text: &str) -> RawResult<Self::Value>;

    // Calls.

    /// Gives the result of `function.call(this, ...arguments)`.
    unsafe fn call(
        &self,
        function: Self::Value,
        this: Self::Value,
        arguments: &[Self::Value],
    ) -> RawResult<Self::Value>;
    /// Gives the result of `this[key](...arguments)`.
    unsafe fn invoke(&self, this: Self::Value, key: Self::Key, arguments: &[Self::Value]) -> RawResult<Self::Value>;
    /// Gives the result of `new class(...arguments)`.
    unsafe fn construct(&self, class: Self::Value, arguments: &[Self::Value]) -> RawResult<Self::Value>;
    /// Gives the result of running a script.
    unsafe fn evaluate(&self, source: &str, file_name: &str) -> RawResult<Self::Value>;
    /// Gives the promise of running a module.
    unsafe fn evaluate_module(&self, source: &str, file_name: &str) -> RawResult<Self::Value>;

    /// Lets JavaScript import what the realm's module host finds.
    unsafe fn enable_modules(&self);
    /// Gives the promise of a module's namespace.
    unsafe fn import(&self, base: &str, specifier: &str) -> RawResult<Self::Value>;

    // Exceptions.

    /// Gives the pending exception.
    unsafe fn take_exception(&self) -> Self::Value;
    /// Makes `value` the pending exception; takes it.
    unsafe fn throw(&self, value: Self::Value) -> Pending;
    /// Marks an error object so that no `catch` stops it.
    unsafe fn set_uncatchable(&self, error: Self::Value);
    /// Whether an error object cannot be caught by JavaScript (an interrupt).
    unsafe fn is_uncatchable(&self, error: Self::Value) -> bool;

    // Host objects.

    /// Gives an object with host data and a prototype; `callable` makes it a function.
    unsafe fn host_object(&self, prototype: Self::Value, data: ErasedHost, callable: bool) -> RawResult<Self::Value>;
    /// Whether a host function may be constructed.
    unsafe fn set_constructor(&self, function: Self::Value, constructor: bool);
    /// The host data of an object, if it has any. Lives as long as the object.
    unsafe fn host_data(&self, value: Self::Value) -> Option<*const ErasedHost>;
    /// Reports a value that host data holds to the collector.
    unsafe fn mark(marker: Self::Marker, value: Self::Value);

    // Objects of another language.

    /// Registers the two classes (plain and callable) of a foreign proxy; once for each engine.
    unsafe fn register_foreign<P: ForeignProxy>(&self) -> RawResult<()>;
    /// Gives a foreign proxy.
    unsafe fn foreign(&self, prototype: Self::Value, data: *mut c_void, callable: bool) -> RawResult<Self::Value>;
    /// The data of a foreign proxy.
    unsafe fn foreign_data(&self, value: Self::Value) -> Option<*mut c_void>;
    /// Replaces the data of a foreign proxy (null after it was destroyed).
    unsafe fn set_foreign_data(&self, value: Self::Value, data: *mut c_void);

    // Buffers.

    /// Gives an `ArrayBuffer` over memory that the host owns.
    unsafe fn external_buffer(
        &self,
        memory: *mut u8,
        length: usize,
        immutable: bool,
        owner: Box<dyn BufferOwner>,
    ) -> RawResult<Self::Value>;
    /// Gives an `ArrayBuffer` with a copy of `bytes`.
    unsafe fn copied_buffer(&self, bytes: &[u8]) -> RawResult<Self::Value>;
    /// The memory of an `ArrayBuffer` and whether it is immutable. `None` for any other value and for a detached one.
    unsafe fn buffer_memory(&self, buffer: Self::Value) -> Option<(*mut u8, usize, bool)>;
    /// Releases the memory of an `ArrayBuffer`.
    unsafe fn detach_buffer(&self, buffer: Self::Value);
    /// Which typed array the value is.
    unsafe fn typed_array_kind(&self, value: Self::Value) -> Option<TypedArrayKind>;
    /// Gives a typed array over a buffer.
    unsafe fn typed_array(&self, kind: TypedArrayKind, buffer: Self::Value) -> RawResult<Self::Value>;
    /// Gives the buffer under a typed array, with byte offset and byte length.
    unsafe fn typed_array_buffer(&self, view: Self::Value) -> RawResult<(Self::Value, usize, usize)>;
    /// Whether the value is an `ArrayBuffer`, attached or not.
    unsafe fn is_array_buffer(&self, value: Self::Value) -> bool;
    /// Whether the value is a `DataView`.
    unsafe fn is_data_view(&self, value: Self::Value) -> bool;

    // Promises and jobs.

    /// Gives a promise, its resolve and its reject function.
    unsafe fn promise(&self) -> RawResult<(Self::Value, Self::Value, Self::Value)>;
    /// The state of a promise; `None` for any other value.
    unsafe fn promise_state(&self, value: Self::Value) -> Option<PromiseState>;
    /// Gives the value or reason of a settled promise.
    unsafe fn promise_result(&self, promise: Self::Value) -> Self::Value;
    /// Gives `promise.then(fulfilled, rejected)` for a native promise.
    unsafe fn promise_then(
        &self,
        promise: Self::Value,
        fulfilled: Self::Value,
        rejected: Self::Value,
    ) -> RawResult<Self::Value>;
    /// Gives a promise that is already settled.
    unsafe fn settled_promise(&self, value: Self::Value, rejected: bool) -> RawResult<Self::Value>;
    /// Declares a rejection handled.
    unsafe fn mark_handled(&self, promise: Self::Value);
    /// Whether a job waits.
    fn has_jobs(&self) -> bool;
    /// Runs one job. Gives whether there was one; `Err` when it threw.
    unsafe fn run_job(&self) -> RawResult<bool>;

    // Memory.

    /// Runs the engine's collector.
    unsafe fn collect(&self);
    /// Runs the engine's collector over cycles that pass through the host's heap. `false` when this engine cannot, or is collecting already.
    unsafe fn collect_through(&self, crossing: &mut dyn Crossing) -> bool;
    /// Says in a tracing hook that the object holds something of the host's, known to [`Crossing::reached`] by this address.
    unsafe fn trace_holder(marker: Self::Marker, holder: usize);
    /// How many bytes may be in use before the collector runs by itself.
    unsafe fn set_collection_threshold(&self, bytes: usize);
    /// How often the collector ran by itself since the last question.
    fn own_collections(&self) -> u32;
    /// Bytes in use.
    unsafe fn memory_used(&self) -> usize;
    /// Gives memory that is free back to the system now.
    unsafe fn trim(&self);
}
