//! Classes that the host gives to JavaScript: instance data, brand checks, inheritance, tracing.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::marker::PhantomData;

use super::raw::PropertyFlags;
use super::{Active, Call, Engine, HostFunction, IntoKey, Realm, Thrown, Value, WellKnown};

/// The data of an instance of a host class.
pub trait HostData: Any {
    /// Shows the values it holds to the collector. Must not call JavaScript.
    fn trace(&self, tracer: &Tracer) {
        let _ = tracer;
    }

    /// The part that belongs to the parent class, which the parent's methods work on.
    fn parent(&self) -> Option<&dyn HostData> {
        None
    }
}

/// Given to [`HostData::trace`].
pub struct Tracer {
    marker: <Active as Engine>::Marker,
}

impl Tracer {
    /// Wraps what the engine hands out.
    ///
    /// # Safety
    ///
    /// Only inside the engine's tracing hook.
    pub unsafe fn new(marker: <Active as Engine>::Marker) -> Self {
        Self { marker }
    }

    /// Shows one value.
    pub fn mark(&self, value: &Value) {
        // SAFETY: the value is alive, and a tracer exists only inside the engine's hook.
        unsafe { Active::mark(self.marker, value.raw()) }
    }

    /// Says that the object holds something of the host's, by the address that [`Crossing`](super::Crossing) knows it by.
    pub fn holder(&self, holder: usize) {
        // SAFETY: a tracer exists only inside the engine's hook.
        unsafe { Active::trace_holder(self.marker, holder) }
    }

    /// Shows an optional value.
    pub fn mark_option(&self, value: Option<&Value>) {
        if let Some(value) = value {
            self.mark(value);
        }
    }

    /// Shows the values in a cell. A cell that is borrowed mutably just now is skipped, which only delays collection.
    pub fn mark_cell<'a, C: 'a>(&self, cell: &'a RefCell<C>)
    where
        for<'b> &'b C: IntoIterator<Item = &'b Value>,
    {
        if let Ok(values) = cell.try_borrow() {
            for value in &*values {
                self.mark(value);
            }
        }
    }
}

/// What stands behind a host object.
pub enum ErasedHost {
    /// Instance data.
    Data(Box<dyn HostData>),
    /// A function.
    Function(Box<dyn HostFunction>),
}

impl ErasedHost {
    /// Shows all values to the collector.
    pub fn trace(&self, tracer: &Tracer) {
        match self {
            Self::Data(data) => {
                let mut part: Option<&dyn HostData> = Some(&**data);
                while let Some(data) = part {
                    data.trace(tracer);
                    part = data.parent();
                }
            }
            Self::Function(function) => function.trace(tracer),
        }
    }
}

/// Host data borrowed from the object that holds it.
pub struct HostRef<'a, T> {
    data: &'a T,
}

impl<T> std::ops::Deref for HostRef<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.data
    }
}

impl Value {
    /// The host data of type `T` of an instance of its class or of a class derived from it.
    pub fn host<T: HostData>(&self) -> Option<&T> {
        // SAFETY: the value is alive; the data lives as long as the object, which `self` keeps alive.
        let host = unsafe { self.engine().host_data(self.raw()).map(|host| &*host) }?;
        let ErasedHost::Data(data) = host else { return None };
        let mut part: &dyn HostData = &**data;
        loop {
            if let Some(found) = (part as &dyn Any).downcast_ref::<T>() {
                return Some(found);
            }
            part = part.parent()?;
        }
    }

    /// Whether it is an object of the host's: an instance of a host class or a host function.
    pub fn is_host_object(&self) -> bool {
        // SAFETY: the value is alive, on the realm's thread.
        unsafe { self.engine().host_data(self.raw()) }.is_some()
    }

