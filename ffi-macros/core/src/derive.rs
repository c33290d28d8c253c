//! What the three derives have in common: the way from tokens to code, and the implementations by which a type crosses the border.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Generics};

use crate::context::Context;

/// Reads an item and writes its code; with mistakes there is no code, and all of them are reported.
pub fn derive<T>(
    input: TokenStream,
    parse: impl FnOnce(&Context, &DeriveInput) -> Option<T>,
    expand: impl FnOnce(&T, &DeriveInput) -> TokenStream,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let context = Context::default();
    let parsed = parse(&context, &input);
    let code = match parsed {
        Some(parsed) if context.is_clean() => expand(&parsed, &input),
        _ => TokenStream::new(),
    };
    let errors = context.finish();
    quote!(#code #errors)
}

/// The generics of an implementation: each type parameter crosses the border itself.
pub fn bounded(generics: &Generics, private: &TokenStream) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(#private::FromGuest));
        parameter.bounds.push(syn::parse_quote!(#private::IntoGuest));
    }
    generics
}

/// `GuestType`: `ty` is an expression.
pub fn guest_type(input: &DeriveInput, private: &TokenStream, ty: &TokenStream) -> TokenStream {
    let (ident, generics) = (&input.ident, bounded(&input.generics, private));
    let (implementation, arguments, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #implementation #private::GuestType for #ident #arguments #clause {
            fn guest_type() -> #private::Type {
                #ty
            }
        }
    }
}

/// `FromGuest` by an expression of `guest`, `IntoGuest` by one of `self` and `side`, and `FromGuestRef`: the type can be lent as a copy.
pub fn conversions(input: &DeriveInput, private: &TokenStream, from: &TokenStream, into: &TokenStream) -> TokenStream {
    let (ident, generics) = (&input.ident, bounded(&input.generics, private));
    let (implementation, arguments, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #implementation #private::FromGuest for #ident #arguments #clause {
            fn from_guest(guest: &#private::Guest) -> #private::Result<Self, #private::Fault> {
                #from
            }
        }

        #[automatically_derived]
        impl #implementation #private::IntoGuest for #ident #arguments #clause {
            fn into_guest(self, side: #private::Side) -> #private::Result<#private::Guest, #private::Fault> {
                #into
            }
        }

        #[automatically_derived]
        impl #implementation #private::FromGuestRef for #ident #arguments #clause {
            type Guard = #private::Box<Self>;

            fn from_guest_ref(guest: &#private::Guest) -> #private::Result<Self::Guard, #private::Fault> {
                <Self as #private::FromGuest>::from_guest(guest).map(#private::Box::new)
            }

            fn ref_type() -> #private::Type {
                <Self as #private::GuestType>::guest_type()
            }
        }
    }
}
