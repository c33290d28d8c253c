//! The class `DOMException` (Web IDL, section 2.8.1).

use crate::idl::{DomString, Interface, Optional};
use ffi_core::engine::{ErrorKind, HostData, Realm, Thrown};

/// The data of a `DOMException`.
pub struct DomException {
    message: DomString,
    name: DomString,
}

impl HostData for DomException {}

/// The names that have a legacy code, with the constant of each; the code is the position plus one.
const LEGACY: [(&str, &str); 25] = [
    ("IndexSizeError", "INDEX_SIZE_ERR"),
    ("", "DOMSTRING_SIZE_ERR"),
    ("HierarchyRequestError", "HIERARCHY_REQUEST_ERR"),
    ("WrongDocumentError", "WRONG_DOCUMENT_ERR"),
    ("InvalidCharacterError", "INVALID_CHARACTER_ERR"),
    ("", "NO_DATA_ALLOWED_ERR"),
    ("NoModificationAllowedError", "NO_MODIFICATION_ALLOWED_ERR"),
    ("NotFoundError", "NOT_FOUND_ERR"),
    ("NotSupportedError", "NOT_SUPPORTED_ERR"),
    ("InUseAttributeError", "INUSE_ATTRIBUTE_ERR"),
    ("InvalidStateError", "INVALID_STATE_ERR"),
    ("SyntaxError", "SYNTAX_ERR"),
    ("InvalidModificationError", "INVALID_MODIFICATION_ERR"),
    ("NamespaceError", "NAMESPACE_ERR"),
    ("InvalidAccessError", "INVALID_ACCESS_ERR"),
    ("", "VALIDATION_ERR"),
    ("TypeMismatchError", "TYPE_MISMATCH_ERR"),
    ("SecurityError", "SECURITY_ERR"),
    ("NetworkError", "NETWORK_ERR"),
    ("AbortError", "ABORT_ERR"),
    ("URLMismatchError", "URL_MISMATCH_ERR"),
    ("QuotaExceededError", "QUOTA_EXCEEDED_ERR"),
    ("TimeoutError", "TIMEOUT_ERR"),
    ("InvalidNodeTypeError", "INVALID_NODE_TYPE_ERR"),
    ("DataCloneError", "DATA_CLONE_ERR"),
];

fn code(name: &str) -> u16 {
    let position = LEGACY.iter().position(|(known, _)| *known == name && !name.is_empty());
    position.map_or(0, |position| position as u16 + 1)
}

/// Installs `DOMException`.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    let constants: Vec<(&'static str, u16)> =
        LEGACY.iter().zip(1..).map(|((_, constant), code)| (*constant, code)).collect();
    Interface::<DomException>::new("DOMException")
        .inherits_builtin(realm, "Error")?
        .constructor(|_, (message, name): (Optional<DomString>, Optional<DomString>)| {
            let message = message.0.unwrap_or_else(|| DomString::from(""));
            let name = name.0.unwrap_or_else(|| DomString::from("Error"));
            Ok(DomException { message, name })
        })
        .initialize(|new, object| {
            // The stack is that of an error made here.
            let error = new.realm().error(ErrorKind::Error, "");
            object.define_hidden("stack", &error.get("stack")?)
        })
        .readonly("name", |this| this.name.clone())
        .readonly("message", |this| this.message.clone())
        .readonly("code", |this| f64::from(code(&this.name.to_text())))
        .constants(&constants)
        .build(realm)
        .and_then(|class| {
            // A function of the engine has the class of its parent as its prototype; for `Error` the standard says
            // `Function.prototype`.
            let function = realm.global().get("Function")?.get("prototype")?;
            class.constructor().set_prototype(&function)?;
            realm.global().define_hidden("DOMException", class.constructor())
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes() {
        assert_eq!(super::code("IndexSizeError"), 1);
        assert_eq!(super::code("AbortError"), 20);
        assert_eq!(super::code("DataCloneError"), 25);
        assert_eq!(super::code("EncodingError"), 0);
        assert_eq!(super::code(""), 0);
    }
}
