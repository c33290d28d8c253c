//! An exported `impl` block, understood.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Type;

use super::function::{Exported, Receiver};
use super::parameter::argument_of;
use crate::attribute::{Entries, Place};
use crate::context::Context;
use crate::item::{Function, Implementation};
use crate::messages;
use crate::names::Rule;

const BLOCK: Place = Place {
    name: "an exported `impl` block",
    keys: &["rename", "rename_all", "crate"],
    elsewhere: &[
        ("constructor", "a method"),
        ("static", "a method"),
        ("getter", "a method"),
        ("setter", "a method"),
        ("trace", "a method"),
        ("skip", "a method"),
        ("signature", "a method"),
    ],
};

const METHOD: Place = Place {
    name: "an exported method",
    keys: &["constructor", "static", "getter", "setter", "trace", "rename", "skip", "signature"],
    elsewhere: &[("rename_all", "the `impl` block"), ("crate", "the `impl` block")],
};

/// A class, understood.
pub struct Class {
    /// The type.
    pub ty: Type,
    /// Its name on both sides.
    pub name: String,
    /// Its documentation.
    pub docs: String,
    /// The constructor.
    pub constructor: Option<Exported>,
    /// The method that shows the values of an instance to the collector.
    pub trace: Option<Ident>,
    /// The other members.
    pub members: Vec<Member>,
    /// The path of `ffi_core::__private`.
    pub private: TokenStream,
}

/// A member, understood.
pub struct Member {
    /// What it is.
    pub role: Role,
    /// The function.
    pub function: Exported,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A method of an instance.
    Method,
    /// A method of the class.
    Static,
    /// Reads a property.
    Getter,
    /// Writes a property.
    Setter,
    /// Makes an instance.
    Constructor,
}

impl Class {
    /// Reads the block.
    pub fn parse(context: &Context, attribute: TokenStream, block: &Implementation) -> Option<Self> {
        let mut entries = Entries::default();
        entries.read(context, attribute, BLOCK);
        let rule = entries.rename_all(context);
        let private = entries.private(context);
        if let Some(interface) = &block.interface {
            context.error(interface, messages::trait_impl());
            return None;
        }
        for parameter in &block.generics.params {
            context.error(parameter, messages::generic("an exported class"));
        }
        let name = match entries.rename(context) {
            Some(name) => name.javascript,
            None => type_name(&block.ty),
        };
        let mut class = Self {
            ty: block.ty.clone(),
            name,
            docs: crate::docs::text(&block.attributes),
            constructor: None,
            trace: None,
            members: Vec::new(),
            private,
        };
        for member in &block.members {
            let mut entries = Entries::default();
            let mut ours = member.attributes.iter().filter(|attribute| attribute.path().is_ident("export")).peekable();
            let is_marked = ours.peek().is_some();
            for attribute in ours {
                match &attribute.meta {
                    syn::Meta::List(list) => entries.read(context, list.tokens.clone(), METHOD),
                    syn::Meta::Path(_) => {}
                    syn::Meta::NameValue(_) => context.error(attribute, messages::needs_list()),
                }
            }
            match &member.function {
                Some(function) => class.add(context, &entries, function, rule),
                None if is_marked => context.error(&member.tokens, messages::cannot_export()),
                None => {}
            }
        }
        class.check(context);
        Some(class)
    }

