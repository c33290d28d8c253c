//! `#[export]`: functions and `impl` blocks for Python and JavaScript.
//!
//! [`function`] and [`class`] understand an item, [`signature`] its `signature = (...)`, [`parameter`] joins the two; `write` writes the code.

pub mod class;
pub mod function;
pub mod parameter;
pub mod signature;
mod write;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::context::Context;
use crate::item::{Function, Implementation};
use crate::messages;

pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let context = Context::default();
    let (item, code) = if is_implementation(&item) {
        match syn::parse2::<Implementation>(item.clone()) {
            Ok(block) => {
                let parsed = class::Class::parse(&context, attribute, &block);
                let code = parsed.filter(|_| context.is_clean()).map(|class| write::class(&class));
                (block.without_ours(), code)
            }
            Err(error) => {
                context.push(error);
                (item, None)
            }
        }
    } else if has_word(&item, "fn") {
        match syn::parse2::<Function>(item.clone()) {
            Ok(function) => {
                let parsed = function::Exported::parse_free(&context, attribute, &function);
                let code = parsed.filter(|_| context.is_clean()).map(|exported| write::function(&exported));
                (item, code)
            }
            Err(error) => {
                context.push(error);
                (item, None)
            }
        }
    } else {
        let at = item.clone().into_iter().find(|token| !matches!(token, TokenTree::Punct(_) | TokenTree::Group(_)));
        context.error(at, messages::cannot_export());
        (item, None)
    };
    let errors = context.finish();
    quote!(#item #code #errors)
}

/// Whether the word stands outside of groups.
fn has_word(item: &TokenStream, word: &str) -> bool {
    item.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == word))
}

/// Whether the first keyword of the item is `impl`.
fn is_implementation(item: &TokenStream) -> bool {
    let mut words = item.clone().into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    });
    words.find(|word| word != "unsafe") == Some("impl".to_owned())
}
