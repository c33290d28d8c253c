//! What was written in `bind_dts!(...)`.

use ffi_macros_core::Context;
use ffi_macros_core::names::nearest;
use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token, braced};

use crate::messages;

const KEYS: [&str; 6] = ["path", "names", "rename_all", "with", "module", "crate"];

/// What is to be bound.
#[derive(Default)]
pub struct Input {
    pub path: Option<LitStr>,
    pub names: Vec<Named>,
    pub rename_all: Option<LitStr>,
    pub with: Vec<(Ident, Path)>,
    pub module: Option<Ident>,
    pub krate: Option<Path>,
}

/// `Request as Init`.
pub struct Named {
    pub name: Ident,
    pub alias: Option<Ident>,
}

/// One `Name = path` of `with`.
struct With(Ident, Path);

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let alias = match input.parse::<Option<Token![as]>>()? {
            Some(_) => Some(input.call(Ident::parse_any)?),
            None => None,
        };
        Ok(Self { name, alias })
    }
}

impl Parse for With {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        Ok(Self(name, input.parse()?))
    }
}

impl Named {
    /// The name in JavaScript.
    pub fn js(&self) -> String {
        self.name.unraw().to_string()
    }

    /// The name in Rust, when it was given.
    pub fn rust(&self) -> Option<String> {
        self.alias.as_ref().map(|alias| alias.unraw().to_string())
    }
}

/// Reads the input. What can be read is read; mistakes go to the context.
pub fn parse(context: &Context, tokens: proc_macro2::TokenStream) -> Input {
    let mut input = Input::default();
    let read = |stream: ParseStream<'_>| -> syn::Result<()> {
        if stream.is_empty() {
            return Err(syn::Error::new(Span::call_site(), messages::USAGE));
        }
        if stream.peek(LitStr) {
            input.path = Some(stream.parse()?);
            if !stream.is_empty() {
                stream.parse::<Token![,]>()?;
            }
            if !stream.is_empty() {
                input.names = names(stream)?;
            }
            stream.parse::<Option<Token![,]>>()?;
            return Ok(());
        }
        let mut seen: Vec<String> = Vec::new();
        while !stream.is_empty() {
            let key = stream.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), messages::USAGE))?;
            let text = key.to_string();
            if !KEYS.contains(&text.as_str()) {
                context.error(&key, messages::unknown_key(&text, nearest(&text, KEYS)));
            } else if seen.contains(&text) {
                context.error(&key, messages::duplicate_key(&text));
            }
            stream.parse::<Token![=]>()?;
            match text.as_str() {
                "path" => input.path = Some(stream.parse()?),
                "names" => input.names = names(stream)?,
                "rename_all" => input.rename_all = Some(stream.parse()?),
                "module" => input.module = Some(stream.parse()?),
                "crate" => input.krate = Some(stream.parse()?),
                "with" => {
                    let content;
                    braced!(content in stream);
                    let pairs = Punctuated::<With, Token![,]>::parse_terminated(&content)?;
                    input.with = pairs.into_iter().map(|With(name, path)| (name, path)).collect();
                }
                // Its value is of no interest.
                _ => drop(stream.parse::<proc_macro2::TokenTree>()?),
            }
            seen.push(text);
            if !stream.is_empty() {
                stream.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    context.take(syn::parse::Parser::parse2(read, tokens));
    if context.is_clean() {
        complete(context, &input);
    }
    input
}

fn names(stream: ParseStream<'_>) -> syn::Result<Vec<Named>> {
    let content;
    braced!(content in stream);
    Ok(Punctuated::<Named, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

fn complete(context: &Context, input: &Input) {
    let here = || syn::Error::new(Span::call_site(), messages::NO_PATH);
    match &input.path {
        None => context.push(here()),
        Some(path) if input.names.is_empty() => context.error(path, messages::NO_NAMES),
        Some(_) => {}
    }
    let mut taken: Vec<String> = Vec::new();
    for named in &input.names {
        let name = named.rust().unwrap_or_else(|| named.js());
        if taken.contains(&name) {
            let at = named.alias.as_ref().unwrap_or(&named.name);
            context.error(at.to_token_stream(), messages::duplicate_name(&name));
        }
        taken.push(name);
    }
    if let Some(rule) = &input.rename_all
        && !["snake_case", "camelCase"].contains(&rule.value().as_str())
    {
        context.error(rule, messages::unknown_rule(&rule.value()));
    }
}
