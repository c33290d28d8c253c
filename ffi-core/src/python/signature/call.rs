//! Calling JavaScript by a plan: arguments matched, converted, sent; the result converted.

use std::cell::RefCell;

use pyo3::ffi::{self, PyObject};

use super::converter::none_for;
use super::mismatch::{Mismatch, raise_call_error};
use super::{Class, Converter, cancel, give};
use crate::binding::{CallPlan, Keyword, KeywordPlan, Layout, Matched, OTHER_KEYWORD, Segment, Source};
use crate::engine::{Active, Engine, Key, PropertyFlags, Raw, RawKey, Value};
use crate::python::object::{Object, PyResult, Raised, is_none};
use crate::python::proxy::{RawArguments, invoke};
use crate::python::state::State;
use crate::signature::{Function, Literal, Type};

/// A function's plan with its types made ready.
pub struct FunctionPlan {
    plan: CallPlan,
    layouts: Vec<Slots>,
    /// How the result is converted.
    pub result: &'static Converter,
    /// Objects with the first, the first two, ... keywords of the last call: while they live, the engine keeps the hidden classes that an
    /// options object passes through, so that the next one of the same keywords is made without building them anew.
    template: RefCell<Option<Template>>,
    /// For each layout the keyword that takes an `AbortSignal`; empty for a function that gives no promise, or has none.
    signals: Vec<Option<usize>>,
}

/// A layout, the slots of the keywords given, and an object for each stage of building their options object.
type Template = (usize, Vec<u16>, Vec<Value>);

/// The slots of one layout.
struct Slots {
    parameters: Vec<Slot>,
    rest: Option<Slot>,
    keywords: Vec<KeywordSlot>,
    others: Option<&'static Converter>,
}

/// One argument.
struct Slot {
    converter: &'static Converter,
    /// What `None` is, for an argument that may be left out.
    none: Option<Raw>,
}

/// One property of the options object.
struct KeywordSlot {
    key: Key,
    slot: Slot,
}

/// A keyword's name as the interpreter passes it.
#[repr(transparent)]
struct KeywordName(*mut PyObject);

impl Keyword for KeywordName {
    #[inline]
    fn token(&self) -> usize {
        self.0.addr()
    }

    fn text(&self) -> &str {
        // SAFETY: the interpreter passes live strings, which keep their UTF-8 form.
        unsafe {
            let mut length = 0;
            let bytes = ffi::PyUnicode_AsUTF8AndSize(self.0, &mut length);
            if bytes.is_null() {
                ffi::PyErr_Clear();
                return "";
            }
            std::str::from_utf8_unchecked(std::slice::from_raw_parts(bytes.cast(), length as usize))
        }
    }
}

/// The address of the interned string for a keyword; the string is kept for good.
fn intern(text: &str) -> usize {
    match Object::string(text) {
        Ok(object) => {
            let mut pointer = object.into_ptr();
            // SAFETY: an owned string, which the call may replace by its interned twin.
            unsafe { ffi::PyUnicode_InternInPlace(&mut pointer) };
            pointer.addr()
        }
        Err(Raised) => {
            // SAFETY: an exception is set; without a token the name is compared as text.
            unsafe { ffi::PyErr_Clear() };
            0
        }
    }
}

