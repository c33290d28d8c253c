//! Functions: overloads, parameters, and options that become keywords.

use std::sync::Arc;

use ffi_core::signature::{Docs, Function, Keyword, Name, Parameter, Signature, Type};
use rustc_hash::FxHashMap;

use super::types::{SIGNATURE_LEVELS, any_signature};
use super::{Keywords, Lowering, Side, names};
use crate::bind::{DeclarationKind, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::{Memo, Part};
use crate::evaluate::{Argument, Callable, Context, Element, Evaluator, Property, Ty, TypeId};
use crate::model::{ParameterNode, PropertyName, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode};

/// So many names are compared each with each.
const FEW: usize = 8;
/// How many type parameters may bound each other in a row.
const MAXIMUM_BOUNDS: usize = 8;

/// The type of a parameter, evaluated only when it may be that of options.
#[derive(Clone, Copy)]
enum Written<'a> {
    Type(TypeId),
    Node(Option<&'a TypeNode<'a>>),
}

/// Whether a written type can be that of options at all.
pub(super) fn may_be_options(node: &TypeNode<'_>) -> bool {
    match node.kind {
        TypeNodeKind::Union(members) => members.iter().any(|one| may_be_options(one)),
        TypeNodeKind::Keyword(_)
        | TypeNodeKind::String(_)
        | TypeNodeKind::Number(_)
        | TypeNodeKind::Boolean(_)
        | TypeNodeKind::BigInt(_)
        | TypeNodeKind::Array(_)
        | TypeNodeKind::Tuple(_)
        | TypeNodeKind::Function(_)
        | TypeNodeKind::Constructor(_) => false,
        _ => true,
    }
}

impl<'a> Lowering<'a> {
    /// The overloads that a function symbol declares.
    pub(super) fn declared_function(&mut self, symbol: SymbolId) -> Function {
        let bindings = self.bindings;
        let mut overloads = Vec::new();
        for declaration in &bindings.symbol(symbol).declarations {
            if let DeclarationKind::Function(signature) = declaration.kind {
                let context = Evaluator::context(declaration.scope);
                let mut lowered = self.signatures(signature, context, Side::Given);
                if let Some(first) = lowered.first_mut().filter(|first| first.docs.is_empty()) {
                    first.docs = self.docs(declaration.span.file, declaration.docs);
                }
                overloads.extend(lowered);
            }
        }
        Function { overloads }
    }

    /// A type as a function, when it is nothing else.
    pub(super) fn callable(&mut self, ty: TypeId, docs: &Docs) -> Option<Function> {
        let resolved = self.evaluator.resolve(ty);
        match self.evaluator.types.get(resolved) {
            Ty::Function(_, _, false) | Ty::Literal(..) | Ty::Computed(_) => {}
            Ty::Named(symbol, _) if !self.bindings.is_global(symbol) || self.bindings.symbol(symbol).emitted => {}
            _ => return None,
        }
        let shape = self.evaluator.shape(resolved)?;
        if shape.calls.is_empty() || !shape.constructs.is_empty() || !shape.properties.is_empty() {
            return None;
        }
        let mut overloads = self.callables(&shape.calls, Side::Given);
        if let Some(first) = overloads.first_mut().filter(|first| first.docs.is_empty()) {
            first.docs = docs.clone();
        }
        Some(Function { overloads })
    }

