//! `to_py`: deep conversion of plain JavaScript data to plain Python data.

use pyo3::ffi::{self, PyObject};

use super::converter::{self, Conversion};
use crate::engine::{Active, Borrowed, Engine, Kind, Raw, Thrown, Value, WellKnown};
use crate::python::error::raise_pending;
use crate::python::object::{Object, PyResult, Raised, recursion_error, text_of, type_error};

use crate::python::state::{AddressMap, State};

/// From this length on it pays to read an array in one piece.
const FEW_ELEMENTS: i64 = 16;

/// Bytes of stack beyond which the engine would refuse the call that does so.
const ONE_CALL: usize = 32 << 10;

/// How to convert.
pub struct Options {
    /// How many levels of containers are converted; negative for all.
    pub depth: i64,
    /// Converts what has no conversion of its own.
    pub default_converter: Option<Object>,
}

impl Options {
    /// From the arguments of `JsProxy.to_py`.
    ///
    /// # Safety
    ///
    /// The arguments must be those of a method called with keywords.
    pub unsafe fn from_arguments(
        arguments: *const *mut PyObject,
        count: ffi::Py_ssize_t,
        names: *mut PyObject,
    ) -> PyResult<Self> {
        let mut options = Self { depth: -1, default_converter: None };
        if count > 0 {
            return Err(type_error("to_py() takes keyword arguments only"));
        }
        // SAFETY: promised by the caller.
        unsafe {
            let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) };
            for index in 0..named {
                let value = *arguments.add(index as usize);
                match text_of(ffi::PyTuple_GetItem(names, index))?.as_str() {
                    "depth" => {
                        options.depth = ffi::PyLong_AsLongLong(value);
                        if options.depth == -1 && !ffi::PyErr_Occurred().is_null() {
                            return Err(Raised);
                        }
                    }
                    "default_converter" => {
                        options.default_converter = (value != ffi::Py_None()).then(|| Object::from_borrowed(value));
                    }
                    other => {
                        return Err(type_error(&format!("to_py() got an unexpected keyword argument '{other}'")));
                    }
                }
            }
        }
        Ok(options)
    }
}

/// Converts deeply. Does not take the value.
///
/// # Safety
///
/// The value must be alive, on the realm's thread with the GIL held.
pub unsafe fn to_py(state: &'static State, raw: Raw, options: &Options) -> PyResult<Object> {
    let entry = state.realm.enter();
    let mut work = Work { state, options, memo: AddressMap::default(), kept: Vec::new() };
    // SAFETY: promised by the caller.
    let result = unsafe { work.convert(raw, options.depth) };
    drop(entry);
    state.settle();
    result
}

struct Work<'a> {
    state: &'static State,
    options: &'a Options,
    memo: AddressMap<usize, Object>,
    /// What converters brought, alive as long as the memo knows its address.
    kept: Vec<Value>,
}

