//! `structuredClone` (HTML, section 2.7): serialise and deserialise in one go. It walks with a list of its own, not by
//! recursion, so that no depth of nesting can exhaust the native stack.

use crate::blob::Blob;
use crate::events::message::{self, MessagePort};
use crate::exception::DomException;
use crate::form::File;
use crate::idl::{FromJs, Place, Sequence, convert::What};
use ffi_core::engine::{Call, Kind, Realm, Thrown, Value};
use std::collections::{HashMap, VecDeque};

/// Installs `structuredClone`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    realm.global().define("structuredClone", &realm.function("structuredClone", 1, structured_clone))
}

fn structured_clone(call: &Call<'_>) -> Result<Value, Thrown> {
    let realm = call.realm();
    if call.is_empty() {
        return Err(realm.type_error("structuredClone: 1 argument required, but 0 found."));
    }
    let options = call.argument(1);
    let transfer = transfer_member(&options, "structuredClone")?;
    clone(&call.argument(0), &transfer).map(|(result, _)| result)
}

/// "StructuredSerializeWithTransfer" and its counterpart in one: the copy, and the ports that were transferred.
pub(crate) fn clone(value: &Value, transfer: &[Value]) -> Result<(Value, Vec<Value>), Thrown> {
    let realm = value.realm();
    let mut cloner = Cloner { realm, copies: HashMap::new(), alive: Vec::new(), work: VecDeque::new() };
    let mut ports = Vec::new();
    for (index, value) in transfer.iter().enumerate() {
        let buffer = value.buffer_view().is_some_and(|view| view.buffer.strict_equal(value));
        let port = value.host::<MessagePort>();
        let twice = transfer[..index].iter().any(|earlier| earlier.strict_equal(value));
        if twice || !(buffer || port.is_some_and(MessagePort::is_transferable)) {
            return Err(refuse(realm, "Value not transferable"));
        }
        if port.is_some() {
            let copy = message::new_port(realm)?;
            cloner.copies.insert(value.address(), copy.clone());
            ports.push((value, copy));
        }
    }
    let result = cloner.run(value)?;
    // What is transferred has been copied like the rest; the source loses it.
    let mut moved = Vec::new();
    for (port, copy) in ports {
        message::transfer(port, &copy)?;
        moved.push(copy);
    }
    transfer.iter().filter(|value| value.buffer_view().is_some()).for_each(Value::detach);
    Ok((result, moved))
}

/// The values to transfer, by the options `{ transfer }`.
pub(crate) fn transfer_member(options: &Value, operation: &str) -> Result<Vec<Value>, Thrown> {
    let place = Place { operation, what: What::Argument(1) };
    if options.is_nullish() {
        return Ok(Vec::new());
    }
    if !options.is_object() {
        return Err(place.type_error(options.realm(), "is not an object."));
    }
    let list = options.get("transfer")?;
    if list.is_undefined() {
        return Ok(Vec::new());
    }
    Ok(Sequence::<Value>::from_js(&list, place.member("transfer"))?.0)
}

pub(crate) fn refuse(realm: Realm, message: &str) -> Thrown {
    Thrown::new(realm.dom_exception(message, "DataCloneError"))
}

/// A copy whose contents are still to be copied.
enum Work {
    Properties(Value, Value),
    Map(Value, Vec<Value>),
    Set(Value, Vec<Value>),
    /// The cause of an error, for its copy.
    Cause(Value, Value),
}

struct Cloner {
    realm: Realm,
    /// The copy of each object, by the object's address.
    copies: HashMap<usize, Value>,
    /// The objects whose addresses are keys: alive until the end.
    alive: Vec<Value>,
    work: VecDeque<Work>,
}

impl Cloner {
    fn run(&mut self, value: &Value) -> Result<Value, Thrown> {
        let result = self.copy(value)?;
        while let Some(work) = self.work.pop_front() {
            match work {
                Work::Properties(source, target) => {
                    for key in source.keys()? {
                        let copy = self.copy(&source.get(&key)?)?;
                        target.define(&key, &copy)?;
                    }
                }
                Work::Cause(cause, target) => {
                    let copy = self.copy(&cause)?;
                    target.define_hidden("cause", &copy)?;
                }
                Work::Map(target, items) => {
                    for pair in items.chunks_exact(2) {
                        let (key, value) = (self.copy(&pair[0])?, self.copy(&pair[1])?);
                        self.intrinsic("Map", "set")?.call(&target, &[&key, &value])?;
                    }
                }
                Work::Set(target, items) => {
                    for item in items {
                        let item = self.copy(&item)?;
                        self.intrinsic("Set", "add")?.call(&target, &[&item])?;
                    }
                }
            }
        }
        Ok(result)
    }

    fn class(&self, name: &str) -> Result<Value, Thrown> {
        self.realm.global().get(name)
    }

    fn intrinsic(&self, class: &str, method: &str) -> Result<Value, Thrown> {
        self.class(class)?.get("prototype")?.get(method)
    }

    /// The copy of a value: finished for what has no contents, otherwise noted as work.
    fn copy(&mut self, value: &Value) -> Result<Value, Thrown> {
        match value.kind() {
            Kind::Symbol => return Err(refuse(self.realm, &format!("{} could not be cloned.", describe(value)))),
            Kind::Object => {}
            _ => return Ok(value.clone()),
        }
        if let Some(copy) = self.copies.get(&value.address()) {
            return Ok(copy.clone());
        }
        let copy = self.copy_object(value)?;
        self.copies.insert(value.address(), copy.clone());
        self.alive.push(value.clone());
        Ok(copy)
    }

