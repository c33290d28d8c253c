//! What a guest can do, for JavaScript values.

use super::{Absence, Bytes, Exception, Fault, Guest};
use crate::engine::{Kind, Realm, Value};

/// The largest integer that every smaller one of has an exact number.
const MOST_SAFE: i128 = (1 << 53) - 1;

pub(super) fn absence(value: &Value) -> Option<Absence> {
    match value.kind() {
        Kind::Undefined => Some(Absence::Undefined),
        Kind::Null => Some(Absence::Null),
        _ => None,
    }
}

pub(super) fn as_boolean(value: &Value) -> Option<bool> {
    value.as_boolean()
}

pub(super) fn as_number(value: &Value) -> Option<f64> {
    value.as_number()
}

pub(super) fn as_integer(value: &Value) -> Option<i128> {
    match value.kind() {
        Kind::Number => {
            let number = value.as_number()?;
            (number.fract() == 0.0 && number.abs() < 1.0e38).then_some(number as i128)
        }
        Kind::BigInt => value.to_text().ok()?.parse().ok(),
        _ => None,
    }
}

pub(super) fn as_text(value: &Value) -> Option<String> {
    value.as_text()
}

pub(super) fn as_bytes(value: &Value) -> Result<Option<Bytes>, Fault> {
    Ok(value.buffer_view().map(|view| Bytes::of_javascript(value.clone(), view)))
}

pub(super) fn elements(value: &Value) -> Result<Option<Vec<Guest>>, Fault> {
    if !value.is_object() || value.is_map() {
        return Ok(None);
    }
    if value.is_array() {
        let length = u32::try_from(value.length()?).unwrap_or(u32::MAX);
        let elements = (0..length).map(|index| value.get_index(index).map(Guest::of_javascript));
        return Ok(Some(elements.collect::<Result<_, _>>()?));
    }
    if !value.get(crate::engine::WellKnown::Iterator)?.is_callable() {
        return Ok(None);
    }
    Ok(Some(value.elements()?.into_iter().map(Guest::of_javascript).collect()))
}

pub(super) fn entries(value: &Value) -> Result<Option<Vec<(Guest, Guest)>>, Fault> {
    if value.is_map() {
        let mut entries = Vec::new();
        value.iterate(|entry| {
            entries.push((Guest::of_javascript(entry.get_index(0)?), Guest::of_javascript(entry.get_index(1)?)));
            Ok(())
        })?;
        return Ok(Some(entries));
    }
    if !is_record(value) {
        return Ok(None);
    }
    let mut entries = Vec::new();
    for key in value.keys()? {
        entries.push((Guest::JavaScript(key.value()?), Guest::of_javascript(value.get(&key)?)));
    }
    Ok(Some(entries))
}

pub(super) fn is_record(value: &Value) -> bool {
    value.is_object()
        && !value.is_array()
        && !value.is_callable()
        && !value.is_map()
        && !value.is_set()
        && !value.is_date()
        && value.as_promise().is_none()
        && value.buffer_view().is_none()
}

/// Whether it is an object that a literal made: what an options object is, when anything else might be meant.
pub(crate) fn is_plain(value: &Value) -> bool {
    let plain = || -> Result<bool, crate::engine::Thrown> {
        let prototype = value.prototype()?;
        Ok(prototype.is_null() || prototype.prototype()?.is_null())
    };
    is_record(value) && plain().unwrap_or(false)
}

pub(super) fn field(value: &Value, name: &str) -> Result<Option<Guest>, Fault> {
    let found = value.get(name)?;
    if found.is_undefined() && !value.has(name)? {
        return Ok(None);
    }
    Ok(Some(Guest::of_javascript(found)))
}

pub(super) fn field_names(value: &Value) -> Result<Vec<String>, Fault> {
    Ok(value.keys()?.iter().map(crate::engine::Key::text).collect())
}

pub(super) fn is_callable(value: &Value) -> bool {
    value.is_callable()
}

pub(super) fn call(value: &Value, realm: Realm, arguments: Vec<Guest>) -> Result<Guest, Fault> {
    let arguments: Vec<Value> =
        arguments.into_iter().map(|argument| argument.into_javascript(realm)).collect::<Result<_, _>>()?;
    let arguments: Vec<&Value> = arguments.iter().collect();
    Ok(Guest::of_javascript(value.call_plain(&arguments)?))
}

pub(super) fn word(value: &Value) -> String {
    match value.kind() {
        Kind::Undefined => "undefined".into(),
        Kind::Null => "null".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Number => "number".into(),
        Kind::BigInt => "bigint".into(),
        Kind::String => "string".into(),
        Kind::Symbol => "symbol".into(),
        Kind::Object if value.is_callable() => "function".into(),
        Kind::Object => {
            let name = || value.get("constructor").ok()?.get("name").ok()?.as_text();
            name().filter(|name| !name.is_empty()).unwrap_or_else(|| "object".into())
        }
    }
}

pub(super) fn integer(realm: Realm, value: i128) -> Result<Guest, Fault> {
    if value.unsigned_abs() <= MOST_SAFE.unsigned_abs() {
        return Ok(Guest::JavaScript(realm.number(value as f64)));
    }
    if let Ok(small) = i64::try_from(value) {
        return Ok(Guest::JavaScript(realm.bigint(small)));
    }
    let text = realm.string(&value.to_string());
    Ok(Guest::JavaScript(realm.global().get("BigInt")?.call_plain(&[&text])?))
}

pub(super) fn array(realm: Realm, elements: Vec<Guest>) -> Result<Guest, Fault> {
    let values: Vec<Value> =
        elements.into_iter().map(|element| element.into_javascript(realm)).collect::<Result<_, _>>()?;
    Ok(Guest::JavaScript(realm.array(&values.iter().collect::<Vec<_>>())))
}

pub(super) fn set(realm: Realm, elements: Vec<Guest>) -> Result<Guest, Fault> {
    let set = realm.global().get("Set")?.construct(&[])?;
    for element in elements {
        set.invoke("add", &[&element.into_javascript(realm)?])?;
    }
    Ok(Guest::JavaScript(set))
}

pub(super) fn object(realm: Realm, entries: Vec<(String, Guest)>) -> Result<Guest, Fault> {
    let object = realm.object();
    for (name, value) in entries {
        object.define(&name, &value.into_javascript(realm)?)?;
    }
    Ok(Guest::JavaScript(object))
}

/// The bytes of a view, without a copy; an exception when it was detached.
pub(super) fn slice(view: &crate::engine::BufferView) -> Result<(*mut u8, usize), Exception> {
    match view.pointer() {
        Some(pointer) => Ok((pointer, view.length)),
        None => Err(Exception::type_error("the buffer is detached")),
    }
}
