//! The text that `console` shows for values: the format specifiers of the standard, and a description of objects close to
//! the one of Node. Describing never throws and never runs getters.

use ffi_core::engine::{Kind, Thrown, Value, WellKnown};

/// How deep objects are described before `[Object]` stands for the rest.
const DEPTH: usize = 2;
/// How many elements of a collection are shown.
const ELEMENTS: usize = 100;
/// How wide a description may be on one line.
const WIDTH: usize = 72;

/// "Formatter": replaces `%s %d %i %f %o %O %c %%` in a first string by the arguments after it, and joins the rest.
#[must_use]
pub fn format_arguments(arguments: &[Value]) -> String {
    let Some((first, mut rest)) = arguments.split_first() else { return String::new() };
    let mut text = String::new();
    match first.as_text() {
        Some(pattern) if !rest.is_empty() => {
            let mut characters = pattern.chars().peekable();
            while let Some(character) = characters.next() {
                let specifier = characters.peek().copied().filter(|_| character == '%');
                match (specifier, rest) {
                    (Some('%'), _) => text.push('%'),
                    (Some(specifier @ ('s' | 'd' | 'i' | 'f' | 'o' | 'O' | 'c' | 'j')), [argument, others @ ..]) => {
                        text.push_str(&substitute(specifier, argument));
                        rest = others;
                    }
                    _ => {
                        text.push(character);
                        continue;
                    }
                }
                characters.next();
            }
        }
        Some(plain) => text.push_str(&plain),
        None => text.push_str(&inspect(first)),
    }
    for argument in rest {
        text.push(' ');
        text.push_str(&argument.as_text().unwrap_or_else(|| inspect(argument)));
    }
    text
}

fn substitute(specifier: char, argument: &Value) -> String {
    let number = |convert: fn(f64) -> f64| {
        if matches!(argument.kind(), Kind::Object | Kind::Symbol) {
            return "NaN".to_owned();
        }
        argument.to_number().map_or_else(|_| "NaN".to_owned(), |number| number_text(convert(number)))
    };
    match specifier {
        's' => argument.as_text().unwrap_or_else(|| inspect(argument)),
        'd' | 'f' => number(|number| number),
        'i' => number(f64::trunc),
        'j' => argument.json().ok().flatten().unwrap_or_else(|| "undefined".to_owned()),
        'c' => String::new(),
        _ => inspect(argument),
    }
}

/// A description of a value for people.
#[must_use]
pub fn inspect(value: &Value) -> String {
    let mut seen = Vec::new();
    describe(value, DEPTH, &mut seen, true)
}

fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number == 0.0 && number.is_sign_negative() {
        return "-0".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    number.to_string()
}

fn quoted(text: &str) -> String {
    let quote = ['\'', '"', '`'].into_iter().find(|quote| !text.contains(*quote)).unwrap_or('\'');
    let mut quoted = String::from(quote);
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\\' => quoted.push_str("\\\\"),
            character if character == quote => {
                quoted.push('\\');
                quoted.push(character);
            }
            character => quoted.push(character),
        }
    }
    quoted.push(quote);
    quoted
}

fn describe(value: &Value, depth: usize, seen: &mut Vec<usize>, top: bool) -> String {
    match value.kind() {
        Kind::Undefined => "undefined".into(),
        Kind::Null => "null".into(),
        Kind::Boolean => {
            if value.to_boolean() {
                "true".into()
            } else {
                "false".into()
            }
        }
        // -0 has no text of its own in JavaScript.
        Kind::Number if value.as_number() == Some(0.0) => number_text(value.as_number().unwrap_or(0.0)),
        Kind::Number => value.to_text().unwrap_or_default(),
        Kind::BigInt => format!("{}n", value.to_text().unwrap_or_default()),
        Kind::String => {
            let text = value.as_text().unwrap_or_default();
            if top { text } else { quoted(&text) }
        }
        Kind::Symbol => {
            let description = value.get("description").ok().and_then(|text| text.as_text()).unwrap_or_default();
            format!("Symbol({description})")
        }
        Kind::Object => {
            if seen.contains(&value.address()) {
                return "[Circular]".into();
            }
            seen.push(value.address());
            let text = describe_object(value, depth, seen).unwrap_or_else(|_| "[Object]".into());
            seen.pop();
            text
        }
    }
}

fn class_name(value: &Value) -> Option<String> {
    let prototype = value.prototype().ok()?;
    if prototype.is_null() {
        return None;
    }
    let constructor = prototype.get("constructor").ok()?;
    constructor.get("name").ok()?.as_text().filter(|name| !name.is_empty())
}