impl FunctionPlan {
    /// Compiles a function.
    pub fn compile(state: &'static State, name: &str, function: &Function) -> PyResult<&'static Self> {
        let mut plan = CallPlan::compile(name, function);
        plan.intern_keywords(intern);
        let layouts = plan.layouts.iter().map(|layout| Slots::new(state, layout)).collect::<PyResult<_>>()?;
        let result = state.signatures.converter(&plan.result);
        let mut signals: Vec<Option<usize>> = Vec::new();
        if matches!(plan.result, Type::Promise { .. }) {
            signals = plan.layouts.iter().map(cancel::signal_keyword).collect();
        }
        if signals.iter().all(Option::is_none) {
            signals.clear();
        }
        Ok(Box::leak(Box::new(Self { plan, layouts, result, template: RefCell::default(), signals })))
    }

    /// The keyword of a call that takes an `AbortSignal`.
    pub(super) fn signal(&self, matched: &Matched) -> Option<usize> {
        self.signals.get(matched.layout).copied().flatten()
    }

    /// Where the options object of a call stands.
    pub(super) fn options_position(&self, matched: &Matched) -> Option<usize> {
        let options = self.plan.layouts[matched.layout].options.as_ref()?;
        (!options.after_rest).then_some(options.position)
    }

    /// The property key of a keyword.
    pub(super) fn keyword_key(&self, matched: &Matched, keyword: usize) -> RawKey {
        self.layouts[matched.layout].keywords[keyword].key.raw()
    }

    /// Keeps the hidden class of an options object, unless it is kept already.
    #[inline]
    fn keep_shape(&self, state: &'static State, layout: usize, given: &[u16]) {
        if let Some((kept_layout, kept, _)) = &*self.template.borrow()
            && *kept_layout == layout
            && kept == given
        {
            return;
        }
        self.make_template(state, layout, given);
    }

    #[cold]
    fn make_template(&self, state: &'static State, layout: usize, given: &[u16]) {
        let undefined = state.realm.undefined();
        let mut stages = Vec::new();
        for count in 1..=given.len() {
            let object = state.realm.object();
            for slot in &given[..count] {
                let Some(keyword) = self.layouts[layout].keywords.get(usize::from(*slot)) else { return };
                if object.define(&keyword.key, &undefined).is_err() {
                    return;
                }
            }
            stages.push(object);
        }
        *self.template.borrow_mut() = Some((layout, given.to_vec(), stages));
    }

    fn raise(&self, mismatch: Mismatch, argument: &str) -> Raised {
        mismatch.at(Segment::Field(argument.to_owned())).raise(&self.plan.name)
    }
}

impl Slots {
    fn new(state: &'static State, layout: &Layout) -> PyResult<Self> {
        let slot = |ty: &crate::signature::Type, optional: bool| Slot {
            converter: state.signatures.converter(ty),
            none: optional.then(|| none_for(ty)),
        };
        let keyword = |plan: &KeywordPlan| -> PyResult<KeywordSlot> {
            let key = super::class::key_of(state, &plan.name)?;
            Ok(KeywordSlot { key, slot: slot(&plan.ty, !plan.required) })
        };
        let keywords = match &layout.options {
            Some(options) => options.keywords.iter().map(keyword).collect::<PyResult<_>>()?,
            None => Vec::new(),
        };
        let others = layout.options.as_ref().and_then(|options| options.others.as_ref());
        Ok(Self {
            parameters: layout.parameters.iter().map(|each| slot(&each.ty, !each.required)).collect(),
            rest: layout.rest.as_ref().map(|ty| slot(ty, false)),
            keywords,
            others: others.map(|ty| state.signatures.converter(ty)),
        })
    }