    fn add(&mut self, context: &Context, entries: &Entries, function: &Function, rule: Rule) {
        const ONE: &str = "a method has one role";
        const SKIPPED: &str = "a skipped method is not exported";
        entries.exclude(context, "constructor", &[("static", ONE), ("getter", ONE), ("setter", ONE)]);
        entries.exclude(context, "getter", &[("setter", ONE), ("static", ONE)]);
        entries.exclude(context, "setter", &[("static", ONE)]);
        entries.exclude(
            context,
            "skip",
            &[
                ("constructor", SKIPPED),
                ("static", SKIPPED),
                ("getter", SKIPPED),
                ("setter", SKIPPED),
                ("rename", SKIPPED),
                ("signature", SKIPPED),
            ],
        );
        const TRACE: &str = "the collector calls it, and nobody else";
        let others = ["constructor", "static", "getter", "setter", "rename", "skip", "signature"];
        entries.exclude(context, "trace", &others.map(|other| (other, TRACE)));
        let skip = entries.flag(context, "skip");
        let role = match () {
            () if entries.flag(context, "constructor") => Role::Constructor,
            () if entries.flag(context, "static") => Role::Static,
            () if entries.flag(context, "getter") => Role::Getter,
            () if entries.flag(context, "setter") => Role::Setter,
            () if function.receiver.is_none() => Role::Static,
            () => Role::Method,
        };
        if skip {
            return;
        }
        if entries.flag(context, "trace") {
            if function.receiver.is_none() || function.parameters.len() != 1 {
                context
                    .error(&function.ident, messages::accessor("method for the collector", "`&self` and a `&Tracer`"));
            }
            self.trace = Some(function.ident.clone());
            return;
        }
        let parsed = Exported::parse(context, entries, function, Some(&self.ty), rule, self.private.clone());
        let Some(mut exported) = parsed else { return };
        check_role(context, role, function);
        match role {
            Role::Constructor => {
                let named = |ty: &Type| ty.to_token_stream().to_string() == self.ty.to_token_stream().to_string();
                let makes = named(&exported.result)
                    || matches!(&exported.result, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Result"));
                if !makes || argument_of(&exported.result, "Option").is_some() {
                    context.error(&exported.result, messages::constructor_result());
                }
                if self.constructor.is_some() {
                    context.error(&function.ident, messages::second_constructor());
                    return;
                }
                exported.name = crate::names::Name::new(self.name.clone());
                self.constructor = Some(exported);
                return;
            }
            Role::Setter if entries.get("rename").is_none() => {
                // `set_size` is the setter of `size`.
                let name = exported.name.javascript.clone();
                if let Some(rest) = name.strip_prefix("set_").or_else(|| name.strip_prefix("set")) {
                    let mut letters = rest.chars();
                    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
                    exported.name = crate::names::Name::new(format!("{first}{}", letters.as_str()));
                }
            }
            _ => {}
        }
        self.members.push(Member { role, function: exported });
    }

    fn check(&self, context: &Context) {
        for (index, member) in self.members.iter().enumerate() {
            let name = &member.function.name.javascript;
            if member.role == Role::Setter
                && !self
                    .members
                    .iter()
                    .any(|other| other.role == Role::Getter && other.function.name.javascript == *name)
            {
                context.error(&member.function.ident, messages::setter_without_getter(name));
            }
            let space = |role| if role == Role::Getter { Role::Method } else { role };
            let taken = self.members[..index]
                .iter()
                .any(|other| space(other.role) == space(member.role) && other.function.name.javascript == *name);
            if taken {
                context.error(&member.function.ident, messages::same_name(name, "member"));
            }
        }
    }
}

fn check_role(context: &Context, role: Role, function: &Function) {
    let receiver = function.receiver.as_ref();
    let asynchronous = |what: &str| {
        if let Some(keyword) = &function.asyncness {
            context.error(keyword, messages::cannot_be_async(what));
        }
    };
    match role {
        Role::Constructor => {
            if let Some(receiver) = receiver {
                context.error(&receiver.tokens, messages::constructor_receiver());
            }
            asynchronous("constructor");
        }
        Role::Static => {
            if let Some(receiver) = receiver {
                context.error(&receiver.tokens, messages::static_receiver());
            }
        }
        Role::Getter => {
            if receiver.is_none() || !function.parameters.is_empty() {
                context.error(&function.ident, messages::accessor("getter", "`&self` and nothing else"));
            }
            asynchronous("getter");
        }
        Role::Setter => {
            if receiver.is_none() || function.parameters.len() != 1 {
                context.error(&function.ident, messages::accessor("setter", "`&mut self` or `&self`, and the value"));
            }
            asynchronous("setter");
        }
        Role::Method => {}
    }
}

/// The last name of a type's path.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        other => other.to_token_stream().to_string(),
    }
}

impl Member {
    /// Whether it is called on an instance.
    pub fn is_instance(&self) -> bool {
        self.function.receiver != Receiver::None
    }
}
