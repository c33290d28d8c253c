//! The code of an export: a static description, and a function that takes the arguments and calls.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::class::{Class, Role};
use super::function::{Exported, Receiver};
use super::parameter::{Parameter, Taking};
use super::signature::Kind;
use crate::fields::{field_name, owned_text};

/// The code of a function. A type of the function's name stands for it in `Library::with`.
pub(super) fn function(exported: &Exported) -> TokenStream {
    let Exported { ident, visibility, private, .. } = exported;
    let info = info(exported, &quote!(#ident), None, None);
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the name of the function that it stands for")]
        #visibility struct #ident {}

        const _: () = {
            #[automatically_derived]
            impl #private::Exported for #ident {
                fn export() -> #private::Export {
                    #[allow(unused_mut, unused_variables, reason = "not every function takes arguments")]
                    static INFO: #private::FunctionInfo = #info;
                    #private::Export::Function(&INFO)
                }
            }
        };
    }
}

/// The code of a class.
pub(super) fn class(class: &Class) -> TokenStream {
    let Class { ty, name, docs, private, .. } = class;
    let constructor = match &class.constructor {
        Some(constructor) => {
            let run = quote! {
                |frame| {
                    let side = frame.side();
                    #private::conversions::into_guest(<#ty as #private::ExportedClass>::construct(frame)?, side)
                }
            };
            let info = info(constructor, &quote!(), Some(ty), Some(run));
            quote!(#private::Option::Some(&#info))
        }
        None => quote!(#private::Option::None),
    };
    let construct = class.constructor.as_ref().map(|constructor| {
        let function = &constructor.ident;
        let (take, arguments) = take(constructor);
        quote! {
            #[allow(unused_mut, unused_variables, reason = "not every constructor takes arguments")]
            fn construct(mut frame: #private::Frame) -> #private::Result<Self, #private::Fault> {
                #take
                #private::Constructed::<Self>::constructed(<#ty>::#function(#(#arguments),*))
            }
        }
    });
    let trace = class.trace.as_ref().map(|function| {
        quote! {
            fn trace(&self, tracer: &#private::Tracer) {
                <#ty>::#function(self, tracer)
            }
        }
    });
    let members = class.members.iter().map(|member| {
        let function = &member.function.ident;
        let info = info(&member.function, &quote!(<#ty>::#function), Some(ty), None);
        let kind = match member.role {
            Role::Static | Role::Constructor => quote!(Static),
            Role::Method => quote!(Method),
            Role::Getter => quote!(Getter),
            Role::Setter => quote!(Setter),
        };
        quote!(#private::MemberInfo { kind: #private::MemberKind::#kind, function: &#info })
    });
    quote! {
        const _: () = {
            #[automatically_derived]
            impl #private::ExportedClass for #ty {
                fn info() -> &'static #private::ClassInfo {
                    #[allow(unused_mut, unused_variables, reason = "not every function takes arguments")]
                    static INFO: #private::ClassInfo = #private::ClassInfo {
                        name: #name,
                        docs: #docs,
                        constructor: #constructor,
                        members: &[#(#members),*],
                    };
                    &INFO
                }

                #construct

                #trace
            }

            #[automatically_derived]
            impl #private::Exported for #ty {
                fn export() -> #private::Export {
                    #private::conversions::export::<Self>()
                }
            }

            #[automatically_derived]
            impl #private::GuestType for #ty {
                fn guest_type() -> #private::Type {
                    #private::Type::reference(#name)
                }
            }

            #[automatically_derived]
            impl #private::IntoGuest for #ty {
                fn into_guest(self, side: #private::Side) -> #private::Result<#private::Guest, #private::Fault> {
                    #private::conversions::into_guest(self, side)
                }
            }

            #[automatically_derived]
            impl #private::FromGuestRef for #ty {
                type Guard = #private::InstanceRef<Self>;

                fn from_guest_ref(guest: &#private::Guest) -> #private::Result<Self::Guard, #private::Fault> {
                    #private::conversions::lend(guest)
                }

                fn ref_type() -> #private::Type {
                    #private::Type::reference(#name)
                }
            }

            #[automatically_derived]
            impl #private::FromGuestMut for #ty {
                type Guard = #private::InstanceMut<Self>;

                fn from_guest_mut(guest: &#private::Guest) -> #private::Result<Self::Guard, #private::Fault> {
                    #private::conversions::lend_mut(guest)
                }

                fn mut_type() -> #private::Type {
                    #private::Type::reference(#name)
                }
            }
        };
    }
}

