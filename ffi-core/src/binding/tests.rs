//! Plans, matching and messages: each test is a signature, calls in a small notation, and what comes of them.

use crate::signature::{Function, Literal, Name, Parameter, Signature, Type};

use super::{CallPlan, Expected, Layout, NoNames, Path, ReferenceKind, ReferenceNames, Segment, Source, nearest};

/// `name: type`; `?` behind the name makes it optional, `...` before it a rest parameter; `{a b! c=1}` are keywords.
fn parameter(text: &str) -> Parameter {
    if let Some(inner) = text.strip_prefix('{') {
        let inner = inner.trim_end_matches('}');
        let keywords: Vec<_> = inner
            .split_whitespace()
            .filter(|word| *word != "**")
            .map(|word| {
                let (word, default) = match word.split_once('=') {
                    Some((word, value)) => (word, Some(Literal::String(value.to_owned()))),
                    None => (word, None),
                };
                let name = word.trim_end_matches('!');
                let python = if name == "from" { "from_" } else { name };
                let name = Name::renamed(name, python);
                let required = word.ends_with('!');
                crate::signature::Keyword { name, ty: Type::String, required, default, ..Default::default() }
            })
            .collect();
        return Parameter {
            name: Name::new("options"),
            ty: Type::Record { fields: Vec::new() },
            optional: keywords.iter().all(|keyword| !keyword.required),
            keywords: Some(keywords.into()),
            other_keywords: inner.contains("**").then_some(Type::Any),
            ..Parameter::default()
        };
    }
    let (name, ty) = text.split_once(':').unwrap_or((text, "any"));
    let rest = name.starts_with("...");
    let name = name.trim_start_matches("...");
    Parameter {
        name: Name::new(name.trim_end_matches('?')),
        ty: ty_of(ty),
        optional: name.ends_with('?'),
        rest,
        ..Parameter::default()
    }
}

fn ty_of(text: &str) -> Type {
    match text.trim() {
        "str" => Type::String,
        "num" => Type::Number,
        "null" => Type::Null,
        "callback" => Type::Function { function: Box::default(), construct: false },
        "list" => Type::Array { element: Box::new(Type::Any), readonly: false },
        "bytes" => Type::Buffer { buffer: crate::signature::BufferKind::Uint8Array },
        "any" => Type::Any,
        "'a'" => Type::Literal { value: Literal::String("a".into()) },
        "1" => Type::Literal { value: Literal::Number(1.0) },
        text if text.contains('|') => Type::union(text.split('|').map(ty_of)),
        name => Type::reference(name),
    }
}

/// Overloads are separated by `/`, parameters by `,`.
fn plan(function: &str) -> CallPlan {
    let overloads = function
        .split(" / ")
        .map(|overload| Signature {
            parameters: overload.split(", ").map(str::trim).filter(|text| !text.is_empty()).map(parameter).collect(),
            result: Type::Undefined,
            ..Signature::default()
        })
        .collect();
    CallPlan::compile("f", &Function { overloads })
}

/// The kind of argument that a letter of a call stands for: `s` a string, `n` a number, `o` a dict, `c` a callable.
fn fits(ty: &Type, argument: char) -> bool {
    ty.members().iter().any(|member| match member {
        Type::Any => true,
        Type::String => argument == 's',
        Type::Number => argument == 'n',
        Type::Record { .. } => argument == 'o',
        Type::Function { .. } => argument == 'c',
        _ => false,
    })
}

