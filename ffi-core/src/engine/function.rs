//! Functions that the host gives to JavaScript.

use super::class::ErasedHost;
use super::{Active, Arguments, Borrowed, Engine, Raw, Realm, Thrown, Tracer, Value};

/// One call of a host function.
pub struct Call<'a> {
    realm: Realm,
    function: Raw,
    this: Raw,
    new_target: Option<Raw>,
    arguments: Arguments<'a>,
}

/// A host function. Closures are host functions; implement it by hand for one that holds values, to trace them.
pub trait HostFunction: 'static {
    /// Runs the function.
    fn call(&self, call: &Call<'_>) -> Result<Value, Thrown>;

    /// Shows the values it holds to the collector.
    fn trace(&self, tracer: &Tracer) {
        let _ = tracer;
    }
}

impl<F: Fn(&Call<'_>) -> Result<Value, Thrown> + 'static> HostFunction for F {
    fn call(&self, call: &Call<'_>) -> Result<Value, Thrown> {
        self(call)
    }
}

impl<'a> Call<'a> {
    /// Describes a call.
    ///
    /// # Safety
    ///
    /// All values must be alive for `'a`, on the realm's thread.
    pub unsafe fn from_raw(
        realm: Realm,
        function: Raw,
        this: Raw,
        new_target: Option<Raw>,
        arguments: &'a [Raw],
    ) -> Self {
        // SAFETY: promised by the caller.
        let arguments = unsafe { Arguments::from_raw(realm, arguments) };
        Self { realm, function, this, new_target, arguments }
    }

    /// The realm.
    pub fn realm(&self) -> Realm {
        self.realm
    }

    /// The function object that is called.
    pub fn function(&self) -> Borrowed<'a> {
        // SAFETY: promised by the caller of `from_raw`.
        unsafe { Borrowed::from_raw(self.realm, self.function) }
    }

    /// `this`; `undefined` in a construction.
    pub fn this(&self) -> Borrowed<'a> {
        // SAFETY: promised by the caller of `from_raw`.
        unsafe { Borrowed::from_raw(self.realm, self.this) }
    }

    /// `new.target`, in a construction.
    pub fn new_target(&self) -> Option<Borrowed<'a>> {
        // SAFETY: promised by the caller of `from_raw`.
        self.new_target.map(|raw| unsafe { Borrowed::from_raw(self.realm, raw) })
    }

    /// The arguments.
    pub fn arguments(&self) -> Arguments<'a> {
        self.arguments
    }

    /// The argument at `index`, or `undefined`.
    pub fn argument(&self, index: usize) -> Borrowed<'a> {
        self.arguments.get(index)
    }

    /// How many arguments were given.
    pub fn len(&self) -> usize {
        self.arguments.len()
    }

    /// Whether no argument was given.
    pub fn is_empty(&self) -> bool {
        self.arguments.is_empty()
    }

    /// Throws the Web's usual error when fewer than `count` arguments were given.
    pub fn require(&self, count: usize, operation: &str) -> Result<(), Thrown> {
        if self.len() >= count {
            return Ok(());
        }
        let noun = if count == 1 { "argument" } else { "arguments" };
        Err(self.realm.type_error(&format!(
            "Failed to execute {operation}: {count} {noun} required, but only {} present",
            self.len()
        )))
    }
}

impl Realm {
    /// A function.
    ///
    /// Values that a closure captures are not seen by the collector: a function that holds values implements [`HostFunction`] by hand.
    pub fn function<F>(self, name: &str, length: u32, function: F) -> Value
    where
        F: Fn(&Call<'_>) -> Result<Value, Thrown> + 'static,
    {
        self.host_function(name, length, function)
    }

    /// A function from a [`HostFunction`].
    pub fn host_function(self, name: &str, length: u32, function: impl HostFunction) -> Value {
        self.make_function(name, length, Box::new(function)).unwrap_or_else(|thrown| thrown.into_value())
    }

    pub(super) fn make_function(
        self,
        name: &str,
        length: u32,
        function: Box<dyn HostFunction>,
    ) -> Result<Value, Thrown> {
        let host = ErasedHost::Function(function);
        let prototype = self.function_prototype()?;
        // SAFETY: on the realm's thread; the prototype is alive.
        let object = self.own(unsafe { self.engine().host_object(prototype.raw(), host, true) })?;
        let flags = super::raw::PropertyFlags { configurable: true, writable: false, enumerable: false };
        // SAFETY: a number needs no reference.
        let length = unsafe { Value::from_raw(self, Active::number(f64::from(length))) };
        object.define_with("length", &length, flags)?;
        object.define_with("name", &self.string(name), flags)?;
        Ok(object)
    }
}
