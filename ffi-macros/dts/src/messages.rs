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
pub fn unknown_rule(rule: &str) -> String {
    format!("unknown rule `{rule}`; functions can be spelled in \"snake_case\" or \"camelCase\"")
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
    format!("nothing can be bound for `{name}`: it is a namespace; name what is in it")
}

/// `CARGO_MANIFEST_DIR` is not set.
pub const NO_MANIFEST: &str = "bind_dts! finds files from the folder of Cargo.toml, which this compiler was not told";