    #[inline]
    fn at(&self, index: usize) -> Option<&Slot> {
        self.parameters.get(index).or(self.rest.as_ref())
    }
}

impl Slot {
    #[inline]
    fn to_js(&self, state: &'static State, value: *mut PyObject) -> Result<Raw, Mismatch> {
        if let Some(none) = self.none
            && is_none(value)
        {
            return Ok(none);
        }
        give::to_js(state, self.converter, value)
    }
}

/// Calls (or constructs) by a plan.
///
/// # Safety
///
/// All values and objects must be alive, on the realm's thread; `all` holds the positional arguments and then those that `names` names.
#[inline]
pub unsafe fn call(
    state: &'static State,
    plan: &'static FunctionPlan,
    function: Raw,
    this: Raw,
    all: &[*mut PyObject],
    names: *mut PyObject,
    construct: bool,
) -> PyResult<Object> {
    // SAFETY: promised by the caller; the arguments are released by `invoke`, or here when one fails.
    unsafe {
        let keywords: &[KeywordName] = if names.is_null() {
            &[]
        } else {
            let tuple = names.cast::<ffi::PyTupleObject>();
            std::slice::from_raw_parts(
                (&raw const (*tuple).ob_item).cast::<KeywordName>(),
                ffi::PyTuple_GET_SIZE(names) as usize,
            )
        };
        let positional = all.len() - keywords.len();
        let matched = plan.plan.match_call(positional, keywords, |layout, index, argument| {
            let slots = plan.plan.layouts.iter().zip(&plan.layouts).find(|(each, _)| std::ptr::eq(*each, layout));
            slots
                .and_then(|(_, slots)| slots.at(index))
                .is_some_and(|slot| give::fits(state, slot.converter, all[argument]))
        });
        let matched = match matched {
            Ok(matched) => matched,
            Err(error) => return Err(raise_call_error(&error, &plan.plan.name)),
        };
        let mut arguments = RawArguments::new();
        if let Err(raised) = convert(state, plan, &matched, all, keywords, &mut arguments) {
            arguments.release(state.realm.engine());
            return Err(raised);
        }
        if plan.signals.is_empty() {
            let result = invoke(state, function, this, &arguments, construct)?;
            return plan.result.to_py(state, result.raw());
        }
        let controller = match cancel::begin(state, plan, &matched, &mut arguments) {
            Ok(controller) => controller,
            Err(raised) => {
                arguments.release(state.realm.engine());
                return Err(raised);
            }
        };
        let result = invoke(state, function, this, &arguments, construct)?;
        if let Some(controller) = &controller {
            cancel::remember(state, &result, controller);
        }
        plan.result.to_py(state, result.raw())
    }
}

unsafe fn convert(
    state: &'static State,
    plan: &'static FunctionPlan,
    matched: &Matched,
    all: &[*mut PyObject],
    keywords: &[KeywordName],
    arguments: &mut RawArguments,
) -> PyResult<()> {
    let slots = &plan.layouts[matched.layout];
    for index in 0..matched.count {
        let raw = match matched.source(index) {
            Source::Positional(argument) => match slots.at(index) {
                Some(slot) => slot.to_js(state, all[argument]).map_err(|mismatch| {
                    let path = plan.plan.layouts[matched.layout].path_at(index);
                    mismatch.below(&path).raise(&plan.plan.name)
                })?,
                // SAFETY: promised by the caller.
                None => unsafe { crate::python::convert::to_js(state, all[argument]) }?,
            },
            Source::Keywords => options(state, plan, matched, &all[matched.positional..], keywords)?,
            Source::Undefined => Active::UNDEFINED,
        };
        arguments.push(raw);
    }
    Ok(())
}

/// The options object: the keywords given, in their order, and then the defaults of the others.
fn options(
    state: &'static State,
    plan: &'static FunctionPlan,
    matched: &Matched,
    values: &[*mut PyObject],
    keywords: &[KeywordName],
) -> PyResult<Raw> {
    let engine = state.realm.engine();
    let slots = &plan.layouts[matched.layout];
    let given = matched.keywords.as_slice();
    plan.keep_shape(state, matched.layout, given);
    let object = state.realm.object();
    for ((value, name), slot) in values.iter().zip(keywords).zip(given) {
        let raw = if *slot == OTHER_KEYWORD {
            let raw = match slots.others {
                Some(converter) => {
                    give::to_js(state, converter, *value).map_err(|mismatch| plan.raise(mismatch, name.text()))?
                }
                None => continue,
            };
            let text = crate::python::names::javascript_spelling(name.text());
            let value = own(state, raw);
            state.run_safe(|| object.define(text, &value))?;
            continue;
        } else {
            let keyword = &slots.keywords[usize::from(*slot)];
            let raw = keyword.slot.to_js(state, *value).map_err(|mismatch| plan.raise(mismatch, name.text()))?;
            (raw, &keyword.key)
        };
        let (raw, key) = raw;
        // SAFETY: the object is alive; `define` takes the value.
        if unsafe { engine.define(object.raw(), key.raw(), raw, PropertyFlags::DATA) }.is_err() {
            return Err(crate::python::error::raise_pending(state.realm));
        }
    }
    if let Some(plan_options) = &plan.plan.layouts[matched.layout].options {
        for index in &plan_options.defaults {
            if given.iter().any(|slot| usize::from(*slot) == *index) {
                continue;
            }
            if let Some(default) = &plan_options.keywords[*index].default {
                let value = literal(state, default);
                let key = &slots.keywords[*index].key;
                state.run_safe(|| object.define(key, &value))?;
            }
        }
    }
    Ok(object.into_raw())
}

/// Takes over a reference.
fn own(state: &State, raw: Raw) -> Value {
    // SAFETY: conversions give a reference.
    unsafe { Value::from_raw(state.realm, raw) }
}

/// The value of a literal.
pub(super) fn literal(state: &State, literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => state.realm.string(text),
        Literal::Number(number) => state.realm.number(*number),
        Literal::Boolean(value) => state.realm.boolean(*value),
        Literal::BigInt(digits) => state.realm.bigint(digits.parse().unwrap_or_default()),
    }
}

/// Constructs by the plan of a class. A class without a constructor in its signature is constructed by default conversions.
///
/// # Safety
///
/// As for [`call`].
pub unsafe fn construct(
    state: &'static State,
    class: &'static Class,
    function: Raw,
    all: &[*mut PyObject],
    names: *mut PyObject,
) -> PyResult<Object> {
    // SAFETY: promised by the caller.
    unsafe {
        if let Some(plan) = class.constructor_plan(state)? {
            return call(state, plan, function, Active::UNDEFINED, all, names, true);
        }
        let made = crate::python::proxy::call_untyped(state, function, Active::UNDEFINED, all, names, true)?;
        if crate::python::proxy::raw_of(state, made.as_ptr()).is_none() {
            return Ok(made);
        }
        crate::python::proxy::rebind(state, made.as_ptr(), Some(super::Binding::Instance(class)))
    }
}
