//! Type aliases of a stub.

use ffi_core::signature::{Alias, Type};

use super::super::python::{Statement, identifier};
use super::Emitter;
use super::types::Position;

impl<'m> Emitter<'_, 'm> {
    /// The public form of an alias is what is accepted. Its returned form is declared when something returns it.
    pub(super) fn alias(&mut self, alias: &'m Alias) -> Vec<Statement<'m>> {
        let name = identifier(alias.name.python());
        if let Type::Record { fields } = &alias.ty
            && !fields.is_empty()
        {
            let mark = self.types.scope_mark();
            let variables = self.types.declare(&alias.type_parameters);
            let variables = if self.uses_all(alias) { variables } else { Vec::new() };
            let docs = super::docs::text(&alias.docs);
            let definition = self.types.typed_dict(name, fields.iter().collect(), Vec::new(), variables, docs);
            self.types.close_scope(mark);
            return vec![definition];
        }
        let value = self.types.alias_value(alias, Position::Accepted);
        let annotation = self.types.known("TypeAlias");
        vec![Statement::annotated(name, annotation, value)]
    }

    fn uses_all(&self, alias: &Alias) -> bool {
        alias.type_parameters.iter().all(|parameter| super::mentions(&alias.ty, &parameter.name))
    }
}
