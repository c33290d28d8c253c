//! `signature = (url, /, *, retries = 3, **options) -> "Response"`: PyO3's grammar.

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};
use syn::LitStr;

use crate::attribute::split;
use crate::context::Context;
use crate::messages;

/// A signature as it is written.
pub struct Written {
    /// The parameters.
    pub parameters: Vec<WrittenParameter>,
    /// The annotation of the result.
    pub result: Option<String>,
}

/// A parameter as it is written.
pub struct WrittenParameter {
    /// Its name.
    pub ident: Ident,
    /// How it is passed.
    pub kind: Kind,
    /// Its annotation for stubs.
    pub annotation: Option<String>,
    /// Its default.
    pub default: Option<TokenStream>,
}

/// How a parameter is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Before `/`.
    PositionalOnly,
    /// By position or by name.
    Positional,
    /// `*rest`.
    Rest,
    /// After `*`.
    Keyword,
    /// `**options`.
    Keywords,
}

/// Reads a signature: the group of parameters and an optional `-> "annotation"`.
pub fn parse(context: &Context, tokens: TokenStream) -> Option<Written> {
    let mut rest = tokens.clone().into_iter();
    let group = match rest.next() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => group,
        _ => {
            context.error(tokens, messages::signature("a signature is a list in parentheses"));
            return None;
        }
    };
    let mut reading = Reading { context, parameters: Vec::new(), star: false, slash: false };
    for part in split(group.stream()) {
        reading.part(part);
    }
    if reading.star
        && !reading.parameters.iter().any(|parameter| parameter.kind == Kind::Keyword || parameter.kind == Kind::Rest)
    {
        let named = reading.parameters.iter().any(|parameter| parameter.kind == Kind::Keywords);
        let rule =
            if named { "`*` and `**options` need a parameter between them" } else { "`*` needs a parameter behind it" };
        context.error(&group, messages::signature(rule));
    }
    Some(Written { parameters: reading.parameters, result: result(context, rest) })
}

fn result(context: &Context, mut rest: impl Iterator<Item = TokenTree>) -> Option<String> {
    let first = rest.next()?;
    let arrow = matches!(&first, TokenTree::Punct(punct) if punct.as_char() == '-')
        && matches!(rest.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '>');
    match (arrow, rest.next(), rest.next()) {
        (true, Some(TokenTree::Literal(literal)), None) => text(context, &literal),
        _ => {
            context.error(first, messages::signature("behind the list there may be an annotation: `-> \"type\"`"));
            None
        }
    }
}

fn text(context: &Context, literal: &Literal) -> Option<String> {
    match syn::parse_str::<LitStr>(&literal.to_string()) {
        Ok(text) => Some(text.value()),
        Err(_) => {
            context.error(literal, messages::signature("an annotation is a string"));
            None
        }
    }
}

struct Reading<'c> {
    context: &'c Context,
    parameters: Vec<WrittenParameter>,
    star: bool,
    slash: bool,
}

