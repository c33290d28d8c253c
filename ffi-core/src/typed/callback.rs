//! Callables of either language as typed Rust callables, and Rust closures as functions.

use std::marker::PhantomData;

use super::{Exception, Fault, FromGuest, Guest, GuestType, IntoException, IntoGuest, Side};
use crate::engine::{Call, Realm};
use crate::signature::{Function, Parameter, Signature, Type};

/// A callable that Rust can call with the arguments `A` (a tuple) for a result `R`.
///
/// It keeps the callable alive as long as it lives.
pub struct Callback<A, R> {
    guest: Guest,
    realm: Realm,
    types: PhantomData<fn(A) -> R>,
}

/// The arguments of a [`Callback`]: a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of arguments",
    label = "the arguments of a callback are a tuple: `(T,)` for one"
)]
pub trait GuestArguments: Sized {
    /// Converts each for a side.
    fn into_guests(self, side: Side) -> Result<Vec<Guest>, Fault>;

    /// The types.
    fn types() -> Vec<Type>;
}

/// Arguments that can be taken from a call.
pub trait FromArguments {
    /// Takes each.
    fn take(guests: &[Guest]) -> Result<Self, Fault>
    where
        Self: Sized;
}

macro_rules! arguments {
    ($($($name:ident $index:tt),*;)*) => {
        $(
            impl<$($name: IntoGuest),*> GuestArguments for ($($name,)*) {
                fn into_guests(self, side: Side) -> Result<Vec<Guest>, Fault> {
                    let _ = side;
                    Ok(vec![$(self.$index.into_guest(side)?),*])
                }

                fn types() -> Vec<Type> {
                    vec![$($name::guest_type()),*]
                }
            }

            impl<$($name: FromGuest),*> FromArguments for ($($name,)*) {
                fn take(guests: &[Guest]) -> Result<Self, Fault> {
                    let _ = guests;
                    Ok(($(argument::<$name>(guests, $index)?,)*))
                }
            }
        )*
    };
}

arguments! {
    ;
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}

fn argument<T: FromGuest>(guests: &[Guest], index: usize) -> Result<T, Fault> {
    let place = |fault: Fault| fault.in_field(&format!("argument {}", index + 1));
    match guests.get(index) {
        Some(guest) => T::from_guest(guest).map_err(place),
        None => T::from_absent().ok_or_else(|| {
            let actual = "nothing".to_owned();
            place(Fault::mismatch(super::Reason::WrongType { expected: T::guest_type(), actual }))
        }),
    }
}

impl<A: GuestArguments, R: FromGuest> Callback<A, R> {
    /// Calls it. Each argument is converted for the language that the callable is of.
    ///
    /// # Errors
    /// What the callable throws, which goes on as the same exception; an argument or the result does not convert.
    pub fn call(&self, arguments: A) -> Result<R, Exception> {
        let side = self.side();
        let run = || R::from_guest(&self.guest.call(self.realm, arguments.into_guests(side)?)?);
        run().map_err(|fault| fault.into_exception(Some("callback"), side))
    }

    fn side(&self) -> Side {
        match &self.guest {
            Guest::JavaScript(value) => Side::JavaScript(value.realm()),
            #[cfg(feature = "python")]
            Guest::Python(_) => crate::python::State::get().map_or(Side::JavaScript(self.realm), Side::Python),
        }
    }
}

impl<A, R> Callback<A, R> {
    /// A function over a closure. Values that the closure captures are not seen by the engine's collector.
    ///
    /// ```
    /// use ffi_core::engine::{Limits, Realm};
    /// use ffi_core::typed::{Callback, Exception};
    ///
    /// let realm = Realm::new(&Limits::default()).expect("memory for an engine");
    /// let half = Callback::of_closure(realm, |(number,): (f64,)| Ok::<_, Exception>(number / 2.0));
    /// assert_eq!(half.call((3.0,))?, 1.5);
    /// # Ok::<(), Exception>(())
    /// ```
    pub fn of_closure<E: IntoException>(realm: Realm, closure: impl Fn(A) -> Result<R, E> + 'static) -> Self
    where
        A: GuestArguments + FromArguments,
        R: IntoGuest,
    {
        let length = u32::try_from(A::types().len()).unwrap_or_default();
        let function = realm.function("", length, move |call: &Call<'_>| {
            let side = Side::JavaScript(call.realm());
            let run = || {
                let guests: Vec<Guest> =
                    call.arguments().iter().map(|value| Guest::of_javascript((*value).clone())).collect();
                let result = closure(A::take(&guests)?).map_err(IntoException::into_exception)?;
                result.into_guest(side)?.into_javascript(call.realm())
            };
            run().map_err(|fault: Fault| fault.into_exception(Some("callback"), side).into_thrown(call.realm()))
        });
        Self { guest: Guest::JavaScript(function), realm, types: PhantomData }
    }

    /// Shows the callable to the collector, as [`Guest::trace`] does.
    pub fn trace(&self, tracer: &crate::engine::Tracer) {
        self.guest.trace(tracer);
    }

    /// The callable.
    pub fn guest(&self) -> &Guest {
        &self.guest
    }
}

impl<A, R> Clone for Callback<A, R> {
    fn clone(&self) -> Self {
        Self { guest: self.guest.clone(), realm: self.realm, types: PhantomData }
    }
}

impl<A: GuestArguments, R: GuestType> GuestType for Callback<A, R> {
    fn guest_type() -> Type {
        let parameters = A::types()
            .into_iter()
            .enumerate()
            .map(|(index, ty)| Parameter {
                name: format!("argument{index}").as_str().into(),
                ty,
                ..Parameter::default()
            })
            .collect();
        let signature = Signature { parameters, result: R::guest_type(), ..Signature::default() };
        Type::Function { function: Box::new(Function { overloads: vec![signature] }), construct: false }
    }
}

impl<A: GuestArguments, R: GuestType> FromGuest for Callback<A, R> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        if !guest.is_callable() {
            return Err(guest.mismatch(Self::guest_type()));
        }
        let realm = match guest {
            Guest::JavaScript(value) => value.realm(),
            #[cfg(feature = "python")]
            Guest::Python(_) => crate::python::typed::realm()?,
        };
        Ok(Self { guest: guest.clone(), realm, types: PhantomData })
    }
}

impl<A: GuestArguments, R: GuestType> IntoGuest for Callback<A, R> {
    fn into_guest(self, _: Side) -> Result<Guest, Fault> {
        Ok(self.guest)
    }
}