/// Runs a call, `letters key key`, and shows the JavaScript arguments or the error.
#[track_caller]
fn check(function: &str, call: &str, expected: &str) {
    let plan = plan(function);
    let (letters, keywords) = match call.split_once(' ') {
        Some((letters, keywords)) => (letters, keywords),
        None => (call, ""),
    };
    let letters: Vec<char> = letters.chars().filter(|letter| *letter != '-').collect();
    let keywords: Vec<&str> = keywords.split_whitespace().collect();
    let outcome = plan.match_call(letters.len(), &keywords, |layout: &Layout, index, argument| {
        layout.type_at(index).is_some_and(|ty| fits(ty, letters[argument]))
    });
    let shown = match outcome {
        Ok(matched) => {
            let options = plan.layouts[matched.layout].options.as_ref();
            let sources: Vec<String> = (0..matched.count)
                .map(|index| match matched.source(index) {
                    Source::Positional(argument) => format!("{}{argument}", letters[argument]),
                    Source::Undefined => "undefined".to_owned(),
                    Source::Keywords => {
                        let options = options.expect("keywords are inserted only where there are options");
                        let mut given: Vec<String> = matched
                            .keywords
                            .as_slice()
                            .iter()
                            .zip(&keywords)
                            .map(|(slot, name)| match options.keywords.get(usize::from(*slot)) {
                                Some(keyword) => keyword.name.js.clone(),
                                None => format!("*{name}"),
                            })
                            .collect();
                        for index in &options.defaults {
                            let js = &options.keywords[*index].name.js;
                            if !given.contains(js) {
                                given.push(format!("{js}=default"));
                            }
                        }
                        format!("{{{}}}", given.join(" "))
                    }
                })
                .collect();
            sources.join(", ")
        }
        Err(error) => plan.message(&error),
    };
    assert_eq!(shown, expected, "{function} called with {call}");
}

#[test]
fn options_at_the_end() {
    let response = "body?: str, {headers status statusText from}";
    check(response, "-", "");
    check(response, "s", "s0");
    check(response, "s status", "s0, {status}");
    check(response, "- status from_", "undefined, {status from}");
    check(response, "so", "s0, o1");
    check(response, "so status", "f() got both an options object and keyword arguments: 'status'");
    check(response, "sos", "f() takes from 0 to 2 positional arguments but 3 were given");
    check(response, "s stauts", "f() got an unexpected keyword argument 'stauts'. Did you mean 'status'?");
    check(response, "s from", "f() got an unexpected keyword argument 'from'. Did you mean 'from_'?");
    check(response, "s zzz", "f() got an unexpected keyword argument 'zzz'");
}

#[test]
fn counts() {
    check("a: str", "-", "f() missing 1 required positional argument: 'a'");
    check("a: str, b: str", "-", "f() missing 2 required positional arguments: 'a' and 'b'");
    check("a: str, b: str, c: str", "-", "f() missing 3 required positional arguments: 'a', 'b', and 'c'");
    check("a: str, b: str, c: str", "s", "f() missing 2 required positional arguments: 'b' and 'c'");
    check("a: str", "ss", "f() takes 1 positional argument but 2 were given");
    check("", "s", "f() takes 0 positional arguments but 1 was given");
    check("a: str, b?: str", "sss", "f() takes from 1 to 2 positional arguments but 3 were given");
    check("a: str", "s x", "f() got an unexpected keyword argument 'x'");
    check("a: str, ...rest: str", "ssss", "s0, s1, s2, s3");
}

#[test]
fn required_keywords() {
    let function = "a: str, {x! y! z}";
    check(function, "s", "f() missing 2 required keyword-only arguments: 'x' and 'y'");
    check(function, "s x", "f() missing 1 required keyword-only argument: 'y'");
    check(function, "s y x", "s0, {y x}");
    check(function, "so", "s0, o1");
    check(function, "- x y", "f() missing 1 required positional argument: 'a'");
}

#[test]
fn options_in_the_middle() {
    let function = "path: str, {flag mode}, callback: callback";
    check(function, "sc", "s0, undefined, c1");
    check(function, "sc flag", "s0, {flag}, c1");
    check(function, "soc", "s0, o1, c2");
    check(function, "soc flag", "f() got both an options object and keyword arguments: 'flag'");
    check(function, "s", "f() missing 1 required positional argument: 'callback'");
    let optional = "path: str, {flag}, callback?: callback";
    check(optional, "sc", "s0, undefined, c1");
    check(optional, "so", "s0, o1");
    check(optional, "s", "s0");
    check(optional, "s flag", "s0, {flag}");
}

