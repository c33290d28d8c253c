//! Functions and `impl` blocks, read without syn's feature `full`: their bodies are tokens that nobody looks into.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, Lifetime, Token, Type, Visibility, WhereClause};

/// A function, up to its body.
pub struct Function {
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// `pub`.
    pub visibility: Visibility,
    /// `const`, `unsafe` or `extern`, which an exported function cannot be.
    pub modifiers: Vec<Ident>,
    /// `async`.
    pub asyncness: Option<Token![async]>,
    /// Its name.
    pub ident: Ident,
    /// Its generics.
    pub generics: Generics,
    /// `self`.
    pub receiver: Option<Receiver>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its result.
    pub result: Option<Type>,
    /// Whether it has a body.
    pub has_body: bool,
}

/// `self`, `&self`, `&mut self`.
pub struct Receiver {
    /// The tokens, for a message.
    pub tokens: TokenStream,
    /// `&`.
    pub by_reference: bool,
    /// `mut` behind `&`.
    pub mutable: bool,
}

/// A parameter.
pub struct Parameter {
    /// Its name; `None` for a pattern.
    pub ident: Option<Ident>,
    /// The pattern, for a message.
    pub pattern: TokenStream,
    /// Its type.
    pub ty: Type,
}

/// An `impl` block.
pub struct Implementation {
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its generics.
    pub generics: Generics,
    /// The trait, when it implements one.
    pub interface: Option<Type>,
    /// The type.
    pub ty: Type,
    /// Its members.
    pub members: Vec<Member>,
    head: TokenStream,
}

/// A member of an `impl` block.
pub struct Member {
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// All its tokens behind the attributes.
    pub tokens: TokenStream,
    /// The function that it is.
    pub function: Option<Function>,
}

impl Parse for Function {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = Attribute::parse_outer(input)?;
        Self::parse_behind(input, attributes)
    }
}

impl Function {
    fn parse_behind(input: ParseStream, attributes: Vec<Attribute>) -> syn::Result<Self> {
        let visibility: Visibility = input.parse()?;
        let mut modifiers = Vec::new();
        let mut asyncness = None;
        loop {
            if input.peek(Token![async]) {
                asyncness = Some(input.parse()?);
            } else if input.peek(Token![const]) || input.peek(Token![unsafe]) || input.peek(Token![extern]) {
                modifiers.push(input.call(syn::ext::IdentExt::parse_any)?);
                if input.peek(syn::LitStr) {
                    input.parse::<syn::LitStr>()?;
                }
            } else {
                break;
            }
        }
        input.parse::<Token![fn]>()?;
        let ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        let arguments;
        syn::parenthesized!(arguments in input);
        let receiver = Receiver::parse_optional(&arguments)?;
        let mut parameters = Vec::new();
        while !arguments.is_empty() {
            parameters.push(Parameter::parse(&arguments)?);
            if !arguments.is_empty() {
                arguments.parse::<Token![,]>()?;
            }
        }
        let result = if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        let has_body = input.peek(syn::token::Brace);
        if has_body {
            input.parse::<Group>()?;
        } else {
            input.parse::<Token![;]>()?;
        }
        Ok(Self {
            attributes,
            visibility,
            modifiers,
            asyncness,
            ident,
            generics,
            receiver,
            parameters,
            result,
            has_body,
        })
    }
}

impl Receiver {
    fn parse_optional(input: ParseStream) -> syn::Result<Option<Self>> {
        let ahead = input.fork();
        let by_reference = ahead.parse::<Option<Token![&]>>()?.is_some();
        if by_reference {
            ahead.parse::<Option<Lifetime>>()?;
        }
        let mutable = ahead.parse::<Option<Token![mut]>>()?.is_some();
        if !ahead.peek(Token![self]) {
            return Ok(None);
        }
        let mut tokens = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?.to_tokens(&mut tokens);
        }
        input.parse::<Option<Token![,]>>()?;
        Ok(Some(Self { tokens, by_reference, mutable: mutable && by_reference }))
    }
}

impl Parameter {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        Attribute::parse_outer(input)?;
        let mut pattern: Vec<TokenTree> = Vec::new();
        loop {
            if input.peek(Token![::]) {
                pattern.extend(input.parse::<Token![::]>()?.to_token_stream());
            } else if input.is_empty() || input.peek(Token![:]) {
                break;
            } else {
                pattern.push(input.parse()?);
            }
        }
        let ident = match pattern.as_slice() {
            [TokenTree::Ident(ident)] => Some(ident.clone()),
            [TokenTree::Ident(keyword), TokenTree::Ident(ident)] if keyword == "mut" => Some(ident.clone()),
            _ => None,
        };
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let ident = ident.filter(|ident| ident != "_");
        Ok(Self { ident, pattern: pattern.into_iter().collect(), ty })
    }
}

impl Parse for Implementation {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = Attribute::parse_outer(input)?;
        let ahead = input.fork();
        let mut head = TokenStream::new();
        while !ahead.is_empty() && !ahead.peek(syn::token::Brace) {
            ahead.parse::<TokenTree>()?.to_tokens(&mut head);
        }
        input.parse::<Option<Token![unsafe]>>()?;
        input.parse::<Token![impl]>()?;
        let mut generics: Generics = input.parse()?;
        let mut ty: Type = input.parse()?;
        let mut interface = None;
        if input.parse::<Option<Token![for]>>()?.is_some() {
            interface = Some(ty);
            ty = input.parse()?;
        }
        generics.where_clause = input.parse()?;
        let body;
        syn::braced!(body in input);
        let mut members = Vec::new();
        while !body.is_empty() {
            members.push(Member::parse(&body)?);
        }
        Ok(Self { attributes, generics, interface, ty, members, head })
    }
}

impl Member {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = Attribute::parse_outer(input)?;
        let ahead = input.fork();
        let is_function = {
            let ahead = input.fork();
            ahead.parse::<Visibility>()?;
            let mut found = false;
            while !ahead.is_empty() && !found {
                found = ahead.peek(Token![fn]);
                let is_modifier = ahead.peek(Token![async])
                    || ahead.peek(Token![const])
                    || ahead.peek(Token![unsafe])
                    || ahead.peek(Token![extern])
                    || ahead.peek(syn::LitStr);
                if !is_modifier {
                    break;
                }
                ahead.parse::<TokenTree>()?;
            }
            found
        };
        let function = if is_function { Some(Function::parse_behind(&ahead, attributes.clone())?) } else { None };
        let mut tokens = TokenStream::new();
        while !input.is_empty() {
            let token: TokenTree = input.parse()?;
            let ends = match &token {
                TokenTree::Punct(punct) => punct.as_char() == ';',
                TokenTree::Group(group) => is_function && group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            token.to_tokens(&mut tokens);
            if ends {
                break;
            }
        }
        Ok(Self { attributes, tokens, function })
    }

    /// The attributes that are not ours.
    pub fn foreign_attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|attribute| !attribute.path().is_ident("export"))
    }
}

impl Implementation {
    /// The block as it was, without the attributes that are ours.
    pub fn without_ours(&self) -> TokenStream {
        let (attributes, head) = (&self.attributes, &self.head);
        let members = self.members.iter().map(|member| {
            let (attributes, tokens) = (member.foreign_attributes(), &member.tokens);
            quote::quote!(#(#attributes)* #tokens)
        });
        quote::quote!(#(#attributes)* #head { #(#members)* })
    }
}
