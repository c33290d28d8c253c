//! JavaScript to Python by declared type. Never fails for the type alone: a value that is not what was declared comes by the default
//! conversion.

use super::converter::{Form, Record, flatten};
use super::{Binding, Class, Converter, Data, FunctionPlan, View};
use crate::engine::{Active, Borrowed, Engine, Kind, Raw, Value};
use crate::python::convert;
use crate::python::object::{Object, PyResult, Raised};
use crate::python::proxy::object_to_py;
use crate::python::state::State;
use crate::signature::{Conversion, Literal, RecordField, Type};

/// What results of a type are, by what the value turns out to be.
#[derive(Default)]
pub struct Taking {
    /// `any` and the like: the default conversion, null included.
    is_any: bool,
    /// Whether the type says that there may be null: then that is None, also beside a type parameter.
    says_null: bool,
    classes: Vec<&'static Class>,
    /// The one class, when nothing else is possible.
    only_class: Option<&'static Class>,
    class_object: Option<&'static Class>,
    array: Option<&'static View>,
    promise: Option<&'static View>,
    map: Option<&'static View>,
    set: Option<&'static View>,
    iteration: Option<&'static View>,
    record: Option<&'static View>,
    function: Option<&'static FunctionPlan>,
    /// What Python functions convert, by what they are in JavaScript.
    converted: Vec<Converted>,
    /// Whether those are all that there is.
    only_converted: bool,
}

/// A type whose values a Python function converts.
struct Converted {
    function: Object,
    inner: &'static Converter,
    members: Vec<Type>,
}

impl Converter {
    /// A Python object for a value that JavaScript gave. Does not take the value.
    ///
    /// # Safety
    ///
    /// The value must be alive, on the realm's thread with the GIL held.
    #[inline]
    pub unsafe fn to_py(&'static self, state: &'static State, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        unsafe {
            match Active::kind(raw) {
                Kind::Object => {
                    let taking = match self.taking.get() {
                        Some(taking) => taking,
                        None => self.make_taking(state)?,
                    };
                    if let Some(class) = taking.only_class {
                        return object_to_py(state, raw, Some(Binding::Instance(class)));
                    }
                    if !taking.converted.is_empty()
                        && let Some(converted) = taking.converted_for(state, raw)
                    {
                        return converted.to_py(state, raw);
                    }
                    if taking.is_any {
                        // Whatever it is, what is plain data is read as lists and dicts.
                        let is_data = crate::python::proxy::is_plain_data(state, raw);
                        let view = is_data.then(|| Binding::View(state.signatures.data_view(Data::Json)));
                        return if is_data { object_to_py(state, raw, view) } else { convert::to_py(state, raw) };
                    }
                    object_to_py(state, raw, taking.binding_for(state, raw))
                }
                Kind::Null => {
                    let taking = match self.taking.get() {
                        Some(taking) => taking,
                        None => self.make_taking(state)?,
                    };
                    Ok(if taking.is_any && !taking.says_null { state.null() } else { Object::none() })
                }
                kind => {
                    let taking = match self.taking.get() {
                        Some(taking) => taking,
                        None => self.make_taking(state)?,
                    };
                    if !taking.converted.is_empty()
                        && kind != Kind::Undefined
                        && let Some(converted) = taking.converted_for(state, raw)
                    {
                        return converted.to_py(state, raw);
                    }
                    convert::to_py(state, raw)
                }
            }
        }
    }

    #[cold]
    fn make_taking(&'static self, state: &'static State) -> PyResult<&'static Taking> {
        let taking = Taking::new(state, &self.ty)?;
        Ok(self.taking.get_or_init(|| taking))
    }
}

