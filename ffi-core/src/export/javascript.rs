//! Exported functions as JavaScript functions.

use super::{FunctionInfo, ParameterKind, bind_javascript};
use crate::engine::{Call, Realm, Thrown, Value};
use crate::typed::{Fault, Side};

/// The `length` of the function object: how many positional arguments are required.
pub(super) fn length(info: &FunctionInfo) -> u32 {
    let required = info.parameters.iter().take_while(|parameter| parameter.is_positional() && parameter.required);
    u32::try_from(required.count()).unwrap_or_default()
}

/// Runs a call from JavaScript.
pub(super) fn call_javascript(
    info: &'static FunctionInfo,
    this: Option<&Value>,
    call: &Call<'_>,
) -> Result<Value, Thrown> {
    let realm = call.realm();
    let run = || {
        let frame = bind_javascript(info, this.cloned(), call)?;
        info.call(frame)?.into_javascript(realm)
    };
    let failed =
        |fault: Fault| fault.into_exception(Some(info.name.javascript), Side::JavaScript(realm)).into_thrown(realm);
    match run() {
        Ok(value) => Ok(value),
        // As with an `async function`: a failure is a rejection.
        Err(fault) if info.is_async => realm.rejected(failed(fault).value()),
        Err(fault) => Err(failed(fault)),
    }
}

impl FunctionInfo {
    /// The function object in a realm.
    pub fn javascript(&'static self, realm: Realm) -> Value {
        realm.function(self.name.javascript, length(self), move |call| call_javascript(self, None, call))
    }

    /// Whether JavaScript passes an options object.
    pub(super) fn has_options(&self) -> bool {
        self.parameters
            .iter()
            .any(|parameter| matches!(parameter.kind, ParameterKind::Keyword | ParameterKind::Keywords))
    }
}
