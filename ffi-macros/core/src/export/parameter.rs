//! Parameters: what the function says joined with what its signature says.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use super::signature::{Kind, Written, python_default};
use crate::context::Context;
use crate::item;
use crate::messages;
use crate::names::{Name, nearest, plain};

/// A parameter, understood.
pub struct Parameter {
    /// Its identifier.
    pub ident: Ident,
    /// Its name on each side.
    pub name: Name,
    /// How it is passed.
    pub kind: Kind,
    /// How the code takes it.
    pub taking: Taking,
    /// The annotation for stubs.
    pub annotation: Option<String>,
    /// The default.
    pub default: Option<TokenStream>,
    /// The default as Python writes it.
    pub python_default: Option<String>,
    /// The type as written, with `Self` replaced.
    pub ty: Type,
}

/// How an argument is taken.
pub enum Taking {
    /// By value.
    Owned(Type),
    /// `&T`.
    Lent(Type),
    /// `&mut T`.
    LentMut(Type),
    /// `Option<&T>`.
    LentOptional(Type),
    /// `Vec<T>` of `*rest`.
    Rest(Type),
    /// The record of `**options`.
    Keywords(Type),
}

impl Parameter {
    /// Whether it must be given. What a type says of absence is known to the compiler only: see [`Parameter::may_be_absent`].
    pub fn has_default(&self) -> bool {
        self.default.is_some() || matches!(self.taking, Taking::LentOptional(_))
    }

    /// Whether it is written `Option<...>`.
    pub fn may_be_absent(&self) -> bool {
        matches!(&self.taking, Taking::Owned(ty) if argument_of(ty, "Option").is_some())
            || matches!(self.taking, Taking::LentOptional(_))
    }
}

/// Joins the function's parameters with its signature.
pub fn join(
    context: &Context,
    parameters: &[item::Parameter],
    written: Option<Written>,
    this: Option<&Type>,
) -> Vec<Parameter> {
    let mut idents = Vec::new();
    for parameter in parameters {
        match &parameter.ident {
            Some(ident) => idents.push(ident.clone()),
            None => context.error(&parameter.pattern, messages::parameter_pattern()),
        }
    }
    if let Some(written) = &written {
        check(context, &idents, written);
    }
    let mut joined = Vec::new();
    for parameter in parameters {
        let Some(ident) = parameter.ident.clone() else { continue };
        let entry = written.as_ref().and_then(|written| written.parameters.iter().find(|entry| entry.ident == ident));
        let kind = entry.map_or(Kind::Positional, |entry| entry.kind);
        let ty = with_self(&parameter.ty, this);
        let Some(taking) = taking(context, &ty, kind) else { continue };
        let default = entry.and_then(|entry| entry.default.clone());
        let absent = matches!(taking, Taking::LentOptional(_)) || argument_of(&ty, "Option").is_some();
        let python = default.as_ref().map(python_default).or_else(|| absent.then(|| "None".to_owned()));
        joined.push(Parameter {
            name: Name::new(plain(&ident)),
            annotation: entry.and_then(|entry| entry.annotation.clone()),
            python_default: python,
            ident,
            kind,
            taking,
            default,
            ty,
        });
    }
    joined
}

fn check(context: &Context, idents: &[Ident], written: &Written) {
    let names: Vec<String> = idents.iter().map(ToString::to_string).collect();
    let mut clean = true;
    for entry in &written.parameters {
        let name = entry.ident.to_string();
        if !names.contains(&name) {
            clean = false;
            let near = nearest(&name, names.iter().map(String::as_str));
            context.error(&entry.ident, messages::unknown_parameter(&name, near));
        }
    }
    for ident in idents {
        if !written.parameters.iter().any(|entry| entry.ident == *ident) && clean {
            context.error(ident, messages::missing_parameter(&ident.to_string()));
            clean = false;
        }
    }
    if clean {
        for (entry, expected) in written.parameters.iter().zip(&names) {
            if entry.ident != expected {
                context.error(&entry.ident, messages::wrong_order(&entry.ident.to_string(), expected));
                return;
            }
        }
    }
}

fn taking(context: &Context, ty: &Type, kind: Kind) -> Option<Taking> {
    if unsupported(context, ty) {
        return None;
    }
    match kind {
        Kind::Rest => match argument_of(ty, "Vec") {
            Some(element) => Some(Taking::Rest(element)),
            None => {
                let what = "`*rest` of this type";
                context.error(ty, messages::unsupported_type(what, "all further arguments are a `Vec<T>`"));
                None
            }
        },
        Kind::Keywords => Some(Taking::Keywords(ty.clone())),
        _ => Some(match ty {
            Type::Reference(reference) if reference.mutability.is_some() => Taking::LentMut((*reference.elem).clone()),
            Type::Reference(reference) => Taking::Lent((*reference.elem).clone()),
            ty => match argument_of(ty, "Option") {
                Some(Type::Reference(inner)) if inner.mutability.is_none() => {
                    Taking::LentOptional((*inner.elem).clone())
                }
                _ => Taking::Owned(ty.clone()),
            },
        }),
    }
}

/// Notes a type that nothing can be converted to, whatever the traits say.
pub(super) fn unsupported(context: &Context, ty: &Type) -> bool {
    let (what, instead) = match ty {
        Type::ImplTrait(_) => ("an `impl` type", "name the type; for a callable take `Callback<(A,), R>`"),
        Type::TraitObject(_) => ("a `dyn` type", "name the type; for a callable take `Callback<(A,), R>`"),
        Type::Ptr(_) => ("a pointer", "give the data itself, or a class with `#[export] impl`"),
        Type::FnPtr(_) => ("a function pointer", "take or give `Callback<(A,), R>`"),
        Type::Infer(_) => ("`_`", "name the type"),
        Type::Reference(reference) => return unsupported(context, &reference.elem),
        _ => return false,
    };
    context.error(ty, messages::unsupported_type(what, instead));
    true
}

/// The argument of `Name<T>`, whatever path leads to the name.
pub(super) fn argument_of(ty: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if last.ident != name {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(ty)), 1) => Some(ty.clone()),
        _ => None,
    }
}

/// The type with `Self` replaced: the code stands in items that have no `Self`.
pub(super) fn with_self(ty: &Type, this: Option<&Type>) -> Type {
    fn replace(tokens: TokenStream, this: &TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .flat_map(|token| match token {
                TokenTree::Ident(ident) if ident == "Self" => this.clone(),
                TokenTree::Group(group) => {
                    let mut replaced = proc_macro2::Group::new(group.delimiter(), replace(group.stream(), this));
                    replaced.set_span(group.span());
                    TokenTree::Group(replaced).into()
                }
                other => other.into(),
            })
            .collect()
    }
    let Some(this) = this else { return ty.clone() };
    syn::parse2(replace(ty.to_token_stream(), &this.to_token_stream())).unwrap_or_else(|_| ty.clone())
}