impl Work<'_> {
    unsafe fn convert(&mut self, raw: Raw, depth: i64) -> PyResult<Object> {
        // SAFETY: the callers keep the value alive.
        unsafe {
            if Active::kind(raw) != Kind::Object || depth == 0 {
                return super::to_py(self.state, raw);
            }
            let engine = self.state.realm.engine();
            if engine.foreign_data(raw).is_some() {
                return super::to_py(self.state, raw);
            }
            if let Some(found) = self.memo.get(&Active::address(raw)) {
                return Ok(found.clone());
            }
            if !self.state.realm.has_stack() {
                return Err(recursion_error("while converting to Python"));
            }
            self.container(raw, depth)
        }
    }

    unsafe fn container(&mut self, raw: Raw, depth: i64) -> PyResult<Object> {
        // SAFETY: as in `convert`.
        unsafe {
            let engine = self.state.realm.engine();
            if engine.is_array(raw) {
                return self.array(raw, depth);
            }
            let value = Borrowed::from_raw(self.state.realm, raw);
            if engine.is_map(raw) {
                return self.map(&value, depth);
            }
            if engine.is_set(raw) {
                return self.set(&value, depth);
            }
            if let Some(view) = value.buffer_view() {
                let bytes = view.to_vec();
                let copy =
                    Object::from_new(ffi::PyByteArray_FromStringAndSize(bytes.as_ptr().cast(), bytes.len() as _))?;
                let memory = Object::from_new(ffi::PyMemoryView_FromObject(copy.as_ptr()))?;
                let format = crate::python::proxy::buffer_format(view.kind);
                if format == c"B" {
                    return Ok(memory);
                }
                return memory.call_method(c"cast", &[&Object::string(&format.to_string_lossy())?]);
            }
            if !engine.is_callable(raw) && self.is_plain(&value) {
                return self.object(raw, depth);
            }
            let proxy = super::to_py(self.state, raw)?;
            match &self.options.default_converter {
                Some(converter) => {
                    let converter = converter.clone();
                    let state = self.state;
                    converter::call(state, &converter, &mut Part { work: self, depth }, &proxy)
                }
                None => Ok(proxy),
            }
        }
    }

    fn is_plain(&self, value: &Value) -> bool {
        value.prototype().is_ok_and(|prototype| {
            prototype.is_null()
                || prototype.address() == self.state.builtins.object_prototype.address() && !has_tag(value)
                || inherits_plainly(value)
        })
    }

    fn remember(&mut self, raw: Raw, object: &Object) {
        // SAFETY: reading the address of a live value.
        self.memo.insert(unsafe { Active::address(raw) }, object.clone());
    }

    unsafe fn array(&mut self, raw: Raw, depth: i64) -> PyResult<Object> {
        // SAFETY: as in `convert`.
        unsafe {
            let realm = self.state.realm;
            let length = realm.engine().length(raw).map_err(|_| raise_pending(realm))?;
            let in_one_piece =
                (FEW_ELEMENTS..=Active::MOST_ELEMENTS).contains(&length) && realm.has_stack_for(ONE_CALL);
            if !in_one_piece {
                return self.by_index(raw, length, depth);
            }
            let (list, rest) = self.leading_numbers(raw)?;
            self.remember(raw, &list);
            for element in rest {
                let converted = self.convert(element.raw(), depth - 1)?;
                if ffi::PyList_Append(list.as_ptr(), converted.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(list)
        }
    }

    /// A list of the numbers that an array begins with, and the elements behind them.
    ///
    /// # Safety
    ///
    /// The value must be an array that is alive.
    unsafe fn leading_numbers(&self, raw: Raw) -> PyResult<(Object, Vec<Value>)> {
        let realm = self.state.realm;
        let mut result = Err(Raised);
        let mut receive = |elements: &[Raw]| {
            // SAFETY: the list has room for each element. Nobody else has it while places are empty, and its size is set to what is full.
            result = unsafe {
                Object::from_new(ffi::PyList_New(elements.len() as ffi::Py_ssize_t)).and_then(|list| {
                    let mut full = 0;
                    let mut failed = None;
                    for element in elements.iter().take_while(|element| Active::kind(**element) == Kind::Number) {
                        match super::number_to_py(*element) {
                            Ok(number) => ffi::PyList_SET_ITEM(list.as_ptr(), full as _, number.into_ptr()),
                            Err(raised) => {
                                failed = Some(raised);
                                break;
                            }
                        }
                        full += 1;
                    }
                    (*list.as_ptr().cast::<ffi::PyVarObject>()).ob_size = full as ffi::Py_ssize_t;
                    let behind = elements[full..].iter();
                    let rest = behind.map(|element| Value::from_raw(realm, realm.engine().retain(*element))).collect();
                    failed.map_or(Ok((list, rest)), Err)
                })
            };
        };
        // SAFETY: promised by the caller.
        unsafe { realm.engine().elements(raw, &mut receive) }.map_err(|_| raise_pending(realm))?;
        result
    }

    /// An array that is too short or too long to be read in one piece. It can be sparse: claim four billion elements and have none.
    unsafe fn by_index(&mut self, raw: Raw, length: i64, depth: i64) -> PyResult<Object> {
        // SAFETY: as in `convert`; each element is released after its conversion.
        unsafe {
            let realm = self.state.realm;
            let list = Object::from_new(ffi::PyList_New(0))?;
            self.remember(raw, &list);
            for index in 0..length {
                let element = realm.engine().get_index(raw, index as u32).map_err(|_| raise_pending(realm))?;
                let element = Value::from_raw(realm, element);
                let converted = self.convert(element.raw(), depth - 1)?;
                if ffi::PyList_Append(list.as_ptr(), converted.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(list)
        }
    }

    unsafe fn object(&mut self, raw: Raw, depth: i64) -> PyResult<Object> {
        // SAFETY: as in `convert`.
        unsafe {
            let (state, realm) = (self.state, self.state.realm);
            let engine = realm.engine();
            let dict = Object::from_new(ffi::PyDict_New())?;
            self.remember(raw, &dict);
            let mut failed = None;
            let visited = engine.own_keys(raw, false, true, &mut |key| {
                if failed.is_some() {
                    return;
                }
                let mut visit = || {
                    let Some(name) = state.names.string_of(key)? else { return Ok(()) };
                    let value = engine.get(raw, key).map_err(|_| raise_pending(realm))?;
                    let value = Value::from_raw(realm, value);
                    let converted = self.convert(value.raw(), depth - 1)?;
                    if ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), converted.as_ptr()) < 0 {
                        return Err(Raised);
                    }
                    Ok(())
                };
                failed = visit().err();
            });
            if let Some(raised) = failed {
                return Err(raised);
            }
            visited.map_err(|_| raise_pending(realm))?;
            Ok(dict)
        }
    }

    /// A key must not be an object that Python would compare by its contents, which can change.
    fn check_key(&self, key: &Value, of: &str) -> PyResult<()> {
        // SAFETY: the value is alive, on the realm's thread.
        let is_foreign = || unsafe { self.state.realm.engine().foreign_data(key.raw()) }.is_some();
        let is_symbol = key.kind() == Kind::Symbol;
        if !is_symbol && (!key.is_object() || is_foreign()) {
            return Ok(());
        }
        self.state.run_safe(|| {
            let name = key.get("constructor").and_then(|class| class.get("name")).and_then(|name| name.to_text());
            let name = name.unwrap_or_else(|_| "Object".to_owned());
            let text = format!("Cannot use key of type {name} as a key to a Python {of}");
            Err(Thrown::new(self.state.builtins.error.construct(&[&self.state.realm.string(&text)])?))
        })
    }

    fn map(&mut self, value: &Value, depth: i64) -> PyResult<Object> {
        // SAFETY: all values are alive.
        unsafe {
            let dict = Object::from_new(ffi::PyDict_New())?;
            self.remember(value.raw(), &dict);
            let mut seen = Seen::default();
            for pair in self.state.run_safe(|| value.elements())? {
                let (key, item) = self.state.run_safe(|| Ok((pair.get_index(0)?, pair.get_index(1)?)))?;
                self.check_key(&key, "dict")?;
                seen.check(self.state, &key, "Map")?;
                let key = self.convert(key.raw(), 0)?;
                let item = self.convert(item.raw(), depth - 1)?;
                if ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), item.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(dict)
        }
    }

    fn set(&mut self, value: &Value, depth: i64) -> PyResult<Object> {
        // SAFETY: all values are alive.
        unsafe {
            let set = Object::from_new(ffi::PySet_New(std::ptr::null_mut()))?;
            self.remember(value.raw(), &set);
            let mut seen = Seen::default();
            for element in self.state.run_safe(|| value.elements())? {
                self.check_key(&element, "set")?;
                seen.check(self.state, &element, "Set")?;
                let element = self.convert(element.raw(), depth - 1)?;
                if ffi::PySet_Add(set.as_ptr(), element.as_ptr()) < 0 {
                    return Err(Raised);
                }
            }
            Ok(set)
        }
    }
}

/// Whether an object says what it is (`Math`, `JSON`), so that it is no plain one.
fn has_tag(value: &Value) -> bool {
    value.get(WellKnown::ToStringTag).is_ok_and(|tag| tag.is_string())
}

/// Whether an object with a prototype of its own calls itself an `Object` all the same (`Object.create({})`).
fn inherits_plainly(value: &Value) -> bool {
    let class =
        value.get("constructor").and_then(|class| if class.is_object() { class.get("name") } else { Ok(class) });
    class.ok().and_then(|name| name.as_text()).is_some_and(|name| name == "Object") && !has_tag(value)
}

/// The keys that are one in Python and two in JavaScript.
#[derive(Default)]
struct Seen {
    numbers: [bool; 2],
    booleans: [bool; 2],
}

impl Seen {
    /// Refuses the second one of such a pair.
    fn check(&mut self, state: &State, key: &Value, of: &str) -> PyResult<()> {
        let (of_number, of_boolean) = (key.as_number(), key.as_boolean());
        for (index, number) in [0.0, 1.0].into_iter().enumerate() {
            self.numbers[index] |= of_number == Some(number);
            self.booleans[index] |= of_boolean == Some(index == 1);
            if self.numbers[index] && self.booleans[index] {
                let boolean = index == 1;
                let text = format!(
                    "Cannot faithfully convert {of} into Python since it contains both {index} and {boolean} as keys."
                );
                return state
                    .run_safe(|| Err(Thrown::new(state.builtins.error.construct(&[&state.realm.string(&text)])?)));
            }
        }
        Ok(())
    }
}

/// The conversion as one of its converters sees it.
struct Part<'a, 'b> {
    work: &'a mut Work<'b>,
    depth: i64,
}

impl Conversion for Part<'_, '_> {
    fn part(&mut self, object: &Object) -> PyResult<Object> {
        // SAFETY: the object is alive; the conversion gives a reference.
        unsafe {
            let state = self.work.state;
            let value = Value::from_raw(state.realm, super::to_js(state, object.as_ptr())?);
            self.work.convert(value.raw(), self.depth)
        }
    }

    fn remember_result(&mut self, object: &Object, result: &Object) -> PyResult<()> {
        // SAFETY: the object is alive; a proxy keeps its value, and the memo lives no longer than the conversion.
        unsafe {
            let state = self.work.state;
            let value = Value::from_raw(state.realm, super::to_js(state, object.as_ptr())?);
            self.work.remember(value.raw(), result);
            self.work.kept.push(value);
            Ok(())
        }
    }
}