    /// What has the host data of this value: for the global object, and for the absent `this` of a call, the instance that was given
    /// by [`Realm::set_global_host`]; else nothing, which is the Web's `TypeError: Illegal invocation`.
    #[cold]
    pub fn stand_in(&self) -> Result<Value, Thrown> {
        let realm = self.realm();
        let is_global = self.is_nullish() || self.strict_equal(&realm.global());
        let instance = realm.data().global_host.borrow().clone().filter(|_| is_global);
        instance.ok_or_else(|| realm.type_error("Illegal invocation"))
    }

    /// The host data of type `T`, or the Web's `TypeError: Illegal invocation`.
    pub fn expect_host<T: HostData>(&self) -> Result<&T, Thrown> {
        self.host().ok_or_else(|| self.realm().type_error("Illegal invocation"))
    }
}

/// A host class that is installed in a realm.
pub struct HostClass<T> {
    constructor: Value,
    prototype: Value,
    data: PhantomData<fn(T)>,
}

impl<T: HostData> HostClass<T> {
    /// The class object.
    pub fn constructor(&self) -> &Value {
        &self.constructor
    }

    /// The prototype of its instances.
    pub fn prototype(&self) -> &Value {
        &self.prototype
    }

    /// A new instance, without running the constructor.
    pub fn instance(&self, data: T) -> Result<Value, Thrown> {
        self.constructor.realm().host_object(&self.prototype, data)
    }
}

impl Realm {
    /// An object with host data and any prototype (`null` for none), for objects that need no class.
    pub fn host_object<T: HostData>(self, prototype: &Value, data: T) -> Result<Value, Thrown> {
        let host = ErasedHost::Data(Box::new(data));
        // SAFETY: on the realm's thread; the prototype is alive.
        self.own(unsafe { self.engine().host_object(prototype.raw(), host, false) })
    }

    /// The class whose instances hold `T`, which must have been installed.
    pub fn class_of<T: HostData>(self) -> Result<HostClass<T>, Thrown> {
        let classes = self.data().classes.borrow();
        let Some((constructor, prototype)) = classes.get(&TypeId::of::<T>()) else {
            drop(classes);
            return Err(self.type_error(&format!("class of {} is not installed", std::any::type_name::<T>())));
        };
        Ok(HostClass { constructor: constructor.clone(), prototype: prototype.clone(), data: PhantomData })
    }
}

