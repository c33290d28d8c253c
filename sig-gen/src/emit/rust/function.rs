//! Functions: one Rust function for each overload, and for each parameter that may be left out.

use ffi_core::signature::{Function, Literal, Parameter, Signature, Type};

use super::Style;
use super::convert::{Converter, Scope, optional};
use super::docs;
use super::names::{self, Names, behind, snake, written};
use super::types::{self, Ty};

/// More overloads than this that differ in a literal and their result become one by type.
const MOST_LITERALS: usize = 8;

/// The most arguments of one call.
const MOST_ARGUMENTS: usize = 16;

/// More optional parameters than this have no function for each.
const MOST_FORMS: usize = 6;

/// What a function is called on, as code.
pub struct Target<'t> {
    /// The first parameter: `&self`, or the realm.
    pub receiver: &'t str,
    /// The call up to its arguments: `rt::call(self, "name"`.
    pub call: String,
    /// What the result is when not what the declaration says: `Self` for constructors.
    pub result: Option<&'t str>,
}

/// Writes functions of one scope.
pub struct Functions<'c, 'm> {
    pub converter: &'c Converter<'m>,
    pub names: Names,
    pub depth: usize,
    pub indent: &'c str,
    pub out: String,
    pub count: usize,
    /// The names of all that was written.
    pub written: Vec<String>,
}

/// One parameter of one form.
#[derive(Debug, Clone, PartialEq)]
struct Argument {
    name: String,
    /// The parameter's type as code; none for a literal that is always passed.
    code: Option<String>,
    expression: String,
}

impl<'c, 'm> Functions<'c, 'm> {
    /// Nothing written yet, for a scope at a depth of modules.
    pub fn new(converter: &'c Converter<'m>, depth: usize, indent: &'c str) -> Self {
        Self { converter, names: Names::default(), depth, indent, out: String::new(), count: 0, written: Vec::new() }
    }

    /// Writes all forms of a function under `name` (in snake case).
    pub fn function(&mut self, name: &str, function: &'m Function, scope: &Scope<'m>, target: &Target<'_>) {
        let mut written_forms: Vec<(String, Vec<Argument>)> = Vec::new();
        let is_overloaded = function.overloads.len() > 1;
        let by_literal =
            |signature: &&Signature| literal_of(signature).is_some_and(|(_, _)| listener(signature).is_none());
        let many_literals = function.overloads.iter().filter(by_literal).count() > MOST_LITERALS;
        let mut has_general = false;
        for signature in &function.overloads {
            let key = literal_of(signature).filter(|_| is_overloaded);
            let is_listener = listener(signature).is_some();
            let general = key.is_some()
                && function
                    .overloads
                    .iter()
                    .any(|other| literal_of(other).is_none() && other.parameters.len() == signature.parameters.len());
            match key {
                Some((_, _)) if !is_listener && many_literals => {
                    if !has_general {
                        has_general = true;
                        self.by_type(name, signature, scope, target);
                    }
                    continue;
                }
                // What removes a listener needs no types: the general form does.
                Some(_) if is_listener && general && is_removal(name) => continue,
                _ => {}
            }
            let base = match key {
                Some((_, text)) if is_listener && name == "add_event_listener" => behind("on", text),
                Some((_, text)) => behind(name, text),
                None => name.to_owned(),
            };
            self.signature(&base, signature, scope, target, key.map(|(index, _)| index), &mut written_forms);
        }
    }

    /// One function for all overloads that a literal tells apart: the caller says which type comes.
    fn by_type(&mut self, name: &str, signature: &'m Signature, scope: &Scope<'m>, target: &Target<'_>) {
        let mut scope = scope.clone();
        scope.parameters.push(&signature.type_parameters);
        let required = required(signature);
        let arguments: Vec<Argument> =
            signature.parameters[..required].iter().map(|parameter| self.argument(parameter, &scope, true)).collect();
        let name = self.take(format!("{name}_as"));
        docs::write(&mut self.out, self.indent, &signature.docs, "");
        self.line("/// ");
        self.line("/// The type that comes is checked at run time.");
        self.write(&name, "<R: rt::FromGuest>", &unique(arguments), "R", target);
    }

    fn signature(
        &mut self,
        base: &str,
        signature: &'m Signature,
        scope: &Scope<'m>,
        target: &Target<'_>,
        literal: Option<usize>,
        written_forms: &mut Vec<(String, Vec<Argument>)>,
    ) {
        let mut scope = scope.clone();
        scope.parameters.push(&signature.type_parameters);
        let result = match target.result {
            Some(result) => result.to_owned(),
            None => self.converter.ty(&signature.result, &scope).code(self.depth),
        };
        let required = required(signature);
        let most = signature.parameters.len().min(MOST_ARGUMENTS);
        let forms: Vec<usize> = if most.saturating_sub(required) > MOST_FORMS {
            vec![required, required + 1, most]
        } else {
            (required..=most).collect()
        };
        for length in forms {
            let last = length.checked_sub(1).filter(|_| length > required);
            let arguments = signature.parameters[..length.min(most)].iter().enumerate().map(|(index, parameter)| {
                let must = index < required && !parameter.optional || Some(index) == last;
                match &parameter.ty {
                    Type::Literal { value: Literal::String(text) } if literal == Some(index) => {
                        Argument { name: String::new(), code: None, expression: format!("{text:?}") }
                    }
                    _ => self.argument(parameter, &scope, must),
                }
            });
            let arguments = unique(arguments.collect());
            let types: Vec<Argument> = arguments.clone();
            let taken: Vec<&Argument> = types.iter().filter(|argument| argument.code.is_some()).collect();
            let plain = match last {
                Some(last) => behind(&format!("{base}_with"), &signature.parameters[last].name.js),
                None => base.to_owned(),
            };
            // The same parameters once more: the first overload stands for both.
            let same = |known: &[Argument]| {
                let codes = |arguments: &[Argument]| -> Vec<Option<String>> {
                    arguments.iter().map(|argument| argument.code.clone()).collect()
                };
                let constants = |arguments: &[Argument]| -> Vec<String> {
                    let fixed = arguments.iter().filter(|argument| argument.code.is_none());
                    fixed.map(|argument| argument.expression.clone()).collect()
                };
                codes(known) == codes(&types) && constants(known) == constants(&types)
            };
            if written_forms.iter().any(|(_, known)| same(known)) {
                continue;
            }
            let by_names = format!(
                "{base}_with_{}",
                taken
                    .iter()
                    .map(|argument| argument.name.trim_start_matches("r#").trim_matches('_'))
                    .collect::<Vec<_>>()
                    .join("_and_")
            );
            let name = [plain.clone(), by_names].into_iter().find(|name| self.names.is_free(&self.spelled(name)));
            let name = self.take(name.unwrap_or(plain));
            written_forms.push((name.clone(), types));
            docs::write(&mut self.out, self.indent, &signature.docs, &format!("`{}`", base.trim_start_matches('_')));
            self.write(&name, "", &arguments, &result, target);
        }
    }

