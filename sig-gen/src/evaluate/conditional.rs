//! Conditional types: distribution, `infer`, and the choice of a branch.

use std::rc::Rc;

use super::infer::Inference;
use super::relate::Verdict;
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};
use crate::coverage::Construct;
use crate::model::{MemberNodeKind, SignatureNode, TypeNode, TypeNodeKind};

/// A name that `infer` binds.
#[derive(Debug, Clone, Copy)]
pub(super) struct InferName<'a> {
    name: &'a str,
    /// The constraint that is written.
    constraint: Option<&'a TypeNode<'a>>,
    /// The constraint that follows from the place.
    implied: Implied<'a>,
}

/// What a place says about the type in it.
#[derive(Debug, Clone, Copy)]
enum Implied<'a> {
    None,
    /// In a template literal type.
    String,
    /// After `...`.
    Array,
    /// What a mapped type goes over.
    Key,
    /// A type argument: the path of the generic type, and which one.
    Argument(&'a [&'a str], usize),
}

impl<'a> Evaluator<'a> {
    /// One step of a conditional type: its branch, not looked into; the type itself while it cannot be decided.
    pub(super) fn conditional(&mut self, ty: TypeId, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        let TypeNodeKind::Conditional { check, .. } = node.kind else {
            return ty;
        };
        let checked = self.evaluate(check, context);
        let resolved = self.resolve(checked);
        // A naked type parameter distributes over a union.
        if let TypeNodeKind::Reference { path: [name], arguments: [] } = check.kind
            && let Some(argument) = self.types.argument(context.environment, name)
        {
            let alternatives = self.alternatives(resolved);
            match alternatives[..] {
                [] => return TypeId::NEVER,
                [one] if one == resolved => {}
                _ => {
                    let mut results = Vec::with_capacity(alternatives.len());
                    for alternative in alternatives {
                        let inside = self.with_arguments(context, &[Argument { ty: alternative, ..argument }]);
                        let one = self.types.intern(Ty::Deferred(Node(node), inside));
                        results.push(self.resolve(one));
                    }
                    return self.union(&results);
                }
            }
        }
        self.decide(ty, node, checked, resolved, context)
    }

    fn decide(
        &mut self,
        ty: TypeId,
        node: &'a TypeNode<'a>,
        checked: TypeId,
        resolved: TypeId,
        context: Context,
    ) -> TypeId {
        let TypeNodeKind::Conditional { extends, yes, no, .. } = node.kind else {
            return ty;
        };
        if self.is_stuck(resolved) || self.has_stuck_element(node, resolved) {
            return ty;
        }
        let names = self.inferred_names(extends);
        let inside = if names.is_empty() {
            context
        } else {
            self.infer_context(node, extends, checked, resolved, context, &names)
        };
        let target = self.evaluate(extends, inside);
        let target = self.resolve(target);
        if !matches!(self.types.get(target), Ty::Any | Ty::Unknown | Ty::Unresolved) {
            if matches!(self.types.get(resolved), Ty::Any | Ty::Unresolved) {
                return self.both(yes, inside, no, context);
            }
            let limits = self.limits;
            match self.relate(resolved, target) {
                Verdict::Yes => {}
                Verdict::No => return self.evaluate(no, context),
                Verdict::Maybe if self.limits == limits => return ty,
                Verdict::Maybe => {
                    self.degrade(node.span, Construct::ConditionalType, "conditional type is undecided: both branches");
                    return self.both(yes, inside, no, context);
                }
            }
        }
        self.evaluate(yes, inside)
    }

    /// Whether `[T] extends [U]` asks about a `T` that is not known.
    fn has_stuck_element(&mut self, node: &'a TypeNode<'a>, resolved: TypeId) -> bool {
        let TypeNodeKind::Conditional { check, extends, .. } = node.kind else { return false };
        let (TypeNodeKind::Tuple(left), TypeNodeKind::Tuple(right)) = (check.kind, extends.kind) else { return false };
        let Ty::Tuple(elements, _) = self.types.get(resolved) else { return false };
        left.len() == right.len()
            && left.iter().chain(right).all(|one| !one.rest && !one.optional)
            && elements.iter().any(|one| {
                let one = self.resolve(one.ty);
                self.is_stuck(one)
            })
    }

    fn both(&mut self, yes: &'a TypeNode<'a>, inside: Context, no: &'a TypeNode<'a>, context: Context) -> TypeId {
        let left = self.evaluate(yes, inside);
        let right = self.evaluate(no, context);
        self.types.union(&[left, right])
    }

