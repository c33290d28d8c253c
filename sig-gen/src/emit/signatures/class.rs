//! Classes of `signatures.py`.

use std::borrow::Cow;

use ffi_core::signature::{Class, ClassKind, IndexSignature, Member, MemberKind, Type};

use rustc_hash::FxHashSet;

use super::super::index::is_writable;
use super::super::python::{
    ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, dunder_of_symbol, identifier,
};
use super::super::repeated::repeats_inherited;
use super::super::spelling::spelled;
use super::function::{Receiver, renamed};
use super::types::Position;
use super::{Emitter, SUFFIX};

/// The mark of a member of the class object that has the name of a member of instances. The reader of signature classes knows it.
const STATIC: &str = "__static";

impl<'m> Emitter<'_, 'm> {
    pub(super) fn class(&mut self, class: &'m Class, scope: &str) -> Statement<'m> {
        let outer = self.enter(&class.name.js);
        let parameters = &class.type_parameters;
        let definition = self.types_scope(parameters, |emitter| {
            let mut body = Vec::with_capacity(class.members.len() + class.statics.len());
            let inner = if scope.is_empty() { class.name.js.clone() } else { format!("{scope}.{}", class.name.js) };
            for item in super::bases_first(emitter.context, &class.namespace, &inner) {
                body.extend(emitter.item(item, &inner));
            }
            if let Some(constructor) = &class.constructor {
                body.extend(emitter.function(constructor, &class.name, "__init__", Receiver::Constructor));
            }
            if let Some(call) = &class.static_call {
                body.extend(emitter.function(call, &class.name, "__static_call__", Receiver::Static));
            }
            let own: FxHashSet<Cow<'_, str>> = spelled(&class.members)
                .filter(|(member, _)| !emitter.is_constant_of_both(class, member))
                .map(|(_, name)| name)
                .collect();
            for (member, name) in spelled(&class.statics) {
                // A Python class has one thing of a name: what the class object has beside the instances is marked.
                let name = if own.contains(&name) { Cow::Owned(format!("{name}{STATIC}")) } else { name };
                emitter.member(&mut body, class, member, name, Receiver::Static);
            }
            if let Some(call) = &class.call {
                body.extend(emitter.function(call, &class.name, "__call__", Receiver::Instance));
            }
            for (member, name) in spelled(&class.members) {
                if emitter.is_constant_of_both(class, member) {
                    continue;
                }
                emitter.member(&mut body, class, member, name, Receiver::Instance);
            }
            let several = class.index.len() > 1;
            for signature in &class.index {
                emitter.index_signature(&mut body, class, signature, several);
            }
            let mut bases: Vec<Expression<'m>> = Vec::new();
            for base in emitter.context.index.linear_bases(class) {
                let printed = emitter.types.print(base, Position::Returned);
                if !is_signature_class(&printed) {
                    continue;
                }
                match reachable(&printed, scope).map(quote_arguments) {
                    Some(base) if !bases.contains(&base) => bases.push(base),
                    Some(_) => {}
                    None => emitter.copy_members(&mut body, class, base),
                }
            }
            if class.kind == ClassKind::Interface {
                bases.push(Expression::name("Interface"));
            } else if bases.is_empty() {
                bases.push(Expression::name("BindClass"));
            }
            let variables = emitter.types.variables_of(parameters);
            if !variables.is_empty() {
                bases.push(Expression::subscript("Generic", variables));
            }
            ClassDefinition {
                name: format!("{}{SUFFIX}", identifier(class.name.python())).into(),
                bases,
                body,
                ..ClassDefinition::default()
            }
        });
        self.types.place = outer;
        Statement::Class(definition)
    }

    /// The members of a base that cannot be named where the class stands: another namespace's, while that is being defined.
    fn copy_members(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class, base: &'m Type) {
        let Type::Reference { name, module: None, .. } = base else { return };
        let index = &self.context.index;
        let Some(base) = index.class(name) else { return };
        let mut copied: FxHashSet<&'m str> = FxHashSet::default();
        for ancestor in std::iter::once(base).chain(index.ancestors(base)) {
            for (member, name) in spelled(&ancestor.members) {
                if copied.insert(&member.name.js) && index.member(class, &member.name.js).is_none() {
                    self.member(body, class, member, name, Receiver::Instance);
                }
            }
        }
    }

    fn enter(&mut self, name: &str) -> String {
        std::mem::replace(&mut self.types.place, identifier(name).into_owned())
    }

    /// Like `Types::in_scope`, for a printer that needs the whole emitter.
    fn types_scope<T>(
        &mut self,
        parameters: &'m [ffi_core::signature::TypeParameter],
        print: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mark = self.types.open_scope(parameters);
        let printed = print(self);
        self.types.close_scope(mark);
        printed
    }

    /// A constant that the class object and its instances both have (`Node.ELEMENT_NODE`) is written once, as a class variable.
    fn is_constant_of_both(&self, class: &Class, member: &Member) -> bool {
        matches!(&member.kind, MemberKind::Property { readonly: true, .. })
            && class.statics.iter().any(|other| other.name == member.name && other.kind == member.kind)
    }

    fn member(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        member: &'m Member,
        name: Cow<'m, str>,
        receiver: Receiver,
    ) {
        let python = match member.name.symbol {
            true => match dunder_of_symbol(&member.name.js) {
                Some(dunder) => dunder.into(),
                None if member.name.js == "Symbol.dispose" && receiver == Receiver::Instance => {
                    body.extend(context_manager(["__enter__", "__exit__"], |result| result));
                    return;
                }
                None if member.name.js == "Symbol.asyncDispose" && receiver == Receiver::Instance => {
                    let awaited = |result| Expression::subscript("Awaitable", vec![result]);
                    body.extend(context_manager(["__aenter__", "__aexit__"], awaited));
                    return;
                }
                None => return,
            },
            false => name,
        };
        match &member.kind {
            MemberKind::Method(function) => {
                if receiver == Receiver::Instance && repeats_inherited(&self.context.index, class, member, function) {
                    return;
                }
                body.extend(self.function(function, &member.name, &python, receiver));
            }
            MemberKind::Property { ty, set_type, .. } if !member.name.symbol => {
                let mut annotation = self.types.print(ty, Position::Returned);
                if let Some(set_type) = set_type {
                    let accepted = self.types.print(set_type, Position::Accepted);
                    annotation = Expression::union([annotation, accepted]);
                }
                if member.optional {
                    annotation = Expression::union([annotation, Expression::None]);
                }
                let mut annotation = renamed(annotation, &python, &member.name);
                if receiver == Receiver::Static {
                    annotation = Expression::subscript("ClassVar", vec![annotation]);
                }
                body.push(Statement::declaration(python, annotation));
            }
            MemberKind::Property { .. } => {}
        }
    }

    fn index_signature(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        signature: &'m IndexSignature,
        several: bool,
    ) {
        let decorators = if several { vec![Expression::name("overload")] } else { Vec::new() };
        if matches!(signature.key, Type::Symbol) {
            return;
        }
        let key = match signature.key {
            Type::Number => Expression::name("int"),
            _ => Expression::name("str"),
        };
        let get = FunctionDefinition {
            decorators: decorators.clone(),
            name: "__getitem__".into(),
            parameters: vec![
                Parameter::bare("self"),
                Parameter::required("key", key.clone()),
                Parameter::PositionalOnly,
            ],
            result: Some(self.types.print(&signature.value, Position::Returned)),
            ..FunctionDefinition::default()
        };
        body.push(Statement::Function(get));
        if is_writable(&self.context.index, class, signature) {
            let value = self.types.print(&signature.value, Position::Accepted);
            body.push(Statement::Function(FunctionDefinition {
                decorators,
                name: "__setitem__".into(),
                parameters: vec![
                    Parameter::bare("self"),
                    Parameter::required("key", key),
                    Parameter::required("value", value),
                    Parameter::PositionalOnly,
                ],
                result: Some(Expression::None),
                ..FunctionDefinition::default()
            }));
        }
    }
}

