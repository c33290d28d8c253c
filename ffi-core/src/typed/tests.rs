//! Conversions from and to JavaScript, without Python.

use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::engine::{Limits, Realm};

fn realm() -> Realm {
    Realm::new(&Limits::default()).expect("memory for an engine")
}

fn guest(realm: Realm, source: &str) -> Guest {
    Guest::of_javascript(realm.evaluate(&format!("({source})"), "test.js").expect(source))
}

#[track_caller]
fn comes<T: FromGuest + PartialEq + std::fmt::Debug>(source: &str, expected: T) {
    let guest = guest(realm(), source);
    assert_eq!(T::from_guest(&guest).expect(source), expected);
}

#[track_caller]
fn refuses<T: FromGuest + std::fmt::Debug>(source: &str, expected: &str) {
    let realm = realm();
    let fault = T::from_guest(&guest(realm, source)).expect_err(source);
    assert_eq!(fault.into_exception(None, Side::JavaScript(realm)).message(), expected);
}

#[track_caller]
fn goes<T: IntoGuest>(value: T, expected: &str) {
    let realm = realm();
    let value = value.into_guest(Side::JavaScript(realm)).and_then(|guest| guest.into_javascript(realm));
    let value = value.expect(expected);
    let check = realm.evaluate(&format!("(value => {expected})"), "test.js").expect(expected);
    assert!(check.call_plain(&[&value]).expect(expected).to_boolean(), "{value:?}: {expected}");
}

#[test]
fn values_come() {
    comes("true", true);
    comes("1.5", 1.5);
    comes("7", 7u8);
    comes("2n ** 64n", 1u128 << 64);
    comes("'a'", 'a');
    comes("'text'", String::from("text"));
    comes("[1, 2]", vec![1, 2]);
    comes("new Set([1, 2])", HashSet::from([1, 2]));
    comes("[1, 'a']", (1, String::from("a")));
    comes("({ a: 1, b: 2 })", BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    comes("new Map([['a', 1]])", BTreeMap::from([("a".to_owned(), 1)]));
    comes("new Uint8Array([1, 2])", vec![1u8, 2]);
    comes::<Option<f64>>("null", None);
    comes("undefined", Given::<f64>::Undefined);
    comes("null", Given::<f64>::Null);
    comes("null", Nullable::<f64>::Null);
}

#[test]
fn a_refusal_names_the_place() {
    refuses::<f64>("'1'", "the value must be number, not string");
    refuses::<u8>("300", "the value must be an integer from 0 to 255");
    refuses::<u8>("1.5", "the value must be an integer from 0 to 255");
    refuses::<Vec<f64>>("[1, 'a']", "[1] must be number, not string");
    refuses::<BTreeMap<String, bool>>("({ a: 1 })", "[\"a\"] must be boolean, not number");
    refuses::<(f64, f64)>("[1]", "the value must have 2 elements, not 1");
    refuses::<Nullable<f64>>("undefined", "the value must be number or null, not undefined");
    refuses::<String>("new Map()", "the value must be string, not Map");
}

#[test]
fn values_go() {
    goes(true, "value === true");
    goes(1u64 << 40, "value === 2 ** 40");
    goes(u64::MAX, "value === 2n ** 64n - 1n");
    goes(1i128 << 100, "value === 2n ** 100n");
    goes("text", "value === 'text'");
    goes(vec![1.0, 2.0], "Array.isArray(value) && value.join() === '1,2'");
    goes(vec![1u8, 2], "value instanceof Uint8Array && value[1] === 2");
    goes(BTreeMap::from([("__proto__".to_owned(), 1)]), "Object.keys(value)[0] === '__proto__'");
    goes((1, "a"), "value[0] === 1 && value[1] === 'a'");
    goes(Option::<f64>::None, "value === undefined");
    goes(Nullable::<f64>::Null, "value === null");
    goes(HashSet::from([1]), "value instanceof Set && value.has(1)");
}

#[test]
fn bytes_come_and_go_as_the_same_object() {
    let realm = realm();
    let array = realm.evaluate("globalThis.a = new Uint8Array(4)", "test.js").expect("an array");
    let mut bytes = Bytes::from_guest(&Guest::of_javascript(array.clone())).expect("bytes");
    bytes.with_mut(|bytes| bytes[3] = 9).expect("writable");
    assert_eq!(realm.evaluate("a[3]", "test.js").expect("a number").as_number(), Some(9.0));
    let back = bytes.into_guest(Side::JavaScript(realm)).expect("bytes").into_javascript(realm).expect("a value");
    assert!(back.strict_equal(&array));
}

#[test]
fn callbacks_call_and_are_called() {
    let realm = realm();
    let add: Callback<(f64, f64), f64> = Callback::from_guest(&guest(realm, "(a, b) => a + b")).expect("a function");
    assert_eq!(add.call((1.0, 2.0)).expect("a sum"), 3.0);
    let fails: Callback<(), f64> =
        Callback::from_guest(&guest(realm, "() => { throw new RangeError('no') }")).expect("a function");
    assert_eq!(fails.call(()).expect_err("an exception").message(), "RangeError: no");
    let double = Callback::of_closure(realm, |(number,): (f64,)| Ok::<_, Exception>(number * 2.0));
    goes_in(realm, double.guest().clone(), "value(21) === 42");
}

#[track_caller]
fn goes_in(realm: Realm, guest: Guest, expected: &str) {
    let value = guest.into_javascript(realm).expect("a value");
    let check = realm.evaluate(&format!("(value => {expected})"), "test.js").expect(expected);
    assert!(check.call_plain(&[&value]).expect(expected).to_boolean(), "{expected}");
}

#[test]
fn futures_settle_promises_and_wait_for_them() {
    let realm = realm();
    let slow = guest(realm, "new Promise(resolve => { globalThis.finish = resolve })");
    let promised: Promised<f64> = Promised::from_guest(&slow).expect("a promise");
    let promise = spawn(realm, async move {
        let number = promised.await.map_err(|exception| exception.into_thrown(realm))?;
        Ok(realm.number(number + 1.0))
    })
    .expect("a promise");
    realm.evaluate("finish(41)", "test.js").expect("resolved");
    let view = promise.as_promise().expect("a promise");
    let settled = realm.drain_until(|| view.state() != crate::engine::PromiseState::Pending, || false, |wait| wait());
    assert!(settled);
    assert_eq!(view.result().as_number(), Some(42.0));
}
