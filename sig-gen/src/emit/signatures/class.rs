//! Classes of `signatures.py`.

use ffi_core::signature::{Class, ClassKind, IndexSignature, Member, MemberKind, Type};

use super::super::index::is_writable;
use super::super::repeated::repeats_inherited;
use super::super::python::{
    ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, dunder_of_symbol, identifier,
};
use super::function::{Receiver, renamed};
use super::types::Position;
use super::{Emitter, SUFFIX};

impl<'m> Emitter<'_, 'm> {
    pub(super) fn class(&mut self, class: &'m Class, scope: &str) -> Statement<'m> {
        let outer = self.enter(&class.name.js);
        let parameters = &class.type_parameters;
        let definition = self.types_scope(parameters, |emitter| {
            let mut body = Vec::new();
            for item in &class.namespace {
                let scope = if scope.is_empty() { class.name.js.clone() } else { format!("{scope}.{}", class.name.js) };
                body.extend(emitter.item(item, &scope));
            }
            if let Some(constructor) = &class.constructor {
                body.extend(emitter.function(constructor, &class.name, "__init__", Receiver::Constructor));
            }
            if let Some(call) = &class.static_call {
                body.extend(emitter.function(call, &class.name, "__static_call__", Receiver::Static));
            }
            for member in &class.statics {
                emitter.member(&mut body, class, member, Receiver::Static);
            }
            if let Some(call) = &class.call {
                body.extend(emitter.function(call, &class.name, "__call__", Receiver::Instance));
            }
            for member in &class.members {
                if emitter.is_constant_of_both(class, member) {
                    continue;
                }
                emitter.member(&mut body, class, member, Receiver::Instance);
            }
            for signature in &class.index {
                emitter.index_signature(&mut body, class, signature);
            }
            let mut bases: Vec<Expression<'m>> = Vec::new();
            for base in emitter.context.index.linear_bases(class) {
                let printed = emitter.types.print(base, Position::Returned);
                if is_signature_class(&printed) && !bases.contains(&printed) {
                    bases.push(printed);
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

    fn member(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class, member: &'m Member, receiver: Receiver) {
        let python = match member.name.symbol {
            true => match dunder_of_symbol(&member.name.js) {
                Some(dunder) => dunder.into(),
                None if member.name.js == "Symbol.dispose" && receiver == Receiver::Instance => {
                    body.extend(context_manager());
                    return;
                }
                None => return,
            },
            false => identifier(member.name.python()),
        };
        match &member.kind {
            MemberKind::Method(function) => {
                if receiver == Receiver::Instance
                    && repeats_inherited(&self.context.index, class, member, function)
                {
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

    fn index_signature(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class, signature: &'m IndexSignature) {
        if matches!(signature.key, Type::Symbol) {
            return;
        }
        let key = match signature.key {
            Type::Number => Expression::name("int"),
            _ => Expression::name("str"),
        };
        let get = FunctionDefinition {
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

fn is_signature_class(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Name(name) => name.ends_with(SUFFIX),
        Expression::Subscript(value, _) => is_signature_class(value),
        _ => false,
    }
}

fn context_manager<'m>() -> [Statement<'m>; 2] {
    let enter = FunctionDefinition {
        name: "__enter__".into(),
        parameters: vec![Parameter::bare("self")],
        result: Some(Expression::name("Self")),
        ..FunctionDefinition::default()
    };
    let exit = FunctionDefinition {
        name: "__exit__".into(),
        parameters: vec![
            Parameter::bare("self"),
            Parameter::Rest { name: "error".into(), annotation: Some(Expression::name("Any")) },
        ],
        result: Some(Expression::None),
        ..FunctionDefinition::default()
    };
    [Statement::Function(enter), Statement::Function(exit)]
}
