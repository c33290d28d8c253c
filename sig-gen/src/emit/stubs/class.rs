//! Classes of a stub.

use ffi_core::signature::{Class, ClassKind, Member, MemberKind, Type};

use super::super::index::is_protocol;
use super::super::python::{ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, identifier};
use super::super::spelling::spelled;
use super::Emitter;
use super::function::Receiver;
use super::types::Position;

impl<'m> Emitter<'_, 'm> {
    pub(super) fn class(&mut self, class: &'m Class) -> Statement<'m> {
        let mark = self.types.scope_mark();
        let variables = self.types.declare_class(class);
        let protocol = is_protocol(&self.context.index, class);
        let mut body = Vec::with_capacity(class.members.len() + class.statics.len());
        self.depth += 1;
        for item in &class.namespace {
            body.extend(self.item(item));
        }
        self.depth -= 1;
        self.constructor(&mut body, class, protocol);
        for (member, name) in spelled(&class.statics) {
            let of_base =
                self.context.index.member(class, &member.name.js).is_none() && self.inherited_constant(class, member);
            if !of_base && self.instance_counterpart(class, member).is_none() {
                self.static_member(&mut body, class, member, name);
            }
        }
        if let Some(call) = &class.call {
            body.extend(self.function(call, &"__call__".into(), Receiver::Instance));
        }
        for (member, name) in spelled(&class.members) {
            if class.statics.iter().any(|other| other.name == member.name) {
                continue;
            }
            self.member(&mut body, class, member, name);
        }
        for member in &class.statics {
            if let Some(instance) = self.instance_counterpart(class, member) {
                self.both(&mut body, class, member, instance);
            }
        }
        self.special_methods(&mut body, class);
        let mut bases = self.bases(class, protocol);
        if !variables.is_empty() {
            bases.push(self.types.generic("Generic", variables));
        }
        let decorators = self.types.deprecated(&class.docs).into_iter().collect();
        self.types.close_scope(mark);
        Statement::Class(ClassDefinition {
            decorators,
            name: identifier(class.name.python()),
            bases,
            docs: super::docs::text(&class.docs),
            body,
            ..ClassDefinition::default()
        })
    }

    fn bases(&mut self, class: &'m Class, protocol: bool) -> Vec<Expression<'m>> {
        let mut bases: Vec<Expression<'m>> = Vec::new();
        let mut concrete = false;
        for base in self.context.index.linear_bases(class) {
            if let Type::Reference { name, .. } = base
                && let Some(declared) = self.context.index.class(name)
            {
                concrete |= !is_protocol(&self.context.index, declared);
            } else {
                concrete = true;
            }
            let printed = self.types.print(base, Position::Returned);
            if !bases.contains(&printed) {
                bases.push(printed);
            }
        }
        if protocol {
            bases.push(self.types.known("Protocol"));
        } else if !concrete {
            bases.insert(0, self.types.known("JsProxy"));
        }
        bases
    }

    fn constructor(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class, protocol: bool) {
        if let Some(constructor) = &class.constructor {
            body.extend(self.function(constructor, &"__init__".into(), Receiver::Constructor(&class.name.js)));
            return;
        }
        let inherited = class.kind == ClassKind::Class
            && self.context.index.ancestors(class).any(|ancestor| ancestor.constructor.is_some());
        if protocol || inherited {
            return;
        }
        // Nothing can be given here, so nothing can be constructed.
        let never = self.types.known("Never");
        body.push(Statement::Function(FunctionDefinition {
            name: "__init__".into(),
            parameters: vec![Parameter::bare("self"), Parameter::required("_", never), Parameter::PositionalOnly],
            result: Some(Expression::None),
            ..FunctionDefinition::default()
        }));
    }

    /// Whether a base class already has the static constant.
    fn inherited_constant(&self, class: &'m Class, member: &'m Member) -> bool {
        let inherited = self.context.index.inherited_members(class, &member.name.js);
        inherited.into_iter().any(|other| other.kind == member.kind && self.overrides.is_constant(other))
    }

    /// The instance member, own or inherited, that has the name of a static one and is not the same constant.
    fn instance_counterpart(&self, class: &'m Class, member: &'m Member) -> Option<&'m Member> {
        let index = &self.context.index;
        let found = match index.member(class, &member.name.js) {
            Some(own) => own,
            None => *index.inherited_members(class, &member.name.js).first()?,
        };
        let constant = matches!(&found.kind, MemberKind::Property { .. }) && found.kind == member.kind;
        (!constant).then_some(found)
    }
}
