//! What was written in `bind_dts!(...)`.

use ffi_macros_core::Context;
use ffi_macros_core::attribute::split;
use ffi_macros_core::names::nearest;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token};

use crate::messages;

/// The keys, each with an example of its value.
const KEYS: [(&str, &str); 6] = [
    ("path", "path = \"types/request.d.ts\""),
    ("names", "names = { Request, RequestInit as Init, fetch }"),
    ("rename_all", "rename_all = \"camelCase\""),
    ("with", "with = { Headers = crate::web::Headers }"),
    ("module", "module = name"),
    ("crate", "crate = path::to::ffi_core"),
];

/// How functions can be spelled.
const RULES: [&str; 2] = ["snake_case", "camelCase"];

/// What is to be bound.
#[derive(Default)]
pub struct Input {
    pub path: Option<LitStr>,
    pub names: Vec<Named>,
    pub rename_all: Option<LitStr>,
    pub with: Vec<(Dotted, Path)>,
    pub module: Option<Ident>,
    pub krate: Option<Path>,
}

/// A name with what it stands in: `Intl.NumberFormat`.
pub struct Dotted(Punctuated<Ident, Token![.]>);

/// `Request as Init`.
pub struct Named {
    pub name: Dotted,
    pub alias: Option<Ident>,
}

/// One `Name = path` of `with`.
struct With(Dotted, Path);

impl Parse for Dotted {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Punctuated::parse_separated_nonempty_with(input, Ident::parse_any).map(Self)
    }
}

impl ToTokens for Dotted {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

impl Dotted {
    /// The name in JavaScript.
    pub fn js(&self) -> String {
        self.0.iter().map(|part| part.unraw().to_string()).collect::<Vec<_>>().join(".")
    }

    /// Its last part.
    pub fn last(&self) -> Option<&Ident> {
        self.0.last()
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.0.last().map_or_else(Span::call_site, Ident::span)
    }
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let alias = match input.parse::<Option<Token![as]>>()? {
            Some(_) => Some(input.call(Ident::parse_any)?),
            None => None,
        };
        Ok(Self { name, alias })
    }
}

impl Parse for With {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self(name, input.parse()?))
    }
}

impl Named {
    /// The name in JavaScript.
    pub fn js(&self) -> String {
        self.name.js()
    }

    /// The identifier that it is bound to.
    pub fn ident(&self) -> Option<&Ident> {
        self.alias.as_ref().or_else(|| self.name.last())
    }

    /// The name in Rust, when it was given.
    pub fn rust(&self) -> Option<String> {
        self.alias.as_ref().map(|alias| alias.unraw().to_string())
    }
}

/// Reads the input. What can be read is read; mistakes go to the context.
pub fn parse(context: &Context, tokens: TokenStream) -> Input {
    let mut input = Input::default();
    let parts = split(tokens);
    match parts.first().and_then(|part| part.first()) {
        None => context.push(syn::Error::new(Span::call_site(), messages::USAGE)),
        Some(TokenTree::Literal(_)) => short(context, &parts, &mut input),
        Some(_) => long(context, parts, &mut input),
    }
    if context.is_clean() {
        complete(context, &input);
    }
    input
}

/// `"path", { names }`
fn short(context: &Context, parts: &[Vec<TokenTree>], input: &mut Input) {
    let mut parts = parts.iter().map(|part| part.iter().cloned().collect::<TokenStream>());
    let first = parts.next().unwrap_or_default();
    match syn::parse2::<LitStr>(first.clone()) {
        Ok(path) => input.path = Some(path),
        Err(_) => context.error(first, messages::USAGE),
    }
    if let Some(braces) = parts.next() {
        match syn::parse2::<Group>(braces.clone()) {
            Ok(group) if group.delimiter() == Delimiter::Brace => input.names = names(context, &group),
            _ => context.error(braces, messages::USAGE),
        }
    }
    for more in parts {
        context.error(more, messages::LONG_FORM);
    }
}

