//! `#[derive(StringEnum)]`: an enum whose variants are strings.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput};

use crate::attribute::{self, Place};
use crate::context::Context;
use crate::derive::{conversions, derive, guest_type};
use crate::messages;
use crate::names::{Rule, plain};

const ENUM: Place = Place {
    name: "a string enum",
    keys: &["rename", "rename_all", "crate"],
    elsewhere: &[("tag", "an enum that derives `Union`"), ("deny_unknown", "a struct")],
};

const VARIANT: Place = Place {
    name: "a variant of a string enum",
    keys: &["rename"],
    elsewhere: &[
        ("rename_all", "the enum"),
        ("crate", "the enum"),
        ("literal", "a variant of an enum that derives `Union`"),
        ("skip", "a field"),
        ("default", "a field"),
    ],
};

/// An enum that derives `StringEnum`, understood.
pub struct StringEnum {
    /// Its name in signatures.
    pub name: String,
    /// Its documentation.
    pub docs: String,
    /// The variants and their strings.
    pub variants: Vec<(Ident, String)>,
    private: TokenStream,
}

impl StringEnum {
    /// Reads the enum.
    pub fn parse(context: &Context, input: &DeriveInput) -> Option<Self> {
        let entries = attribute::ffi(context, &input.attrs, ENUM);
        let rule = entries.rename_all(context);
        for parameter in &input.generics.params {
            context.error(parameter, messages::generic("a string enum"));
        }
        let Data::Enum(data) = &input.data else {
            let instead = "for a struct derive `Options`";
            context.error(&input.ident, messages::wrong_item("StringEnum", "an enum", instead));
            return None;
        };
        if data.variants.is_empty() {
            context.error(&input.ident, messages::no_variants());
        }
        let mut variants: Vec<(Ident, String)> = Vec::new();
        for variant in &data.variants {
            if !variant.fields.is_empty() {
                context.error(&variant.fields, messages::variant_has_data());
            }
            let entries = attribute::ffi(context, &variant.attrs, VARIANT);
            let text = match entries.get("rename") {
                Some(_) => match entries.string(context, "rename", "rename = \"text\"") {
                    Some(text) => text.value(),
                    None => continue,
                },
                None => Rule::apply(rule, &plain(&variant.ident)),
            };
            if variants.iter().any(|(_, other)| *other == text) {
                context.error(variant.ident.to_token_stream(), messages::same_literal(&format!("\"{text}\"")));
            }
            variants.push((variant.ident.clone(), text));
        }
        let name = entries.rename(context).map_or_else(|| plain(&input.ident), |name| name.javascript);
        let private = entries.private(context);
        Some(Self { name, docs: crate::docs::text(&input.attrs), variants, private })
    }

    fn expand(&self, input: &DeriveInput) -> TokenStream {
        let private = &self.private;
        let ident = &input.ident;
        let (variants, texts): (Vec<&Ident>, Vec<&String>) =
            self.variants.iter().map(|(variant, text)| (variant, text)).unzip();
        let ty = quote! {
            #private::Type::union([
                #(#private::literal_type(#private::literal_string(#texts))),*
            ])
        };
        let described = guest_type(input, private, &ty);
        let from = quote!(#private::string_from_guest(guest));
        let into = quote!(side.text(#private::StringEnum::as_str(&self)));
        let conversions = conversions(input, private, &from, &into);
        quote! {
            #[automatically_derived]
            impl #private::StringEnum for #ident {
                const VALUES: &'static [&'static str] = &[#(#texts),*];

                fn as_str(&self) -> &'static str {
                    match self {
                        #(Self::#variants => #texts,)*
                    }
                }

                fn from_str(text: &str) -> #private::Option<Self> {
                    match text {
                        #(#texts => #private::Option::Some(Self::#variants),)*
                        _ => #private::Option::None,
                    }
                }
            }

            #described
            #conversions
        }
    }
}

/// `#[derive(StringEnum)]`.
pub fn string_enum(input: TokenStream) -> TokenStream {
    derive(input, StringEnum::parse, StringEnum::expand)
}
