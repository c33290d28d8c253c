//! Binding a call from JavaScript to the parameters of an exported function. Python's rules stand in `call_python`.

use super::{Frame, FunctionInfo, ParameterKind, Slot};
use crate::binding::CallError;
use crate::engine::{Call, Value};
use crate::typed::{Exception, Fault, Guest, Side, admits_record};

pub(super) fn error(info: &FunctionInfo, error: &CallError, python: bool) -> Fault {
    Exception::type_error(error.message(info.name.on(python))).into()
}

pub(super) fn empty(info: &FunctionInfo) -> Vec<Slot> {
    let slot = |kind| match kind {
        ParameterKind::Rest => Slot::Rest(Vec::new()),
        ParameterKind::Keywords => Slot::Keywords(Vec::new()),
        _ => Slot::Absent,
    };
    info.parameters.iter().map(|parameter| slot(parameter.kind)).collect()
}

pub(super) fn push(slot: &mut Slot, guest: Guest) {
    if let Slot::Rest(rest) = slot {
        rest.push(guest);
    }
}

pub(super) fn check_required(info: &FunctionInfo, slots: &[Slot], python: bool) -> Result<(), Fault> {
    let missing = |keyword: bool| -> Vec<String> {
        let absent = info.parameters.iter().zip(slots).filter(|(parameter, slot)| {
            parameter.required
                && matches!(slot, Slot::Absent)
                && (parameter.kind == ParameterKind::Keyword) == keyword
                && (keyword || parameter.is_positional())
        });
        absent.map(|(parameter, _)| parameter.name.on(python).to_owned()).collect()
    };
    let names = missing(false);
    if !names.is_empty() {
        return Err(error(info, &CallError::MissingPositional { names }, python));
    }
    let names = missing(true);
    if !names.is_empty() {
        return Err(error(info, &CallError::MissingKeywords { names }, python));
    }
    Ok(())
}

/// Binds as JavaScript does: by position, then an options object; arguments beyond are ignored.
///
/// The options object may take the place of optional parameters before it, where none of them could be meant by a plain object.
pub(crate) fn bind_javascript(
    info: &'static FunctionInfo,
    this: Option<Value>,
    call: &Call<'_>,
) -> Result<Frame, Fault> {
    let side = Side::JavaScript(call.realm());
    let mut slots = empty(info);
    let mut arguments: Vec<Value> = call.arguments().to_vec();
    let most = info.parameters.iter().filter(|parameter| parameter.is_positional()).count();
    let rest = info.parameters.iter().position(|parameter| parameter.kind == ParameterKind::Rest);
    if info.has_options()
        && let Some(options) = take_options(info, &mut arguments, most, rest.is_some())
    {
        fill_options(info, &mut slots, Guest::of_javascript(options))?;
    }
    for (index, value) in arguments.into_iter().enumerate() {
        if index < most {
            // `undefined` is what JavaScript calls an argument that is not given.
            if !value.is_undefined() || info.parameters[index].required {
                slots[index] = Slot::One(Guest::of_javascript(value));
            }
        } else if let Some(rest) = rest {
            push(&mut slots[rest], Guest::of_javascript(value));
        }
    }
    check_required(info, &slots, false)?;
    Ok(Frame { info, side, this, slots })
}

fn take_options(info: &FunctionInfo, arguments: &mut Vec<Value>, most: usize, has_rest: bool) -> Option<Value> {
    if has_rest && arguments.len() > most {
        let last = arguments.last()?;
        return crate::typed::is_plain(last).then(|| arguments.pop()).flatten();
    }
    if arguments.len() > most {
        arguments.truncate(most + 1);
        return arguments.pop().filter(|value| !value.is_nullish());
    }
    let last = arguments.len().checked_sub(1)?;
    let could_be_meant =
        info.parameters[last..most].iter().any(|parameter| parameter.required || admits_record(&(parameter.ty)()));
    (!could_be_meant && crate::typed::is_plain(&arguments[last])).then(|| arguments.pop()).flatten()
}

fn fill_options(info: &FunctionInfo, slots: &mut [Slot], options: Guest) -> Result<(), Fault> {
    let Some(reader) = options.reader() else {
        return Err(options.mismatch(crate::signature::Type::Object).in_field("options"));
    };
    for (parameter, slot) in info.parameters.iter().zip(slots.iter_mut()) {
        match parameter.kind {
            ParameterKind::Keyword => {
                if let Some(value) = reader.get(parameter.name)? {
                    *slot = Slot::One(value);
                }
            }
            ParameterKind::Keywords => *slot = Slot::One(options.clone()),
            _ => {}
        }
    }
    Ok(())
}