/// Arguments of a base class that may not be defined yet are quoted: the base is evaluated, and often names the class itself.
fn quote_arguments(base: Expression<'_>) -> Expression<'_> {
    let Expression::Subscript(value, arguments) = base else { return base };
    let quoted = arguments.into_iter().map(|argument| {
        let mut names_class = false;
        argument.visit_names(&mut |name| names_class |= name.ends_with(SUFFIX));
        if names_class { Expression::Quoted(Box::new(argument)) } else { argument }
    });
    Expression::Subscript(value, quoted.collect())
}

fn is_signature_class(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Name(name) => name.ends_with(SUFFIX),
        Expression::Subscript(value, _) => is_signature_class(value),
        _ => false,
    }
}

/// The base class as it can be written where a class of the namespace `scope` is defined: by its full name when it stands in
/// the module, by its own when it stands beside.
pub(super) fn reachable<'m>(base: &Expression<'m>, scope: &str) -> Option<Expression<'m>> {
    match base {
        Expression::Name(name) => match name.rsplit_once('.') {
            None => Some(base.clone()),
            // The namespace of another definition is complete.
            Some(_) if scope.is_empty() => Some(base.clone()),
            Some((around, own)) => {
                let around_js: Vec<&str> = around.split('.').map(|part| part.trim_end_matches(SUFFIX)).collect();
                let top = scope.split('.').next().unwrap_or(scope);
                if around_js.join(".") == scope {
                    Some(Expression::name(own.to_owned()))
                } else {
                    (around_js.first() != Some(&top)).then(|| base.clone())
                }
            }
        },
        Expression::Subscript(value, arguments) => {
            Some(Expression::Subscript(Box::new(reachable(value, scope)?), arguments.clone()))
        }
        _ => None,
    }
}

fn context_manager<'m>(
    [enter, exit]: [&'static str; 2],
    result: impl Fn(Expression<'m>) -> Expression<'m>,
) -> [Statement<'m>; 2] {
    let enter = FunctionDefinition {
        name: enter.into(),
        parameters: vec![Parameter::bare("self")],
        result: Some(result(Expression::name("Self"))),
        ..FunctionDefinition::default()
    };
    let exit = FunctionDefinition {
        name: exit.into(),
        parameters: vec![
            Parameter::bare("self"),
            Parameter::Rest { name: "error".into(), annotation: Some(Expression::name("Any")) },
        ],
        result: Some(result(Expression::None)),
        ..FunctionDefinition::default()
    };
    [Statement::Function(enter), Statement::Function(exit)]
}
