//! Named fields of a record: what their attributes say, and the code that reads, writes and describes them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FieldsNamed, Type};

use crate::attribute::{self, Entries, Place};
use crate::context::Context;
use crate::docs;
use crate::messages;
use crate::names::{Name, Rule};

const FIELD: Place = Place {
    name: "a field",
    keys: &["rename", "default", "skip", "skip_if_none", "flatten", "with", "from", "into"],
    elsewhere: &[
        ("rename_all", "the struct or enum"),
        ("deny_unknown", "the struct"),
        ("crate", "the struct or enum"),
        ("tag", "the enum"),
        ("literal", "a variant without data"),
    ],
};

/// One field.
pub struct Field {
    /// Its identifier.
    pub ident: Ident,
    /// Its name on each side.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its documentation.
    pub docs: String,
    /// Neither read nor written.
    pub skip: bool,
    /// Its fields are fields of the record.
    pub flatten: bool,
    /// Not written when it is `None`.
    pub skip_if_none: bool,
    /// What it is when it is absent.
    pub default: FieldDefault,
    /// What converts it.
    pub with: Option<Type>,
    /// What it is made from.
    pub from: Option<Type>,
    /// What it is written as.
    pub into: Option<Type>,
}

/// What a field is when it is absent.
pub enum FieldDefault {
    /// What its type says.
    None,
    /// `Default::default()`.
    Trait,
    /// An expression.
    Expression(TokenStream),
    /// The field of the struct's own default.
    Container,
}

/// The fields of a struct or variant.
pub struct Fields(pub Vec<Field>);

impl Field {
    fn parse(context: &Context, field: &syn::Field, rule: Rule, container_default: bool) -> Option<Self> {
        let ident = field.ident.clone()?;
        let entries = attribute::ffi(context, &field.attrs, FIELD);
        conflicts(context, &entries);
        let renamed = entries.rename(context);
        let with = entries.ty(context, "with", "with = Type");
        let from = entries.ty(context, "from", "from = Type");
        let into = entries.ty(context, "into", "into = Type");
        let default = match entries.get("default") {
            Some(entry) if entry.has_value() => match entries.expression(context, "default", "default = expression") {
                Some(expression) => FieldDefault::Expression(expression),
                None => FieldDefault::Trait,
            },
            Some(entry) => {
                entry.refuse_list(context, "default = expression");
                FieldDefault::Trait
            }
            None if container_default => FieldDefault::Container,
            None => FieldDefault::None,
        };
        refuse_references(context, &field.ty);
        Some(Self {
            name: renamed.unwrap_or_else(|| Name::of(&ident, rule)),
            ident,
            ty: field.ty.clone(),
            docs: docs::text(&field.attrs),
            skip: entries.flag(context, "skip"),
            flatten: entries.flag(context, "flatten"),
            skip_if_none: entries.flag(context, "skip_if_none"),
            default,
            with,
            from,
            into,
        })
    }

    fn span(&self) -> Span {
        self.ty.span()
    }

    fn name_tokens(&self, private: &TokenStream) -> TokenStream {
        field_name(private, &self.name)
    }

