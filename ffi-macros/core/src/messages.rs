//! Every text that a mistake in a program shows.

use std::fmt::Display;

fn near(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A key that exists nowhere.
pub fn unknown_key(key: &str, place: &str, known: &[&str], suggestion: Option<&str>) -> String {
    match suggestion {
        Some(_) => format!("unknown attribute `{key}` on {place}{}", near(suggestion)),
        None => format!("unknown attribute `{key}` on {place}; there are {}", list(known)),
    }
}

/// A key that belongs on something else.
pub fn misplaced_key(key: &str, place: &str, belongs: &str) -> String {
    format!("`{key}` does not belong on {place} but on {belongs}")
}

/// A key given twice.
pub fn duplicate_key(key: &str) -> String {
    format!("`{key}` is given twice")
}

/// A key without its value.
pub fn needs_value(key: &str, example: &str) -> String {
    format!("`{key}` needs a value: `{example}`")
}

/// A key with a value that it does not have.
pub fn takes_no_value(key: &str) -> String {
    format!("`{key}` takes no value; write `{key}` alone")
}

/// A value of another form.
pub fn wrong_value(key: &str, example: &str) -> String {
    format!("the value of `{key}` has another form: `{example}`")
}

/// A list that is not closed by commas.
pub fn expected_comma() -> &'static str {
    "expected `,` before this"
}

/// Something that is no key.
pub fn expected_key() -> &'static str {
    "expected the name of an attribute, as in `rename = \"name\"`"
}

/// `#[ffi]` without a list.
pub fn needs_list() -> &'static str {
    "`ffi` needs a list: `#[ffi(rename = \"name\")]`"
}

/// Two keys that exclude each other.
pub fn conflict(key: &str, other: &str, reason: &str) -> String {
    format!("`{key}` and `{other}` exclude each other: {reason}")
}

/// An unknown rule of `rename_all`.
pub fn unknown_rule(rule: &str, suggestion: Option<&str>, known: &[&str]) -> String {
    match suggestion {
        Some(_) => format!("unknown rule \"{rule}\"{}", near(suggestion)),
        None => format!("unknown rule \"{rule}\"; there are {}", list(known)),
    }
}

/// An empty name.
pub fn empty_name() -> &'static str {
    "a name cannot be empty: write one, or leave the attribute out"
}

/// A name that Python cannot write.
pub fn not_a_python_name(name: &str) -> String {
    format!("`{name}` cannot be written in Python; `{}` can", crate::names::python_spelling(name))
}

/// Two fields of one name.
pub fn same_name(name: &str, what: &str) -> String {
    let other = match what {
        "parameter" => "",
        _ => "; give one of them another: `rename = \"...\"`",
    };
    format!("there is another {what} of the name `{name}`{other}")
}

/// Derive on the wrong kind of item.
pub fn wrong_item(derive: &str, wanted: &str, instead: &str) -> String {
    format!("`{derive}` can be derived for {wanted} only; {instead}")
}

/// A struct without named fields.
pub fn needs_named_fields() -> &'static str {
    "a record needs named fields: each becomes a keyword in Python and a property in JavaScript"
}

/// A lifetime parameter.
pub fn lifetime() -> &'static str {
    "a record cannot have lifetime parameters: its values are made from Python and JavaScript objects, which Rust cannot borrow; own the data \
     (`String` for `&str`, `Vec<T>` for `&[T]`)"
}

/// A generic where none can be.
pub fn generic(what: &str) -> String {
    format!("{what} cannot be generic: Python and JavaScript call one function, so its types must be known")
}

/// An enum without variants.
pub fn no_variants() -> &'static str {
    "an enum without variants has no values, so nothing can be converted to it"
}

/// A variant of a string enum with data.
pub fn variant_has_data() -> &'static str {
    "a variant of a string enum has no data; for unions with data derive `Union`"
}

/// A tuple variant with several fields.
pub fn variant_has_many() -> &'static str {
    "a member of a union is one type: give the variant one field, or name its fields"
}

/// A literal on a variant with data.
pub fn literal_with_data() -> &'static str {
    "`literal` belongs on a variant without data: the literal is its value"
}

/// Two variants of one literal.
pub fn same_literal(literal: &str) -> String {
    format!("there is another variant for {literal}; give one of them another value, by `rename` or `literal`")
}

/// `#[export]` on something else.
pub fn cannot_export() -> &'static str {
    "`#[export]` goes on a function or on an `impl` block of a type"
}

/// `#[export]` on a trait's implementation.
pub fn trait_impl() -> &'static str {
    "the implementation of a trait cannot be exported; export an `impl` block of the type whose methods call the trait's"
}

/// A receiver by value.
pub fn receiver_by_value() -> &'static str {
    "an exported method cannot take `self` by value: Python and JavaScript keep the object; take `&self` or `&mut self`"
}

/// A method exported as a function.
pub fn method_as_function() -> &'static str {
    "`#[export]` on a method belongs on its `impl` block, where the type is known"
}

/// A pattern as a parameter.
pub fn parameter_pattern() -> &'static str {
    "an exported function needs a name for each parameter"
}

/// A type that cannot cross.
pub fn unsupported_type(what: &str, instead: &str) -> String {
    format!("{what} cannot cross the border; {instead}")
}

/// An unsafe function.
pub fn unsafe_function() -> &'static str {
    "an `unsafe` function cannot be exported: Python and JavaScript cannot promise what it asks for"
}

/// A function with a foreign calling convention or `const`-only.
pub fn modifier(modifier: &str) -> String {
    format!("an exported function cannot be `{modifier}`")
}

/// A function without a body.
pub fn no_body() -> &'static str {
    "an exported function needs a body"
}

/// A parameter of the signature that the function does not have.
pub fn unknown_parameter(name: &str, suggestion: Option<&str>) -> String {
    format!("the function has no parameter `{name}`{}", near(suggestion))
}

/// A parameter of the function that the signature leaves out.
pub fn missing_parameter(name: &str) -> String {
    format!("the signature does not mention the parameter `{name}`")
}

/// Parameters in another order.
pub fn wrong_order(name: &str, expected: &str) -> String {
    format!("the signature must name the parameters in the function's order: `{expected}` comes before `{name}`")
}

/// A grammar rule of signatures.
pub fn signature(rule: impl Display) -> String {
    format!("{rule}, as in `signature = (url, /, *, retries = 3, **options)`")
}

/// A getter or setter of the wrong shape.
pub fn accessor(kind: &str, wanted: &str) -> String {
    format!("a {kind} takes {wanted}")
}

/// A constructor with a receiver.
pub fn constructor_receiver() -> &'static str {
    "a constructor makes the instance, so it takes no `self`"
}

/// A constructor that gives nothing.
pub fn constructor_result() -> &'static str {
    "a constructor gives back `Self` or `Result<Self, E>`"
}

/// A second constructor.
pub fn second_constructor() -> &'static str {
    "there is another constructor; make this one `static` and give it a name"
}

/// A setter without getter.
pub fn setter_without_getter(name: &str) -> String {
    format!("the property `{name}` has a setter and no getter")
}

/// An asynchronous constructor or accessor.
pub fn cannot_be_async(what: &str) -> String {
    format!("a {what} cannot be `async`: Python and JavaScript expect its value at once")
}

/// A static method with a receiver.
pub fn static_receiver() -> &'static str {
    "a static method takes no `self`"
}