/// The description of a function. `path` is how it is called, `this` the class that it belongs to; `special` replaces what runs.
fn info(exported: &Exported, path: &TokenStream, this: Option<&Type>, special: Option<TokenStream>) -> TokenStream {
    let Exported { name, docs, is_async, receiver, result, private, .. } = exported;
    let name = field_name(private, name);
    let has_receiver = *receiver != Receiver::None;
    let parameters = exported.parameters.iter().map(|parameter| parameter_info(parameter, private));
    let run = special.unwrap_or_else(|| run(exported, path, this));
    let result_type = quote_spanned!(result.span()=> <#result as #private::GuestType>::guest_type());
    quote! {
        #private::FunctionInfo {
            name: #name,
            docs: #docs,
            receiver: #has_receiver,
            is_async: #is_async,
            parameters: &[#(#parameters),*],
            result: || #result_type,
            run: #run,
        }
    }
}

fn parameter_info(parameter: &Parameter, private: &TokenStream) -> TokenStream {
    let name = field_name(private, &parameter.name);
    let kind = match parameter.kind {
        Kind::PositionalOnly => quote!(PositionalOnly),
        Kind::Positional => quote!(Positional),
        Kind::Rest => quote!(Rest),
        Kind::Keyword => quote!(Keyword),
        Kind::Keywords => quote!(Keywords),
    };
    let default = match &parameter.python_default {
        Some(text) => quote!(#private::Option::Some(#text)),
        None => quote!(#private::Option::None),
    };
    let (ty, required) = match &parameter.taking {
        Taking::Owned(ty) => {
            let required = if parameter.has_default() {
                quote!(false)
            } else {
                quote_spanned!(ty.span()=> !<#ty as #private::GuestType>::OPTIONAL)
            };
            (quote_spanned!(ty.span()=> <#ty as #private::GuestType>::guest_type()), required)
        }
        Taking::Lent(ty) => {
            let required = !parameter.has_default();
            (quote_spanned!(ty.span()=> <#ty as #private::FromGuestRef>::ref_type()), quote!(#required))
        }
        Taking::LentOptional(ty) => {
            let ty = quote_spanned!(ty.span()=> #private::Type::union([
                <#ty as #private::FromGuestRef>::ref_type(),
                #private::Type::Undefined,
            ]));
            (ty, quote!(false))
        }
        Taking::LentMut(ty) => (quote_spanned!(ty.span()=> <#ty as #private::FromGuestMut>::mut_type()), quote!(true)),
        Taking::Rest(ty) => (quote_spanned!(ty.span()=> <#ty as #private::GuestType>::guest_type()), quote!(false)),
        Taking::Keywords(_) => (quote!(#private::Type::Object), quote!(false)),
    };
    let fields = match &parameter.taking {
        Taking::Keywords(ty) => {
            quote_spanned!(ty.span()=> #private::Option::Some(<#ty as #private::Record>::fields))
        }
        _ => quote!(#private::Option::None),
    };
    quote! {
        #private::ParameterInfo {
            name: #name,
            kind: #private::ParameterKind::#kind,
            required: #required,
            default: #default,
            ty: || #ty,
            fields: #fields,
        }
    }
}

/// What takes the arguments from `frame`, and the arguments.
fn take(exported: &Exported) -> (TokenStream, Vec<TokenStream>) {
    let private = &exported.private;
    let mut statements = TokenStream::new();
    let mut arguments = Vec::new();
    for (index, parameter) in exported.parameters.iter().enumerate() {
        let variable = format_ident!("argument_{}", index);
        let default = parameter.default.as_ref().map(|default| convert_default(default, &parameter.taking));
        let (statement, argument) = match (&parameter.taking, default) {
            (Taking::Owned(ty), Some(default)) => {
                (quote_spanned!(ty.span()=> let #variable = frame.or::<#ty>(#index, || #default)?;), quote!(#variable))
            }
            (Taking::Owned(ty), None) => {
                (quote_spanned!(ty.span()=> let #variable = frame.required::<#ty>(#index)?;), quote!(#variable))
            }
            (Taking::Lent(ty), Some(default)) => (
                quote_spanned!(ty.span()=> let #variable = frame.lend_optional::<#ty>(#index)?;),
                quote! {
                    match &#variable {
                        #private::Option::Some(guard) => &**guard,
                        #private::Option::None => #default,
                    }
                },
            ),
            (Taking::Lent(ty), None) => {
                (quote_spanned!(ty.span()=> let #variable = frame.lend::<#ty>(#index)?;), quote!(&*#variable))
            }
            (Taking::LentOptional(ty), default) => {
                let given = quote!(#variable.as_deref());
                let argument = match default {
                    Some(default) => quote!(#given.or(#default)),
                    None => given,
                };
                (quote_spanned!(ty.span()=> let #variable = frame.lend_optional::<#ty>(#index)?;), argument)
            }
            (Taking::LentMut(ty), _) => (
                quote_spanned!(ty.span()=> let mut #variable = frame.lend_mut::<#ty>(#index)?;),
                quote!(&mut *#variable),
            ),
            (Taking::Rest(ty), _) => {
                (quote_spanned!(ty.span()=> let #variable = frame.rest::<#ty>(#index)?;), quote!(#variable))
            }
            (Taking::Keywords(ty), _) => {
                (quote_spanned!(ty.span()=> let #variable = frame.keywords::<#ty>(#index)?;), quote!(#variable))
            }
        };
        statements.extend(statement);
        arguments.push(argument);
    }
    (statements, arguments)
}

/// The default of an argument that is taken so.
fn convert_default(default: &TokenStream, taking: &Taking) -> TokenStream {
    if matches!(taking, Taking::Owned(_)) { owned_text(default) } else { default.clone() }
}

fn run(exported: &Exported, path: &TokenStream, this: Option<&Type>) -> TokenStream {
    let Exported { result, private, .. } = exported;
    let (take, mut arguments) = take(exported);
    let receive = match (exported.receiver, this) {
        (Receiver::Shared, Some(ty)) => {
            arguments.insert(0, quote!(&*this));
            Some(quote!(let this = frame.this::<#ty>()?;))
        }
        (Receiver::Exclusive, Some(ty)) => {
            arguments.insert(0, quote!(&mut *this));
            Some(quote!(let mut this = frame.this_mut::<#ty>()?;))
        }
        _ => None,
    };
    let call = if exported.is_async {
        quote_spanned! {result.span()=>
            frame.spawn::<#result>(async move {
                #private::Result::Ok(#path(#(#arguments),*).await)
            })
        }
    } else {
        quote_spanned! {result.span()=>
            <#result as #private::IntoGuest>::into_guest(#path(#(#arguments),*), side)
        }
    };
    quote! {
        |mut frame| {
            let side = frame.side();
            #receive
            #take
            #call
        }
    }
}
