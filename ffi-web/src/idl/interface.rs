//! Writing an interface down: constructor, operations, attributes, with typed arguments and results.

use super::convert::{FromJs, Place, What};
use super::result::IntoJs;
use ffi_core::engine::{Call, ClassBuilder, HostClass, HostData, Realm, Thrown, Value, WellKnown};
use std::ops::Deref;

/// `this` of an operation: the instance's data, the object itself and the call.
pub struct This<'a, T> {
    data: &'a T,
    call: &'a Call<'a>,
}

impl<T> This<'_, T> {
    /// The realm.
    #[must_use]
    pub fn realm(&self) -> Realm {
        self.call.realm()
    }

    /// The object. An absent `this` is the global object.
    #[must_use]
    pub fn object(&self) -> Value {
        let this = self.call.this();
        if this.is_nullish() { self.realm().global() } else { this.clone() }
    }

    /// The call, for what a tuple cannot say (variadic arguments).
    #[must_use]
    pub fn call(&self) -> &Call<'_> {
        self.call
    }
}

impl<T> Deref for This<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.data
    }
}

/// A construction or a static operation.
pub type New<'a> = Call<'a>;

/// An argument list: a tuple of Web IDL types.
pub trait Arguments: Sized {
    /// How many arguments there must be; the `length` of the function.
    const REQUIRED: u32;

    /// Checks the number of arguments and converts them in order.
    ///
    /// # Errors
    /// Too few arguments, or what a conversion throws.
    fn of_call(call: &Call<'_>, operation: &str) -> Result<Self, Thrown>;
}

fn check_count(call: &Call<'_>, required: u32, operation: &str) -> Result<(), Thrown> {
    if call.len() >= required as usize {
        return Ok(());
    }
    let noun = if required == 1 { "argument" } else { "arguments" };
    let found = call.len();
    let message =
        format!("{operation}: {required} {noun} required, but{} {found} found.", if found == 0 { "" } else { " only" });
    Err(call.realm().type_error(&message))
}

macro_rules! argument_list {
    ($($name:ident $index:literal),*) => {
        impl<$($name: FromJs),*> Arguments for ($($name,)*) {
            const REQUIRED: u32 = 0 $(+ if $name::OPTIONAL { 0 } else { 1 })*;

            fn of_call(call: &Call<'_>, operation: &str) -> Result<Self, Thrown> {
                check_count(call, Self::REQUIRED, operation)?;
                Ok(($($name::from_js(&call.argument($index), Place { operation, what: What::Argument($index) })?,)*))
            }
        }
    };
}

argument_list!();
argument_list!(A 0);
argument_list!(A 0, B 1);
argument_list!(A 0, B 1, C 2);
argument_list!(A 0, B 1, C 2, D 3);
argument_list!(A 0, B 1, C 2, D 3, E 4);
argument_list!(A 0, B 1, C 2, D 3, E 4, F 5);
argument_list!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);

