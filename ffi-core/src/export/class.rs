//! Exported classes in JavaScript: host classes over shared Rust data.

use std::rc::Rc;

use super::instance::{InstanceMut, InstanceRef, Shared};
use super::javascript::{call_javascript, length};
use super::{ClassInfo, Frame, MemberKind};
use crate::engine::{Call, ClassBuilder, HostClass, HostData, Realm, Thrown, Tracer, Value};
use crate::typed::{Exception, Fault, Guest, Side};

/// A type with `#[export] impl`.
pub trait ExportedClass: Sized + 'static {
    /// What is exported of it.
    fn info() -> &'static ClassInfo;

    /// Runs the constructor.
    fn construct(frame: Frame) -> Result<Self, Fault> {
        let _ = frame;
        Err(Exception::type_error(format!("{} has no constructor", Self::info().name)).into())
    }

    /// Shows the JavaScript values that it holds to the collector; otherwise a cycle through them is never freed. Must not call JavaScript.
    fn trace(&self, tracer: &Tracer) {
        let _ = tracer;
    }
}

/// Says of an instance which class it is of, without its type.
pub(crate) struct ClassTag {
    /// The class.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "only the bridge to CPython asks"))]
    pub info: &'static ClassInfo,
}

impl HostData for ClassTag {}

/// What a host object of an exported class holds.
pub(super) struct Instance<T> {
    tag: ClassTag,
    pub(super) shared: Rc<Shared<T>>,
}

impl<T: ExportedClass> HostData for Instance<T> {
    fn trace(&self, tracer: &Tracer) {
        self.shared.trace(tracer);
    }

    fn parent(&self) -> Option<&dyn HostData> {
        Some(&self.tag)
    }
}

fn instance<T: ExportedClass>(data: T) -> Instance<T> {
    Instance { tag: ClassTag { info: T::info() }, shared: Shared::new(data) }
}

/// The class in a realm, made on first use.
pub(super) fn class_in<T: ExportedClass>(realm: Realm) -> Result<HostClass<Instance<T>>, Thrown> {
    /// Whether the class was made.
    struct Made<T>(std::cell::Cell<bool>, std::marker::PhantomData<fn(T)>);
    let made = realm.extension(|| Made::<T>(false.into(), std::marker::PhantomData));
    if made.0.replace(true) { realm.class_of() } else { build(realm) }
}

fn build<T: ExportedClass>(realm: Realm) -> Result<HostClass<Instance<T>>, Thrown> {
    let info = T::info();
    let mut builder = ClassBuilder::<Instance<T>>::new(info.name);
    if let Some(constructor) = info.constructor {
        builder = builder.constructor(length(constructor), move |call| {
            let realm = call.realm();
            let construct = || {
                let frame = super::bind_javascript(constructor, None, call)?;
                super::guarded(info.name, || T::construct(frame))
            };
            let failed =
                |fault: Fault| fault.into_exception(Some(info.name), Side::JavaScript(realm)).into_thrown(realm);
            construct().map(instance).map_err(failed)
        });
    }
    for member in info.members {
        let function = member.function;
        let name = function.name.javascript;
        builder = match member.kind {
            MemberKind::Method => builder
                .method(name, length(function), move |_, call| call_javascript(function, Some(&call.this()), call)),
            MemberKind::Static => {
                builder.static_method(name, length(function), move |call| call_javascript(function, None, call))
            }
            MemberKind::Getter => {
                let get = move |_: &Instance<T>, call: &Call<'_>| call_javascript(function, Some(&this(call)), call);
                match info.setter(function.name) {
                    Some(setter) => builder.accessor(name, get, move |_, call| {
                        call_javascript(setter, Some(&call.this()), call).map(drop)
                    }),
                    None => builder.getter(name, get),
                }
            }
            MemberKind::Setter => builder,
        };
    }
    builder.build(realm)
}

fn this(call: &Call<'_>) -> Value {
    (*call.this()).clone()
}

/// A new instance and its data.
pub(super) fn instantiate<T: ExportedClass>(realm: Realm, data: T) -> Result<(Value, Rc<Shared<T>>), Thrown> {
    let instance = instance(data);
    let shared = instance.shared.clone();
    Ok((class_in::<T>(realm)?.instance(instance)?, shared))
}

/// What the generated conversions of an exported class call.
pub mod conversions {
    pub use super::ExportedClass;
    use super::*;

    /// A new instance for a side.
    pub fn into_guest<T: ExportedClass>(data: T, side: Side) -> Result<Guest, Fault> {
        Ok(Guest::JavaScript(instantiate(side.realm(), data)?.0))
    }

    /// A shared borrow of the instance behind a guest.
    pub fn lend<T: ExportedClass>(guest: &Guest) -> Result<InstanceRef<T>, Fault> {
        Ok(Shared::borrow(Shared::of_guest(guest)?)?)
    }

    /// An exclusive borrow of the instance behind a guest.
    pub fn lend_mut<T: ExportedClass>(guest: &Guest) -> Result<InstanceMut<T>, Fault> {
        Ok(Shared::borrow_mut(Shared::of_guest(guest)?)?)
    }

    /// The class as an export.
    pub fn export<T: ExportedClass>() -> super::super::Export {
        super::super::Export::Class(T::info(), |realm| Ok(class_in::<T>(realm)?.constructor().clone()))
    }
}
