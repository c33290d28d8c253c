//! Cancelling a call: a task of Python's that is cancelled while it awaits the promise of a call aborts the call, where the signature says
//! that its options take an `AbortSignal`.

use super::call::FunctionPlan;
use crate::binding::Matched;
use crate::engine::{Active, Engine, PropertyFlags, Raw, Thrown, Value};
use crate::python::object::{Object, PyResult, Raised};
use crate::python::proxy::RawArguments;
use crate::python::state::State;
use crate::signature::Type;

/// The keyword of a layout's options that takes an `AbortSignal`.
pub fn signal_keyword(layout: &crate::binding::Layout) -> Option<usize> {
    let options = layout.options.as_ref()?;
    options.keywords.iter().position(|keyword| keyword.ty.members().iter().any(is_signal))
}

fn is_signal(ty: &Type) -> bool {
    matches!(ty, Type::Reference { name, .. } if name.trim_end_matches("_sig") == "AbortSignal")
}

/// An `AbortController` for a call, whose signal is sent with the options: when a loop is running, the call gives a promise, and the caller has given
/// neither a signal nor a whole options object.
pub fn begin(
    state: &'static State,
    plan: &FunctionPlan,
    matched: &Matched,
    arguments: &mut RawArguments,
) -> PyResult<Option<Value>> {
    let Some(keyword) = plan.signal(matched) else { return Ok(None) };
    let place = match matched.inserted {
        Some((position, true)) => position,
        None if plan.options_position(matched) == Some(matched.count) => matched.count,
        _ => return Ok(None),
    };
    if matched.keywords.as_slice().iter().any(|given| usize::from(*given) == keyword)
        || state.asyncio.running_loop(state)?.is_none()
    {
        return Ok(None);
    }
    let prepare = || -> Result<(Value, Value), Thrown> {
        let controller = state.realm.global().get("AbortController")?.construct(&[])?;
        let signal = controller.get("signal")?;
        Ok((controller, signal))
    };
    let Ok((controller, signal)) = prepare() else { return Ok(None) };
    if place == arguments.as_slice().len() {
        arguments.push(state.realm.object().into_raw());
    }
    let options: Raw = arguments.as_slice()[place];
    let key = plan.keyword_key(matched, keyword);
    // SAFETY: the object is alive, on the realm's thread; `define` takes the signal.
    unsafe {
        if Active::kind(options) == crate::engine::Kind::Object
            && state.realm.engine().define(options, key, signal.into_raw(), PropertyFlags::DATA).is_err()
        {
            return Err(crate::python::error::raise_pending(state.realm));
        }
    }
    Ok(Some(controller))
}

/// Keeps the controller with the promise of the call.
pub fn remember(state: &State, promise: &Value, controller: &Value) {
    if promise.is_object()
        && let Err(thrown) = promise.define_hidden(&state.builtins.controller, controller)
    {
        // A frozen promise cannot be cancelled.
        drop(thrown);
    }
}

/// Lets the cancellation of a future abort the call whose promise it stands for.
pub fn attach(state: &'static State, promise: &Value, future: &Object) -> PyResult<()> {
    let Ok(controller) = promise.get(&state.builtins.controller) else { return Ok(()) };
    if !controller.is_object() {
        return Ok(());
    }
    // SAFETY: the value is alive, on the realm's thread.
    let controller = unsafe { crate::python::convert::to_py(state, controller.raw()) }?;
    let helper = Object::import(c"sigbind._native_loop")?.attribute(c"abort_when_cancelled")?;
    helper.call(&[future, &controller]).map(drop).map_err(|Raised| Raised)
}
