//! Doc comments as text.

use proc_macro2::TokenTree;
use syn::{Attribute, Meta};

/// The text of the doc comments, without the space that each line begins with.
pub fn text(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        if !pair.path.is_ident("doc") {
            continue;
        }
        let tokens = quote::ToTokens::to_token_stream(&pair.value);
        for token in tokens {
            if let TokenTree::Literal(literal) = token
                && let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
            {
                lines.extend(text.value().lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()));
                if text.value().is_empty() {
                    lines.push(String::new());
                }
            }
        }
    }
    lines.join("\n").trim().to_owned()
}