    /// The context of the first branch: what `infer` binds, from what the checked type has in its places.
    fn infer_context(
        &mut self,
        node: &'a TypeNode<'a>,
        extends: &'a TypeNode<'a>,
        checked: TypeId,
        resolved: TypeId,
        context: Context,
        names: &[InferName<'a>],
    ) -> Context {
        let mut bound: Vec<Argument<'a>> = Vec::with_capacity(names.len());
        for &InferName { name, .. } in names {
            let ty = self.types.intern(Ty::Infer(name, Node(node)));
            bound.push(Argument { name, ty, node: None });
        }
        let open = self.with_arguments(context, &bound);
        let target = self.evaluate(extends, open);
        let mut inference = Inference::default();
        for (argument, &name) in bound.iter().zip(names) {
            let constraint = self.infer_constraint(name, context);
            inference.add_variable(argument.ty, constraint);
        }
        let source = if matches!(self.types.get(checked), Ty::Named(..)) { checked } else { resolved };
        self.infer(source, target, &mut inference);
        let mut inside = context;
        for (at, &one) in names.iter().enumerate() {
            let name = one.name;
            let mut ty = self.inferred_type(&inference, at).unwrap_or(TypeId::UNKNOWN);
            if let Some(constraint) = self.infer_constraint(one, inside)
                && self.relate(ty, constraint) == Verdict::No
            {
                ty = constraint;
            }
            inside = self.with_arguments(inside, &[Argument { name, ty, node: None }]);
        }
        inside
    }

    /// The context of a conditional type's first branch when it is not decided: what `infer` binds can be anything.
    pub fn undecided_branch(&mut self, extends: &'a TypeNode<'a>, context: Context) -> Context {
        let names = self.inferred_names(extends);
        let list: Vec<Argument<'a>> =
            names.iter().map(|one| Argument { name: one.name, ty: TypeId::ANY, node: None }).collect();
        self.with_arguments(context, &list)
    }

    fn infer_constraint(&mut self, name: InferName<'a>, context: Context) -> Option<TypeId> {
        if let Some(written) = name.constraint {
            return Some(self.evaluate(written, context));
        }
        match name.implied {
            Implied::None => None,
            Implied::String => Some(TypeId::STRING),
            Implied::Array => Some(self.types.intern(Ty::Array(TypeId::UNKNOWN, false))),
            Implied::Key => Some(self.types.union(&[TypeId::STRING, TypeId::NUMBER, TypeId::SYMBOL])),
            Implied::Argument(path, index) => {
                let symbol = self.bindings.path(context.scope, path, crate::bind::Meaning::Type)?;
                let (parameters, scope) = self.type_parameters(symbol);
                let constraint = parameters.get(index)?.constraint?;
                // A constraint that names another parameter says nothing by itself.
                let inside = self.open(Self::context(scope), parameters);
                let constraint = self.evaluate(constraint, inside);
                (!self.types.has(constraint, super::types::GENERIC)).then_some(constraint)
            }
        }
    }

    /// The names that `infer` binds in the type after `extends`.
    fn inferred_names(&mut self, extends: &'a TypeNode<'a>) -> Rc<[InferName<'a>]> {
        let address = std::ptr::from_ref(extends).addr();
        if let Some(known) = self.infer_names.get(&address) {
            return Rc::clone(known);
        }
        let mut names = Vec::new();
        collect(extends, Implied::None, &mut names);
        let names: Rc<[InferName<'a>]> = names.into();
        self.infer_names.insert(address, Rc::clone(&names));
        names
    }
}

fn collect<'a>(node: &'a TypeNode<'a>, implied: Implied<'a>, names: &mut Vec<InferName<'a>>) {
    let mut all = |nodes: &[&'a TypeNode<'a>]| nodes.iter().for_each(|one| collect(one, Implied::None, names));
    match node.kind {
        TypeNodeKind::Infer { name, constraint } => match names.iter_mut().find(|one| one.name == name) {
            Some(one) => one.constraint = one.constraint.or(constraint),
            None => names.push(InferName { name, constraint, implied }),
        },
        TypeNodeKind::Reference { path, arguments } => {
            for (index, one) in arguments.iter().enumerate() {
                collect(one, Implied::Argument(path, index), names);
            }
        }
        TypeNodeKind::Import { arguments, .. } | TypeNodeKind::Query { arguments, .. } => all(arguments),
        TypeNodeKind::Union(members) | TypeNodeKind::Intersection(members) => all(members),
        TypeNodeKind::Template { types, .. } => types.iter().for_each(|one| collect(one, Implied::String, names)),
        TypeNodeKind::Array(inner) | TypeNodeKind::Readonly(inner) | TypeNodeKind::Keyof(inner) => all(&[inner]),
        TypeNodeKind::Tuple(elements) => {
            for one in elements {
                collect(one.ty, if one.rest { Implied::Array } else { Implied::None }, names);
            }
        }
        TypeNodeKind::Indexed { object, index } => all(&[object, index]),
        TypeNodeKind::Mapped { constraint, name, value, .. } => {
            collect(constraint, Implied::Key, names);
            name.iter().chain(&value).for_each(|one| collect(one, Implied::None, names));
        }
        // The names in the `extends` of a nested conditional type are its own.
        TypeNodeKind::Conditional { check, yes, no, .. } => all(&[check, yes, no]),
        TypeNodeKind::Function(inner) | TypeNodeKind::Constructor(inner) => collect_signature(inner, names),
        TypeNodeKind::Predicate { ty: Some(ty), .. } => all(&[ty]),
        TypeNodeKind::Object(object) => {
            for member in object.members {
                match member.kind {
                    MemberNodeKind::Property(Some(ty), _)
                    | MemberNodeKind::Getter(Some(ty))
                    | MemberNodeKind::Setter(Some(ty)) => collect(ty, Implied::None, names),
                    MemberNodeKind::Method(inner) | MemberNodeKind::Call(inner) | MemberNodeKind::Construct(inner) => {
                        collect_signature(inner, names);
                    }
                    MemberNodeKind::Index { key, value } => {
                        key.iter().chain(&value).for_each(|one| collect(one, Implied::None, names));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn collect_signature<'a>(signature: &'a SignatureNode<'a>, names: &mut Vec<InferName<'a>>) {
    for parameter in signature.parameters {
        if let Some(ty) = parameter.ty {
            collect(ty, if parameter.rest { Implied::Array } else { Implied::None }, names);
        }
    }
    signature.result.iter().chain(&signature.this).for_each(|one| collect(one, Implied::None, names));
}