#[test]
fn overloads_are_one_layout() {
    let read_file = "path: str, {encoding}, callback: callback / path: str, callback: callback";
    check(read_file, "sc", "s0, c1");
    check(read_file, "sc encoding", "s0, {encoding}, c1");
    check(read_file, "soc", "s0, o1, c2");
    check("a: str / a: num, b: num", "s", "s0");
    check("a: str / a: num, b: num", "nn", "n0, n1");
    check("a: str / a: num, b: num", "nnn", "f() takes from 1 to 2 positional arguments but 3 were given");
}

#[test]
fn overloads_of_different_layout() {
    let axios = "{url method} / url: str, {method}";
    check(axios, "- url", "{url}");
    check(axios, "s", "s0");
    check(axios, "o", "o0");
    check(axios, "s method", "s0, {method}");
    check(axios, "so", "s0, o1");
    check(axios, "s nope", "f() got an unexpected keyword argument 'nope'");
}

#[test]
fn defaults_and_other_keywords() {
    check("body?: str, {status=200 text}", "-", "undefined, {status=default}");
    check("body?: str, {status=200 text}", "s", "s0, {status=default}");
    check("body?: str, {status=200 text}", "s text", "s0, {text status=default}");
    check("body?: str, {status=200 text}", "so", "s0, o1");
    check("{a **}", "- a b", "{a *b}");
    check("a: str, ...rest: str, {x}", "sss x", "s0, s1, s2, {x}");
    check("a: str, ...rest: str, {x}", "s", "s0");
}

#[test]
fn many_keywords_spill() {
    let names: Vec<String> = (0..30).map(|index| format!("key{index}")).collect();
    let function = format!("{{{}}}", names.join(" "));
    check(&function, &format!("- {}", names.join(" ")), &format!("{{{}}}", names.join(" ")));
}

#[test]
fn tokens_find_keywords_without_their_text() {
    struct Interned(usize);
    impl super::Keyword for Interned {
        fn token(&self) -> usize {
            self.0
        }
        fn text(&self) -> &str {
            "found by its token, not by this"
        }
    }
    let mut plan = plan("{a b}");
    let mut next = 0;
    plan.intern_keywords(|_| {
        next += 1;
        next
    });
    let matched = plan.match_call(0, &[Interned(2), Interned(1)], |_, _, _| false).expect("both names are known");
    assert_eq!(matched.keywords.as_slice(), [1, 0]);
}

#[track_caller]
fn check_expected(ty: &str, expected: &str) {
    struct Aliases;
    impl ReferenceNames for Aliases {
        fn look_up(&self, name: &str, _module: Option<&str>) -> ReferenceKind {
            match name {
                "RequestInfo" => ReferenceKind::Alias(ty_of("Request|str")),
                "Loop" => ReferenceKind::Alias(ty_of("Loop|null")),
                _ => NoNames.look_up(name, None),
            }
        }
    }
    assert_eq!(Expected::describe(&Aliases, &ty_of(ty)), expected);
}

#[test]
fn types_in_words() {
    check_expected("str", "str");
    check_expected("str|num", "str or float");
    check_expected("str|Request|URL", "str, Request or URL");
    check_expected("RequestInfo|URL", "Request, str or URL");
    check_expected("null|str", "str or None");
    check_expected("'a'|1|callback", "'a', 1 or callable");
    check_expected("list|bytes", "list or bytes-like");
    check_expected("Loop", "Loop or None");
}

#[test]
fn paths() {
    let mut path = Path::new();
    path.wrap(Segment::Key("a \"b\"\n".into()));
    path.wrap(Segment::Field("name".into()));
    path.wrap(Segment::Index(2));
    path.wrap(Segment::Field("body".into()));
    assert_eq!(path.to_string(), r#"body[2].name["a \"b\"\n"]"#);
}

#[test]
fn nearest_names() {
    let names = ["status", "statusText", "headers", "body", "keepalive"];
    let near = |name| nearest(name, names);
    assert_eq!(near("stauts"), Some("status"));
    assert_eq!(near("statustext"), Some("statusText"));
    assert_eq!(near("header"), Some("headers"));
    assert_eq!(near("keep_alive"), Some("keepalive"));
    assert_eq!(near("bdoy"), Some("body"));
    assert_eq!(near("signal"), None);
    assert_eq!(near(""), None);
}
