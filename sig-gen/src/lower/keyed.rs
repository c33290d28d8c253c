//! Event maps: a signature over the keys of a type becomes one overload for each key.
//!
//! There are thousands of such overloads, and those of one signature differ in little: the key itself, and the types that are looked up
//! with it. Everything else is lowered once and copied, and what is looked up is lowered once for each type that is found.

use ffi_core::signature::{Literal, Parameter, Signature, Type};
use rustc_hash::FxHashMap;

use super::function::may_be_options;
use super::{Lowering, Side};
use crate::coverage::notes::Part;
use crate::evaluate::{Argument, Context, Ty, TypeId};
use crate::model::{ParameterNode, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode};

/// A type parameter is expanded to one overload for each key of a map up to this many keys.
const MAXIMUM_KEYS: usize = 512;
/// How many lookups with the key may be in one type.
const MAXIMUM_LOOKUPS: usize = 2;

/// What a written type has to do with the key.
#[derive(Clone)]
enum Dependence<'a> {
    /// Nothing.
    Same,
    /// It is the key.
    Key,
    /// It needs the key for these lookups, `M[K]`; when there are none it is not known what for.
    Lookups(Vec<&'a TypeNode<'a>>),
}

/// What two overloads of a signature do not share.
struct Varying<'a> {
    parameters: Vec<Dependence<'a>>,
    result: Dependence<'a>,
}

/// Types lowered before, by where they stand and by what was looked up for them.
type Known = FxHashMap<(usize, [TypeId; MAXIMUM_LOOKUPS]), Type>;

impl<'a> Lowering<'a> {
    /// One overload for each key that the type parameter can be. The text stands at the first of them.
    pub(super) fn keyed_signatures(
        &mut self,
        node: &'a SignatureNode<'a>,
        context: Context,
        parameter: &'a str,
        keys: &[TypeId],
    ) -> Vec<Signature> {
        let others: Vec<&'a TypeParameterNode<'a>> =
            node.type_parameters.iter().filter(|one| one.name != parameter).collect();
        let varying = if others.is_empty() { varying(node, parameter) } else { None };
        let mut known = Known::default();
        let mut overloads: Vec<Signature> = Vec::with_capacity(keys.len());
        // What the second overload took: the first one may have made what all others copy.
        let mut cost = (0, 0);
        for &key in keys {
            let argument = Argument { name: parameter, ty: key, node: None };
            let environment = self.evaluator.types.extend(context.environment, &[argument]);
            let inside = Context { environment, ..context };
            if overloads.len() > 1
                && let Some(varying) = &varying
                && may_copy(&overloads[1], node, varying)
                && let (Some(parts), Some(copies)) =
                    (self.parts_left.checked_sub(cost.0 + 1), self.copies_left.checked_sub(cost.1))
            {
                let signature = self.varied(&overloads[1], node, varying, (key, inside), &mut known);
                self.parts_left = parts + 1;
                self.copies_left = copies;
                overloads.push(signature);
                continue;
            }
            let before = (self.parts_left, self.copies_left);
            let mut signature = self.signature(node, &others, inside, Side::Given);
            cost = (before.0.saturating_sub(self.parts_left), before.1.saturating_sub(self.copies_left));
            if overloads.is_empty() {
                signature.docs = self.docs(node.span.file, node.docs);
            }
            overloads.push(signature);
        }
        overloads
    }

    /// The overload for a key, from that for another key.
    fn varied(
        &mut self,
        model: &Signature,
        node: &'a SignatureNode<'a>,
        varying: &Varying<'a>,
        (key, context): (TypeId, Context),
        known: &mut Known,
    ) -> Signature {
        let mut parameters = Vec::with_capacity(model.parameters.len());
        for (index, parameter) in model.parameters.iter().enumerate() {
            let written = &node.parameters[index];
            let ty = match &varying.parameters[index] {
                Dependence::Same => {
                    parameters.push(parameter.clone());
                    continue;
                }
                Dependence::Key => match self.evaluator.types.get(key) {
                    Ty::Text(text) => Type::Literal { value: Literal::String(text.to_owned()) },
                    _ => Type::String,
                },
                Dependence::Lookups(lookups) => self.part(Part::Parameter(written.name), |this| {
                    this.looked_up((index, lookups), written.ty, context, Side::Taken, known)
                }),
            };
            let (name, optional) = (parameter.name.clone(), parameter.optional);
            parameters.push(Parameter { name, ty, optional, ..Parameter::default() });
        }
        let result = match &varying.result {
            Dependence::Lookups(lookups) => self.part(Part::Result, |this| {
                this.looked_up((parameters.len(), lookups), node.result, context, Side::Given, known)
            }),
            _ => model.result.clone(),
        };
        Signature { parameters, result, ..Signature::default() }
    }

    /// A type that depends on the key: the one made for an earlier key, when what is looked up is the same.
    fn looked_up(
        &mut self,
        (place, lookups): (usize, &[&'a TypeNode<'a>]),
        node: Option<&'a TypeNode<'a>>,
        context: Context,
        side: Side,
        known: &mut Known,
    ) -> Type {
        if lookups.is_empty() {
            return self.lower_optional_node(node, context, side);
        }
        let mut found = [TypeId::NEVER; MAXIMUM_LOOKUPS];
        self.evaluator.notes.silence();
        self.evaluator.notes.open();
        for (place, lookup) in found.iter_mut().zip(lookups) {
            let ty = self.evaluator.evaluate(lookup, context);
            *place = self.evaluator.resolve(ty);
        }
        let degraded = self.evaluator.notes.close_unremembered();
        self.evaluator.notes.speak();
        // What degrades has a place of its own for each key.
        if degraded {
            return self.lower_optional_node(node, context, side);
        }
        if let Some(ty) = known.get(&(place, found)) {
            return ty.clone();
        }
        let ty = self.lower_optional_node(node, context, side);
        known.insert((place, found), ty.clone());
        ty
    }

