//! Records of a stub: `TypedDict` classes.

use std::borrow::Cow;

use ffi_core::signature::{Record, RecordField, Type};

use super::super::python::{ClassDefinition, Expression, Statement, TypeParameter, identifier, is_identifier};
use super::super::records::{flat_fields, inherits_cleanly};
use super::Emitter;
use super::circles::Within;
use super::types::{Position, Types};

/// A field and its printed type.
pub(super) type Field<'m> = (&'m RecordField, Expression<'m>);

impl<'m> Emitter<'_, 'm> {
    pub(super) fn record(&mut self, record: &'m Record) -> Vec<Statement<'m>> {
        let context = self.context;
        let mark = self.types.scope_mark();
        let variables = self.types.declare(&record.type_parameters);
        let all = flat_fields(context, record);
        let by_class = all.iter().all(|field| is_identifier(&field.name.js)) && inherits_cleanly(context, record);
        let (fields, bases) = if by_class {
            let mut bases = Vec::new();
            let no_self = std::mem::replace(&mut self.types.no_self, true);
            for base in &record.extends {
                if let Type::Reference { name, arguments, .. } = base {
                    let printed = self.types.reference(name, arguments, Position::Accepted);
                    if !bases.contains(&printed) {
                        bases.push(printed);
                    }
                }
            }
            self.types.no_self = no_self;
            (record.fields.iter().collect(), bases)
        } else {
            (all, Vec::new())
        };
        let name = identifier(record.name.python());
        let docs = self.types.docs(&record.docs);
        self.note_generic(&name, &variables);
        let within = self.types.within.replace(Within::Record(record));
        let typed = self.types.fields(fields);
        let definitions = self.types.typed_dict(name, typed, bases, variables, docs);
        self.types.within = within;
        self.types.close_scope(mark);
        definitions
    }
}

impl<'m> Types<'_, 'm> {
    /// The fields of a record, printed.
    pub(super) fn fields(&mut self, fields: Vec<&'m RecordField>) -> Vec<Field<'m>> {
        let no_self = std::mem::replace(&mut self.no_self, true);
        let loose = std::mem::replace(&mut self.loose, false);
        let mut typed: Vec<Field<'m>> = Vec::with_capacity(fields.len());
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
        self.no_self = no_self;
        self.loose = loose;
        typed
    }

    /// A `TypedDict`: a class, or a call where Python cannot write a key as a name. As only a class can have type parameters, a generic
    /// record with such keys is a class on top of what the call gives, and their types are `Any` where they need the parameters.
    pub(super) fn typed_dict(
        &mut self,
        name: Cow<'m, str>,
        typed: Vec<Field<'m>>,
        mut bases: Vec<Expression<'m>>,
        variables: Vec<Expression<'m>>,
        docs: Option<Cow<'m, str>>,
    ) -> Vec<Statement<'m>> {
        let (typed, by_text): (Vec<_>, Vec<_>) = match variables.is_empty() {
            true if typed.iter().any(|(field, _)| !is_identifier(&field.name.js)) => (Vec::new(), typed),
            true => (typed, Vec::new()),
            false => typed.into_iter().partition(|(field, _)| is_identifier(&field.name.js)),
        };
        let mut definitions = Vec::new();
        if !by_text.is_empty() {
            let keys = if variables.is_empty() { name.clone() } else { Cow::Owned(format!("_{name}Keys")) };
            definitions.push(self.typed_dict_by_text(keys.clone(), by_text));
            if variables.is_empty() {
                return definitions;
            }
            bases.push(Expression::Name(keys));
        }
        if bases.is_empty() {
            bases.push(self.known("TypedDict"));
        }
        let mut body = Vec::new();
        for (field, ty) in typed {
            body.push(Statement::declaration(field.name.js.as_str(), ty));
            if let Some(docs) = self.docs(&field.docs) {
                body.push(Statement::Docstring(docs));
            }
        }
        let keywords = vec![(Cow::Borrowed("total"), Expression::Boolean(false))];
        definitions.push(Statement::Class(ClassDefinition {
            name,
            type_parameters: self.type_parameters_of_record(&variables),
            bases,
            keywords,
            docs,
            body,
            ..ClassDefinition::default()
        }));
        definitions
    }

    /// Pyright looks into defaults before it knows that a class is a `TypedDict`, and then never learns it of one that leads back: a default
    /// that needs items of the module is left open.
    fn type_parameters_of_record(&mut self, variables: &[Expression<'m>]) -> Vec<TypeParameter<'m>> {
        let mut parameters = self.variables.parameters(variables);
        for parameter in &mut parameters {
            let leads_on = |expression: &Expression<'m>| {
                let mut leads_on = false;
                expression.visit_names(&mut |name| leads_on |= !self.imports.offers(name));
                leads_on
            };
            if parameter.default.as_ref().is_some_and(leads_on) {
                parameter.default = Some(Expression::Name(self.imports.name("Any")));
            }
        }
        parameters
    }

    fn typed_dict_by_text(&mut self, name: Cow<'m, str>, typed: Vec<Field<'m>>) -> Statement<'m> {
        let any = self.imports.name("Any").into_owned();
        let Expression::Name(function) = self.known("TypedDict") else { return Statement::Comment(name) };
        let mut entries = Vec::with_capacity(typed.len());
        for (field, mut ty) in typed {
            ty.rename(&|name| self.variables.is_declared(name).then(|| any.clone()));
            entries.push((Expression::text(field.name.js.as_str()), ty));
        }
        let arguments = vec![Expression::Text(name.clone()), Expression::Dict(entries)];
        let total = (Cow::Borrowed("total"), Expression::Boolean(false));
        Statement::assignment(name, Expression::call_with(function, arguments, vec![total]))
    }
}
