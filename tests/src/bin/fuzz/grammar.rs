//! Random declarations from a grammar, over few names so that they meet.

use crate::random::Random;

const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
const PARAMETERS: [&str; 3] = ["T", "U", "K"];
const MEMBERS: [&str; 12] = [
    "a",
    "b",
    "c",
    "length",
    "then",
    "class",
    "__proto__",
    "self",
    "constructor",
    "None",
    "\"x-y\"",
    "\"quo\\\"te\\n\"",
];
const KEYWORDS: [&str; 14] = [
    "any",
    "unknown",
    "never",
    "undefined",
    "null",
    "boolean",
    "number",
    "bigint",
    "string",
    "symbol",
    "object",
    "void",
    "this",
    "unique symbol",
];
const UTILITIES: [&str; 12] = [
    "Partial",
    "Required",
    "Readonly",
    "NonNullable",
    "ReturnType",
    "Parameters",
    "Awaited",
    "Promise",
    "Array",
    "ReadonlyArray",
    "Iterable",
    "Set",
];

/// A file of a few declarations.
pub fn file(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(8) {
        text.push_str("export ");
        text.push_str(&declaration(random, 4));
        text.push('\n');
    }
    text
}

/// One declaration, without `export`.
pub fn declaration(random: &mut Random, depth: usize) -> String {
    let name = *random.pick(&NAMES);
    match random.below(10) {
        0..=2 => format!("type {name}{} = {};", parameters(random, depth), ty(random, depth)),
        3..=4 => {
            let extends =
                if random.one_in(3) { format!(" extends {}", reference(random, depth)) } else { String::new() };
            format!("interface {name}{}{extends} {{ {} }}", parameters(random, depth), members(random, depth))
        }
        5 => {
            let extends = if random.one_in(3) { format!(" extends {}", random.pick(&NAMES)) } else { String::new() };
            format!("declare class {name}{}{extends} {{ {} }}", parameters(random, depth), members(random, depth))
        }
        6 => format!("declare function {name}{};", signature(random, depth, ":")),
        7 => format!("declare const {name}: {};", ty(random, depth)),
        8 => format!(
            "enum {name} {{ X, Y = {}, Z = {name}.X | 2, W = \"w\" }}",
            random.pick(&["1 << 3", "B.X", "~Z", "\"y\".length", "-1"])
        ),
        _ if depth == 0 => format!("import {name} = {}.{};", random.pick(&NAMES), random.pick(&NAMES)),
        _ => {
            let inner: Vec<String> = (0..random.below(3)).map(|_| declaration(random, depth - 1)).collect();
            let inner: Vec<String> =
                inner.iter().map(|one| format!("export {}", one.trim_start_matches("declare "))).collect();
            format!("declare namespace {name} {{ {} }}", inner.join(" "))
        }
    }
}

fn parameters(random: &mut Random, depth: usize) -> String {
    if random.below(3) > 0 {
        return String::new();
    }
    let list: Vec<String> = PARAMETERS[..=random.below(3)]
        .iter()
        .map(|name| match random.below(4) {
            0 => format!("{name} extends {}", ty(random, depth / 2)),
            1 => format!("{name} = {}", ty(random, depth / 2)),
            2 => format!("{name} extends keyof {} = {}", random.pick(&NAMES), ty(random, 1)),
            _ => (*name).to_owned(),
        })
        .collect();
    format!("<{}>", list.join(", "))
}

fn signature(random: &mut Random, depth: usize, arrow: &str) -> String {
    let mut list = Vec::new();
    for index in 0..random.below(4) {
        let optional = if random.one_in(3) { "?" } else { "" };
        list.push(format!("p{index}{optional}: {}", ty(random, depth.saturating_sub(1))));
    }
    if random.one_in(5) {
        list.push(format!("...rest: {}", ty(random, depth.saturating_sub(1))));
    }
    format!("{}({}){arrow} {}", parameters(random, depth), list.join(", "), ty(random, depth.saturating_sub(1)))
}

