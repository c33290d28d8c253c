//! Records of a stub: `TypedDict` classes.

use std::borrow::Cow;

use ffi_core::signature::{Record, RecordField, Type};

use super::super::python::{ClassDefinition, Expression, Statement, identifier, is_identifier};
use super::super::records::{flat_fields, inherits_cleanly};
use super::Emitter;
use super::types::{Position, Types};

impl<'m> Emitter<'_, 'm> {
    pub(super) fn record(&mut self, record: &'m Record) -> Statement<'m> {
        let context = self.context;
        let mark = self.types.scope_mark();
        let variables = self.types.declare(&record.type_parameters);
        let all = flat_fields(context, record);
        let by_class = all.iter().all(|field| is_identifier(&field.name.js)) && inherits_cleanly(context, record);
        let (fields, bases) = if by_class {
            let mut bases = Vec::new();
            for base in &record.extends {
                if let Type::Reference { name, arguments, .. } = base {
                    let printed = self.types.reference(name, arguments, Position::Accepted);
                    if !bases.contains(&printed) {
                        bases.push(printed);
                    }
                }
            }
            (record.fields.iter().collect(), bases)
        } else {
            (all, Vec::new())
        };
        let name = identifier(record.name.python());
        let docs = super::docs::text(&record.docs);
        self.types.record = Some(&record.name.js);
        let definition = self.types.typed_dict(name, fields, bases, variables, docs);
        self.types.record = None;
        self.types.close_scope(mark);
        definition
    }
}

impl<'m> Types<'_, 'm> {
    /// A `TypedDict`: a class, or a call where Python cannot write a key as a name.
    pub(super) fn typed_dict(
        &mut self,
        name: Cow<'m, str>,
        fields: Vec<&'m RecordField>,
        mut bases: Vec<Expression<'m>>,
        variables: Vec<Expression<'m>>,
        docs: Option<Cow<'m, str>>,
    ) -> Statement<'m> {
        let mut typed: Vec<(&'m RecordField, Expression<'m>)> = Vec::new();
        for field in fields.into_iter().filter(|field| !field.name.symbol) {
            let mut ty = self.print(&field.ty, Position::Accepted);
            if field.readonly {
                ty = self.generic("ReadOnly", vec![ty]);
            }
            if !field.optional {
                ty = self.generic("Required", vec![ty]);
            }
            typed.push((field, ty));
        }
        let total = (Cow::Borrowed("total"), Expression::Boolean(false));
        if typed.iter().any(|(field, _)| !is_identifier(&field.name.js)) {
            let Expression::Name(function) = self.known("TypedDict") else { return Statement::Comment(name) };
            let entries = typed.into_iter().map(|(field, ty)| (Expression::text(field.name.js.as_str()), ty)).collect();
            let arguments = vec![Expression::Text(name.clone()), Expression::Dict(entries)];
            return Statement::assignment(name, Expression::call_with(function, arguments, vec![total]));
        }
        if bases.is_empty() {
            bases.push(self.known("TypedDict"));
        }
        if !variables.is_empty() {
            bases.push(self.generic("Generic", variables));
        }
        let mut body = Vec::new();
        for (field, ty) in typed {
            body.push(Statement::declaration(field.name.js.as_str(), ty));
            if let Some(docs) = super::docs::text(&field.docs) {
                body.push(Statement::Docstring(docs));
            }
        }
        Statement::Class(ClassDefinition {
            name,
            bases,
            keywords: vec![total],
            docs,
            body,
            ..ClassDefinition::default()
        })
    }
}
