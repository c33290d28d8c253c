//! Properties, calls and iteration of values.

use super::raw::PropertyFlags;
use super::{Arguments, Engine, ErrorKind, IntoKey, Key, Raw, Realm, Thrown, Value, WellKnown};

/// Runs `with` with the raw forms of `arguments`, without allocating for a short list.
fn with_raw<R>(arguments: &[&Value], with: impl FnOnce(&[Raw]) -> R) -> R {
    const INLINE: usize = 6;
    if arguments.len() <= INLINE {
        let mut raw = [<super::Active as Engine>::UNDEFINED; INLINE];
        for (slot, argument) in raw.iter_mut().zip(arguments) {
            *slot = argument.raw();
        }
        with(&raw[..arguments.len()])
    } else {
        let raw: Vec<Raw> = arguments.iter().map(|argument| argument.raw()).collect();
        with(&raw)
    }
}

// SAFETY of every `unsafe` block of this file, unless it says more: `self` and all argument values are alive because they are borrowed, and this is the
// realm's thread because neither `Value` nor `Realm` can leave it.
impl Value {
    /// `self[key]`.
    pub fn get(&self, key: impl IntoKey) -> Result<Value, Thrown> {
        // SAFETY: see above.
        self.realm().own(key.with_key(self.realm(), |key| unsafe { self.engine().get(self.raw(), key) })?)
    }

    /// `self[index]`.
    pub fn get_index(&self, index: u32) -> Result<Value, Thrown> {
        // SAFETY: see above.
        self.realm().own(unsafe { self.engine().get_index(self.raw(), index) })
    }

    /// `self[key] = value`.
    pub fn set(&self, key: impl IntoKey, value: &Value) -> Result<(), Thrown> {
        let realm = self.realm();
        // SAFETY: see above; `set` takes the reference that `into_raw` gives up.
        let result =
            key.with_key(realm, |key| unsafe { self.engine().set(self.raw(), key, value.clone().into_raw()) })?;
        result.map_err(|_| realm.take_thrown())
    }

    /// Defines an own, ordinary data property. The key `__proto__` is a key like any other.
    pub fn define(&self, key: impl IntoKey, value: &Value) -> Result<(), Thrown> {
        self.define_with(key, value, PropertyFlags::DATA)
    }

    /// Defines an own data property with the attributes of a built-in method: not enumerable.
    pub fn define_hidden(&self, key: impl IntoKey, value: &Value) -> Result<(), Thrown> {
        self.define_with(key, value, PropertyFlags::METHOD)
    }

    /// Defines an own data property with these attributes.
    pub fn define_with(&self, key: impl IntoKey, value: &Value, flags: PropertyFlags) -> Result<(), Thrown> {
        let realm = self.realm();
        let result = key.with_key(realm, |key| {
            // SAFETY: see above; `define` takes the reference.
            unsafe { self.engine().define(self.raw(), key, value.clone().into_raw(), flags) }
        })?;
        result.map_err(|_| realm.take_thrown())
    }

    /// Defines a read-only accessor with the attributes of a built-in one.
    pub fn define_getter(&self, key: impl IntoKey, getter: Value) -> Result<(), Thrown> {
        self.define_accessor(key, Some(getter), None, PropertyFlags::METHOD)
    }

    /// Defines an own accessor property; an absent half is `undefined`.
    pub fn define_accessor(
        &self,
        key: impl IntoKey,
        getter: Option<Value>,
        setter: Option<Value>,
        flags: PropertyFlags,
    ) -> Result<(), Thrown> {
        let realm = self.realm();
        let raw = |function: Option<Value>| function.unwrap_or_else(|| realm.undefined()).into_raw();
        let result = key.with_key(realm, |key| {
            // SAFETY: see above; both references are taken.
            unsafe { self.engine().define_accessor(self.raw(), key, raw(getter), raw(setter), flags) }
        })?;
        result.map_err(|_| realm.take_thrown())
    }

