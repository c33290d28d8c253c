//! Types made ready for conversion: references followed, unions flattened, views and plans attached. Formed at the first use, because types
//! may be recursive.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::{CallbackPlan, Class, Registry};
use crate::binding::none_is_null;
use crate::engine::{Active, Engine, Key, Raw};
use crate::python::object::{Object, PyResult, type_error};
use crate::python::state::State;
use crate::signature::{BufferKind, Literal, RecordField, Type};

/// A type with what its conversions need.
pub struct Converter {
    /// The type, for messages.
    pub ty: Type,
    form: OnceCell<Form>,
    /// How results of this type are converted.
    pub(super) taking: OnceCell<super::take::Taking>,
}

/// How values are given for a type.
pub enum Form {
    /// `any`, `unknown`, `object`: plain data deeply, anything else by default.
    Any,
    /// An unconstrained type parameter, `this`: by default, so that identity is kept.
    Default,
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `number`.
    Number,
    /// `bigint`.
    BigInt,
    /// `string`.
    String,
    /// Only what is a JavaScript object already (symbols, class objects, constructors).
    OnlyProxy,
    /// A literal.
    Literal(Literal),
    /// A union with its members.
    Union {
        /// Without `undefined` and `null`.
        members: Vec<&'static Converter>,
        /// What `None` is, where the union admits it.
        none: Option<Raw>,
    },
    /// An array of elements.
    Array(&'static Converter),
    /// A tuple.
    Tuple {
        /// The elements at fixed places.
        elements: Vec<&'static Converter>,
        /// The elements behind them.
        rest: Option<&'static Converter>,
    },
    /// An object of values of one type.
    Mapping(&'static Converter),
    /// A data record.
    Record(&'static Record),
    /// A `Map`.
    Map(&'static Converter, &'static Converter),
    /// A `Set`.
    Set(&'static Converter),
    /// An instance of a class.
    Class(&'static Class),
    /// A function.
    Function(&'static CallbackPlan),
    /// A promise.
    Promise,
    /// Anything that can be iterated.
    Iterable(&'static Converter),
    /// A `Date`.
    Date,
    /// A buffer.
    Buffer(BufferKind),
    /// An enum: its values.
    Enum {
        /// Whether a member is a string.
        strings: bool,
        /// Whether a member is a number.
        numbers: bool,
    },
    /// The converter of the type that an alias or an intersection stands for.
    Same(&'static Converter),
    /// A Python function first, then a type.
    Converted(Object, &'static Converter),
}

/// A record with its fields.
pub struct Record {
    /// The fields in order.
    pub fields: Vec<Field>,
    by_name: HashMap<String, usize>,
}

/// One field.
pub struct Field {
    /// The property key.
    pub key: Key,
    /// The Python spelling.
    pub python: String,
    /// The type.
    pub converter: &'static Converter,
    /// What `None` is where the field may be absent.
    pub none: Option<Raw>,
}

impl Record {
    /// Prepares the fields.
    pub fn new(state: &'static State, fields: &[RecordField]) -> PyResult<&'static Self> {
        let mut prepared = Vec::new();
        let mut by_name = HashMap::new();
        for (index, field) in fields.iter().enumerate() {
            let key = state.run_safe(|| state.realm.key(field.name.js.as_str()))?;
            by_name.insert(field.name.js.clone(), index);
            by_name.entry(field.name.python().to_owned()).or_insert(index);
            prepared.push(Field {
                key,
                python: field.name.python().to_owned(),
                converter: state.signatures.converter(&field.ty),
                none: field.optional.then(|| none_for(&field.ty)),
            });
        }
        Ok(Box::leak(Box::new(Self { fields: prepared, by_name })))
    }

    /// The field of this Python or JavaScript spelling.
    pub fn find(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).map(|index| &self.fields[*index])
    }
}

/// What `None` is for something that may be left out.
pub fn none_for(ty: &Type) -> Raw {
    if none_is_null(ty) { Active::NULL } else { Active::UNDEFINED }
}

impl Converter {
    pub(super) fn new(ty: Type) -> Self {
        Self { ty, form: OnceCell::new(), taking: OnceCell::new() }
    }

    /// The form, made at the first use.
    #[inline]
    pub fn form(&'static self, state: &'static State) -> PyResult<&'static Form> {
        match self.form.get() {
            Some(form) => Ok(form),
            None => self.make_form(state),
        }
    }

    #[cold]
    fn make_form(&'static self, state: &'static State) -> PyResult<&'static Form> {
        let form = form_of(state, &self.ty)?;
        Ok(self.form.get_or_init(|| form))
    }
}

/// The members of a type, with aliases replaced by what they stand for.
pub fn flatten(registry: &Registry, ty: &Type) -> PyResult<Vec<Type>> {
    let mut members = Vec::new();
    add_members(registry, ty, &mut Vec::new(), &mut members)?;
    Ok(members)
}

fn add_members(registry: &Registry, ty: &Type, seen: &mut Vec<String>, members: &mut Vec<Type>) -> PyResult<()> {
    match ty {
        Type::Union { members: inner } => {
            for member in inner {
                add_members(registry, member, seen, members)?;
            }
        }
        Type::Reference { name, module, .. } => {
            let identity = format!("{}:{name}", module.as_deref().unwrap_or_default());
            if !seen.contains(&identity)
                && let Some(found) = registry.resolve(module.as_deref(), name)?
                && found["item"] == "alias"
            {
                let target: Type = serde_json::from_value(found["type"].clone())
                    .map_err(|error| type_error(&format!("the alias {name} could not be read: {error}")))?;
                seen.push(identity);
                add_members(registry, &target, seen, members)?;
                seen.pop();
            } else if !members.contains(ty) {
                members.push(ty.clone());
            }
        }
        other if members.contains(other) => {}
        other => members.push(other.clone()),
    }
    Ok(())
}

fn form_of(state: &'static State, ty: &Type) -> PyResult<Form> {
    let registry = &state.signatures;
    let converter = |ty: &Type| registry.converter(ty);
    Ok(match ty {
        Type::Any | Type::Unknown | Type::Object => Form::Any,
        Type::This | Type::TypeParameter { .. } | Type::Never => Form::Default,
        Type::Undefined => Form::Undefined,
        Type::Null => Form::Null,
        Type::Boolean => Form::Boolean,
        Type::Number => Form::Number,
        Type::BigInt => Form::BigInt,
        Type::String => Form::String,
        Type::Symbol | Type::ClassObject { .. } => Form::OnlyProxy,
        Type::Literal { value } => Form::Literal(value.clone()),
        Type::Union { .. } => union_form(state, &flatten(registry, ty)?),
        Type::Intersection { members } => match members.first() {
            Some(first) => Form::Same(converter(first)),
            None => Form::Any,
        },
        Type::Array { element, .. } => Form::Array(converter(element)),
        Type::Tuple { elements } => Form::Tuple {
            elements: elements.iter().filter(|element| !element.rest).map(|element| converter(&element.ty)).collect(),
            rest: elements.iter().find(|element| element.rest).map(|element| converter(&element.ty)),
        },
        Type::Mapping { value } => Form::Mapping(converter(value)),
        Type::Record { fields } => Form::Record(Record::new(state, fields)?),
        Type::Map { key, value } => Form::Map(converter(key), converter(value)),
        Type::Set { element } => Form::Set(converter(element)),
        Type::Function { construct: true, .. } => Form::OnlyProxy,
        Type::Function { function, .. } => Form::Function(CallbackPlan::compile(state, function)),
        Type::Promise { .. } => Form::Promise,
        Type::Iterable { element }
        | Type::Iterator { element, .. }
        | Type::AsyncIterable { element }
        | Type::AsyncIterator { element } => Form::Iterable(converter(element)),
        Type::Date => Form::Date,
        Type::Buffer { buffer } => Form::Buffer(*buffer),
        Type::Converted { value, by } => match &by.to_js {
            Some(_) => Form::Converted(registry.python_converter(by, c"to_js")?, converter(value)),
            None => Form::Same(converter(value)),
        },
        Type::Reference { name, module, .. } => reference_form(state, ty, name, module.as_deref())?,
    })
}

fn union_form(state: &'static State, members: &[Type]) -> Form {
    let has = |wanted: &Type| members.contains(wanted);
    let takes_anything = members.iter().any(|member| matches!(member, Type::Any | Type::Unknown));
    let none = if has(&Type::Undefined) || takes_anything {
        Some(Active::UNDEFINED)
    } else if has(&Type::Null) {
        Some(Active::NULL)
    } else {
        None
    };
    let members = members
        .iter()
        .filter(|member| !matches!(member, Type::Undefined | Type::Null))
        .map(|member| state.signatures.converter(member))
        .collect();
    Form::Union { members, none }
}

fn reference_form(state: &'static State, ty: &Type, name: &str, module: Option<&str>) -> PyResult<Form> {
    let registry = &state.signatures;
    let Some(found) = registry.resolve(module, name)? else { return Ok(Form::Any) };
    let unreadable = |error: serde_json::Error| type_error(&format!("{name} could not be read: {error}"));
    Ok(match found["item"].as_str() {
        Some("alias") => {
            let members = flatten(registry, ty)?;
            match members.as_slice() {
                // An alias of nothing but itself.
                [only] if only == ty => Form::Any,
                [only] => Form::Same(registry.converter(only)),
                _ => union_form(state, &members),
            }
        }
        Some("record") => {
            let fields: Vec<RecordField> = serde_json::from_value(found["fields"].clone()).map_err(unreadable)?;
            Form::Record(Record::new(state, &fields)?)
        }
        Some("enum") => {
            let members = found["members"].as_array().cloned().unwrap_or_default();
            let any = |test: fn(&serde_json::Value) -> bool| members.iter().any(|member| test(&member["value"]));
            let (strings, numbers) = (any(|value| value.is_string()), any(|value| value.is_number()));
            let unknown = !strings && !numbers;
            Form::Enum { strings: strings || unknown, numbers: numbers || unknown }
        }
        Some("class") => match registry.class_named(module, name)? {
            Some(class) => Form::Class(class),
            None => Form::Any,
        },
        _ => Form::Any,
    })
}
