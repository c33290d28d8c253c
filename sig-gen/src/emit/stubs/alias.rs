//! Type aliases of a stub.

use std::rc::Rc;

use ffi_core::signature::{Alias, Item, Type, TypeParameter};
use rustc_hash::FxHashMap;

use super::super::index::python_name;
use super::super::python::{Expression, Statement, identifier};
use super::Emitter;
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
            let typed = self.types.fields(fields.iter().collect());
            let definitions = self.types.typed_dict(name, typed, Vec::new(), variables, docs);
            self.types.close_scope(mark);
            return definitions;
        }
        let value = self.types.alias_value(alias, Position::Accepted);
        let variables = self.types.variables_in(&value);
        self.note_generic(&name, &variables);
        let annotation = self.types.known("TypeAlias");
        let lifted = self.types.lifted.get(&std::ptr::from_ref(alias)).filter(|_| !variables.is_empty());
        match lifted.cloned() {
            Some(lifted) => {
                self.types.hoist(Statement::annotated(lifted, annotation, value));
                Vec::new()
            }
            None => vec![Statement::annotated(name, annotation, value)],
        }
    }

    /// Remembers the type variables of an item of the module.
    pub(super) fn note_generic(&mut self, name: &str, variables: &[Expression<'m>]) {
        if self.depth == 0 && !variables.is_empty() {
            self.types.generics.insert(name.to_owned(), variables.to_vec());
        }
    }
}

/// The aliases that classes with type parameters hold, with the names that generic ones get at the top of the module: type checkers
/// take an alias with type variables in such a class for an attribute of instances.
pub(super) fn lifted(items: &[Item]) -> FxHashMap<*const Alias, String> {
    let mut found = FxHashMap::default();
    lift(items, "", false, &mut found);
    found
}

fn lift(items: &[Item], path: &str, generic: bool, found: &mut FxHashMap<*const Alias, String>) {
    for item in items {
        let name = python_name(item);
        match item {
            Item::Alias(alias) if generic => _ = found.insert(std::ptr::from_ref(alias), format!("_{path}{name}")),
            Item::Class(class) => {
                let generic = generic || !class.type_parameters.is_empty();
                lift(&class.namespace, &format!("{path}{name}_"), generic, found);
            }
            Item::Module(module) => lift(&module.items, &format!("{path}{name}_"), generic, found),
            Item::Function(function) => lift(&function.namespace, &format!("{path}{name}_"), generic, found),
            _ => {}
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
        let no_self = std::mem::replace(&mut self.no_self, true);
        let variables = self.declare_plain(&alias.type_parameters);
        let value = self.print(&alias.ty, position);
        self.replace_scope(scope);
        self.place = place;
        self.no_self = no_self;
        (value, variables)
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