    fn argument(&self, parameter: &'m Parameter, scope: &Scope<'m>, must: bool) -> Argument {
        let name = match snake(&parameter.name.js) {
            name if name == "realm" || name == "rt" => format!("{name}_"),
            name => written(&name),
        };
        let ty = self.converter.ty(&parameter.ty, scope);
        let (code, expression) = if parameter.rest {
            let element = ty.code(self.depth);
            (
                format!("impl rt::IntoIterator<Item = impl rt::Into<{element}>>"),
                format!("rt::Rest(rt::list::<{element}>({name}))"),
            )
        } else if must {
            let ty = match ty {
                Ty::Option(value) if parameter.optional => *value,
                ty => ty,
            };
            types::argument(&ty, &name, self.depth)
        } else {
            (types::optional(&optional(ty), self.depth), name.clone())
        };
        Argument { name, code: Some(code), expression }
    }

    fn write(&mut self, name: &str, generics: &str, arguments: &[Argument], result: &str, target: &Target<'_>) {
        self.count += 1;
        let mut parameters: Vec<String> = vec![target.receiver.to_owned()];
        parameters.extend(arguments.iter().filter_map(|argument| {
            let code = argument.code.as_ref()?;
            Some(format!("{}: {code}", argument.name))
        }));
        let expressions: Vec<&str> = arguments.iter().map(|argument| argument.expression.as_str()).collect();
        let passed = match expressions.as_slice() {
            [one] => format!("({one},)"),
            all => format!("({})", all.join(", ")),
        };
        self.line(&format!("pub fn {}{generics}({}) -> rt::Result<{result}> {{", written(name), parameters.join(", ")));
        self.line(&format!("    {}, {passed})", target.call));
        self.line("}");
    }

    /// Takes a name for a function or constant.
    pub fn take(&mut self, name: String) -> String {
        let name = self.names.take(self.spelled(&name));
        self.written.push(written(&name));
        name
    }

    fn spelled(&self, name: &str) -> String {
        match self.converter.style {
            Style::Snake => name.to_owned(),
            Style::Camel => names::lower_camel(name),
        }
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(self.indent);
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// Writes a function with this text after its name.
    pub fn plain(&mut self, docs: &ffi_core::signature::Docs, fallback: &str, name: &str, rest: &str, body: &str) {
        self.count += 1;
        let name = self.take(name.to_owned());
        docs::write(&mut self.out, self.indent, docs, fallback);
        self.line(&format!("pub fn {}{rest} {{", written(&name)));
        self.line(&format!("    {body}"));
        self.line("}");
    }
}

/// How many parameters must be passed, those before a required one included.
fn required(signature: &Signature) -> usize {
    let is_required = |parameter: &Parameter| !parameter.optional && !parameter.rest;
    signature.parameters.iter().rposition(is_required).map_or(0, |last| last + 1)
}

/// The first parameter that is one string, and the string.
fn literal_of(signature: &Signature) -> Option<(usize, &str)> {
    signature.parameters.iter().enumerate().find_map(|(index, parameter)| match &parameter.ty {
        Type::Literal { value: Literal::String(text) } if !parameter.optional && !parameter.rest => {
            Some((index, text.as_str()))
        }
        _ => None,
    })
}

/// The parameter that takes a listener.
fn listener(signature: &Signature) -> Option<usize> {
    signature.parameters.iter().position(|parameter| matches!(parameter.ty, Type::Function { construct: false, .. }))
}

fn is_removal(name: &str) -> bool {
    matches!(name, "remove_event_listener" | "remove_listener" | "off")
}

/// Each parameter with a name of its own.
fn unique(arguments: Vec<Argument>) -> Vec<Argument> {
    let mut names = Names::default();
    arguments
        .into_iter()
        .map(|mut argument| {
            if argument.code.is_some() {
                let name = names.take(argument.name.clone());
                if name != argument.name {
                    argument.expression = replaced(&argument.expression, &argument.name, &name);
                    argument.name = name;
                }
            }
            argument
        })
        .collect()
}

/// The expression with another name: it stands alone, or in the last parentheses.
fn replaced(expression: &str, from: &str, to: &str) -> String {
    if expression == from {
        return to.to_owned();
    }
    match expression.rsplit_once(&format!("({from})")) {
        Some((before, after)) => format!("{before}({to}){after}"),
        None => expression.to_owned(),
    }
}
