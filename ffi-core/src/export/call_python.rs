//! Binding a call from Python to the parameters of an exported function.

use super::call::{check_required, empty, error, push};
use super::{Frame, FunctionInfo, ParameterKind, Slot};
use crate::binding::{CallError, nearest};
use crate::engine::Value;
use crate::typed::{Exception, Fault, Guest, Side};

/// A call from Python.
pub(crate) struct PythonCall {
    /// The positional arguments.
    pub positional: Vec<Guest>,
    /// The keyword arguments, in order.
    pub keywords: Vec<(String, Guest)>,
}

/// Binds as Python does. The options object of `**options` is accepted as a whole too, after the positional arguments.
pub(crate) fn bind_python(
    info: &'static FunctionInfo,
    side: Side,
    this: Option<Value>,
    call: PythonCall,
) -> Result<Frame, Fault> {
    let mut slots = empty(info);
    let given = call.positional.len();
    let most = info.parameters.iter().filter(|parameter| parameter.is_positional()).count();
    let rest = info.parameters.iter().position(|parameter| parameter.kind == ParameterKind::Rest);
    let record = info.parameters.iter().position(|parameter| parameter.kind == ParameterKind::Keywords);
    for (index, guest) in call.positional.into_iter().enumerate() {
        match (rest, record) {
            _ if index < most => slots[index] = Slot::One(guest),
            (Some(rest), _) => push(&mut slots[rest], guest),
            (None, Some(record)) if index == most && given == most + 1 && call.keywords.is_empty() => {
                slots[record] = Slot::One(guest);
            }
            (None, Some(_)) if index == most && given == most + 1 => {
                let keywords = call.keywords.iter().map(|(name, _)| name.clone()).collect();
                return Err(error(info, &CallError::OptionsAndKeywords { keywords }, true));
            }
            _ => {
                let least = info.parameters.iter().filter(|it| it.is_positional() && it.required).count();
                return Err(error(info, &CallError::TooManyPositional { least, most, given }, true));
            }
        }
    }
    for (name, guest) in call.keywords {
        let named = info.parameters.iter().position(|parameter| {
            parameter.name.python == name
                && matches!(parameter.kind, ParameterKind::Positional | ParameterKind::Keyword)
        });
        match (named, record) {
            (Some(index), _) if matches!(slots[index], Slot::Absent) => slots[index] = Slot::One(guest),
            (Some(_), _) => {
                let function = info.name.python;
                let text = format!("{function}() got multiple values for argument '{name}'");
                return Err(Exception::type_error(text).into());
            }
            (None, Some(record)) => {
                if let Slot::Keywords(keywords) = &mut slots[record] {
                    keywords.push((name, guest));
                }
            }
            (None, None) => return Err(unexpected(info, name)),
        }
    }
    refuse_unknown_keywords(info, &slots)?;
    check_required(info, &slots, true)?;
    check_required_fields(info, &slots)?;
    Ok(Frame { info, side, this, slots })
}

/// The names that a keyword may have.
fn keyword_names(info: &FunctionInfo) -> Vec<String> {
    let mut names = Vec::new();
    for parameter in info.parameters {
        match parameter.kind {
            ParameterKind::Positional | ParameterKind::Keyword => names.push(parameter.name.python.to_owned()),
            ParameterKind::Keywords => {
                let fields = parameter.fields.map(|fields| fields()).unwrap_or_default();
                names.extend(fields.iter().map(|field| field.name.python().to_owned()));
            }
            _ => {}
        }
    }
    names
}

fn unexpected(info: &FunctionInfo, name: String) -> Fault {
    if info.parameters.iter().any(|it| it.kind == ParameterKind::PositionalOnly && it.name.python == name) {
        let function = info.name.python;
        let rule = "got some positional-only arguments passed as keyword arguments";
        return Exception::type_error(format!("{function}() {rule}: '{name}'")).into();
    }
    let names = keyword_names(info);
    let suggestion = nearest(&name, names.iter().map(String::as_str)).map(str::to_owned);
    error(info, &CallError::UnexpectedKeyword { name, suggestion }, true)
}

/// A record of known fields takes no other keyword, as a function without `**` would not.
fn refuse_unknown_keywords(info: &FunctionInfo, slots: &[Slot]) -> Result<(), Fault> {
    for (parameter, slot) in info.parameters.iter().zip(slots) {
        let (Slot::Keywords(keywords), Some(fields)) = (slot, parameter.fields) else { continue };
        let fields = fields();
        if fields.is_empty() {
            continue;
        }
        let is_field = |name: &str| fields.iter().any(|field| field.name.python() == name || field.name.js == name);
        if let Some((name, _)) = keywords.iter().find(|(name, _)| !is_field(name)) {
            return Err(unexpected(info, name.clone()));
        }
    }
    Ok(())
}

fn check_required_fields(info: &FunctionInfo, slots: &[Slot]) -> Result<(), Fault> {
    for (parameter, slot) in info.parameters.iter().zip(slots) {
        let (Slot::Keywords(keywords), Some(fields)) = (slot, parameter.fields) else { continue };
        let missing: Vec<String> = fields()
            .iter()
            .filter(|field| !field.optional)
            .map(|field| field.name.python().to_owned())
            .filter(|name| !keywords.iter().any(|(given, _)| given == name))
            .collect();
        if !missing.is_empty() {
            return Err(error(info, &CallError::MissingKeywords { names: missing }, true));
        }
    }
    Ok(())
}
