//! `#[derive(Union)]`: an enum as a union, told apart by type or by a literal tag.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Type};

use crate::attribute::{self, Entries, Place};
use crate::context::Context;
use crate::derive::{conversions, derive, guest_type};
use crate::fields::{Fields, field_name};
use crate::messages;
use crate::names::{Name, Rule, plain};

const ENUM: Place = Place {
    name: "an enum",
    keys: &["rename", "rename_all", "tag", "crate"],
    elsewhere: &[
        ("literal", "a variant without data"),
        ("skip", "a field"),
        ("default", "a field"),
        ("flatten", "a field"),
        ("deny_unknown", "a struct"),
    ],
};

const VARIANT: Place = Place {
    name: "a variant",
    keys: &["rename", "rename_all", "literal"],
    elsewhere: &[
        ("tag", "the enum"),
        ("crate", "the enum"),
        ("skip", "a field"),
        ("skip_if_none", "a field"),
        ("default", "a field"),
        ("flatten", "a field"),
        ("with", "a field"),
    ],
};

/// An enum that derives `Union`, understood.
pub struct Union {
    /// Its name in signatures.
    pub name: String,
    /// Its documentation.
    pub docs: String,
    /// The field that holds the tag.
    pub tag: Option<Name>,
    /// The members.
    pub variants: Vec<Variant>,
    private: TokenStream,
}

/// A member of a union.
pub struct Variant {
    /// Its identifier.
    pub ident: Ident,
    /// Its tag, or its literal string.
    pub text: String,
    /// What it holds.
    pub shape: Shape,
}

/// A literal as both languages write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiteralText {
    /// A string.
    String(String),
    /// A number.
    Number(String),
    /// A boolean.
    Boolean(bool),
}

/// What a variant holds.
pub enum Shape {
    /// Nothing: it is a literal, as code that makes it.
    Literal(TokenStream, LiteralText),
    /// A value of another type.
    Newtype(Box<Type>),
    /// Fields of its own.
    Record(Fields),
}

impl Union {
    /// Reads the enum.
    pub fn parse(context: &Context, input: &DeriveInput) -> Option<Self> {
        let entries = attribute::ffi(context, &input.attrs, ENUM);
        let rule = entries.rename_all(context);
        let tag = entries.string(context, "tag", "tag = \"kind\"");
        if let Some(tag) = tag.as_ref().filter(|tag| tag.value().is_empty()) {
            context.error(tag, messages::empty_name());
        }
        let private = entries.private(context);
        for lifetime in input.generics.lifetimes() {
            context.error(lifetime, messages::lifetime());
        }
        let Data::Enum(data) = &input.data else {
            let instead = "for a struct derive `Options`";
            context.error(&input.ident, messages::wrong_item("Union", "an enum", instead));
            return None;
        };
        if data.variants.is_empty() {
            context.error(&input.ident, messages::no_variants());
        }
        let tag = tag.map(|tag| Name::new(tag.value()));
        let variants =
            data.variants.iter().filter_map(|variant| Variant::parse(context, variant, rule, tag.is_some(), &private));
        let variants: Vec<Variant> = variants.collect();
        for (index, variant) in variants.iter().enumerate() {
            let key = variant.key(tag.is_some());
            if key.is_some() && variants[..index].iter().any(|other| other.key(tag.is_some()) == key) {
                context.error(&variant.ident, messages::same_literal(&key.unwrap_or_default()));
            }
        }
        let name = entries.rename(context).map_or_else(|| plain(&input.ident), |name| name.javascript);
        Some(Self { name, docs: crate::docs::text(&input.attrs), tag, variants, private })
    }
}

impl Variant {
    fn parse(
        context: &Context,
        variant: &syn::Variant,
        rule: Rule,
        tagged: bool,
        private: &TokenStream,
    ) -> Option<Self> {
        let entries = attribute::ffi(context, &variant.attrs, VARIANT);
        entries.exclude(context, "literal", &[("rename", "the literal is the whole value")]);
        let text = entries.rename(context).map(|name| name.javascript);
        let text = text.unwrap_or_else(|| rule.apply(&plain(&variant.ident)));
        let inner_rule = entries.rename_all(context);
        if let Some(entry) = entries.get("literal")
            && !variant.fields.is_empty()
        {
            context.error(&entry.key, messages::literal_with_data());
        }
        if let Some(entry) = entries.get("literal")
            && tagged
        {
            context.error(&entry.key, messages::conflict("literal", "tag", "with a tag every member is an object"));
        }
        let shape = match &variant.fields {
            syn::Fields::Unit => {
                let (code, literal) = literal(context, &entries, &text, private);
                Shape::Literal(code, literal)
            }
            syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Shape::Newtype(Box::new(fields.unnamed[0].ty.clone()))
            }
            syn::Fields::Unnamed(fields) => {
                context.error(fields, messages::variant_has_many());
                return None;
            }
            syn::Fields::Named(fields) => Shape::Record(Fields::parse(context, fields, inner_rule, false)),
        };
        Some(Self { ident: variant.ident.clone(), text, shape })
    }

    /// What tells it apart from the others, when that is a literal.
    fn key(&self, tagged: bool) -> Option<String> {
        match &self.shape {
            _ if tagged => Some(format!("\"{}\"", self.text)),
            Shape::Literal(literal, _) => Some(literal.to_token_stream().to_string()),
            _ => None,
        }
    }
}