impl Reading<'_> {
    fn error(&self, at: impl quote::ToTokens, rule: &str) {
        self.context.error(at, messages::signature(rule));
    }

    fn part(&mut self, part: Vec<TokenTree>) {
        if self.parameters.last().is_some_and(|last| last.kind == Kind::Keywords)
            && let Some(first) = part.first()
        {
            self.error(first, "nothing may follow `**options`");
        }
        match part.as_slice() {
            [] => {}
            [TokenTree::Punct(punct)] if punct.as_char() == '/' => self.slash(punct),
            [TokenTree::Punct(punct)] if punct.as_char() == '*' => self.star(punct),
            [TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(ident)]
                if first.as_char() == '*' && second.as_char() == '*' =>
            {
                self.push(ident, Kind::Keywords, None, None);
            }
            [TokenTree::Punct(punct), TokenTree::Ident(ident)] if punct.as_char() == '*' => {
                if self.star {
                    self.error(punct, "there is one `*` at most");
                }
                self.star = true;
                self.push(ident, Kind::Rest, None, None);
            }
            [TokenTree::Ident(ident), rest @ ..] => self.plain(ident, rest),
            [first, ..] => self.error(first, "expected a parameter, `/` or `*`"),
        }
    }

    fn slash(&mut self, slash: &proc_macro2::Punct) {
        if self.slash {
            self.error(slash, "there is one `/` at most");
        } else if self.star {
            self.error(slash, "`/` stands before `*`");
        } else if self.parameters.is_empty() {
            self.error(slash, "`/` needs a parameter before it");
        }
        self.slash = true;
        self.parameters.iter_mut().for_each(|parameter| parameter.kind = Kind::PositionalOnly);
    }

    fn star(&mut self, star: &proc_macro2::Punct) {
        if self.star {
            self.error(star, "there is one `*` at most");
        }
        self.star = true;
    }

    fn plain(&mut self, ident: &Ident, rest: &[TokenTree]) {
        let mut rest = rest.iter().cloned().peekable();
        let mut annotation = None;
        if let Some(TokenTree::Punct(colon)) = rest.next_if(|token| is(token, ':')) {
            match rest.next() {
                Some(TokenTree::Literal(literal)) => annotation = text(self.context, &literal),
                _ => self.error(colon, "an annotation is a string"),
            }
        }
        let mut default = None;
        match rest.next() {
            None => {}
            Some(equals) if is(&equals, '=') => {
                let tokens: TokenStream = rest.collect();
                if tokens.is_empty() {
                    self.error(&equals, "a default needs a value");
                } else {
                    default = Some(tokens);
                }
            }
            Some(other) => self.error(other, "expected `: \"annotation\"`, `= default` or `,`"),
        }
        let kind = if self.star { Kind::Keyword } else { Kind::Positional };
        let after_default = self.parameters.iter().any(|parameter| parameter.default.is_some());
        if default.is_none() && kind == Kind::Positional && after_default {
            self.error(ident, "a parameter without default cannot follow one with a default");
        }
        self.push(ident, kind, annotation, default);
    }

    fn push(&mut self, ident: &Ident, kind: Kind, annotation: Option<String>, default: Option<TokenStream>) {
        if self.parameters.iter().any(|parameter| parameter.ident == *ident) {
            self.context.error(ident, messages::same_name(&ident.to_string(), "parameter"));
            return;
        }
        self.parameters.push(WrittenParameter { ident: ident.clone(), kind, annotation, default });
    }
}

fn is(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// A default as Python writes it; `...` for what has no Python form.
pub fn python_default(tokens: &TokenStream) -> String {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let unknown = || "...".to_owned();
    match tokens.as_slice() {
        [TokenTree::Ident(ident)] => match ident.to_string().as_str() {
            "None" => "None".to_owned(),
            "true" => "True".to_owned(),
            "false" => "False".to_owned(),
            _ => unknown(),
        },
        [TokenTree::Literal(literal)] => literal_default(literal).unwrap_or_else(unknown),
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            literal_default(literal).map_or_else(unknown, |text| format!("-{text}"))
        }
        [TokenTree::Ident(some), TokenTree::Group(group)] if some == "Some" => python_default(&group.stream()),
        _ => unknown(),
    }
}

fn literal_default(literal: &Literal) -> Option<String> {
    match syn::parse_str::<syn::Lit>(&literal.to_string()).ok()? {
        syn::Lit::Str(text) => Some(python_string(&text.value())),
        syn::Lit::Char(letter) => Some(python_string(&letter.value().to_string())),
        syn::Lit::Int(number) => Some(number.base10_digits().to_owned()),
        syn::Lit::Float(number) => Some(number.base10_digits().to_owned()),
        syn::Lit::Bool(value) => Some(if value.value { "True" } else { "False" }.to_owned()),
        _ => None,
    }
}

fn python_string(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('\'');
    quoted
}
