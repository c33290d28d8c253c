//! Every text that a mistake in `bind_dts!` shows.

/// What the macro takes.
pub const USAGE: &str = "expected a path and names: `bind_dts!(\"types/request.d.ts\", { Request, fetch })`, or `path = \"...\", names = { ... }`";

/// A key that there is not.
pub fn unknown_key(key: &str, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(near) => format!("unknown key `{key}` of bind_dts!; did you mean `{near}`?"),
        None => format!(
            "unknown key `{key}` of bind_dts!; there are `path`, `names`, `rename_all`, `with`, `module`, `crate`"
        ),
    }
}

/// A key without a value, or with one of another form.
pub fn form(key: &str, example: &str) -> String {
    format!("`{key}` is written otherwise: `{example}`")
}

/// Something in the list of names that is no name.
pub const NAME: &str = "expected a name: `Request`, `RequestInit as Init` or `Intl.NumberFormat`";

/// Something in the list of `with` that is no pair.
pub const WITH: &str = "expected a name and its type: `Headers = crate::web::Headers`";

/// Something behind the names of the short form.
pub const LONG_FORM: &str =
    "the short form is a path and names; with more, write `path = \"...\", names = { ... }` and what is to be added";

/// A name of `with` that nothing refers to.
pub fn unused_with(name: &str, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(near) => format!("nothing that is bound refers to `{name}`; did you mean `{near}`?"),
        None => format!("nothing that is bound refers to `{name}`"),
    }
}

/// A key given twice.
pub fn duplicate_key(key: &str) -> String {
    format!("`{key}` is given twice")
}

/// A name bound twice.
pub fn duplicate_name(name: &str) -> String {
    format!("`{name}` is bound twice; give one of them another name: `{name} as Other`")
}

/// No path.
pub const NO_PATH: &str = "bind_dts! needs the path of a declaration file: `path = \"types/request.d.ts\"`";

/// No names.
pub const NO_NAMES: &str = "bind_dts! needs names: `{ Request, fetch }`";

/// A rule that there is not.
pub fn unknown_rule(rule: &str, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(near) => format!("unknown rule \"{rule}\"; did you mean \"{near}\"?"),
        None => format!("unknown rule \"{rule}\"; functions can be spelled in \"snake_case\" or \"camelCase\""),
    }
}

/// A name that the declarations do not have.
pub fn unknown_name(name: &str, path: &str, suggestions: &str) -> String {
    match suggestions {
        "" => format!("\"{path}\" declares no `{name}`"),
        near => format!("\"{path}\" declares no `{name}`; {near}"),
    }
}

/// A name that is declared but has nothing in Rust.
pub fn nothing_bound(name: &str) -> String {
    format!("nothing can be bound for `{name}`: it is no class, function, type or variable, and no namespace with such")
}

/// `CARGO_MANIFEST_DIR` is not set.
pub const NO_MANIFEST: &str = "bind_dts! finds files from the folder of Cargo.toml, which this compiler was not told";