/// `key = value, ...`
fn long(context: &Context, parts: Vec<Vec<TokenTree>>, input: &mut Input) {
    let mut seen: Vec<String> = Vec::new();
    for part in parts {
        let mut tokens = part.into_iter();
        let key = match tokens.next() {
            Some(TokenTree::Ident(key)) => key,
            Some(other) => {
                context.error(other, messages::USAGE);
                continue;
            }
            None => continue,
        };
        let text = key.to_string();
        let Some((_, example)) = KEYS.iter().find(|(known, _)| *known == text) else {
            context.error(&key, messages::unknown_key(&text, nearest(&text, KEYS.map(|(known, _)| known))));
            continue;
        };
        if seen.contains(&text) {
            context.error(&key, messages::duplicate_key(&text));
            continue;
        }
        seen.push(text.clone());
        match tokens.next() {
            Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {}
            Some(other) => {
                context.error(other, messages::form(&text, example));
                continue;
            }
            None => {
                context.error(&key, messages::form(&text, example));
                continue;
            }
        }
        let value: TokenStream = tokens.collect();
        if value.is_empty() {
            context.error(&key, messages::form(&text, example));
            continue;
        }
        let read = Value { context, key: &text, example, value };
        match text.as_str() {
            "path" => input.path = read.parse(),
            "rename_all" => input.rename_all = read.parse(),
            "module" => input.module = read.parse(),
            "crate" => input.krate = read.parse(),
            "names" => input.names = read.braces().map(|group| names(context, &group)).unwrap_or_default(),
            _ => {
                let group = read.braces();
                let pairs = group.map(|group| each(context, &group, messages::WITH)).unwrap_or_default();
                input.with = pairs.into_iter().map(|With(name, path)| (name, path)).collect();
            }
        }
    }
}

/// The value of a key.
struct Value<'v> {
    context: &'v Context,
    key: &'v str,
    example: &'v str,
    value: TokenStream,
}

impl Value<'_> {
    fn parse<T: Parse>(self) -> Option<T> {
        let parsed = syn::parse2::<T>(self.value.clone());
        if parsed.is_err() {
            self.context.error(self.value, messages::form(self.key, self.example));
        }
        parsed.ok()
    }

    fn braces(self) -> Option<Group> {
        let group = syn::parse2::<Group>(self.value.clone()).ok();
        let group = group.filter(|group| group.delimiter() == Delimiter::Brace);
        if group.is_none() {
            self.context.error(self.value, messages::form(self.key, self.example));
        }
        group
    }
}

fn names(context: &Context, group: &Group) -> Vec<Named> {
    each(context, group, messages::NAME)
}

/// Each part of a list in braces. One that cannot be read is noted; the others are read all the same.
fn each<T: Parse>(context: &Context, group: &Group, expected: &str) -> Vec<T> {
    let parts = split(group.stream()).into_iter().filter(|part| !part.is_empty());
    let read = |part: Vec<TokenTree>| {
        let tokens: TokenStream = part.into_iter().collect();
        let parsed = T::parse.parse2(tokens.clone());
        if parsed.is_err() {
            context.error(tokens, expected);
        }
        parsed.ok()
    };
    parts.filter_map(read).collect()
}

fn complete(context: &Context, input: &Input) {
    match &input.path {
        None => context.push(syn::Error::new(Span::call_site(), messages::NO_PATH)),
        Some(path) if input.names.is_empty() => context.error(path, messages::NO_NAMES),
        Some(_) => {}
    }
    let mut taken: Vec<String> = Vec::new();
    for ident in input.names.iter().filter_map(Named::ident) {
        let name = ident.unraw().to_string();
        if taken.contains(&name) {
            context.error(ident, messages::duplicate_name(&name));
        }
        taken.push(name);
    }
    if let Some(rule) = &input.rename_all
        && !RULES.contains(&rule.value().as_str())
    {
        context.error(rule, messages::unknown_rule(&rule.value(), nearest(&rule.value(), RULES)));
    }
}
