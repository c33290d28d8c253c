//! The lists of attributes: `#[ffi(key, key = value, key(list))]`, read against a table of what each place allows.

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{Attribute, LitStr, Meta};

use crate::context::Context;
use crate::messages;
use crate::names::{Name, RULES, Rule, nearest, python_spelling};

/// What serde calls some of the keys.
const SERDE: [(&str, &str); 6] = [
    ("skip_serializing_if", "skip_if_none"),
    ("deny_unknown_fields", "deny_unknown"),
    ("skip_serializing", "skip"),
    ("skip_deserializing", "skip"),
    ("serialize_with", "with"),
    ("deserialize_with", "with"),
];

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In words: "a field".
    pub name: &'static str,
    /// The keys that it allows.
    pub keys: &'static [&'static str],
    /// Keys that belong elsewhere, and where.
    pub elsewhere: &'static [(&'static str, &'static str)],
}

/// One key with its value.
pub struct Entry {
    /// The key.
    pub key: Ident,
    /// Its name.
    pub name: String,
    /// What follows `=`.
    value: Option<TokenStream>,
    /// What stands in parentheses.
    list: Option<TokenStream>,
}

/// The entries of a place: known keys only, each once.
#[derive(Default)]
pub struct Entries(Vec<Entry>);

/// Reads all `#[ffi(...)]` of an item.
pub fn ffi(context: &Context, attributes: &[Attribute], place: Place) -> Entries {
    let mut entries = Entries::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("ffi")) {
        match &attribute.meta {
            Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
                entries.read(context, list.tokens.clone(), place);
            }
            _ => context.error(attribute, messages::needs_list()),
        }
    }
    entries
}