/// Describes an interface; [`Interface::install`] puts it on the global object.
pub struct Interface<T> {
    name: &'static str,
    builder: ClassBuilder<T>,
    asynchronous: Vec<(&'static str, u32, Operation)>,
}

type Operation = Box<dyn Fn(&Call<'_>) -> Result<Value, Thrown>>;

impl<T: HostData> Interface<T> {
    /// An interface without members, which JavaScript cannot construct.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, builder: ClassBuilder::new(name), asynchronous: Vec::new() }
    }

    /// `interface X : P`. `T::parent` must give the data of the parent.
    ///
    /// # Errors
    /// The parent is not installed.
    pub fn inherits<P: HostData>(self, realm: Realm) -> Result<Self, Thrown> {
        let parent = realm.class_of::<P>()?;
        Ok(Self { builder: self.builder.parent(&parent), ..self })
    }

    /// An interface whose parent is a class of the language (`Error`).
    ///
    /// # Errors
    /// The global object has no such class any more.
    pub fn inherits_builtin(self, realm: Realm, parent: &str) -> Result<Self, Thrown> {
        let parent = realm.global().get(parent)?;
        Ok(Self { builder: self.builder.parent_class(&parent)?, ..self })
    }

    /// `constructor(...)`.
    #[must_use]
    pub fn constructor<A: Arguments>(self, make: impl Fn(&New<'_>, A) -> Result<T, Thrown> + 'static) -> Self {
        let operation = format!("{} constructor", self.name);
        let make = move |call: &Call<'_>| make(call, A::of_call(call, &operation)?);
        Self { builder: self.builder.constructor(A::REQUIRED, make), ..self }
    }

    /// What a constructor still does with the finished object.
    #[must_use]
    pub fn initialize(self, initialize: impl Fn(&New<'_>, &Value) -> Result<(), Thrown> + 'static) -> Self {
        Self { builder: self.builder.initialize(initialize), ..self }
    }

    /// A regular operation.
    #[must_use]
    pub fn operation<A: Arguments, R: IntoJs>(
        self,
        name: &'static str,
        run: impl Fn(&This<'_, T>, A) -> R + 'static,
    ) -> Self {
        let operation = format!("{}.{name}", self.name);
        let method = move |data: &T, call: &Call<'_>| {
            let arguments = A::of_call(call, &operation)?;
            run(&This { data, call }, arguments).into_js(call.realm())
        };
        Self { builder: self.builder.method(name, A::REQUIRED, method), ..self }
    }

    /// An operation that gives a promise: whatever it throws rejects the promise, a wrong `this` included.
    #[must_use]
    pub fn asynchronous<A: Arguments>(
        self,
        name: &'static str,
        run: impl Fn(&This<'_, T>, A) -> Result<Value, Thrown> + 'static,
    ) -> Self {
        let operation = format!("{}.{name}", self.name);
        let method = move |call: &Call<'_>| {
            let object = call.this();
            let result = object.expect_host::<T>().and_then(|data| {
                let arguments = A::of_call(call, &operation)?;
                run(&This { data, call }, arguments)
            });
            result.or_else(|thrown| call.realm().rejected(thrown.value()))
        };
        let mut interface = self;
        interface.asynchronous.push((name, A::REQUIRED, Box::new(method)));
        interface
    }

    /// A static operation.
    #[must_use]
    pub fn static_operation<A: Arguments, R: IntoJs>(
        self,
        name: &'static str,
        run: impl Fn(&New<'_>, A) -> R + 'static,
    ) -> Self {
        let operation = format!("{}.{name}", self.name);
        let method = move |call: &Call<'_>| run(call, A::of_call(call, &operation)?).into_js(call.realm());
        Self { builder: self.builder.static_method(name, A::REQUIRED, method), ..self }
    }

    /// `readonly attribute`.
    #[must_use]
    pub fn readonly<R: IntoJs>(self, name: &'static str, get: impl Fn(&This<'_, T>) -> R + 'static) -> Self {
        let getter = move |data: &T, call: &Call<'_>| get(&This { data, call }).into_js(call.realm());
        Self { builder: self.builder.getter(name, getter), ..self }
    }

    /// `attribute`.
    #[must_use]
    pub fn attribute<R: IntoJs, V: FromJs>(
        self,
        name: &'static str,
        get: impl Fn(&This<'_, T>) -> R + 'static,
        set: impl Fn(&This<'_, T>, V) -> Result<(), Thrown> + 'static,
    ) -> Self {
        let operation = format!("{}.{name}", self.name);
        let getter = move |data: &T, call: &Call<'_>| get(&This { data, call }).into_js(call.realm());
        let setter = move |data: &T, call: &Call<'_>| {
            let value = V::from_js(&call.argument(0), Place { operation: &operation, what: What::Attribute })?;
            set(&This { data, call }, value)
        };
        Self { builder: self.builder.accessor(name, getter, setter), ..self }
    }

    /// `const unsigned short`.
    #[must_use]
    pub fn constants(self, constants: &[(&'static str, u16)]) -> Self {
        let add =
            |builder: ClassBuilder<T>, (name, value): &(&'static str, u16)| builder.constant(name, (*value).into());
        Self { builder: constants.iter().fold(self.builder, add), ..self }
    }

    /// A second key for an operation.
    #[must_use]
    pub fn alias(self, symbol: WellKnown, of: &'static str) -> Self {
        Self { builder: self.builder.alias(symbol, of), ..self }
    }

    /// Makes the interface and exposes it.
    ///
    /// # Errors
    /// The engine refused a definition.
    pub fn install(self, realm: Realm) -> Result<HostClass<T>, Thrown> {
        let (name, class) = (self.name, self.build(realm)?);
        realm.global().define_hidden(name, class.constructor())?;
        Ok(class)
    }

    /// Makes the interface without exposing it.
    ///
    /// # Errors
    /// The engine refused a definition.
    pub fn build(self, realm: Realm) -> Result<HostClass<T>, Thrown> {
        let class = self.builder.build(realm)?;
        for (name, length, operation) in self.asynchronous {
            class.prototype().define(name, &realm.function(name, length, operation))?;
        }
        Ok(class)
    }
}