    fn default_function(&self) -> Option<TokenStream> {
        let ident = &self.ident;
        match &self.default {
            FieldDefault::None if self.skip => Some(quote_spanned!(self.span()=> ::core::default::Default::default)),
            FieldDefault::None => None,
            FieldDefault::Trait => Some(quote_spanned!(self.span()=> ::core::default::Default::default)),
            FieldDefault::Expression(expression) => {
                let value = owned_text(expression);
                Some(quote!(|| #value))
            }
            FieldDefault::Container => Some(quote!(|| <Self as ::core::default::Default>::default().#ident)),
        }
    }

    /// The type that crosses, when it is not the field's own.
    fn adapter(&self, private: &TokenStream) -> Option<TokenStream> {
        let ty = &self.ty;
        self.with.as_ref().map(|with| quote_spanned!(with.span()=> <#with as #private::With<#ty>>::Guest))
    }

    fn read(&self, private: &TokenStream) -> TokenStream {
        let (ident, ty) = (&self.ident, &self.ty);
        if self.skip {
            let default = self.default_function();
            return quote!(let #ident: #ty = (#default)(););
        }
        if self.flatten {
            return quote_spanned!(self.span()=> let #ident = <#ty as #private::Record>::read(reader)?;);
        }
        let name = self.name_tokens(private);
        if let Some(with) = &self.with {
            let default = match self.default_function() {
                Some(default) => quote!(#private::Option::Some(#default)),
                None => quote!(#private::Option::None),
            };
            return quote_spanned!(with.span()=> let #ident: #ty = reader.field_with::<#with, #ty>(#name, #default)?;);
        }
        let crossing = self.from.as_ref().unwrap_or(ty);
        let value = match self.default_function() {
            Some(default) if self.from.is_none() => {
                quote_spanned!(self.span()=> reader.field_or::<#ty>(#name, #default)?)
            }
            Some(default) => {
                quote_spanned!(crossing.span()=> match reader.field::<#private::Option<#crossing>>(#name)? {
                    #private::Option::Some(value) => <#ty as ::core::convert::From<#crossing>>::from(value),
                    #private::Option::None => (#default)(),
                })
            }
            None if self.from.is_none() => quote_spanned!(self.span()=> reader.field::<#ty>(#name)?),
            None => quote_spanned!(crossing.span()=>
                <#ty as ::core::convert::From<#crossing>>::from(reader.field::<#crossing>(#name)?)),
        };
        quote!(let #ident: #ty = #value;)
    }

    fn write(&self, private: &TokenStream) -> TokenStream {
        let (ident, ty, skip_if_none) = (&self.ident, &self.ty, self.skip_if_none);
        if self.skip {
            return quote!(let _ = #ident;);
        }
        if self.flatten {
            return quote_spanned!(self.span()=> <#ty as #private::Record>::write(#ident, writer)?;);
        }
        let name = self.name_tokens(private);
        if let Some(with) = &self.with {
            return quote_spanned!(with.span()=> writer.field_with::<#with, #ty>(#name, #ident, #skip_if_none)?;);
        }
        match &self.into {
            Some(into) => quote_spanned!(into.span()=>
                writer.field::<#into>(#name, <#into as ::core::convert::From<#ty>>::from(#ident), #skip_if_none)?;),
            None => quote_spanned!(self.span()=> writer.field::<#ty>(#name, #ident, #skip_if_none)?;),
        }
    }

    fn describe(&self, private: &TokenStream) -> TokenStream {
        let ty = &self.ty;
        if self.skip {
            return quote!();
        }
        if self.flatten {
            return quote_spanned!(self.span()=> fields.extend(<#ty as #private::Record>::fields()););
        }
        let crossing = match (self.adapter(private), &self.from) {
            (Some(adapter), _) => adapter,
            (None, Some(from)) => quote!(#from),
            (None, None) => quote!(#ty),
        };
        let (name, text) = (self.name_tokens(private), &self.docs);
        let optional = match self.default {
            FieldDefault::None => quote_spanned!(self.span()=> <#crossing as #private::GuestType>::OPTIONAL),
            _ => quote!(true),
        };
        quote_spanned! {self.span()=>
            fields.push(#private::record_field(
                #name,
                <#crossing as #private::GuestType>::guest_type(),
                #optional,
                #text,
            ));
        }
    }
}

fn conflicts(context: &Context, entries: &Entries) {
    const SKIPPED: &str = "a skipped field is neither read nor written";
    const FLAT: &str = "a flattened field has no name and no value of its own";
    entries.exclude(
        context,
        "skip",
        &[
            ("rename", SKIPPED),
            ("flatten", SKIPPED),
            ("skip_if_none", SKIPPED),
            ("with", SKIPPED),
            ("from", SKIPPED),
            ("into", SKIPPED),
        ],
    );
    entries.exclude(
        context,
        "flatten",
        &[("rename", FLAT), ("default", FLAT), ("skip_if_none", FLAT), ("with", FLAT), ("from", FLAT), ("into", FLAT)],
    );
    const BOTH: &str = "`with` converts in both directions";
    entries.exclude(context, "with", &[("from", BOTH), ("into", BOTH)]);
}

/// A type that nobody can convert to is named where it stands, and not by the traits that it lacks.
fn refuse_references(context: &Context, ty: &Type) {
    match ty {
        Type::Reference(reference) => {
            let what = "a reference";
            let instead = "a record owns its data: `String` for `&str`, `Vec<T>` for `&[T]`";
            context.error(reference, messages::unsupported_type(what, instead));
        }
        Type::Ptr(pointer) => {
            context.error(pointer, messages::unsupported_type("a pointer", "give the data itself"));
        }
        _ => {}
    }
}

/// The name of a field as code.
pub(crate) fn field_name(private: &TokenStream, name: &Name) -> TokenStream {
    let Name { javascript, python } = name;
    quote!(#private::FieldName { javascript: #javascript, python: #python })
}

impl Fields {
    /// Reads the attributes of named fields.
    pub fn parse(context: &Context, fields: &FieldsNamed, rule: Rule, container_default: bool) -> Self {
        let parse = |field| Field::parse(context, field, rule, container_default);
        let fields = Self(fields.named.iter().filter_map(parse).collect());
        let mut names: Vec<&Name> = Vec::new();
        for field in fields.0.iter().filter(|field| !field.skip && !field.flatten) {
            if names.iter().any(|name| name.javascript == field.name.javascript || name.python == field.name.python) {
                context.error(&field.ident, messages::same_name(&field.name.javascript, "field"));
            }
            names.push(&field.name);
        }
        fields
    }

    /// Statements that read every field from `reader` into a variable of its name. Flattened ones come last: a map takes what is left.
    pub fn read(&self, private: &TokenStream) -> TokenStream {
        let (flat, own): (Vec<&Field>, Vec<&Field>) = self.0.iter().partition(|field| field.flatten);
        let reads = own.into_iter().chain(flat).map(|field| field.read(private));
        quote!(#(#reads)*)
    }

    /// Statements that write every field to `writer` from a variable of its name.
    pub fn write(&self, private: &TokenStream) -> TokenStream {
        let writes = self.0.iter().map(|field| field.write(private));
        quote!(#(#writes)*)
    }

    /// Statements that push the description of every field to `fields`.
    pub fn describe(&self, private: &TokenStream) -> TokenStream {
        let descriptions = self.0.iter().map(|field| field.describe(private));
        quote!(#(#descriptions)*)
    }

    /// The identifiers.
    pub fn idents(&self) -> Vec<Ident> {
        self.0.iter().map(|field| format_ident!("{}", field.ident)).collect()
    }
}

/// A default as an expression of an owned type: a string literal stands for a `String` too.
pub(crate) fn owned_text(default: &TokenStream) -> TokenStream {
    match syn::parse2::<syn::LitStr>(default.clone()) {
        Ok(text) => quote_spanned!(text.span()=> ::core::convert::Into::into(#text)),
        Err(_) => default.clone(),
    }
}