/// Splits tokens at commas that stand outside of groups and of `::<...>`.
pub fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts: Vec<Vec<TokenTree>> = vec![Vec::new()];
    let mut angles = 0usize;
    for token in tokens {
        let last = parts.last().and_then(|part| part.last());
        if let TokenTree::Punct(punct) = &token {
            let after = |wanted: char| matches!(last, Some(TokenTree::Punct(before)) if before.as_char() == wanted);
            match punct.as_char() {
                '<' if angles > 0 || after(':') => angles += 1,
                '>' if angles > 0 && !after('-') => angles -= 1,
                ',' if angles == 0 => {
                    parts.push(Vec::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

impl Entries {
    /// Reads a list.
    pub fn read(&mut self, context: &Context, tokens: TokenStream, place: Place) {
        for part in split(tokens) {
            if let Some(entry) = Entry::parse(context, part) {
                self.add(context, entry, place);
            }
        }
    }

    fn add(&mut self, context: &Context, entry: Entry, place: Place) {
        if !place.keys.contains(&entry.name.as_str()) {
            if let Some((_, belongs)) = place.elsewhere.iter().find(|(key, _)| *key == entry.name) {
                context.error(&entry.key, messages::misplaced_key(&entry.name, place.name, belongs));
            } else {
                let serde = SERDE.iter().find(|(theirs, ours)| *theirs == entry.name && place.keys.contains(ours));
                let near = serde.map(|(_, ours)| *ours).or_else(|| nearest(&entry.name, place.keys.iter().copied()));
                context.error(&entry.key, messages::unknown_key(&entry.name, place.name, place.keys, near));
            }
        } else if self.get(&entry.name).is_some() {
            context.error(&entry.key, messages::duplicate_key(&entry.name));
        } else {
            self.0.push(entry);
        }
    }

    /// The entry of a key.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.name == name)
    }

    /// Whether a key without value is there.
    pub fn flag(&self, context: &Context, name: &str) -> bool {
        let Some(entry) = self.get(name) else { return false };
        if entry.value.is_some() || entry.list.is_some() {
            context.error(&entry.key, messages::takes_no_value(name));
        }
        true
    }

    /// The string of a key.
    pub fn string(&self, context: &Context, name: &str, example: &str) -> Option<LitStr> {
        let entry = self.get(name)?;
        let tokens = entry.tokens(context, example)?;
        entry.parse_as::<LitStr>(context, tokens, example)
    }

    /// Any tokens behind `=`, as an expression.
    pub fn expression(&self, context: &Context, name: &str, example: &str) -> Option<TokenStream> {
        self.get(name)?.tokens(context, example)
    }

    /// The type of a key.
    pub fn ty(&self, context: &Context, name: &str, example: &str) -> Option<syn::Type> {
        let entry = self.get(name)?;
        let tokens = entry.tokens(context, example)?;
        entry.parse_as::<syn::Type>(context, tokens, example)
    }

    /// Notes keys that exclude each other.
    pub fn exclude(&self, context: &Context, key: &str, others: &[(&str, &str)]) {
        if self.get(key).is_none() {
            return;
        }
        for (other, reason) in others {
            if let Some(entry) = self.get(other) {
                context.error(&entry.key, messages::conflict(other, key, reason));
            }
        }
    }

    /// `rename = "both"` or `rename(js = "one", python = "other")`.
    pub fn rename(&self, context: &Context) -> Option<Name> {
        const EXAMPLE: &str = "rename = \"name\"` or `rename(js = \"name\", python = \"name\")";
        let entry = self.get("rename")?;
        if let Some(list) = &entry.list {
            return entry.rename_list(context, list.clone(), EXAMPLE);
        }
        let text = self.string(context, "rename", EXAMPLE)?;
        if text.value().is_empty() {
            context.error(&text, messages::empty_name());
            return None;
        }
        Some(Name::new(text.value()))
    }

    /// The rule of `rename_all`.
    pub fn rename_all(&self, context: &Context) -> Rule {
        let Some(text) = self.string(context, "rename_all", "rename_all = \"camelCase\"") else { return Rule::None };
        let wanted = text.value();
        if let Some((_, rule)) = RULES.iter().find(|(name, _)| *name == wanted) {
            return *rule;
        }
        let known = RULES.map(|(name, _)| name);
        context.error(&text, messages::unknown_rule(&wanted, nearest(&wanted, known), &known));
        Rule::None
    }

    /// The path of `crate = path`, with the private module behind it.
    pub fn private(&self, context: &Context) -> TokenStream {
        let default = quote!(::ffi_core::__private);
        let Some(entry) = self.get("crate") else { return default };
        let Some(tokens) = entry.tokens(context, "crate = path::to::ffi_core") else { return default };
        match entry.parse_as::<syn::Path>(context, tokens, "crate = path::to::ffi_core") {
            Some(path) => quote!(#path::__private),
            None => default,
        }
    }
}

impl Entry {
    fn parse(context: &Context, part: Vec<TokenTree>) -> Option<Self> {
        let mut tokens = part.into_iter().peekable();
        let key = match tokens.next()? {
            TokenTree::Ident(key) => key,
            other => {
                context.error(other, messages::expected_key());
                return None;
            }
        };
        let mut entry = Self { name: crate::names::plain(&key), key, value: None, list: None };
        match tokens.next() {
            None => {}
            Some(TokenTree::Punct(punct)) if punct.as_char() == '=' && punct.spacing() == Spacing::Alone => {
                entry.value = Some(tokens.collect());
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                entry.list = Some(group.stream());
                if let Some(extra) = tokens.next() {
                    context.error(extra, messages::expected_comma());
                }
            }
            Some(other) => context.error(other, messages::expected_comma()),
        }
        Some(entry)
    }

    /// Whether there is a value.
    pub fn has_value(&self) -> bool {
        self.value.is_some()
    }

    /// Notes a value in parentheses.
    pub fn refuse_list(&self, context: &Context, example: &str) {
        if self.list.is_some() {
            context.error(&self.key, messages::wrong_value(&self.name, example));
        }
    }

    fn tokens(&self, context: &Context, example: &str) -> Option<TokenStream> {
        match &self.value {
            Some(tokens) if !tokens.is_empty() => Some(tokens.clone()),
            Some(_) => {
                context.error(&self.key, messages::needs_value(&self.name, example));
                None
            }
            None if self.list.is_some() => {
                context.error(&self.key, messages::wrong_value(&self.name, example));
                None
            }
            None => {
                context.error(&self.key, messages::needs_value(&self.name, example));
                None
            }
        }
    }

    fn parse_as<T: syn::parse::Parse>(&self, context: &Context, tokens: TokenStream, example: &str) -> Option<T> {
        match T::parse.parse2(tokens.clone()) {
            Ok(value) => Some(value),
            Err(_) => {
                context.error(tokens, messages::wrong_value(&self.name, example));
                None
            }
        }
    }

    fn rename_list(&self, context: &Context, list: TokenStream, example: &str) -> Option<Name> {
        const PLACE: Place = Place { name: "`rename`", keys: &["js", "python"], elsewhere: &[] };
        let mut inner = Entries::default();
        inner.read(context, list, PLACE);
        let javascript = inner.string(context, "js", "js = \"name\"");
        let python = inner.string(context, "python", "python = \"name\"");
        if let Some(python) = &python
            && python_spelling(&python.value()) != python.value()
        {
            context.error(python, messages::not_a_python_name(&python.value()));
        }
        match (javascript, python) {
            (Some(javascript), Some(python)) => Some(Name { javascript: javascript.value(), python: python.value() }),
            _ if !context.is_clean() => None,
            _ => {
                context.error(&self.key, messages::wrong_value("rename", example));
                None
            }
        }
    }
}

impl ToTokens for Entry {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.key.to_tokens(tokens);
    }
}

/// A string literal with a span.
pub fn literal(text: &str, span: Span) -> LitStr {
    LitStr::new(text, span)
}
