//! Facts about one symbol: its members, signatures and types.

use super::normal::{self, Printer};
use super::options::options;
use super::{Category, Fact, contents};
use crate::bind::{DeclarationKind, SymbolId};
use crate::evaluate::{Callable, Evaluator, Property, Shape, Ty, TypeId, constant};
use crate::model::PropertyName;
use crate::number;

/// Collects facts.
pub(super) struct Describer<'a> {
    pub facts: Vec<Fact>,
    evaluator: Evaluator<'a>,
    printer: Printer,
}

/// Types are written four levels deep.
const LEVEL: usize = normal::DEPTH - 3;

impl<'a> Describer<'a> {
    pub(super) fn new(evaluator: Evaluator<'a>) -> Self {
        Self { facts: Vec::new(), evaluator, printer: Printer::default() }
    }

    fn fact(&mut self, category: Category, path: impl Into<String>, value: impl Into<String>) {
        self.facts.push(Fact { category, path: path.into(), value: value.into() });
    }

    /// That a name is there, and what it is.
    pub(super) fn name(&mut self, path: &str, symbols: &[SymbolId]) {
        let bindings = self.evaluator.bindings;
        let mut kinds: Vec<&str> = Vec::new();
        for &symbol in symbols {
            kinds.extend(bindings.symbol(symbol).declarations.iter().map(|one| match one.kind {
                DeclarationKind::Interface(_) => "interface",
                DeclarationKind::Class(_) => "class",
                DeclarationKind::Alias(..) => "alias",
                DeclarationKind::Variable(_) => "variable",
                DeclarationKind::Function(_) => "function",
                DeclarationKind::Enum(..) => "enum",
                DeclarationKind::Namespace => "namespace",
            }));
            if bindings.is_module(symbol) {
                kinds.push("namespace");
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        self.fact(Category::Symbol, path, kinds.join("+"));
    }

    /// Everything about a symbol.
    pub(super) fn details(&mut self, path: &str, symbol: SymbolId) {
        self.evaluator.refuel();
        let data = self.evaluator.bindings.symbol(symbol);
        let has = |wanted: fn(&DeclarationKind<'_>) -> bool| data.declarations.iter().any(|one| wanted(&one.kind));
        let is_class = has(|kind| matches!(kind, DeclarationKind::Class(_)));
        let is_interface = has(|kind| matches!(kind, DeclarationKind::Interface(_)));
        if is_class || is_interface {
            let ty = self.declared(symbol);
            // As the checker has it, `this` in the members of a type is the type.
            if let Some(shape) = self.evaluator.shape(ty) {
                self.shape(path, "#", &shape, &|_| false);
            }
        }
        if has(|kind| matches!(kind, DeclarationKind::Alias(..))) {
            let ty = self.declared(symbol);
            self.value(path, "#", ty, "=");
        }
        if is_class {
            let inner: Vec<&str> =
                contents(self.evaluator.bindings, symbol).into_iter().map(|(name, _)| name).collect();
            let value = self.evaluator.value_type(symbol);
            if let Some(shape) = self.evaluator.shape(value) {
                self.shape(path, "::", &shape, &|name| name == "prototype" || inner.contains(&name));
            }
        }
        if has(|kind| matches!(kind, DeclarationKind::Function(_))) {
            let value = self.evaluator.value_type(symbol);
            if let Some(shape) = self.evaluator.shape(value) {
                self.signatures(&format!("{path}()"), &shape.calls);
            }
        }
        let variable = data.declarations.iter().find_map(|one| match one.kind {
            DeclarationKind::Variable(node) => Some((node, one.scope)),
            _ => None,
        });
        if let Some((node, scope)) = variable {
            let ty = self.evaluator.variable_type(node, scope);
            self.value(path, "::", ty, ":");
        }
        if data.declarations.is_empty()
            && let Some(ty) = self.evaluator.imported_value(symbol)
        {
            self.value(path, "::", ty, ":");
        }
        if has(|kind| matches!(kind, DeclarationKind::Enum(..))) {
            for (member, value) in constant::enum_values(&self.evaluator, symbol, 0).list.iter().cloned() {
                let value = match value {
                    Some(constant::Constant::Text(text)) => normal::quoted(&text),
                    Some(constant::Constant::Number(value)) => number::text(value),
                    None => "computed".to_owned(),
                };
                self.fact(Category::Enum, format!("{path}.{member}"), value);
            }
        }
    }

    /// A declared type with its own type parameters as arguments.
    fn declared(&mut self, symbol: SymbolId) -> TypeId {
        let (parameters, scope) = self.evaluator.type_parameters(symbol);
        let inside = self.evaluator.open(Evaluator::context(scope), parameters);
        let arguments: Vec<TypeId> = parameters
            .iter()
            .map(|one| self.evaluator.types.argument(inside.environment, one.name).map_or(TypeId::ANY, |one| one.ty))
            .collect();
        self.evaluator.named(symbol, &arguments)
    }

    /// A type at a place: its signatures when it is nothing but callable, its members when it is an object type that has no
    /// name, and what it is otherwise.
    fn value(&mut self, path: &str, separator: &str, ty: TypeId, mark: &str) {
        let resolved = self.evaluator.resolve(ty);
        if let Some(shape) = self.anonymous(resolved) {
            if is_function(&shape) {
                return self.signatures(&format!("{path}()"), &shape.calls);
            }
            return self.shape(path, separator, &shape, &|_| false);
        }
        let text = self.printer.print(&mut self.evaluator, resolved, LEVEL);
        self.fact(Category::Type, format!("{path}{mark}"), text);
    }

    /// The shape of an object type that has no name.
    fn anonymous(&mut self, resolved: TypeId) -> Option<std::rc::Rc<Shape<'a>>> {
        let is_object = match self.evaluator.types.get(resolved) {
            Ty::Function(..) | Ty::Literal(..) | Ty::Computed(_) => true,
            Ty::ValueOf(symbol) => {
                let data = self.evaluator.bindings.symbol(symbol);
                let is =
                    |wanted: fn(&DeclarationKind<'_>) -> bool| data.declarations.iter().any(|one| wanted(&one.kind));
                is(|kind| matches!(kind, DeclarationKind::Function(_)))
                    || (is(|kind| matches!(kind, DeclarationKind::Variable(_)))
                        && !is(|kind| matches!(kind, DeclarationKind::Class(_))))
            }
            _ => false,
        };
        if is_object { self.evaluator.shape(resolved) } else { None }
    }

    fn shape(&mut self, path: &str, separator: &str, shape: &Shape<'a>, skip: &dyn Fn(&str) -> bool) {
        for property in &shape.properties {
            if let PropertyName::Text(name) = property.name
                && skip(name)
            {
                continue;
            }
            self.evaluator.refuel();
            let at = format!("{path}{separator}{}", normal::key(property.name));
            self.property(&at, property);
        }
        if !shape.calls.is_empty() {
            self.signatures(&format!("{path}{separator}()"), &shape.calls);
        }
        if !shape.constructs.is_empty() {
            self.signatures(&format!("{path}{separator}new()"), &shape.constructs);
        }
        for index in &shape.indexes {
            let key = self.printer.print(&mut self.evaluator, index.key, LEVEL);
            let value = self.printer.print(&mut self.evaluator, index.value, LEVEL);
            self.fact(Category::Index, format!("{path}{separator}[{key}]"), value);
        }
    }

    fn property(&mut self, at: &str, property: &Property<'a>) {
        self.fact(Category::Member, at, "");
        self.fact(Category::Optional, at, if property.optional { "optional" } else { "required" });
        self.fact(Category::Readonly, at, if property.readonly { "readonly" } else { "writable" });
        let ty = self.evaluator.type_of(property);
        let mut resolved = self.evaluator.resolve(ty);
        if property.optional {
            resolved = self.evaluator.without_undefined(resolved);
            resolved = self.evaluator.resolve(resolved);
        }
        if let Some(shape) = self.anonymous(resolved)
            && is_function(&shape)
        {
            return self.signatures(at, &shape.calls);
        }
        let text = self.printer.print(&mut self.evaluator, resolved, LEVEL);
        self.fact(Category::Type, at, text);
    }

    fn signatures(&mut self, at: &str, signatures: &[Callable<'a>]) {
        self.fact(Category::Overloads, at, signatures.len().to_string());
        for (index, &callable) in signatures.iter().enumerate() {
            self.signature(&format!("{at}/{index}"), callable);
        }
    }

    fn signature(&mut self, at: &str, callable: Callable<'a>) {
        let (node, context) = callable;
        let context = self.evaluator.open(context, node.0.type_parameters);
        let view = self.evaluator.view((node, context));
        let required = view.parameters.iter().rposition(|one| !one.optional && !one.rest).map_or(0, |at| at + 1);
        let rest = if view.parameters.iter().any(|one| one.rest) { " rest" } else { "" };
        let count = view.parameters.len();
        let types = node.0.type_parameters.len();
        self.fact(Category::Arity, at, format!("<{types}> {required} of {count}{rest}"));
        for (index, one) in view.parameters.iter().enumerate() {
            let text = self.printer.parameter(&mut self.evaluator, one, index >= required, LEVEL);
            self.fact(Category::Type, format!("{at}({index})"), text);
        }
        let text = self.printer.result(&mut self.evaluator, &view, LEVEL);
        self.fact(Category::Type, format!("{at}="), text);
        for one in view.parameters.iter().rev().filter(|one| !one.rest) {
            if let Some(set) = options(&mut self.evaluator, one.ty) {
                return self.fact(Category::Options, at, set.join(" "));
            }
        }
    }
}

/// Whether there is nothing but call signatures.
fn is_function(shape: &Shape<'_>) -> bool {
    !shape.calls.is_empty() && shape.properties.is_empty() && shape.constructs.is_empty() && shape.indexes.is_empty()
}