impl Taking {
    fn new(state: &'static State, ty: &Type) -> PyResult<Self> {
        let registry = &state.signatures;
        let mut taking = Self::default();
        let converter = |ty: &Type| registry.converter(ty);
        let mut others = 0;
        // Overloads may give promises of different values: one promise of any of them.
        let mut promised = Vec::new();
        let mut members = flatten(registry, ty)?;
        for (value, by) in take_converted(&mut members) {
            match by.to_python {
                Some(_) => taking.converted.push(Converted {
                    function: registry.python_converter(&by, c"to_python")?,
                    inner: converter(&value),
                    members: flatten(registry, &value)?,
                }),
                None => members.extend(flatten(registry, &value)?),
            }
        }
        taking.only_converted =
            taking.converted.len() == 1 && members.iter().all(|member| matches!(member, Type::Null | Type::Undefined));
        for member in members {
            match &member {
                Type::Any | Type::Unknown | Type::TypeParameter { .. } | Type::Object => taking.is_any = true,
                Type::Null => {
                    taking.says_null = true;
                    continue;
                }
                Type::Undefined => continue,
                Type::Array { element, .. } => taking.array = Some(View::elements(converter(element))),
                Type::Tuple { elements } => {
                    let fixed = elements.iter().filter(|each| !each.rest).map(|each| converter(&each.ty)).collect();
                    let rest = elements.iter().find(|each| each.rest).map(|each| converter(&each.ty));
                    taking.array = Some(View::tuple(fixed, rest));
                }
                Type::Promise { value } => promised.push((**value).clone()),
                Type::Map { key, value } => taking.map = Some(View::pairs(converter(key), converter(value))),
                Type::Set { element } => taking.set = Some(View::elements(converter(element))),
                Type::Iterable { element }
                | Type::Iterator { element, .. }
                | Type::AsyncIterable { element }
                | Type::AsyncIterator { element } => taking.iteration = Some(View::elements(converter(element))),
                Type::Mapping { value } => taking.record = Some(View::elements(converter(value))),
                Type::Record { fields } => taking.record = Some(record_view(state, fields)?),
                Type::Function { function, construct: false } => {
                    taking.function = Some(FunctionPlan::compile(state, "function", function)?);
                }
                Type::ClassObject { name, module } => {
                    taking.class_object = registry.class_named(module.as_deref(), name)?;
                }
                Type::Intersection { members } => {
                    if let Some(first) = members.first() {
                        taking.join(Self::new(state, first)?);
                    }
                }
                Type::Reference { .. } => match registry.converter(&member).form(state)? {
                    Form::Class(class) => {
                        taking.classes.push(class);
                        continue;
                    }
                    Form::Record(record) => taking.record = Some(View::record(record)),
                    Form::Any => taking.is_any = true,
                    _ => {}
                },
                _ => continue,
            }
            others += 1;
        }
        if !promised.is_empty() {
            taking.promise = Some(View::elements(registry.converter(&Type::union(promised))));
        }
        let is_any = taking.is_any || !taking.converted.is_empty();
        if let ([class], 0, false) = (taking.classes.as_slice(), others, is_any) {
            taking.only_class = Some(class);
        }
        Ok(taking)
    }

    /// The converted type that a value is of.
    ///
    /// # Safety
    ///
    /// The value must be alive, on the realm's thread with the GIL held.
    unsafe fn converted_for(&self, state: &'static State, raw: Raw) -> Option<&Converted> {
        if self.only_converted {
            return self.converted.first();
        }
        // SAFETY: promised by the caller.
        self.converted.iter().find(|one| one.members.iter().any(|member| unsafe { is_of(state, member, raw) }))
    }

    fn join(&mut self, other: Self) {
        self.is_any |= other.is_any;
        self.says_null |= other.says_null;
        self.classes.extend(other.classes);
        self.array = self.array.or(other.array);
        self.promise = self.promise.or(other.promise);
        self.map = self.map.or(other.map);
        self.set = self.set.or(other.set);
        self.iteration = self.iteration.or(other.iteration);
        self.record = self.record.or(other.record);
        self.function = self.function.or(other.function);
    }