    /// `key in self`.
    pub fn has(&self, key: impl IntoKey) -> Result<bool, Thrown> {
        // SAFETY: see above.
        let result = key.with_key(self.realm(), |key| unsafe { self.engine().has(self.raw(), key) })?;
        result.map_err(|_| self.realm().take_thrown())
    }

    /// Whether there is an own property `key`.
    pub fn has_own(&self, key: impl IntoKey) -> Result<bool, Thrown> {
        // SAFETY: see above.
        let result = key.with_key(self.realm(), |key| unsafe { self.engine().has_own(self.raw(), key) })?;
        result.map_err(|_| self.realm().take_thrown())
    }

    /// `delete self[key]`.
    pub fn delete(&self, key: impl IntoKey) -> Result<bool, Thrown> {
        // SAFETY: see above.
        let result = key.with_key(self.realm(), |key| unsafe { self.engine().delete(self.raw(), key) })?;
        result.map_err(|_| self.realm().take_thrown())
    }

    /// The own enumerable string keys, as `Object.keys`.
    pub fn keys(&self) -> Result<Vec<Key>, Thrown> {
        self.own_keys(false, true)
    }

    /// All own keys, as `Reflect.ownKeys`.
    pub fn all_own_keys(&self) -> Result<Vec<Key>, Thrown> {
        self.own_keys(true, false)
    }

    /// The own enumerable keys, symbols included.
    pub fn enumerable_own_keys(&self) -> Result<Vec<Key>, Thrown> {
        self.own_keys(true, true)
    }

    fn own_keys(&self, symbols: bool, enumerable_only: bool) -> Result<Vec<Key>, Thrown> {
        let realm = self.realm();
        let mut keys = Vec::new();
        // SAFETY: see above; each key is retained for the vector.
        let result = unsafe {
            self.engine().own_keys(self.raw(), symbols, enumerable_only, &mut |key| {
                keys.push(Key::from_raw(realm, realm.engine().retain_key(key)));
            })
        };
        result.map_err(|_| realm.take_thrown())?;
        Ok(keys)
    }

    /// The prototype, or `null`.
    pub fn prototype(&self) -> Result<Value, Thrown> {
        // SAFETY: see above.
        self.realm().own(unsafe { self.engine().prototype(self.raw()) })
    }

    /// Sets the prototype.
    pub fn set_prototype(&self, prototype: &Value) -> Result<(), Thrown> {
        // SAFETY: see above.
        let result = unsafe { self.engine().set_prototype(self.raw(), prototype.raw()) };
        result.map_err(|_| self.realm().take_thrown())
    }

    /// `self.length` as an integer.
    pub fn length(&self) -> Result<usize, Thrown> {
        // SAFETY: see above.
        let length = unsafe { self.engine().length(self.raw()) }.map_err(|_| self.realm().take_thrown())?;
        Ok(usize::try_from(length).unwrap_or(0))
    }

