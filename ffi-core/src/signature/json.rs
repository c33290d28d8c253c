//! The JSON form of a [`Module`] and its schema version.

use std::fmt;

use super::Module;

/// The version of the JSON form that this build writes, and the only one it reads.
pub const SCHEMA_VERSION: u32 = 1;

/// Why a JSON document is not a module.
#[derive(Debug)]
pub enum JsonError {
    /// Not JSON, or not of the right shape; the message names line and column.
    Malformed(serde_json::Error),
    /// Written by another version.
    SchemaVersion {
        /// The version found.
        found: u32,
    },
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "not a signature module: {error}"),
            Self::SchemaVersion { found } => {
                write!(f, "signature schema version {found} is not supported (this build reads {SCHEMA_VERSION})")
            }
        }
    }
}

impl std::error::Error for JsonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(error) => Some(error),
            Self::SchemaVersion { .. } => None,
        }
    }
}

pub(super) fn from_json(text: &str) -> Result<Module, JsonError> {
    let module: Module = serde_json::from_str(text).map_err(JsonError::Malformed)?;
    match module.schema_version {
        SCHEMA_VERSION => Ok(module),
        found => Err(JsonError::SchemaVersion { found }),
    }
}

pub(super) fn to_json(module: &Module) -> Result<String, JsonError> {
    let mut text = serde_json::to_string_pretty(module).map_err(JsonError::Malformed)?;
    text.push('\n');
    Ok(text)
}
