//! Type aliases of a stub.

use std::rc::Rc;

use ffi_core::signature::{Alias, Type, TypeParameter};

use super::super::python::{Expression, Statement, identifier};
use super::Emitter;
use super::circles::Within;
use super::types::{AliasState, Binding, Position, Types, result_alias_name};

impl<'m> Emitter<'_, 'm> {
    /// The public form of an alias is what is accepted. Its returned form is declared when something returns it.
    pub(super) fn alias(&mut self, alias: &'m Alias) -> Vec<Statement<'m>> {
        let name = identifier(alias.name.python());
        if let Type::Record { fields } = &alias.ty
            && !fields.is_empty()
        {
            let mark = self.types.scope_mark();
            let mut variables = self.types.declare(&alias.type_parameters);
            let mut used = alias.type_parameters.iter().map(|parameter| super::mentions(&alias.ty, &parameter.name));
            variables.retain(|_| used.next().unwrap_or(true));
            self.note_generic(&name, &variables);
            let docs = self.types.docs(&alias.docs);
            let within = self.types.within.replace(Within::Alias(alias));
            let typed = self.types.fields(fields.iter().collect());
            self.types.within = within;
            let definitions = self.types.typed_dict(name, typed, Vec::new(), variables, docs);
            self.types.close_scope(mark);
            return definitions;
        }
        let value = self.types.alias_value(alias, Position::Accepted);
        let variables = self.types.variables_in(&value);
        self.note_generic(&name, &variables);
        let annotation = self.types.known("TypeAlias");
        let Some(lifted) = self.types.lifted_name(alias, !variables.is_empty()) else {
            return vec![Statement::annotated(name, annotation, value)];
        };
        self.types.hoist(Statement::annotated(lifted.clone(), annotation.clone(), value));
        let mut here = Expression::name(lifted);
        if !variables.is_empty() {
            here = Expression::Subscript(Box::new(here), vec![self.types.known("Any"); variables.len()]);
        }
        vec![Statement::annotated(name, annotation, here)]
    }

    /// Remembers the type variables of an item of the module.
    pub(super) fn note_generic(&mut self, name: &str, variables: &[Expression<'m>]) {
        if self.depth == 0 && !variables.is_empty() {
            self.types.generics.insert(name.to_owned(), variables.to_vec());
        }
    }
}

impl<'m> Types<'_, 'm> {
    /// The type variables in an expression, in the order in which they first occur.
    pub(super) fn variables_in(&self, expression: &Expression<'m>) -> Vec<Expression<'m>> {
        let mut variables: Vec<Expression<'m>> = Vec::new();
        expression.visit_names(&mut |name| {
            if self.variables.is_declared(name) && !variables.iter().any(|known| known.is_name(name)) {
                variables.push(Expression::name(name.to_owned()));
            }
        });
        variables
    }

    /// Which type parameters are arguments of the printed form of an alias, in the order in which Python takes them: that in which
    /// the form first mentions them. What TypeScript only computes with is not printed.
    pub(super) fn parameters_of_alias(&mut self, alias: &'m Alias, position: Position) -> Rc<[usize]> {
        let declared = |parameter: &TypeParameter| super::mentions(&alias.ty, &parameter.name);
        let in_order = || (0..alias.type_parameters.len()).filter(|&index| declared(&alias.type_parameters[index]));
        if alias.type_parameters.is_empty() || matches!(&alias.ty, Type::Record { fields } if !fields.is_empty()) {
            return in_order().collect();
        }
        let key = (std::ptr::from_ref(alias), position);
        match self.alias_parameters.get(&key) {
            Some(Some(known)) => return Rc::clone(known),
            // An alias that needs itself.
            Some(None) => return in_order().collect(),
            None => {}
        }
        self.alias_parameters.insert(key, None);
        let (value, variables) = self.alias_value_with(alias, position);
        let occurring = self.variables_in(&value);
        let index_of = |name: &Expression<'m>| variables.iter().position(|own| name.is_name(own));
        let indices: Rc<[usize]> = occurring.iter().filter_map(index_of).collect();
        self.alias_parameters.insert(key, Some(Rc::clone(&indices)));
        indices
    }

    /// The name of an alias at the top of the module, where it cannot stay in its namespace. `generic` is whether it has type variables.
    pub(super) fn lifted_name(&self, alias: &Alias, generic: bool) -> Option<String> {
        let lifted = self.lifted.get(&std::ptr::from_ref(alias))?;
        (generic || lifted.always).then(|| lifted.name.clone())
    }

    /// Whether the alias must be declared once more for what is returned.
    pub(super) fn differs(&mut self, name: &'m str, alias: &'m Alias) -> bool {
        match self.aliases.get(name) {
            Some(AliasState::Same | AliasState::InProgress) => return false,
            Some(AliasState::Differs) => return true,
            None => {}
        }
        if matches!(alias.ty, Type::Record { .. }) {
            return false;
        }
        self.aliases.insert(name, AliasState::InProgress);
        let accepted = self.alias_value(alias, Position::Accepted);
        let returned = self.alias_value(alias, Position::Returned);
        let differs = accepted != returned;
        self.aliases.insert(name, if differs { AliasState::Differs } else { AliasState::Same });
        if differs {
            let python = self.context.index.get(name).map_or_else(|| name.to_owned(), |entry| entry.python.clone());
            let result = result_alias_name(&python);
            self.result_names.insert(result.clone(), alias);
            self.result_aliases.push((result, alias));
        }
        differs
    }

    /// What an alias stands for, in its own scope.
    pub(super) fn alias_value(&mut self, alias: &'m Alias, position: Position) -> Expression<'m> {
        self.alias_value_with(alias, position).0
    }

    fn alias_value_with(&mut self, alias: &'m Alias, position: Position) -> (Expression<'m>, Vec<String>) {
        let scope = self.replace_scope(Vec::new());
        let place = std::mem::replace(&mut self.place, identifier(alias.name.python()).into_owned());
        let loose = std::mem::replace(&mut self.loose, true);
        let within = self.within.replace(Within::Alias(alias));
        let no_self = std::mem::replace(&mut self.no_self, true);
        let variables = self.declare_plain(&alias.type_parameters);
        let value = self.print(&alias.ty, position);
        self.replace_scope(scope);
        self.place = place;
        self.within = within;
        self.loose = loose;
        self.no_self = no_self;
        (value, variables)
    }

    /// What a generic alias stands for when its printed form has these arguments.
    pub(super) fn alias_with(
        &mut self,
        alias: &'m Alias,
        position: Position,
        arguments: &[Expression<'m>],
    ) -> Expression<'m> {
        let indices = self.parameters_of_alias(alias, position);
        let given = indices.iter().zip(arguments);
        let scope = given
            .map(|(&index, argument)| (alias.type_parameters[index].name.as_str(), Binding::Printed(argument.clone())));
        let scope = self.replace_scope(scope.collect());
        let no_self = std::mem::replace(&mut self.no_self, true);
        let value = self.print(&alias.ty, position);
        self.replace_scope(scope);
        self.no_self = no_self;
        value
    }

    /// Like [`Types::declare`], without defaults: arguments of aliases are always written out.
    fn declare_plain(&mut self, parameters: &'m [TypeParameter]) -> Vec<String> {
        let mut variables = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let name = self.variables.declare(&parameter.name, None, None);
            self.bind(&parameter.name, Binding::Variable(name.clone()));
            variables.push(name);
        }
        variables
    }
}