fn describe_object(value: &Value, depth: usize, seen: &mut Vec<usize>) -> Result<String, Thrown> {
    let class = class_name(value);
    if value.is_callable() {
        let name = value.get("name")?.as_text().filter(|name| !name.is_empty());
        return Ok(name.map_or_else(|| "[Function (anonymous)]".into(), |name| format!("[Function: {name}]")));
    }
    if value.is_error() || class.as_deref() == Some("DOMException") {
        return describe_error(value);
    }
    if value.is_date() {
        return Ok(value.invoke("toISOString", &[])?.as_text().unwrap_or_else(|| "Invalid Date".into()));
    }
    if class.as_deref() == Some("RegExp") {
        return value.to_text();
    }
    if let Some(promise) = value.as_promise() {
        use ffi_core::engine::PromiseState;
        let inner = |text: &str, seen: &mut Vec<usize>| {
            format!("Promise {{ {text}{} }}", describe(&promise.result(), depth.saturating_sub(1), seen, false))
        };
        return Ok(match promise.state() {
            PromiseState::Pending => "Promise { <pending> }".into(),
            PromiseState::Fulfilled => inner("", seen),
            PromiseState::Rejected => inner("<rejected> ", seen),
        });
    }
    let name = class.as_deref().unwrap_or("[Object: null prototype]");
    if depth == 0 && !seen.is_empty() && seen.len() > DEPTH + 1 {
        return Ok(if value.is_array() { "[Array]".into() } else { format!("[{name}]") });
    }
    let deeper = depth.saturating_sub(1);
    if value.is_array() || value.buffer_view().is_some_and(|view| view.kind.is_some()) {
        let length = value.length()?;
        let mut items = Vec::new();
        for index in 0..length.min(ELEMENTS) {
            items.push(describe(&value.get_index(index as u32)?, deeper, seen, false));
        }
        if length > ELEMENTS {
            items.push(format!("... {} more items", length - ELEMENTS));
        }
        let prefix = if value.is_array() { String::new() } else { format!("{name}({length}) ") };
        return Ok(format!("{prefix}{}", bracketed("[", "]", &items)));
    }
    if value.is_map() || value.is_set() {
        let mut items = Vec::new();
        let entries = value.invoke(if value.is_map() { "entries" } else { "values" }, &[])?;
        entries.iterate(|entry| {
            items.push(if value.is_map() {
                let key = describe(&entry.get_index(0)?, deeper, seen, false);
                format!("{key} => {}", describe(&entry.get_index(1)?, deeper, seen, false))
            } else {
                describe(&entry, deeper, seen, false)
            });
            Ok(())
        })?;
        return Ok(format!("{name}({}) {}", items.len(), bracketed("{", "}", &items)));
    }
    describe_plain(value, name, deeper, seen)
}

fn describe_error(value: &Value) -> Result<String, Thrown> {
    let text = |name: &str| -> Result<String, Thrown> { Ok(value.get(name)?.as_text().unwrap_or_default()) };
    let (name, message, stack) = (text("name")?, text("message")?, text("stack")?);
    let head = if message.is_empty() { name } else { format!("{name}: {message}") };
    let stack = stack.trim_end();
    Ok(if stack.is_empty() || stack.starts_with(&head) {
        if stack.is_empty() { head } else { stack.to_owned() }
    } else {
        format!("{head}\n{stack}")
    })
}

fn describe_plain(value: &Value, name: &str, depth: usize, seen: &mut Vec<usize>) -> Result<String, Thrown> {
    let describe_property = value.realm().global().get("Object")?.get("getOwnPropertyDescriptor")?;
    let mut items = Vec::new();
    for key in value.keys()? {
        let descriptor = describe_property.call_plain(&[value, &key.value()?])?;
        let text = if descriptor.has_own("value")? {
            describe(&descriptor.get("value")?, depth, seen, false)
        } else if descriptor.get("set")?.is_undefined() {
            "[Getter]".into()
        } else {
            "[Getter/Setter]".into()
        };
        items.push(format!("{}: {text}", property_name(&key.text())));
    }
    let tag = value.get(WellKnown::ToStringTag)?.as_text().filter(|tag| tag != name);
    let mut prefix = if name == "Object" { String::new() } else { format!("{name} ") };
    if let Some(tag) = tag {
        prefix = format!("{name} [{tag}] ");
    }
    Ok(format!("{prefix}{}", bracketed("{", "}", &items)))
}

fn property_name(name: &str) -> String {
    let plain = name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '$'))
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty();
    if plain { name.to_owned() } else { quoted(name) }
}

fn bracketed(open: &str, close: &str, items: &[String]) -> String {
    if items.is_empty() {
        return format!("{open}{close}");
    }
    let one_line = items.join(", ");
    if one_line.chars().count() <= WIDTH && !one_line.contains('\n') {
        return format!("{open} {one_line} {close}");
    }
    let lines: Vec<String> = items.iter().map(|item| format!("  {}", item.replace('\n', "\n  "))).collect();
    format!("{open}\n{}\n{close}", lines.join(",\n"))
}
