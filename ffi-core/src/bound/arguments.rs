//! Arguments of bound calls: tuples of values that cross.

use super::Rest;
use super::object::give;
use crate::engine::{Realm, Value};
use crate::typed::{Fault, IntoGuest};

/// The arguments of a call: a tuple of up to sixteen values, of which the last may be [`Rest`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of arguments",
    label = "the arguments of a bound call are a tuple of values that JavaScript can be given"
)]
pub trait Arguments {
    /// Converts each and hands all to `call`. What is `undefined` at the end was left out.
    fn pass(self, realm: Realm, call: impl FnOnce(&[&Value]) -> Result<Value, Fault>) -> Result<Value, Fault>;
}

/// One argument, or with [`Rest`] several.
trait Argument {
    fn append(self, realm: Realm, values: &mut Vec<Value>) -> Result<(), Fault>;
}

impl<T: IntoGuest> Argument for T {
    fn append(self, realm: Realm, values: &mut Vec<Value>) -> Result<(), Fault> {
        values.push(give(realm, self)?);
        Ok(())
    }
}

impl<T: IntoGuest> Argument for Rest<T> {
    fn append(self, realm: Realm, values: &mut Vec<Value>) -> Result<(), Fault> {
        for value in self.0 {
            values.push(give(realm, value)?);
        }
        Ok(())
    }
}

macro_rules! arguments {
    ($($($name:ident)*;)*) => {
        $(
            impl<$($name: Argument),*> Arguments for ($($name,)*) {
                fn pass(self, realm: Realm, call: impl FnOnce(&[&Value]) -> Result<Value, Fault>) -> Result<Value, Fault> {
                    #[expect(non_snake_case, reason = "each value has the name of its type parameter")]
                    let ($($name,)*) = self;
                    let mut values: Vec<Value> = Vec::new();
                    $($name.append(realm, &mut values)?;)*
                    let _ = realm;
                    call(&values.iter().collect::<Vec<_>>())
                }
            }
        )*
    };
}

arguments! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
    A B C D E F G H I J K L M;
    A B C D E F G H I J K L M N;
    A B C D E F G H I J K L M N O;
    A B C D E F G H I J K L M N O P;
}

impl Arguments for () {
    fn pass(self, _: Realm, call: impl FnOnce(&[&Value]) -> Result<Value, Fault>) -> Result<Value, Fault> {
        call(&[])
    }
}

/// A number of any type that a `f64` holds exactly.
pub fn number(value: impl Into<f64>) -> f64 {
    value.into()
}

/// A value of the type that a function takes.
pub fn convert<T>(value: impl Into<T>) -> T {
    value.into()
}

/// A list of the type that a function takes.
pub fn list<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}