type Initializer = Box<dyn Fn(&Call<'_>, &Value) -> Result<(), Thrown>>;
type Constructor<T> = Box<dyn Fn(&Call<'_>) -> Result<T, Thrown>>;

#[doc(hidden)]
pub enum MemberKey {
    Name(&'static str),
    Symbol(WellKnown),
}

impl IntoKey for &MemberKey {
    fn with_key<R>(self, realm: Realm, with: impl FnOnce(super::RawKey) -> R) -> Result<R, Thrown> {
        match self {
            MemberKey::Name(name) => name.with_key(realm, with),
            MemberKey::Symbol(symbol) => symbol.with_key(realm, with),
        }
    }
}

impl From<&'static str> for MemberKey {
    fn from(name: &'static str) -> Self {
        Self::Name(name)
    }
}

impl From<WellKnown> for MemberKey {
    fn from(symbol: WellKnown) -> Self {
        Self::Symbol(symbol)
    }
}

impl MemberKey {
    fn name(&self, prefix: &str) -> String {
        match self {
            Self::Name(name) => format!("{prefix}{name}"),
            Self::Symbol(symbol) => format!("{prefix}[Symbol.{}]", symbol.name()),
        }
    }
}

enum Member {
    Method { key: MemberKey, length: u32, function: Box<dyn HostFunction> },
    Accessor { key: MemberKey, getter: Box<dyn HostFunction>, setter: Option<Box<dyn HostFunction>> },
    Constant { name: &'static str, value: f64 },
    Alias { key: MemberKey, of: &'static str },
}

/// Describes a host class; [`ClassBuilder::install`] makes it.
pub struct ClassBuilder<T> {
    name: &'static str,
    length: u32,
    constructor: Option<Constructor<T>>,
    initialize: Option<Initializer>,
    parent: Option<(Value, Value)>,
    members: Vec<Member>,
    statics: Vec<Member>,
}

impl<T: HostData> ClassBuilder<T> {
    /// A class without members, which JavaScript cannot construct.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            length: 0,
            constructor: None,
            initialize: None,
            parent: None,
            members: Vec::new(),
            statics: Vec::new(),
        }
    }

    /// The parent class. `T::parent` must give the parent's data.
    pub fn parent<P: HostData>(mut self, parent: &HostClass<P>) -> Self {
        self.parent = Some((parent.constructor.clone(), parent.prototype.clone()));
        self
    }

    /// A parent class that is not a host class (`Error`).
    pub fn parent_class(mut self, constructor: &Value) -> Result<Self, Thrown> {
        self.parent = Some((constructor.clone(), constructor.get("prototype")?));
        Ok(self)
    }

    /// The constructor, with the `length` of the class object.
    pub fn constructor(mut self, length: u32, constructor: impl Fn(&Call<'_>) -> Result<T, Thrown> + 'static) -> Self {
        self.length = length;
        self.constructor = Some(Box::new(constructor));
        self
    }

    /// Runs after the constructor with the finished object, for what needs the object itself.
    pub fn initialize(mut self, initialize: impl Fn(&Call<'_>, &Value) -> Result<(), Thrown> + 'static) -> Self {
        self.initialize = Some(Box::new(initialize));
        self
    }

    /// A method. A `this` without the data throws `TypeError: Illegal invocation`.
    pub fn method(
        mut self,
        key: impl Into<MemberKey>,
        length: u32,
        method: impl Fn(&T, &Call<'_>) -> Result<Value, Thrown> + 'static,
    ) -> Self {
        let function = Box::new(on_instance(method));
        self.members.push(Member::Method { key: key.into(), length, function });
        self
    }

    /// A second key for the method `of`, the same function object (`[Symbol.iterator]` is `entries`).
    pub fn alias(mut self, key: impl Into<MemberKey>, of: &'static str) -> Self {
        self.members.push(Member::Alias { key: key.into(), of });
        self
    }

    /// A read-only accessor.
    pub fn getter(
        mut self,
        key: impl Into<MemberKey>,
        getter: impl Fn(&T, &Call<'_>) -> Result<Value, Thrown> + 'static,
    ) -> Self {
        let getter = Box::new(on_instance(getter));
        self.members.push(Member::Accessor { key: key.into(), getter, setter: None });
        self
    }

    /// An accessor; the setter finds the new value at `call.argument(0)`.
    pub fn accessor(
        mut self,
        key: impl Into<MemberKey>,
        getter: impl Fn(&T, &Call<'_>) -> Result<Value, Thrown> + 'static,
        setter: impl Fn(&T, &Call<'_>) -> Result<(), Thrown> + 'static,
    ) -> Self {
        let getter = Box::new(on_instance(getter));
        let setter = Box::new(on_instance(move |data: &T, call: &Call<'_>| {
            setter(data, call)?;
            Ok(call.realm().undefined())
        }));
        self.members.push(Member::Accessor { key: key.into(), getter, setter: Some(setter) });
        self
    }

    /// A method of the class object.
    pub fn static_method(
        mut self,
        key: impl Into<MemberKey>,
        length: u32,
        function: impl Fn(&Call<'_>) -> Result<Value, Thrown> + 'static,
    ) -> Self {
        self.statics.push(Member::Method { key: key.into(), length, function: Box::new(function) });
        self
    }

    /// A numeric constant on the class object and the prototype.
    pub fn constant(mut self, name: &'static str, value: f64) -> Self {
        self.members.push(Member::Constant { name, value });
        self.statics.push(Member::Constant { name, value });
        self
    }

    /// Makes the class and defines it on the global object.
    pub fn install(self, realm: Realm) -> Result<HostClass<T>, Thrown> {
        let name = self.name;
        let class = self.build(realm)?;
        realm.global().define_hidden(name, &class.constructor)?;
        Ok(class)
    }

    /// Makes the class without defining it globally.
    pub fn build(self, realm: Realm) -> Result<HostClass<T>, Thrown> {
        let Self { name, length, constructor, initialize, parent, members, statics } = self;
        let prototype = match &parent {
            Some((_, prototype)) => realm.object_with_prototype(prototype)?,
            None => realm.object(),
        };
        let own_prototype = prototype.clone();
        let construct = ClassFunction { name, constructor, initialize, prototype: own_prototype };
        let class = realm.make_function(name, length, Box::new(construct))?;
        // SAFETY: on the realm's thread; the function is alive.
        unsafe { realm.engine().set_constructor(class.raw(), true) };
        if let Some((parent, _)) = &parent {
            class.set_prototype(parent)?;
        }
        let fixed = PropertyFlags { configurable: false, writable: false, enumerable: false };
        class.define_with("prototype", &prototype, fixed)?;
        prototype.define_hidden("constructor", &class)?;
        prototype.define_with(WellKnown::ToStringTag, &realm.string(name), PropertyFlags::TAG)?;
        for member in members {
            member.define_on(&prototype)?;
        }
        for member in statics {
            member.define_on(&class)?;
        }
        realm.data().classes.borrow_mut().insert(TypeId::of::<T>(), (class.clone(), prototype.clone()));
        Ok(HostClass { constructor: class, prototype, data: PhantomData })
    }
}

fn on_instance<T: HostData>(
    method: impl Fn(&T, &Call<'_>) -> Result<Value, Thrown> + 'static,
) -> impl Fn(&Call<'_>) -> Result<Value, Thrown> + 'static {
    move |call| {
        let this = call.this();
        match this.host::<T>() {
            Some(data) => method(data, call),
            None => method(this.stand_in()?.expect_host::<T>()?, call),
        }
    }
}

impl Member {
    fn define_on(self, object: &Value) -> Result<(), Thrown> {
        let realm = object.realm();
        let flags =
            |key: &MemberKey| PropertyFlags { enumerable: matches!(key, MemberKey::Name(_)), ..PropertyFlags::METHOD };
        match self {
            Self::Method { key, length, function } => {
                let function = realm.make_function(&key.name(""), length, function)?;
                object.define_with(&key, &function, flags(&key))
            }
            Self::Accessor { key, getter, setter } => {
                let getter = realm.make_function(&key.name("get "), 0, getter)?;
                let setter = setter.map(|setter| realm.make_function(&key.name("set "), 1, setter)).transpose()?;
                object.define_accessor(&key, Some(getter), setter, flags(&key))
            }
            Self::Constant { name, value } => object.define_with(name, &realm.number(value), PropertyFlags::CONSTANT),
            Self::Alias { key, of } => object.define_with(&key, &object.get(of)?, PropertyFlags::METHOD),
        }
    }
}

/// The class object.
struct ClassFunction<T> {
    name: &'static str,
    constructor: Option<Constructor<T>>,
    initialize: Option<Initializer>,
    prototype: Value,
}

impl<T: HostData> HostFunction for ClassFunction<T> {
    fn call(&self, call: &Call<'_>) -> Result<Value, Thrown> {
        let realm = call.realm();
        let Some(new_target) = call.new_target() else {
            return Err(realm.type_error(&format!("Class constructor {} cannot be invoked without 'new'", self.name)));
        };
        let Some(constructor) = &self.constructor else {
            return Err(realm.type_error("Illegal constructor"));
        };
        // `class Sub extends HostClass`: the instance gets the prototype of the class that was constructed.
        let prototype = new_target.get("prototype")?;
        let prototype = if prototype.is_object() { prototype } else { self.prototype.clone() };
        let object = realm.host_object(&prototype, constructor(call)?)?;
        if let Some(initialize) = &self.initialize {
            initialize(call, &object)?;
        }
        Ok(object)
    }

    fn trace(&self, tracer: &Tracer) {
        tracer.mark(&self.prototype);
    }
}