fn members(random: &mut Random, depth: usize) -> String {
    let depth = depth.saturating_sub(1);
    let mut text = String::new();
    for _ in 0..random.below(5) {
        let name = *random.pick(&MEMBERS);
        let optional = if random.one_in(3) { "?" } else { "" };
        let member = match random.below(9) {
            0..=3 => format!("{name}{optional}: {};", ty(random, depth)),
            4 => format!("{name}{optional}{};", signature(random, depth, ":")),
            5 => format!(
                "[key: {}]: {};",
                random.pick(&["string", "number", "symbol", "`a${string}`"]),
                ty(random, depth)
            ),
            6 => format!("get {name}(): {};", ty(random, depth)),
            7 => format!("set {name}(value: {});", ty(random, depth)),
            _ => format!("[Symbol.{}]: {};", random.pick(&["iterator", "asyncIterator", "dispose"]), ty(random, depth)),
        };
        text.push_str(&member);
        text.push(' ');
    }
    text
}

fn reference(random: &mut Random, depth: usize) -> String {
    let name = if random.one_in(4) { *random.pick(&UTILITIES) } else { *random.pick(&NAMES) };
    match random.below(4) {
        0 if depth > 0 => format!("{name}<{}>", ty(random, depth - 1)),
        1 if depth > 0 => format!("{name}<{}, {}>", ty(random, depth - 1), ty(random, depth - 1)),
        2 => format!("{name}.{}", random.pick(&NAMES)),
        _ => name.to_owned(),
    }
}

/// A type that nests at most so deep.
pub fn ty(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return match random.below(4) {
            0 => (*random.pick(&KEYWORDS)).to_owned(),
            1 => (*random.pick(&PARAMETERS)).to_owned(),
            2 => (*random.pick(&["\"a\"", "'it''s'", "0", "-1", "1n", "true", "1e400", "\"\\u2028\"", "\"\\ud800\""]))
                .to_owned(),
            _ => (*random.pick(&NAMES)).to_owned(),
        };
    }
    let next = depth - 1;
    match random.below(22) {
        0..=3 => ty(random, 0),
        4..=6 => reference(random, depth),
        7 => format!("({} | {})", ty(random, next), ty(random, next)),
        8 => format!("({} & {})", ty(random, next), ty(random, next)),
        9 => format!("({})[]", ty(random, next)),
        10 => format!("[{}, b?: {}, ...{}[]]", ty(random, next), ty(random, next), ty(random, 0)),
        11 => format!("(keyof {})", ty(random, next)),
        12 => format!("({})[{}]", ty(random, next), ty(random, next)),
        13 => format!("{}[keyof {}]", ty(random, 0), ty(random, 0)),
        14 => format!("(typeof {})", random.pick(&["A", "B.X", "globalThis", "A.b.c", "import('./main')"])),
        15 => {
            let tail = *random.pick(&["", " as `x${K & string}`", " as Exclude<K, 'a'>", " as never"]);
            let (plus, minus) = (*random.pick(&["", "+readonly ", "-readonly "]), *random.pick(&["", "?", "-?"]));
            format!("{{ {plus}[K in keyof {}{tail}]{minus}: {} }}", ty(random, next), ty(random, next))
        }
        16 => format!("{{ [K in {}]: {} }}", ty(random, next), ty(random, next)),
        17 => {
            format!("({} extends {} ? {} : {})", ty(random, next), ty(random, next), ty(random, next), ty(random, next))
        }
        18 => format!("({} extends (infer U)[] ? {} : {})", ty(random, next), ty(random, next), ty(random, next)),
        19 => format!("`a${{{}}}b${{{}}}`", ty(random, next), ty(random, next)),
        20 => format!("({})", signature(random, next, " =>")),
        _ => format!("{{ {} }}", members(random, next)),
    }
}