    /// What to bind to an object, by what it is.
    unsafe fn binding_for(&self, state: &'static State, raw: Raw) -> Option<Binding> {
        // SAFETY: the caller keeps the value alive, on the realm's thread.
        unsafe {
            let engine = state.realm.engine();
            if let Some(view) = self.promise
                && engine.promise_state(raw).is_some()
            {
                return Some(Binding::View(view));
            }
            if let Some(view) = self.array
                && engine.is_array(raw)
            {
                return Some(Binding::View(view));
            }
            if engine.is_callable(raw) {
                if let Some(class) = self.class_object {
                    return Some(Binding::ClassObject(class));
                }
                if let Some(plan) = self.function {
                    return Some(Binding::Function(plan));
                }
            }
            let value = Borrowed::from_raw(state.realm, raw);
            if let Some(class) = self.class_for(state, &value) {
                return Some(Binding::Instance(class));
            }
            let view = if engine.is_map(raw) {
                self.map.or(self.iteration)
            } else if engine.is_set(raw) {
                self.set.or(self.iteration)
            } else {
                self.iteration.or(self.record).or(self.map).or(self.set).or(self.promise)
            };
            view.map(Binding::View)
        }
    }

    /// The class among several that an object is an instance of, by the names along its prototype chain.
    fn class_for(&self, state: &'static State, value: &Value) -> Option<&'static Class> {
        if self.classes.is_empty() {
            return None;
        }
        let has_record = self.record.is_some();
        let found = state.run_safe(|| {
            let mut prototype = value.prototype()?;
            while prototype.is_object() {
                let constructor = prototype.get("constructor")?;
                let name = if constructor.is_object() { constructor.get("name")?.as_text() } else { None };
                if let Some(class) = self.classes.iter().find(|class| Some(&class.name) == name.as_ref()) {
                    return Ok(Some(*class));
                }
                prototype = prototype.prototype()?;
            }
            Ok(None)
        });
        match found {
            Ok(Some(class)) => Some(class),
            Ok(None) => {
                let mut interfaces = self.classes.iter().filter(|class| class.is_interface);
                match (interfaces.next(), interfaces.next()) {
                    (Some(class), None) if !has_record => Some(class),
                    // The one class of the type is what was declared, whatever the object calls itself.
                    _ if self.classes.len() == 1 && !has_record => Some(self.classes[0]),
                    _ => None,
                }
            }
            Err(Raised) => {
                // SAFETY: an exception is set: an object that does not tell its class has none.
                unsafe { pyo3::ffi::PyErr_Clear() };
                None
            }
        }
    }
}

fn record_view(state: &'static State, fields: &[RecordField]) -> PyResult<&'static View> {
    Record::new(state, fields).map(View::record)
}

impl Converted {
    /// What the function makes of a value.
    ///
    /// # Safety
    ///
    /// The value must be alive, on the realm's thread with the GIL held.
    unsafe fn to_py(&self, state: &'static State, raw: Raw) -> PyResult<Object> {
        // SAFETY: promised by the caller.
        let value = unsafe { self.inner.to_py(state, raw) }?;
        self.function.call(&[&value])
    }
}

/// Takes what is converted by hand out of a list of types.
fn take_converted(members: &mut Vec<Type>) -> Vec<(Type, Conversion)> {
    if !members.iter().any(|member| matches!(member, Type::Converted { .. })) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    members.retain(|member| match member {
        Type::Converted { value, by } => {
            taken.push(((**value).clone(), (**by).clone()));
            false
        }
        _ => true,
    });
    taken
}

/// Whether a value is of a type, as far as one look tells: for choosing which of several a converter is for.
///
/// # Safety
///
/// The value must be alive, on the realm's thread with the GIL held.
unsafe fn is_of(state: &'static State, ty: &Type, raw: Raw) -> bool {
    let engine = state.realm.engine();
    // SAFETY: promised by the caller.
    unsafe {
        match (ty, Active::kind(raw)) {
            (Type::Boolean, Kind::Boolean)
            | (Type::Number, Kind::Number)
            | (Type::String, Kind::String)
            | (Type::BigInt, Kind::BigInt)
            | (Type::Symbol, Kind::Symbol)
            | (Type::Any | Type::Unknown, _)
            | (Type::Object, Kind::Object) => true,
            (Type::Literal { value }, kind) => matches!(
                (value, kind),
                (Literal::String(_), Kind::String)
                    | (Literal::Number(_), Kind::Number)
                    | (Literal::Boolean(_), Kind::Boolean)
                    | (Literal::BigInt(_), Kind::BigInt)
            ),
            (Type::Function { .. } | Type::ClassObject { .. }, Kind::Object) => engine.is_callable(raw),
            (Type::Array { .. } | Type::Tuple { .. }, Kind::Object) => engine.is_array(raw),
            (Type::Map { .. }, Kind::Object) => engine.is_map(raw),
            (Type::Set { .. }, Kind::Object) => engine.is_set(raw),
            (Type::Promise { .. }, Kind::Object) => engine.promise_state(raw).is_some(),
            (Type::Date, Kind::Object) => is_named(state, "Date", raw),
            (Type::Buffer { buffer }, Kind::Object) => is_named(state, &format!("{buffer:?}"), raw),
            (Type::Reference { name, .. }, Kind::Object) => {
                match state.signatures.converter(ty).form(state) {
                    Ok(Form::Class(class)) if !class.is_interface => is_named(state, &class.name, raw),
                    Ok(Form::Enum { .. }) => false,
                    Ok(_) => !engine.is_array(raw) && !engine.is_callable(raw),
                    Err(Raised) => {
                        // SAFETY: an exception is set; what cannot be read is told by its name.
                        pyo3::ffi::PyErr_Clear();
                        is_named(state, name, raw)
                    }
                }
            }
            (Type::Reference { .. }, kind @ (Kind::String | Kind::Number)) => {
                match state.signatures.converter(ty).form(state) {
                    Ok(Form::Enum { strings, numbers }) => {
                        *strings && kind == Kind::String || *numbers && kind == Kind::Number
                    }
                    Ok(_) => false,
                    Err(Raised) => {
                        // SAFETY: an exception is set.
                        pyo3::ffi::PyErr_Clear();
                        false
                    }
                }
            }
            (Type::Record { .. } | Type::Mapping { .. }, Kind::Object) => {
                !engine.is_array(raw) && !engine.is_callable(raw)
            }
            (Type::Iterable { .. } | Type::Iterator { .. } | Type::Intersection { .. }, Kind::Object) => true,
            (Type::AsyncIterable { .. } | Type::AsyncIterator { .. }, Kind::Object) => true,
            _ => false,
        }
    }
}

/// Whether an object is an instance of a class of this name.
///
/// # Safety
///
/// As for [`is_of`].
unsafe fn is_named(state: &'static State, name: &str, raw: Raw) -> bool {
    // SAFETY: the caller keeps the value alive, on the realm's thread.
    let value = unsafe { Borrowed::from_raw(state.realm, raw) };
    has_class(state, &value, |found| found == name).unwrap_or_else(|Raised| {
        // SAFETY: an exception is set: an object that does not tell its class has none.
        unsafe { pyo3::ffi::PyErr_Clear() };
        false
    })
}

/// Whether the name of a class along the prototype chain passes a test.
fn has_class(state: &'static State, value: &Value, mut test: impl FnMut(&str) -> bool) -> PyResult<bool> {
    state.run_safe(|| {
        let mut prototype = value.prototype()?;
        while prototype.is_object() {
            let constructor = prototype.get("constructor")?;
            let name = if constructor.is_object() { constructor.get("name")?.as_text() } else { None };
            if name.is_some_and(|name| test(&name)) {
                return Ok(true);
            }
            prototype = prototype.prototype()?;
        }
        Ok(false)
    })
}