/// The literal of a unit variant as code.
fn literal(context: &Context, entries: &Entries, text: &str, private: &TokenStream) -> (TokenStream, LiteralText) {
    const EXAMPLE: &str = "literal = 1`, `literal = true` or `literal = \"text\"";
    let string = |text: &str| (quote!(#private::literal_string(#text)), LiteralText::String(text.to_owned()));
    let Some(tokens) = entries.expression(context, "literal", EXAMPLE) else { return string(text) };
    match syn::parse2::<syn::Lit>(tokens.clone()) {
        Ok(syn::Lit::Str(text)) => string(&text.value()),
        Ok(syn::Lit::Bool(value)) => (quote!(#private::Literal::Boolean(#value)), LiteralText::Boolean(value.value)),
        Ok(syn::Lit::Int(number)) if number.suffix().is_empty() => {
            let digits = number.base10_digits().parse::<f64>().unwrap_or_default();
            let text = LiteralText::Number(number.base10_digits().to_owned());
            (quote!(#private::Literal::Number(#digits)), text)
        }
        Ok(syn::Lit::Float(number)) if number.suffix().is_empty() => {
            let text = LiteralText::Number(number.base10_digits().to_owned());
            (quote!(#private::Literal::Number(#number)), text)
        }
        _ => {
            context.error(tokens, messages::wrong_value("literal", EXAMPLE));
            string(text)
        }
    }
}

/// `#[derive(Union)]`.
pub fn union(input: TokenStream) -> TokenStream {
    derive(input, Union::parse, Union::expand)
}

impl Union {
    fn expand(&self, input: &DeriveInput) -> TokenStream {
        let private = &self.private;
        let (ty, from, into) = match &self.tag {
            Some(tag) => self.tagged(tag),
            None => self.by_type(),
        };
        let described = guest_type(input, private, &ty);
        let conversions = conversions(input, private, &from, &into);
        quote!(#described #conversions)
    }

    fn by_type(&self) -> (TokenStream, TokenStream, TokenStream) {
        let private = &self.private;
        let types = self.variants.iter().map(|variant| match &variant.shape {
            Shape::Literal(literal, _) => quote!(#private::literal_type(#literal)),
            Shape::Newtype(ty) => quote_spanned!(ty.span()=> <#ty as #private::GuestType>::guest_type()),
            Shape::Record(fields) => record_type(private, fields, None),
        });
        let attempts = self.variants.iter().map(|variant| {
            let ident = &variant.ident;
            let attempt = match &variant.shape {
                Shape::Literal(literal, _) => {
                    quote!(#private::literal_from_guest(&#literal, guest).map(|()| Self::#ident))
                }
                Shape::Newtype(ty) => {
                    quote_spanned!(ty.span()=> <#ty as #private::FromGuest>::from_guest(guest).map(Self::#ident))
                }
                Shape::Record(fields) => {
                    let (read, idents) = (fields.read(private), fields.idents());
                    quote! {
                        (|| match guest.reader() {
                            #private::Option::Some(reader) => {
                                let reader = &reader;
                                #read
                                #private::Result::Ok(Self::#ident { #(#idents),* })
                            }
                            #private::Option::None => {
                                #private::Result::Err(guest.mismatch(<Self as #private::GuestType>::guest_type()))
                            }
                        })()
                    }
                }
            };
            quote! {
                match #attempt {
                    #private::Result::Ok(value) => return #private::Result::Ok(value),
                    #private::Result::Err(fault) => faults.push(fault),
                }
            }
        });
        let from = quote! {
            let mut faults = #private::Vec::new();
            #(#attempts)*
            #private::Result::Err(#private::no_member(guest, <Self as #private::GuestType>::guest_type(), faults))
        };
        let arms = self.variants.iter().map(|variant| {
            let ident = &variant.ident;
            match &variant.shape {
                Shape::Literal(literal, _) => quote!(Self::#ident => #private::literal_into_guest(&#literal, side)),
                Shape::Newtype(ty) => quote_spanned! {ty.span()=>
                    Self::#ident(value) => <#ty as #private::IntoGuest>::into_guest(value, side)
                },
                Shape::Record(fields) => write_record(private, ident, fields, None),
            }
        });
        (quote!(#private::Type::union([#(#types),*])), from, quote!(match self { #(#arms,)* }))
    }

    fn tagged(&self, tag: &Name) -> (TokenStream, TokenStream, TokenStream) {
        let private = &self.private;
        let tag_name = field_name(private, tag);
        let texts: Vec<&String> = self.variants.iter().map(|variant| &variant.text).collect();
        let empty = Fields(Vec::new());
        let types = self.variants.iter().map(|variant| match &variant.shape {
            Shape::Literal(..) => record_type(private, &empty, Some((&tag_name, &variant.text))),
            Shape::Record(fields) => record_type(private, fields, Some((&tag_name, &variant.text))),
            Shape::Newtype(ty) => {
                let extend = quote_spanned!(ty.span()=> fields.extend(<#ty as #private::Record>::fields()););
                record_type_of(private, extend, Some((&tag_name, &variant.text)))
            }
        });
        let reads = self.variants.iter().map(|variant| {
            let (ident, text) = (&variant.ident, &variant.text);
            match &variant.shape {
                Shape::Literal(..) => quote!(#text => #private::Result::Ok(Self::#ident)),
                Shape::Newtype(ty) => quote_spanned! {ty.span()=>
                    #text => <#ty as #private::Record>::read(reader).map(Self::#ident)
                },
                Shape::Record(fields) => {
                    let (read, idents) = (fields.read(private), fields.idents());
                    quote!(#text => { #read #private::Result::Ok(Self::#ident { #(#idents),* }) })
                }
            }
        });
        let from = quote! {
            let #private::Option::Some(reader) = guest.reader() else {
                return #private::Result::Err(guest.mismatch(<Self as #private::GuestType>::guest_type()));
            };
            let reader = &reader;
            let tag = reader.tag(#tag_name, &[#(#texts),*])?;
            match tag {
                #(#reads,)*
                _ => #private::Result::Err(guest.mismatch(<Self as #private::GuestType>::guest_type())),
            }
        };
        let arms = self.variants.iter().map(|variant| {
            let (ident, text) = (&variant.ident, &variant.text);
            let head = Some((&tag_name, text));
            match &variant.shape {
                Shape::Literal(..) => {
                    let body = write_body(private, &TokenStream::new(), head);
                    quote!(Self::#ident => #body)
                }
                Shape::Newtype(ty) => {
                    let write = quote_spanned!(ty.span()=> <#ty as #private::Record>::write(value, writer)?;);
                    let body = write_body(private, &write, head);
                    quote!(Self::#ident(value) => #body)
                }
                Shape::Record(fields) => write_record(private, ident, fields, head),
            }
        });
        (quote!(#private::Type::union([#(#types),*])), from, quote!(match self { #(#arms,)* }))
    }
}

fn record_type(private: &TokenStream, fields: &Fields, tag: Option<(&TokenStream, &String)>) -> TokenStream {
    record_type_of(private, fields.describe(private), tag)
}

fn record_type_of(private: &TokenStream, describe: TokenStream, tag: Option<(&TokenStream, &String)>) -> TokenStream {
    let tag = tag.map(|(name, text)| {
        quote! {
            fields.push(#private::record_field(
                #name,
                #private::literal_type(#private::literal_string(#text)),
                false,
                "",
            ));
        }
    });
    quote! {
        #private::Type::Record {
            fields: {
                #[allow(unused_mut, reason = "a record may have no fields")]
                let mut fields = #private::Vec::new();
                #tag
                #describe
                fields
            }
        }
    }
}

fn write_record(
    private: &TokenStream,
    ident: &Ident,
    fields: &Fields,
    tag: Option<(&TokenStream, &String)>,
) -> TokenStream {
    let (write, idents) = (fields.write(private), fields.idents());
    let body = write_body(private, &write, tag);
    quote!(Self::#ident { #(#idents),* } => #body)
}

fn write_body(private: &TokenStream, write: &TokenStream, tag: Option<(&TokenStream, &String)>) -> TokenStream {
    let writer = format_ident!("writer", span = Span::call_site());
    let tag = tag.map(|(name, text)| quote!(#writer.field(#name, #text, false)?;));
    quote! {
        {
            let mut #writer = #private::Writer::new(side);
            let #writer = &mut #writer;
            #tag
            #write
            #writer.finish()
        }
    }
}
