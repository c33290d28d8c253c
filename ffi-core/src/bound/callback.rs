//! Rust closures where JavaScript takes a function.

use std::marker::PhantomData;

use crate::engine::Realm;
use crate::signature::Type;
use crate::typed::{
    Callback, Exception, Fault, FromArguments, FromGuest, Guest, GuestArguments, GuestType, IntoException, IntoGuest,
    Side,
};

/// All further arguments of a call, or of a callback.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rest<T>(pub Vec<T>);

impl<T: IntoGuest> GuestArguments for Rest<T> {
    fn into_guests(self, side: Side) -> Result<Vec<Guest>, Fault> {
        self.0.into_iter().map(|value| value.into_guest(side)).collect()
    }

    fn types() -> Vec<Type> {
        vec![T::guest_type()]
    }
}

impl<T: FromGuest> FromArguments for Rest<T> {
    fn take(guests: &[Guest]) -> Result<Self, Fault> {
        guests.iter().map(T::from_guest).collect::<Result<_, _>>().map(Self)
    }
}

/// What a closure gives: the value, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "a closure that gives `{Self}` is no callback that gives `{R}`",
    label = "the closure must give `{R}`, or `Result<{R}, E>` where `E` is an `IntoException`"
)]
pub trait Outcome<R> {
    /// The value.
    fn outcome(self) -> Result<R, Exception>;
}

impl<R> Outcome<R> for R {
    fn outcome(self) -> Result<R, Exception> {
        Ok(self)
    }
}

impl<R, E: IntoException> Outcome<R> for Result<R, E> {
    fn outcome(self) -> Result<R, Exception> {
        self.map_err(IntoException::into_exception)
    }
}

/// What a bound function takes for a callback with the arguments `A` (a tuple) and the result `R`: a closure, or a [`Callback`].
///
/// A closure belongs to the JavaScript function that is made of it and is dropped when that is collected, so it owns what it uses (`move`, `Rc`,
/// `Cell`). To give the same function twice, as `removeEventListener` needs it, make a `Callback` first and pass it by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no callback with the arguments `{A}` and the result `{R}`",
    label = "expected a closure with these arguments, or a `Callback` of them",
    note = "annotate the arguments of the closure; a callback without result gives `()`"
)]
pub trait IntoCallback<A, R> {
    /// The callback.
    fn into_callback(self, realm: Realm) -> Callback<A, R>;
}

impl<A, R> IntoCallback<A, R> for Callback<A, R> {
    fn into_callback(self, _: Realm) -> Callback<A, R> {
        self
    }
}

impl<A, R> IntoCallback<A, R> for &Callback<A, R> {
    fn into_callback(self, _: Realm) -> Callback<A, R> {
        self.clone()
    }
}

macro_rules! closures {
    ($($($name:ident)*;)*) => {
        $(
            impl<F, O, R $(, $name)*> IntoCallback<($($name,)*), R> for F
            where
                F: Fn($($name),*) -> O + 'static,
                O: Outcome<R>,
                R: IntoGuest,
                $($name: IntoGuest + FromGuest,)*
            {
                fn into_callback(self, realm: Realm) -> Callback<($($name,)*), R> {
                    #[allow(non_snake_case, reason = "each value has the name of its type parameter")]
                    Callback::of_closure(realm, move |($($name,)*): ($($name,)*)| self($($name),*).outcome())
                }
            }
        )*
    };
}

closures! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E G;
    A B C D E G H;
    A B C D E G H I;
}

impl<F, O, R, A> IntoCallback<Rest<A>, R> for F
where
    F: Fn(Vec<A>) -> O + 'static,
    O: Outcome<R>,
    R: IntoGuest,
    A: IntoGuest + FromGuest,
{
    fn into_callback(self, realm: Realm) -> Callback<Rest<A>, R> {
        Callback::of_closure(realm, move |rest: Rest<A>| self(rest.0).outcome())
    }
}

/// A callback as an argument: it becomes a function when it is given.
pub fn function<A, R>(callback: impl IntoCallback<A, R>) -> impl IntoGuest
where
    A: GuestArguments,
    R: GuestType,
{
    Function(callback, PhantomData::<fn(A) -> R>)
}

struct Function<F, A, R>(F, PhantomData<fn(A) -> R>);

impl<F, A: GuestArguments, R: GuestType> GuestType for Function<F, A, R> {
    fn guest_type() -> Type {
        Callback::<A, R>::guest_type()
    }
}

impl<F: IntoCallback<A, R>, A: GuestArguments, R: GuestType> IntoGuest for Function<F, A, R> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        self.0.into_callback(side.realm()).into_guest(side)
    }
}
