//! Sequences, tuples, maps and sets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use super::{Fault, FromGuest, Guest, GuestType, IntoException, IntoGuest, Reason, Side};
use crate::binding::Segment;
use crate::signature::{TupleElement, Type};

pub(super) fn elements_from_guest<T: FromGuest>(guest: &Guest) -> Result<Vec<T>, Fault> {
    let Some(elements) = guest.elements()? else { return Err(guest.mismatch(array_of::<T>())) };
    let convert = |(index, element)| T::from_guest(element).map_err(|fault| fault.at(Segment::Index(index)));
    elements.iter().enumerate().map(convert).collect()
}

pub(super) fn elements_into_guest<T: IntoGuest>(
    values: impl IntoIterator<Item = T>,
    side: Side,
) -> Result<Guest, Fault> {
    let elements = values.into_iter().map(|value| value.into_guest(side)).collect::<Result<_, _>>()?;
    side.list(elements)
}

fn array_of<T: GuestType>() -> Type {
    Type::Array { element: Box::new(T::guest_type()), readonly: false }
}

impl GuestType for () {
    fn guest_type() -> Type {
        Type::Undefined
    }
}

impl FromGuest for () {
    fn from_guest(_: &Guest) -> Result<Self, Fault> {
        Ok(())
    }
}

impl IntoGuest for () {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        Ok(side.undefined())
    }
}

impl<T: GuestType> GuestType for Box<T> {
    fn guest_type() -> Type {
        T::guest_type()
    }

    const OPTIONAL: bool = T::OPTIONAL;
}

impl<T: FromGuest> FromGuest for Box<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        T::from_guest(guest).map(Box::new)
    }

    fn from_absent() -> Option<Self> {
        T::from_absent().map(Box::new)
    }
}

impl<T: IntoGuest> IntoGuest for Box<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        (*self).into_guest(side)
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn is_none(&self) -> bool {
        (**self).is_none()
    }
}

/// What an exported function gives back when it can fail.
impl<T: GuestType, E> GuestType for Result<T, E> {
    fn guest_type() -> Type {
        T::guest_type()
    }
}

impl<T: IntoGuest, E: IntoException> IntoGuest for Result<T, E> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        match self {
            Ok(value) => value.into_guest(side),
            Err(error) => Err(error.into_exception().into()),
        }
    }
}

impl<T: GuestType> GuestType for Vec<T> {
    fn guest_type() -> Type {
        array_of::<T>()
    }
}

impl<T: FromGuest> FromGuest for Vec<T> {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        T::vec_from_guest(guest)
    }
}

impl<T: IntoGuest> IntoGuest for Vec<T> {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        T::vec_into_guest(self, side)
    }
}

impl<T: GuestType, const N: usize> GuestType for [T; N] {
    fn guest_type() -> Type {
        Type::Tuple { elements: (0..N).map(|_| element(T::guest_type())).collect() }
    }
}

impl<T: FromGuest, const N: usize> FromGuest for [T; N] {
    fn from_guest(guest: &Guest) -> Result<Self, Fault> {
        let elements: Vec<T> = T::vec_from_guest(guest)?;
        elements.try_into().map_err(|elements: Vec<T>| wrong_length(N, elements.len()))
    }
}

impl<T: IntoGuest, const N: usize> IntoGuest for [T; N] {
    fn into_guest(self, side: Side) -> Result<Guest, Fault> {
        elements_into_guest(self, side)
    }
}

fn element(ty: Type) -> TupleElement {
    TupleElement { name: None, ty, optional: false, rest: false }
}

fn wrong_length(expected: usize, actual: usize) -> Fault {
    Fault::mismatch(Reason::WrongLength { expected, actual })
}

macro_rules! tuples {
    ($($count:literal: $($name:ident $index:tt),+;)*) => {
        $(
            impl<$($name: GuestType),+> GuestType for ($($name,)+) {
                fn guest_type() -> Type {
                    Type::Tuple { elements: vec![$(element($name::guest_type())),+] }
                }
            }

            impl<$($name: FromGuest),+> FromGuest for ($($name,)+) {
                fn from_guest(guest: &Guest) -> Result<Self, Fault> {
                    let Some(elements) = guest.elements()? else { return Err(guest.mismatch(Self::guest_type())) };
                    if elements.len() != $count {
                        return Err(wrong_length($count, elements.len()));
                    }
                    Ok(($($name::from_guest(&elements[$index]).map_err(|fault| fault.at(Segment::Index($index)))?,)+))
                }
            }

            impl<$($name: IntoGuest),+> IntoGuest for ($($name,)+) {
                fn into_guest(self, side: Side) -> Result<Guest, Fault> {
                    side.tuple(vec![$(self.$index.into_guest(side)?),+])
                }
            }
        )*
    };
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
}

/// The pairs of a mapping with string keys.
fn pairs_from_guest<V: FromGuest>(guest: &Guest) -> Result<Vec<(String, V)>, Fault> {
    let Some(entries) = guest.entries()? else { return Err(guest.mismatch(mapping::<V>())) };
    let mut pairs = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let key = String::from_guest(&key)?;
        let value = V::from_guest(&value).map_err(|fault| fault.at(Segment::Key(key.clone())))?;
        pairs.push((key, value));
    }
    Ok(pairs)
}

fn mapping<V: GuestType>() -> Type {
    Type::Mapping { value: Box::new(V::guest_type()) }
}

fn pairs_into_guest<V: IntoGuest>(pairs: impl IntoIterator<Item = (String, V)>, side: Side) -> Result<Guest, Fault> {
    let entries = pairs.into_iter().map(|(key, value)| Ok((key, value.into_guest(side)?)));
    side.record(entries.collect::<Result<_, Fault>>()?)
}

macro_rules! collections {
    ($($map:ident $set:ident <$($hasher:ident)?> ($($bound:tt)*);)*) => {
        $(
            impl<V: GuestType $(, $hasher)?> GuestType for $map<String, V $(, $hasher)?> {
                fn guest_type() -> Type {
                    mapping::<V>()
                }
            }

            impl<V: FromGuest $(, $hasher: BuildHasher + Default)?> FromGuest for $map<String, V $(, $hasher)?> {
                fn from_guest(guest: &Guest) -> Result<Self, Fault> {
                    Ok(pairs_from_guest(guest)?.into_iter().collect())
                }
            }

            impl<V: IntoGuest $(, $hasher)?> IntoGuest for $map<String, V $(, $hasher)?> {
                fn into_guest(self, side: Side) -> Result<Guest, Fault> {
                    pairs_into_guest(self, side)
                }
            }

            impl<T: GuestType $(, $hasher)?> GuestType for $set<T $(, $hasher)?> {
                fn guest_type() -> Type {
                    Type::Set { element: Box::new(T::guest_type()) }
                }
            }

            impl<T: FromGuest + $($bound)* $(, $hasher: BuildHasher + Default)?> FromGuest for $set<T $(, $hasher)?> {
                fn from_guest(guest: &Guest) -> Result<Self, Fault> {
                    Ok(elements_from_guest(guest)?.into_iter().collect())
                }
            }

            impl<T: IntoGuest $(, $hasher)?> IntoGuest for $set<T $(, $hasher)?> {
                fn into_guest(self, side: Side) -> Result<Guest, Fault> {
                    let elements = self.into_iter().map(|value| value.into_guest(side)).collect::<Result<_, _>>()?;
                    side.set(elements)
                }
            }
        )*
    };
}

collections! {
    HashMap HashSet <H> (Eq + Hash);
    BTreeMap BTreeSet <> (Ord);
}