    /// Whether it can be called.
    pub fn is_callable(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_callable(self.raw()) }
    }

    /// Whether it can be constructed.
    pub fn is_constructor(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_constructor(self.raw()) }
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_array(self.raw()) }
    }

    /// Whether it is an error object.
    pub fn is_error(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_error(self.raw()) }
    }

    /// Whether it is a `Date`.
    pub fn is_date(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_date(self.raw()) }
    }

    /// Whether it is a `Map`.
    pub fn is_map(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_map(self.raw()) }
    }

    /// Whether it is a `Proxy`.
    pub fn is_proxy(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_js_proxy(self.raw()) }
    }

    /// Whether it is a `Set`.
    pub fn is_set(&self) -> bool {
        // SAFETY: see above.
        unsafe { self.engine().is_set(self.raw()) }
    }

    /// `self instanceof class`.
    pub fn instance_of(&self, class: &Value) -> Result<bool, Thrown> {
        // SAFETY: see above.
        unsafe { self.engine().instance_of(self.raw(), class.raw()) }.map_err(|_| self.realm().take_thrown())
    }

    /// `self.call(this, ...arguments)`.
    pub fn call(&self, this: &Value, arguments: &[&Value]) -> Result<Value, Thrown> {
        // SAFETY: see above.
        self.realm()
            .own(with_raw(arguments, |arguments| unsafe { self.engine().call(self.raw(), this.raw(), arguments) }))
    }

    /// `self(...arguments)`.
    pub fn call_plain(&self, arguments: &[&Value]) -> Result<Value, Thrown> {
        self.call(&self.realm().undefined(), arguments)
    }

    /// `self[key](...arguments)`.
    pub fn invoke(&self, key: impl IntoKey, arguments: &[&Value]) -> Result<Value, Thrown> {
        let result = key.with_key(self.realm(), |key| {
            // SAFETY: see above.
            with_raw(arguments, |arguments| unsafe { self.engine().invoke(self.raw(), key, arguments) })
        })?;
        self.realm().own(result)
    }

    /// `new self(...arguments)`.
    pub fn construct(&self, arguments: &[&Value]) -> Result<Value, Thrown> {
        // SAFETY: see above.
        self.realm().own(with_raw(arguments, |arguments| unsafe { self.engine().construct(self.raw(), arguments) }))
    }

    /// The text of `JSON.stringify(self)`; `None` where JavaScript gives `undefined`.
    pub fn json(&self) -> Result<Option<String>, Thrown> {
        // SAFETY: see above.
        let text = self.realm().own(unsafe { self.engine().json_stringify(self.raw()) })?;
        if text.is_undefined() { Ok(None) } else { text.to_text().map(Some) }
    }

    /// Appends to an array.
    pub fn push(&self, value: &Value) -> Result<(), Thrown> {
        self.invoke("push", &[value]).map(drop)
    }

    /// Calls `each` with every element of an iterable. The iterator is closed when `each` fails.
    pub fn iterate(&self, mut each: impl FnMut(Value) -> Result<(), Thrown>) -> Result<(), Thrown> {
        let realm = self.realm();
        let method = self.get(WellKnown::Iterator)?;
        if !method.is_callable() {
            return Err(Thrown::new(realm.error(ErrorKind::TypeError, "value is not iterable")));
        }
        let iterator = method.call(self, &[])?;
        let next = iterator.get("next")?;
        loop {
            let step = next.call(&iterator, &[])?;
            if !step.is_object() {
                return Err(realm.type_error("iterator result is not an object"));
            }
            if step.get("done")?.to_boolean() {
                return Ok(());
            }
            let value = step.get("value")?;
            if let Err(thrown) = each(value) {
                if let Ok(close) = iterator.get("return")
                    && close.is_callable()
                {
                    // The error of the body wins over one of the closing, as in `for ... of`.
                    let _ = close.call(&iterator, &[]);
                }
                return Err(thrown);
            }
        }
    }

    /// The elements of an iterable.
    pub fn elements(&self) -> Result<Vec<Value>, Thrown> {
        let mut elements = Vec::new();
        self.iterate(|element| {
            elements.push(element);
            Ok(())
        })?;
        Ok(elements)
    }
}

impl Realm {
    /// An array of these elements.
    pub fn array(self, elements: &[&Value]) -> Value {
        let raw: Vec<Raw> = elements.iter().map(|element| (*element).clone().into_raw()).collect();
        // SAFETY: every element carries the reference that `array` takes.
        self.own(unsafe { self.engine().array(&raw) }).unwrap_or_else(|thrown| thrown.into_value())
    }

    /// An object with these own properties.
    pub fn object_of(self, properties: &[(&str, &Value)]) -> Result<Value, Thrown> {
        let object = self.object();
        for (name, value) in properties {
            object.define(*name, value)?;
        }
        Ok(object)
    }
}

impl Arguments<'_> {
    /// The arguments as owned values.
    pub fn to_vec(&self) -> Vec<Value> {
        self.iter().map(|argument| (*argument).clone()).collect()
    }
}
