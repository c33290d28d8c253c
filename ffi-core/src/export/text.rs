//! Signatures as Python's `inspect` reads them.

use super::{FunctionInfo, ParameterKind};

/// `__text_signature__`: `(url, /, *, retries=3)`.
pub(crate) fn text_signature(info: &FunctionInfo) -> String {
    let mut parts: Vec<String> = Vec::new();
    if info.receiver {
        parts.push("$self".into());
    }
    let mut positional_only = info.receiver;
    let mut keyword_only = false;
    for parameter in info.parameters {
        let name = parameter.name.python;
        if parameter.kind == ParameterKind::PositionalOnly {
            positional_only = true;
        } else if positional_only {
            parts.push("/".into());
            positional_only = false;
        }
        if parameter.kind == ParameterKind::Keyword && !keyword_only {
            parts.push("*".into());
        }
        keyword_only |= matches!(parameter.kind, ParameterKind::Keyword | ParameterKind::Rest);
        let default = if parameter.required { None } else { Some(parameter.default.unwrap_or("None")) };
        parts.push(match (parameter.kind, default) {
            (ParameterKind::Rest, _) => format!("*{name}"),
            (ParameterKind::Keywords, _) => format!("**{name}"),
            (_, Some(default)) => format!("{name}={default}"),
            (_, None) => name.to_owned(),
        });
    }
    if positional_only {
        parts.push("/".into());
    }
    format!("({})", parts.join(", "))
}
