//! `#[derive(Options)]`: a struct of named fields as a record.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Type};

use crate::attribute::{self, Place};
use crate::context::Context;
use crate::derive::{bounded, conversions, derive, guest_type};
use crate::fields::Fields;
use crate::messages;
use crate::names::plain;

const STRUCT: Place = Place {
    name: "a struct",
    keys: &["rename", "rename_all", "default", "deny_unknown", "from", "into", "crate"],
    elsewhere: &[
        ("skip", "a field"),
        ("skip_if_none", "a field"),
        ("flatten", "a field"),
        ("with", "a field"),
        ("tag", "an enum that derives `Union`"),
        ("literal", "a variant of an enum that derives `Union`"),
    ],
};

/// A struct that derives `Options`, understood.
pub struct Options {
    /// Its name in signatures.
    pub name: String,
    /// Its documentation.
    pub docs: String,
    /// Its fields.
    pub fields: Fields,
    /// The type that it crosses as, when it is made from another.
    pub from: Option<Type>,
    deny_unknown: bool,
    into: Option<Type>,
    private: TokenStream,
}

impl Options {
    /// Reads the struct. Mistakes go to the context; what can be understood is there all the same.
    pub fn parse(context: &Context, input: &DeriveInput) -> Option<Self> {
        let entries = attribute::ffi(context, &input.attrs, STRUCT);
        const WHOLE: &str = "the record crosses as the other type";
        entries.exclude(context, "from", &[("deny_unknown", WHOLE), ("default", WHOLE)]);
        let rule = entries.rename_all(context);
        let container_default = entries.flag(context, "default");
        for lifetime in input.generics.lifetimes() {
            context.error(lifetime, messages::lifetime());
        }
        let fields = match &input.data {
            Data::Struct(data) => match &data.fields {
                syn::Fields::Named(named) => Some(Fields::parse(context, named, rule, container_default)),
                other => {
                    let at = if other.is_empty() { input.ident.to_token_stream() } else { other.to_token_stream() };
                    context.error(at, messages::needs_named_fields());
                    None
                }
            },
            Data::Enum(data) => {
                let instead = "for an enum derive `Union` or `StringEnum`";
                context.error(data.enum_token, messages::wrong_item("Options", "a struct", instead));
                None
            }
            Data::Union(data) => {
                let instead = "a union says not which field holds the value";
                context.error(data.union_token, messages::wrong_item("Options", "a struct", instead));
                None
            }
        };
        let renamed = entries.rename(context);
        let deny_unknown = entries.flag(context, "deny_unknown");
        let from = entries.ty(context, "from", "from = Type");
        let into = entries.ty(context, "into", "into = Type");
        let private = entries.private(context);
        Some(Self {
            name: renamed.map_or_else(|| plain(&input.ident), |name| name.javascript),
            docs: crate::docs::text(&input.attrs),
            fields: fields?,
            deny_unknown,
            from,
            into,
            private,
        })
    }
}

/// `#[derive(Options)]`.
pub fn options(input: TokenStream) -> TokenStream {
    derive(input, Options::parse, Options::expand)
}

impl Options {
    fn expand(&self, input: &DeriveInput) -> TokenStream {
        let Self { name, fields, private, .. } = self;
        let ident = &input.ident;
        let generics = bounded(&input.generics, private);
        let (implementation, arguments, clause) = generics.split_for_impl();
        let (read, write, describe) = (fields.read(private), fields.write(private), fields.describe(private));
        let idents = fields.idents();
        let refuse = self.deny_unknown.then(|| quote!(reader.refuse_unknown()?;));
        let ty = match &self.from {
            Some(from) => quote!(<#from as #private::GuestType>::guest_type()),
            None => quote!(#private::Type::reference(#name)),
        };
        let from = match &self.from {
            Some(from) => quote! {
                <#from as #private::FromGuest>::from_guest(guest).map(<Self as ::core::convert::From<#from>>::from)
            },
            None => quote!(#private::record_from_guest(guest)),
        };
        let into = match &self.into {
            Some(into) => quote! {
                <#into as #private::IntoGuest>::into_guest(<#into as ::core::convert::From<Self>>::from(self), side)
            },
            None => quote!(#private::record_into_guest(self, side)),
        };
        let described = guest_type(input, private, &ty);
        let conversions = conversions(input, private, &from, &into);
        quote! {
            #described

            #[automatically_derived]
            impl #implementation #private::Record for #ident #arguments #clause {
                fn fields() -> #private::Vec<#private::RecordField> {
                    #[allow(unused_mut, reason = "a record may have no fields")]
                    let mut fields = #private::Vec::new();
                    #describe
                    fields
                }

                fn read(reader: &#private::Reader) -> #private::Result<Self, #private::Fault> {
                    let _ = reader;
                    #read
                    #refuse
                    #private::Result::Ok(Self { #(#idents),* })
                }

                fn write(self, writer: &mut #private::Writer) -> #private::Result<(), #private::Fault> {
                    let _ = &writer;
                    let Self { #(#idents),* } = self;
                    #write
                    #private::Result::Ok(())
                }
            }

            #conversions
        }
    }
}