    /// The type parameter `K extends keyof M` that a parameter has as its type, and the keys of `M`.
    pub(super) fn event_map(
        &mut self,
        node: &'a SignatureNode<'a>,
        context: Context,
    ) -> Option<(&'a str, Vec<TypeId>)> {
        for parameter in node.type_parameters {
            let Some(TypeNode { kind: TypeNodeKind::Keyof(map), .. }) = parameter.constraint else {
                continue;
            };
            let is_key = |one: &ParameterNode<'_>| {
                matches!(one.ty, Some(TypeNode { kind: TypeNodeKind::Reference { path: [name], arguments: [] }, .. })
                    if *name == parameter.name)
            };
            if !node.parameters.iter().any(is_key) {
                continue;
            }
            let inside = self.evaluator.open(context, node.type_parameters);
            let map = self.evaluator.evaluate(map, inside);
            let resolved = self.evaluator.resolve(map);
            if !matches!(self.evaluator.types.get(resolved), Ty::Named(..) | Ty::Literal(..) | Ty::Computed(_)) {
                continue;
            }
            let keys = self.evaluator.keyof(map)?;
            let keys = self.evaluator.types.members(keys);
            let literal = keys.iter().all(|&key| matches!(self.evaluator.types.get(key), Ty::Text(_)));
            if literal && keys.len() <= MAXIMUM_KEYS {
                return Some((parameter.name, keys));
            }
        }
        None
    }
}

/// What the overloads of a signature do not share, when they share its form.
fn varying<'a>(node: &'a SignatureNode<'a>, key: &str) -> Option<Varying<'a>> {
    if node.this.is_some() || node.parameters.iter().any(|one| one.rest) {
        return None;
    }
    let parameters = node.parameters.iter().map(|one| dependence(one.ty, key)).collect();
    let result = match node.result {
        Some(TypeNode { kind: TypeNodeKind::Predicate { .. }, .. }) => return None,
        Some(TypeNode { kind: TypeNodeKind::Reference { path: [name], arguments: [] }, .. }) if *name == key => {
            Dependence::Lookups(Vec::new())
        }
        result => dependence(result, key),
    };
    Some(Varying { parameters, result })
}

/// Whether an overload says where the options of all others are.
fn may_copy(model: &Signature, node: &SignatureNode<'_>, varying: &Varying<'_>) -> bool {
    let options = model.options().map(|(index, ..)| index);
    // Options are looked for from the last parameter on.
    let from = options.unwrap_or(0);
    model.parameters.len() == node.parameters.len()
        && (from..node.parameters.len()).all(|index| match &varying.parameters[index] {
            Dependence::Same | Dependence::Key => true,
            Dependence::Lookups(_) => !node.parameters[index].ty.is_some_and(may_be_options),
        })
}

fn dependence<'a>(node: Option<&'a TypeNode<'a>>, key: &str) -> Dependence<'a> {
    let Some(node) = node else { return Dependence::Same };
    if is_key(node, key) {
        return Dependence::Key;
    }
    let mut lookups = Vec::new();
    match collect(node, key, &mut lookups) {
        Some(()) if lookups.is_empty() => Dependence::Same,
        Some(()) if lookups.len() <= MAXIMUM_LOOKUPS => Dependence::Lookups(lookups),
        _ => Dependence::Lookups(Vec::new()),
    }
}

fn is_key(node: &TypeNode<'_>, key: &str) -> bool {
    matches!(node.kind, TypeNodeKind::Reference { path: [name], arguments: [] } if *name == key)
}

/// Collects what is looked up with the key; nothing when the key may be used in another way.
fn collect<'a>(node: &'a TypeNode<'a>, key: &str, lookups: &mut Vec<&'a TypeNode<'a>>) -> Option<()> {
    match node.kind {
        TypeNodeKind::Keyword(_)
        | TypeNodeKind::String(_)
        | TypeNodeKind::Number(_)
        | TypeNodeKind::Boolean(_)
        | TypeNodeKind::BigInt(_) => Some(()),
        TypeNodeKind::Reference { path, arguments } => {
            if path.first().is_some_and(|first| *first == key) {
                return None;
            }
            // What a generic type makes of an argument may tell where that comes from.
            let before = lookups.len();
            arguments.iter().try_for_each(|one| collect(one, key, lookups))?;
            (lookups.len() == before).then_some(())
        }
        TypeNodeKind::Union(members) | TypeNodeKind::Intersection(members) => {
            members.iter().try_for_each(|one| collect(one, key, lookups))
        }
        TypeNodeKind::Array(inner) | TypeNodeKind::Readonly(inner) => collect(inner, key, lookups),
        TypeNodeKind::Indexed { object, index } if is_key(index, key) => {
            let before = lookups.len();
            collect(object, key, lookups)?;
            if lookups.len() > before {
                return None;
            }
            lookups.push(node);
            Some(())
        }
        TypeNodeKind::Indexed { object, index } => {
            collect(object, key, lookups)?;
            collect(index, key, lookups)
        }
        TypeNodeKind::Function(signature) if signature.type_parameters.is_empty() => {
            signature.this.map_or(Some(()), |this| collect(this, key, lookups))?;
            signature.parameters.iter().filter_map(|one| one.ty).try_for_each(|one| collect(one, key, lookups))?;
            signature.result.map_or(Some(()), |result| collect(result, key, lookups))
        }
        _ => None,
    }
}
