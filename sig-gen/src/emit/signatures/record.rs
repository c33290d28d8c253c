//! Records of `signatures.py`: `TypedDict` classes.

use ffi_core::signature::{Record, Type};

use super::super::python::{Expression, Statement, identifier, is_identifier};
use super::super::records::flat_fields;
use super::Emitter;
use super::class::reachable;
use super::types::scoped_name;

impl<'m> Emitter<'_, 'm> {
    pub(super) fn record(&mut self, record: &'m Record, scope: &str) -> Statement<'m> {
        let name = identifier(record.name.python());
        let outer = std::mem::replace(&mut self.types.place, name.clone().into_owned());
        let context = self.context;
        let mark = self.types.open_scope(&record.type_parameters);
        let bases: Option<Vec<Expression<'m>>> = record
            .extends
            .iter()
            .map(|base| match base {
                Type::Reference { name, module: None, .. } => {
                    context.index.record(name)?;
                    reachable(&Expression::name(scoped_name(&context.index.get(name)?.python)), scope)
                }
                _ => None,
            })
            .collect();
        let spelled_as_names =
            |fields: &[ffi_core::signature::RecordField]| fields.iter().all(|field| is_identifier(&field.name.js));
        // A class can only extend classes: with a key that is no name, or a base that is no record, all fields are written out.
        let definition = match bases {
            Some(bases)
                if bases.is_empty()
                    || flat_fields(context, record).iter().all(|field| is_identifier(&field.name.js)) =>
            {
                self.types.typed_dict(name, &record.fields, bases)
            }
            _ if spelled_as_names(&record.fields) && record.extends.is_empty() => {
                self.types.typed_dict(name, &record.fields, Vec::new())
            }
            _ => self.types.typed_dict_of(name, flat_fields(context, record)),
        };
        self.types.close_scope(mark);
        self.types.place = outer;
        definition
    }
}