    fn copy_object(&mut self, value: &Value) -> Result<Value, Thrown> {
        let realm = self.realm;
        if let Some(file) = value.host::<File>() {
            return file.copy(realm);
        }
        if let Some(blob) = value.host::<Blob>() {
            return crate::blob::instance(realm, blob.bytes(), blob.media_type());
        }
        if value.host::<DomException>().is_some() {
            let text = |name: &str| value.get(name)?.to_text();
            return Ok(realm.dom_exception(&text("message")?, &text("name")?));
        }
        #[cfg(feature = "crypto")]
        if let Some(key) = value.host::<crate::crypto::CryptoKey>() {
            return key.copy(realm);
        }
        if value.is_proxy()
            || value.is_host_object()
            || value.is_callable()
            || value.as_promise().is_some()
            || self.is_weak(value)?
        {
            return Err(refuse(realm, &format!("{} could not be cloned.", describe(value))));
        }
        if let Some(view) = value.buffer_view() {
            return self.copy_buffer(value, &view);
        }
        if value.is_date() {
            return realm.date(self.intrinsic("Date", "getTime")?.call(value, &[])?.to_number()?);
        }
        if value.is_error() {
            return self.copy_error(value);
        }
        if value.is_map() || value.is_set() {
            return self.copy_collection(value);
        }
        if let Some(copy) = self.copy_boxed(value)? {
            return Ok(copy);
        }
        let target = if value.is_array() {
            let array = realm.array(&[]);
            array.set("length", &value.get("length")?)?;
            array
        } else {
            realm.object()
        };
        self.work.push_back(Work::Properties(value.clone(), target.clone()));
        Ok(target)
    }

    fn is_weak(&self, value: &Value) -> Result<bool, Thrown> {
        for class in ["WeakMap", "WeakSet", "WeakRef"] {
            if value.instance_of(&self.class(class)?)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// An `ArrayBuffer`, or a view together with its buffer, which several views may share.
    fn copy_buffer(&mut self, value: &Value, view: &ffi_core::engine::BufferView) -> Result<Value, Thrown> {
        if view.buffer.strict_equal(value) {
            return self.realm.array_buffer(view.to_vec());
        }
        let buffer = self.copy(&view.buffer)?;
        let class = view.kind.map_or_else(|| "DataView".to_owned(), |kind| format!("{kind:?}"));
        let length = view.length / view.kind.map_or(1, |kind| kind.element_size());
        let (offset, length) = (self.realm.number(view.offset as f64), self.realm.number(length as f64));
        self.class(&class)?.construct(&[&buffer, &offset, &length])
    }

    fn copy_error(&mut self, value: &Value) -> Result<Value, Thrown> {
        const NAMES: [&str; 6] = ["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];
        let name = value.get("name")?.to_text()?;
        let name = NAMES.into_iter().find(|known| *known == name).unwrap_or("Error");
        let copy = self.class(name)?.construct(&[])?;
        for property in ["message", "stack"] {
            let text = value.get(property)?;
            if value.has_own(property)? && text.is_string() {
                copy.define_hidden(property, &text)?;
            }
        }
        if value.has_own("cause")? {
            self.work.push_back(Work::Cause(value.get("cause")?, copy.clone()));
        }
        Ok(copy)
    }

    fn copy_collection(&mut self, value: &Value) -> Result<Value, Thrown> {
        let name = if value.is_map() { "Map" } else { "Set" };
        let copy = self.class(name)?.construct(&[])?;
        let mut items = Vec::new();
        let entries = self.intrinsic(name, if value.is_map() { "entries" } else { "values" })?.call(value, &[])?;
        entries.iterate(|entry| {
            if value.is_map() {
                items.push(entry.get_index(0)?);
                items.push(entry.get_index(1)?);
            } else {
                items.push(entry);
            }
            Ok(())
        })?;
        let target = copy.clone();
        self.work.push_back(if value.is_map() { Work::Map(target, items) } else { Work::Set(target, items) });
        Ok(copy)
    }

    /// A primitive in an object, or a regular expression: what its class's own method accepts.
    fn copy_boxed(&self, value: &Value) -> Result<Option<Value>, Thrown> {
        for class in ["Boolean", "Number", "String", "BigInt"] {
            if let Ok(primitive) = self.intrinsic(class, "valueOf")?.call(value, &[]) {
                return self.class("Object")?.call_plain(&[&primitive]).map(Some);
            }
        }
        if self.intrinsic("Symbol", "valueOf")?.call(value, &[]).is_ok() {
            return Err(refuse(self.realm, "Object could not be cloned."));
        }
        let prototype = self.class("RegExp")?.get("prototype")?;
        let describe = self.class("Object")?.get("getOwnPropertyDescriptor")?;
        let source = describe.call_plain(&[&prototype, &self.realm.string("source")])?.get("get")?;
        if value.strict_equal(&prototype) {
            return Ok(None);
        }
        match source.call(value, &[]) {
            Ok(source) => self.class("RegExp")?.construct(&[&source, &value.get("flags")?]).map(Some),
            Err(_) => Ok(None),
        }
    }
}

fn describe(value: &Value) -> String {
    if value.kind() == Kind::Symbol || value.is_callable() {
        crate::console::inspect::inspect(value)
    } else {
        "The object".to_owned()
    }
}
