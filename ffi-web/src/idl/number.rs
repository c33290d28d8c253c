//! The number types of Web IDL, with their three ways to treat what does not fit: wrap, clamp, refuse.

use super::convert::{FromJs, Place};
use ffi_core::engine::{Thrown, Value};

/// `unrestricted double`.
impl FromJs for f64 {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        value.to_number()
    }
}

/// Integer types that a number wraps into.
trait Wrapping: Sized {
    const BITS: i32;
    fn from_wrapped(value: u64) -> Self;
}

impl Wrapping for u16 {
    const BITS: i32 = 16;
    fn from_wrapped(value: u64) -> Self {
        value as Self
    }
}

impl Wrapping for i32 {
    const BITS: i32 = 32;
    fn from_wrapped(value: u64) -> Self {
        value as u32 as Self
    }
}

/// `ConvertToInt` without attributes: truncate, then modulo 2 to the power of the size.
fn wrap<T: Wrapping>(number: f64) -> T {
    if !number.is_finite() {
        return T::from_wrapped(0);
    }
    let modulus = 2f64.powi(T::BITS);
    T::from_wrapped(number.trunc().rem_euclid(modulus) as u64)
}

/// `unsigned short`.
impl FromJs for u16 {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        value.to_number().map(wrap)
    }
}

/// `long`.
impl FromJs for i32 {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        value.to_number().map(wrap)
    }
}

/// `[Clamp] long long`: the nearest integer that fits, half to even.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clamp(pub i64);

impl FromJs for Clamp {
    fn from_js(value: &Value, _: Place<'_>) -> Result<Self, Thrown> {
        const LIMIT: f64 = 9_007_199_254_740_991.0;
        let number = value.to_number()?;
        Ok(Self(if number.is_nan() { 0 } else { number.clamp(-LIMIT, LIMIT).round_ties_even() as i64 }))
    }
}

/// `[EnforceRange] unsigned long long`: what does not fit is a TypeError.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnforceRange(pub u64);

impl FromJs for EnforceRange {
    fn from_js(value: &Value, place: Place<'_>) -> Result<Self, Thrown> {
        const LIMIT: f64 = 9_007_199_254_740_991.0;
        let number = value.to_number()?;
        let whole = number.trunc();
        if !number.is_finite() || !(0.0..=LIMIT).contains(&whole) {
            return Err(place.type_error(value.realm(), &format!("must be between 0 and {LIMIT}, got {number}.")));
        }
        Ok(Self(whole as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping() {
        assert_eq!(wrap::<u16>(65_536.0 + 7.9), 7);
        assert_eq!(wrap::<u16>(-1.0), 65_535);
        assert_eq!(wrap::<u16>(f64::NAN), 0);
        assert_eq!(wrap::<i32>(2_147_483_648.0), i32::MIN);
        assert_eq!(wrap::<i32>(-1.5), -1);
        assert_eq!(wrap::<i32>(f64::INFINITY), 0);
    }
}