    /// Overloads of a shape.
    pub(super) fn callables(&mut self, callables: &[Callable<'a>], side: Side) -> Vec<Signature> {
        let mut overloads = Vec::with_capacity(callables.len());
        for &(signature, context) in callables {
            overloads.extend(self.signatures(signature.0, context, side));
        }
        overloads
    }

    /// The overloads that one written signature stands for: one for each key of an event map, otherwise itself.
    pub(super) fn signatures(&mut self, node: &'a SignatureNode<'a>, context: Context, side: Side) -> Vec<Signature> {
        let nested = self.nested(SIGNATURE_LEVELS, |this| this.signatures_here(node, context, side));
        nested.unwrap_or_else(|| vec![any_signature()])
    }

    fn signatures_here(&mut self, node: &'a SignatureNode<'a>, context: Context, side: Side) -> Vec<Signature> {
        if side == Side::Given
            && let Some((parameter, keys)) = self.event_map(node, context)
        {
            return self.keyed_signatures(node, context, parameter, &keys);
        }
        let parameters: Vec<&'a TypeParameterNode<'a>> = node.type_parameters.iter().collect();
        let signature = self.signature(node, &parameters, context, side);
        vec![Signature { docs: self.docs(node.span.file, node.docs), ..signature }]
    }

    /// A signature without its documentation.
    pub(super) fn signature(
        &mut self,
        node: &'a SignatureNode<'a>,
        type_parameters: &[&'a TypeParameterNode<'a>],
        context: Context,
        side: Side,
    ) -> Signature {
        let mut context = context;
        let mut lowered_parameters = Vec::new();
        if !type_parameters.is_empty() {
            let outer = context;
            context = self.evaluator.open(context, node.type_parameters);
            if type_parameters.len() < node.type_parameters.len() {
                // The expanded one keeps its key.
                let kept: Vec<Argument<'a>> = node
                    .type_parameters
                    .iter()
                    .filter(|one| type_parameters.iter().all(|other| other.name != one.name))
                    .filter_map(|one| self.evaluator.types.argument(outer.environment, one.name))
                    .collect();
                let environment = self.evaluator.types.extend(context.environment, &kept);
                context = Context { environment, ..context };
            }
            for one in type_parameters {
                lowered_parameters.push(self.type_parameter(one, context));
            }
        }
        let inner = side.flip();
        let this = node.this.filter(|_| side == Side::Given).map(|ty| {
            let ty = self.evaluator.evaluate(ty, context);
            self.part(Part::This, |this| this.lower(ty, inner))
        });
        let mut types: Vec<Written<'a>> = Vec::with_capacity(node.parameters.len());
        let mut parameters: Vec<Parameter> = Vec::with_capacity(node.parameters.len());
        for (index, parameter) in node.parameters.iter().enumerate() {
            let name = if parameter.name.is_empty() { "" } else { parameter.name };
            self.evaluator.notes.enter(Part::Parameter(name));
            self.parameter(parameter, index, context, inner, &mut parameters, &mut types);
            self.evaluator.notes.leave();
        }
        spell_apart(&mut parameters);
        if side == Side::Given {
            self.options(&mut parameters, &types, context);
        }
        let predicate = match node.result {
            Some(TypeNode { kind: TypeNodeKind::Predicate { parameter, ty: Some(ty), .. }, .. }) => {
                let ty = self.evaluator.evaluate(ty, context);
                Some(((*parameter).to_owned(), self.part(Part::Result, |this| this.lower(ty, side))))
            }
            _ => None,
        };
        let result = self.part(Part::Result, |this| this.lower_optional_node(node.result, context, side));
        Signature { type_parameters: lowered_parameters, this, parameters, result, predicate, docs: Docs::default() }
    }

    fn type_parameter(
        &mut self,
        node: &'a TypeParameterNode<'a>,
        context: Context,
    ) -> ffi_core::signature::TypeParameter {
        self.evaluator.notes.enter(Part::TypeParameter(node.name));
        let constraint = node.constraint.map(|ty| {
            let ty = self.evaluator.evaluate(ty, context);
            self.lower(ty, Side::Taken)
        });
        let default = node.default.map(|ty| {
            let ty = self.evaluator.evaluate(ty, context);
            self.lower(ty, Side::Given)
        });
        self.evaluator.notes.leave();
        ffi_core::signature::TypeParameter { name: node.name.to_owned(), constraint, default }
    }

    fn parameter(
        &mut self,
        node: &'a ParameterNode<'a>,
        index: usize,
        context: Context,
        side: Side,
        parameters: &mut Vec<Parameter>,
        types: &mut Vec<Written<'a>>,
    ) {
        let name = if node.name.is_empty() { names::name(&format!("argument{index}")) } else { names::name(node.name) };
        if !node.rest {
            let ty = self.lower_optional_node(node.ty, context, side);
            parameters.push(Parameter { name, ty, optional: node.optional, ..Parameter::default() });
            types.push(Written::Node(node.ty));
            return;
        }
        let ty = self.evaluator.evaluate_optional(node.ty, context);
        let mut resolved = self.evaluator.resolve(ty);
        if let Ty::Parameter(parameter) = self.evaluator.types.get(resolved)
            && let Some(constraint) = self.evaluator.constraint(parameter)
        {
            resolved = self.evaluator.resolve(constraint);
        }
        match self.evaluator.types.get(resolved) {
            Ty::Array(element, _) => {
                let lowered = self.lower(element, side);
                parameters.push(Parameter { name, ty: lowered, rest: true, ..Parameter::default() });
                types.push(Written::Type(element));
            }
            Ty::Tuple(elements, _) => self.spread(&name, elements, side, parameters, types),
            Ty::Union(members) => self.spread_union(&name, members, side, parameters, types),
            other => {
                if let (Some(node), false) = (node.ty, matches!(other, Ty::Any)) {
                    let reason = "the type of the rest parameter is neither an array nor a tuple";
                    self.evaluator.degrade(node.span, Construct::RestParameter, reason);
                }
                parameters.push(Parameter { name, ty: Type::Any, rest: true, ..Parameter::default() });
                types.push(Written::Type(TypeId::ANY));
            }
        }
    }

    /// `...args: [a: A, b?: B]`: parameters of their own.
    fn spread(
        &mut self,
        name: &Name,
        elements: &[Element<'a>],
        side: Side,
        parameters: &mut Vec<Parameter>,
        types: &mut Vec<Written<'a>>,
    ) {
        for (index, element) in elements.iter().enumerate() {
            let own = match element.name {
                Some(label) => names::name(label),
                None => names::name(&format!("{}{index}", name.js)),
            };
            let ty = self.lower(element.ty, side);
            let rest = element.rest;
            let parameter = Parameter { name: own, ty, optional: element.optional, rest, ..Parameter::default() };
            parameters.push(parameter);
            types.push(Written::Type(element.ty));
        }
    }

    /// `...args: [A] | [A, B]`: by position the union of what may stand there.
    fn spread_union(
        &mut self,
        name: &Name,
        members: &'a [TypeId],
        side: Side,
        parameters: &mut Vec<Parameter>,
        types: &mut Vec<Written<'a>>,
    ) {
        let mut tuples: Vec<&'a [Element<'a>]> = Vec::with_capacity(members.len());
        for &member in members {
            let member = self.evaluator.resolve(member);
            match self.evaluator.types.get(member) {
                Ty::Tuple(elements, _) if elements.iter().all(|one| !one.rest) => tuples.push(elements),
                _ => {
                    let name = name.clone();
                    parameters.push(Parameter { name, ty: Type::Any, rest: true, ..Parameter::default() });
                    types.push(Written::Type(TypeId::ANY));
                    return;
                }
            }
        }
        let longest = tuples.iter().map(|one| one.len()).max().unwrap_or(0);
        let mut elements = Vec::with_capacity(longest);
        for index in 0..longest {
            let present: Vec<&Element<'a>> = tuples.iter().filter_map(|one| one.get(index)).collect();
            let alternatives: Vec<TypeId> = present.iter().map(|one| one.ty).collect();
            elements.push(Element {
                name: present.iter().find_map(|one| one.name),
                ty: self.evaluator.types.union(&alternatives),
                optional: present.len() < tuples.len() || present.iter().any(|one| one.optional),
                rest: false,
                variadic: false,
            });
        }
        self.spread(name, &elements, side, parameters, types);
    }

    /// Turns the last options parameter into keywords.
    fn options(&mut self, parameters: &mut [Parameter], types: &[Written<'a>], context: Context) {
        for index in (0..parameters.len().min(types.len())).rev() {
            if parameters[index].rest {
                continue;
            }
            let ty = match types[index] {
                Written::Type(ty) => ty,
                Written::Node(Some(node)) if may_be_options(node) => self.decide(|this| this.evaluate(node, context)),
                Written::Node(_) => continue,
            };
            let Some(keywords) = self.keywords(ty) else { continue };
            // In one Python signature a parameter and a keyword cannot share a name; only the keyword's is visible.
            for position in 0..parameters.len() {
                let (before, rest) = parameters.split_at_mut(position);
                let Some((parameter, after)) = rest.split_first_mut() else {
                    continue;
                };
                names::distinct(&mut parameter.name, &|python| {
                    keywords.iter().any(|keyword| keyword.name.python() == python)
                        || before.iter().chain(&*after).any(|other| other.name.python() == python)
                });
            }
            parameters[index].keywords = Some(keywords);
            return;
        }
    }

    /// The properties of an options type; nothing when the type is not one.
    pub(super) fn keywords(&mut self, ty: TypeId) -> Keywords {
        if let Some((parts, known)) = self.keyword_cache.get(&ty).cloned() {
            // What is copied into what is copied doubles with each level.
            if known.is_some() && !self.pay_copy(parts) {
                return None;
            }
            self.part(Part::Options, |this| this.evaluator.notes.reuse(Memo::Keywords(ty.0)));
            return known;
        }
        let before = self.parts_left + self.copies_left;
        self.evaluator.notes.open();
        let computed = self.compute_keywords(ty).map(Arc::from);
        self.evaluator.notes.close(Memo::Keywords(ty.0));
        let parts = before - (self.parts_left + self.copies_left);
        self.keyword_cache.insert(ty, (parts, computed.clone()));
        computed
    }

    fn compute_keywords(&mut self, ty: TypeId) -> Option<Vec<Keyword>> {
        let alternatives = self.option_alternatives(ty)?;
        let mut shapes = Vec::with_capacity(alternatives.len());
        for alternative in alternatives {
            shapes.push(self.evaluator.shape(alternative)?);
        }
        let mut merged: Vec<Merged<'a>> = Vec::new();
        let mut places: FxHashMap<PropertyName<'a>, usize> = FxHashMap::default();
        for (index, shape) in shapes.iter().enumerate() {
            for property in &shape.properties {
                let ty = self.decide(|evaluator| evaluator.type_of(property));
                let place = *places.entry(property.name).or_insert(merged.len());
                if place == merged.len() {
                    let (property, types, required) = (property.clone(), Vec::new(), index == 0);
                    merged.push(Merged { property, types, required, shapes: 0, last: None });
                }
                let one = &mut merged[place];
                one.types.push(ty);
                one.required &= !property.optional;
                one.shapes += usize::from(one.last.replace(index) != Some(index));
            }
        }
        let mut keywords: Vec<Keyword> = Vec::with_capacity(merged.len());
        let mut spellings = names::Spellings::default();
        for Merged { property, types, required, shapes: having, .. } in merged {
            let required = required && having == shapes.len();
            let PropertyName::Text(js) = property.name else {
                continue;
            };
            let ty = self.part(Part::Keyword(js), |this| match types[..] {
                [_] => this.property(&property, Side::Taken),
                _ => {
                    let union = this.evaluator.types.union(&types);
                    this.lower(union, Side::Taken)
                }
            });
            let mut name = names::name(js);
            if name.python() == "self" {
                name = Name::renamed(js, "self_");
            }
            spellings.give(&mut name);
            keywords.push(Keyword { name, ty, required, default: None, docs: self.docs(property.file, property.docs) });
        }
        (!keywords.is_empty()).then_some(keywords)
    }

    /// The data records that an options type may be, when all its object members are data records.
    fn option_alternatives(&mut self, ty: TypeId) -> Option<Vec<TypeId>> {
        let resolved = self.evaluator.resolve(ty);
        let mut records = Vec::new();
        for member in self.evaluator.types.members(resolved) {
            let mut member = self.evaluator.resolve(member);
            // A type parameter may be bounded by another one; a circle of them is an error and bounds nothing.
            for _ in 0..MAXIMUM_BOUNDS {
                let Ty::Parameter(node) = self.evaluator.types.get(member) else { break };
                let constraint = self.evaluator.constraint(node)?;
                member = self.evaluator.resolve(constraint);
            }
            match self.evaluator.types.get(member) {
                Ty::Undefined
                | Ty::Null
                | Ty::Void
                | Ty::Boolean
                | Ty::Number
                | Ty::BigInt
                | Ty::String
                | Ty::Symbol
                | Ty::Text(_)
                | Ty::NumberLiteral(_)
                | Ty::BooleanLiteral(_)
                | Ty::BigIntLiteral(_)
                | Ty::Template(..)
                | Ty::EnumMember(..) => {}
                Ty::Named(symbol, _) if self.evaluator.enum_members(symbol).is_some() => {}
                Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_) | Ty::Intersection(_) => {
                    if !self.is_data(member) {
                        return None;
                    }
                    records.push(member);
                }
                _ => return None,
            }
        }
        (!records.is_empty()).then_some(records)
    }
}

/// A property of the records that an options type may be.
struct Merged<'a> {
    property: Property<'a>,
    types: Vec<TypeId>,
    required: bool,
    /// How many of the records have it, and the last one that was seen to.
    shapes: usize,
    last: Option<usize>,
}

/// Gives each parameter a Python name of its own.
fn spell_apart(parameters: &mut [Parameter]) {
    for parameter in &mut *parameters {
        if parameter.name.python() == "self" {
            let js = std::mem::take(&mut parameter.name.js);
            parameter.name = Name::renamed(js, "self_");
        }
    }
    // Nearly all parameters are few and have different names.
    let is_repeated = |at: usize| parameters[..at].iter().any(|one| one.name.python() == parameters[at].name.python());
    if parameters.len() <= FEW && !(1..parameters.len()).any(is_repeated) {
        return;
    }
    let mut spellings = names::Spellings::default();
    for parameter in parameters {
        spellings.give(&mut parameter.name);
    }
}
