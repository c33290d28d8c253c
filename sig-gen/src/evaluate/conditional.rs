//! Conditional types: distribution, `infer`, and the choice of a branch. Where the choice cannot be made, both branches.

use super::relate::{Inferences, Verdict};
use super::{Argument, Context, Evaluator, Node, Ty, TypeId};
use crate::coverage::Construct;
use crate::model::{TypeNode, TypeNodeKind};

impl<'a> Evaluator<'a> {
    pub(super) fn conditional(&mut self, ty: TypeId, node: &'a TypeNode<'a>, context: Context) -> TypeId {
        let TypeNodeKind::Conditional { check, .. } = node.kind else {
            return ty;
        };
        let checked = self.evaluate(check, context);
        let checked = self.resolve(checked);
        // A naked type parameter distributes over a union.
        if let TypeNodeKind::Reference { path: [name], arguments: [] } = check.kind
            && self.types.argument(context.environment, name).is_some()
        {
            let members = match self.types.get(checked) {
                Ty::Never => return TypeId::NEVER,
                Ty::Boolean => {
                    vec![self.types.intern(Ty::BooleanLiteral(true)), self.types.intern(Ty::BooleanLiteral(false))]
                }
                Ty::Union(members) => members.to_vec(),
                _ => return self.decide(ty, node, checked, context),
            };
            let mut results = Vec::with_capacity(members.len());
            for member in members {
                let argument = Argument { name, ty: member, node: None };
                let environment = self.types.extend(context.environment, &[argument]);
                let inside = Context { environment, ..context };
                let one = self.types.intern(Ty::Deferred(Node(node), inside));
                let member = self.resolve(member);
                let result = self.decide(one, node, member, inside);
                results.push(self.resolve(result));
            }
            return self.types.union(&results);
        }
        self.decide(ty, node, checked, context)
    }

    fn decide(&mut self, ty: TypeId, node: &'a TypeNode<'a>, checked: TypeId, context: Context) -> TypeId {
        let TypeNodeKind::Conditional { extends, yes, no, .. } = node.kind else {
            return ty;
        };
        if self.is_stuck(checked) {
            return ty;
        }
        let target = self.evaluate(extends, context);
        let mut inferences = Inferences::default();
        let verdict = self.relate(checked, target, &mut inferences);
        let mut names = Vec::new();
        inferred_names(extends, &mut names);
        let mut arguments = Vec::with_capacity(names.len());
        for (name, constraint) in names {
            let ty = match inferences.take(name) {
                Some(candidates) => self.types.union(&candidates),
                None => match constraint {
                    Some(constraint) => self.evaluate(constraint, context),
                    None => TypeId::UNKNOWN,
                },
            };
            arguments.push((name, constraint, ty));
        }
        let mut verdict = verdict;
        for &(_, constraint, ty) in &arguments {
            if let (Some(constraint), Verdict::Yes) = (constraint, verdict) {
                let constraint = self.evaluate(constraint, context);
                verdict = verdict.and(self.relate(ty, constraint, &mut Inferences::default()));
            }
        }
        let list: Vec<Argument<'a>> =
            arguments.iter().map(|&(name, _, ty)| Argument { name, ty, node: None }).collect();
        let inside = Context { environment: self.types.extend(context.environment, &list), ..context };
        match verdict {
            _ if matches!(self.types.get(checked), Ty::Any) => {
                let left = self.evaluate(yes, inside);
                let right = self.evaluate(no, context);
                self.types.union(&[left, right])
            }
            Verdict::Yes => self.evaluate(yes, inside),
            Verdict::No => self.evaluate(no, context),
            Verdict::Maybe => {
                self.degrade(node.span, Construct::ConditionalType, "conditional type is undecided: both branches");
                let left = self.evaluate(yes, inside);
                let right = self.evaluate(no, context);
                self.types.union(&[left, right])
            }
        }
    }
}

impl<'a> Evaluator<'a> {
    /// The context of a conditional type's first branch when it is not decided: what `infer` binds can be anything.
    pub fn undecided_branch(&mut self, extends: &'a TypeNode<'a>, context: Context) -> Context {
        let mut names = Vec::new();
        inferred_names(extends, &mut names);
        let list: Vec<Argument<'a>> =
            names.iter().map(|&(name, _)| Argument { name, ty: TypeId::ANY, node: None }).collect();
        Context { environment: self.types.extend(context.environment, &list), ..context }
    }
}

/// The names that `infer` binds in the type after `extends`, with their constraints.
fn inferred_names<'a>(node: &'a TypeNode<'a>, names: &mut Vec<(&'a str, Option<&'a TypeNode<'a>>)>) {
    let signature = |signature: &'a crate::model::SignatureNode<'a>, names: &mut Vec<_>| {
        let parameters = signature.parameters.iter().filter_map(|one| one.ty);
        for ty in parameters.chain(signature.result).chain(signature.this) {
            inferred_names(ty, names);
        }
    };
    match node.kind {
        TypeNodeKind::Infer { name, constraint } if !names.iter().any(|(known, _)| *known == name) => {
            names.push((name, constraint));
        }
        TypeNodeKind::Reference { arguments, .. } | TypeNodeKind::Import { arguments, .. } => {
            arguments.iter().for_each(|one| inferred_names(one, names));
        }
        TypeNodeKind::Union(members) | TypeNodeKind::Intersection(members) => {
            members.iter().for_each(|one| inferred_names(one, names));
        }
        TypeNodeKind::Template { types, .. } => types.iter().for_each(|one| inferred_names(one, names)),
        TypeNodeKind::Array(inner) | TypeNodeKind::Readonly(inner) | TypeNodeKind::Keyof(inner) => {
            inferred_names(inner, names);
        }
        TypeNodeKind::Tuple(elements) => elements.iter().for_each(|one| inferred_names(one.ty, names)),
        TypeNodeKind::Indexed { object, index } => {
            inferred_names(object, names);
            inferred_names(index, names);
        }
        TypeNodeKind::Function(inner) | TypeNodeKind::Constructor(inner) => signature(inner, names),
        TypeNodeKind::Predicate { ty: Some(ty), .. } => inferred_names(ty, names),
        TypeNodeKind::Object(object) => {
            use crate::model::MemberNodeKind as Kind;
            for member in object.members {
                match member.kind {
                    Kind::Property(Some(ty), _) | Kind::Getter(Some(ty)) | Kind::Setter(Some(ty)) => {
                        inferred_names(ty, names);
                    }
                    Kind::Method(inner) | Kind::Call(inner) | Kind::Construct(inner) => signature(inner, names),
                    Kind::Index { value: Some(value), .. } => inferred_names(value, names),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}
