//! An exported function, method, constructor or accessor, understood.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Type;

use super::parameter::{self, Parameter, with_self};
use super::signature;
use crate::attribute::{Entries, Place};
use crate::context::Context;
use crate::item::Function;
use crate::messages;
use crate::names::{Name, Rule};

const FUNCTION: Place = Place {
    name: "an exported function",
    keys: &["rename", "signature", "crate"],
    elsewhere: &[
        ("constructor", "a method of an `impl` block"),
        ("static", "a method of an `impl` block"),
        ("getter", "a method of an `impl` block"),
        ("setter", "a method of an `impl` block"),
        ("skip", "a method of an `impl` block"),
        ("rename_all", "an `impl` block"),
    ],
};

/// A function, understood.
pub struct Exported {
    /// Its identifier.
    pub ident: Ident,
    /// Its name on each side.
    pub name: Name,
    /// Its documentation.
    pub docs: String,
    /// `pub`.
    pub visibility: TokenStream,
    /// Whether calling it gives a promise.
    pub is_async: bool,
    /// How it takes the receiver.
    pub receiver: Receiver,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its result, with `Self` replaced.
    pub result: Type,
    /// The annotation of the result for stubs.
    pub annotation: Option<String>,
    /// The path of `ffi_core::__private`.
    pub private: TokenStream,
}

/// How a function takes its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// Not at all.
    None,
    /// `&self`.
    Shared,
    /// `&mut self`.
    Exclusive,
}

impl Exported {
    /// A function that stands by itself.
    pub fn parse_free(context: &Context, attribute: TokenStream, function: &Function) -> Option<Self> {
        let mut entries = Entries::default();
        entries.read(context, attribute, FUNCTION);
        if let Some(receiver) = &function.receiver {
            context.error(&receiver.tokens, messages::method_as_function());
        }
        let private = entries.private(context);
        Self::parse(context, &entries, function, None, Rule::None, private)
    }

    /// A function with its attributes, in an `impl` block of `this`.
    pub fn parse(
        context: &Context,
        entries: &Entries,
        function: &Function,
        this: Option<&Type>,
        rule: Rule,
        private: TokenStream,
    ) -> Option<Self> {
        for modifier in &function.modifiers {
            match modifier.to_string().as_str() {
                "unsafe" => context.error(modifier, messages::unsafe_function()),
                "const" => {}
                other => context.error(modifier, messages::modifier(other)),
            }
        }
        for parameter in &function.generics.params {
            if !matches!(parameter, syn::GenericParam::Lifetime(_)) {
                context.error(parameter, messages::generic("an exported function"));
            }
        }
        if !function.has_body {
            context.error(&function.ident, messages::no_body());
        }
        let receiver = match &function.receiver {
            None => Receiver::None,
            Some(receiver) if !receiver.by_reference => {
                context.error(&receiver.tokens, messages::receiver_by_value());
                Receiver::Shared
            }
            Some(receiver) if receiver.mutable => Receiver::Exclusive,
            Some(_) => Receiver::Shared,
        };
        let written = match entries.get("signature") {
            Some(_) => {
                let example = "signature = (url, /, *, retries = 3)";
                let tokens = entries.expression(context, "signature", example)?;
                Some(signature::parse(context, tokens)?)
            }
            None => None,
        };
        let annotation = written.as_ref().and_then(|written| written.result.clone());
        let name = entries.rename(context).unwrap_or_else(|| Name::of(&function.ident, rule));
        let result = match &function.result {
            Some(result) => with_self(result, this),
            None => syn::parse_quote!(()),
        };
        parameter::unsupported(context, &result);
        Some(Self {
            ident: function.ident.clone(),
            name,
            docs: crate::docs::text(&function.attributes),
            visibility: function.visibility.to_token_stream(),
            is_async: function.asyncness.is_some(),
            receiver,
            parameters: parameter::join(context, &function.parameters, written, this),
            result,
            annotation,
            private,
        })
    }
}
