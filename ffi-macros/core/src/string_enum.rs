//! `#[derive(StringEnum)]`: an enum whose variants are strings.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput};

use crate::attribute::{self, Place};
use crate::context::Context;
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
        let lend = crate::options::lend(input, private);
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

            #[automatically_derived]
            impl #private::GuestType for #ident {
                fn guest_type() -> #private::Type {
                    #private::Type::union([
                        #(#private::literal_type(#private::literal_string(#texts))),*
                    ])
                }
            }

            #[automatically_derived]
            impl #private::FromGuest for #ident {
                fn from_guest(guest: &#private::Guest) -> #private::Result<Self, #private::Fault> {
                    #private::string_from_guest(guest)
                }
            }

            #[automatically_derived]
            impl #private::IntoGuest for #ident {
                fn into_guest(self, side: #private::Side) -> #private::Result<#private::Guest, #private::Fault> {
                    side.text(#private::StringEnum::as_str(&self))
                }
            }

            #lend
        }
    }
}

/// `#[derive(StringEnum)]`.
pub fn string_enum(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let context = Context::default();
    let parsed = StringEnum::parse(&context, &input);
    let code = match parsed {
        Some(parsed) if context.is_clean() => parsed.expand(&input),
        _ => TokenStream::new(),
    };
    let errors = context.finish();
    quote!(#code #errors)
}
