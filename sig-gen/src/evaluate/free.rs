//! The names that a node mentions: an environment keeps only those, so that equal types are equal numbers.

use std::rc::Rc;

use super::{Context, EnvironmentId, Evaluator};
use crate::model::{MemberNode, MemberNodeKind, ObjectNode, SignatureNode, TypeNode, TypeNodeKind, TypeParameterNode};

/// The names mentioned in a node; too many is harmless, too few is wrong.
#[derive(Debug, Clone)]
pub(super) struct Names<'a> {
    names: Rc<[&'a str]>,
    /// Whether a mapped type in it goes over a type parameter, whose constraint then counts.
    constraints: bool,
}

#[derive(Default)]
struct Collector<'a> {
    names: Vec<&'a str>,
    constraints: bool,
}

impl<'a> Evaluator<'a> {
    /// The context of a node that is kept, without what the node does not mention.
    pub(super) fn close_node(&mut self, node: &'a TypeNode<'a>, context: Context) -> Context {
        // TypeScript forgets a type parameter that a mapped type mentions only by the bound of its keys, except where the mapped
        // type is all that an alias stands for.
        let address = std::ptr::from_ref(node).addr();
        let bounds = !matches!(node.kind, TypeNodeKind::Mapped { .. }) || self.alias_bodies.contains(&address);
        self.close(address, context, bounds, |collector| collector.node(node))
    }

    pub(super) fn close_signature(&mut self, node: &'a SignatureNode<'a>, context: Context) -> Context {
        self.close(std::ptr::from_ref(node).addr(), context, true, |collector| collector.signature(node))
    }

    pub(super) fn close_object(&mut self, node: &'a ObjectNode<'a>, context: Context) -> Context {
        self.close(std::ptr::from_ref(node).addr(), context, true, |collector| collector.members(node.members))
    }

    fn close(
        &mut self,
        address: usize,
        context: Context,
        bounds: bool,
        collect: impl FnOnce(&mut Collector<'a>),
    ) -> Context {
        if context.environment == EnvironmentId::EMPTY {
            return context;
        }
        let names = match self.free_names.get(&address) {
            Some(names) => names.clone(),
            None => {
                let mut collector = Collector::default();
                collect(&mut collector);
                let names = Names { names: collector.names.into(), constraints: collector.constraints };
                self.free_names.insert(address, names.clone());
                names
            }
        };
        let all = self.types.environment(context.environment);
        let mut wanted: Vec<&'a str> =
            all.iter().filter(|one| names.names.contains(&one.name)).map(|one| one.name).collect();
        if names.constraints && bounds {
            let mut at = 0;
            while at < wanted.len() {
                let name = wanted[at];
                at += 1;
                let node = all.iter().find(|one| one.name == name).and_then(|one| one.node);
                if let Some(constraint) = node.and_then(|node| node.0.constraint) {
                    let mut collector = Collector::default();
                    collector.node(constraint);
                    for name in collector.names {
                        if !wanted.contains(&name) && all.iter().any(|one| one.name == name) {
                            wanted.push(name);
                        }
                    }
                }
            }
        }
        if wanted.len() == all.len() {
            return context;
        }
        let kept = all.iter().filter(|one| wanted.contains(&one.name)).copied().collect();
        Context { environment: self.types.intern_environment(kept), ..context }
    }
}

impl<'a> Collector<'a> {
    fn add(&mut self, name: &'a str) {
        if !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    fn nodes(&mut self, nodes: &[&'a TypeNode<'a>]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn optional(&mut self, node: Option<&'a TypeNode<'a>>) {
        if let Some(node) = node {
            self.node(node);
        }
    }

    fn parameters(&mut self, parameters: &'a [TypeParameterNode<'a>]) {
        for one in parameters {
            self.optional(one.constraint);
            self.optional(one.default);
        }
    }

    fn signature(&mut self, signature: &'a SignatureNode<'a>) {
        self.parameters(signature.type_parameters);
        self.optional(signature.this);
        signature.parameters.iter().for_each(|one| self.optional(one.ty));
        self.optional(signature.result);
    }

    fn members(&mut self, members: &'a [MemberNode<'a>]) {
        for member in members {
            match member.kind {
                MemberNodeKind::Property(ty, _) | MemberNodeKind::Getter(ty) | MemberNodeKind::Setter(ty) => {
                    self.optional(ty);
                }
                MemberNodeKind::Method(signature)
                | MemberNodeKind::Call(signature)
                | MemberNodeKind::Construct(signature) => self.signature(signature),
                MemberNodeKind::Index { key, value } => {
                    self.optional(key);
                    self.optional(value);
                }
            }
        }
    }

    fn node(&mut self, node: &'a TypeNode<'a>) {
        match node.kind {
            TypeNodeKind::Keyword(_)
            | TypeNodeKind::String(_)
            | TypeNodeKind::Number(_)
            | TypeNodeKind::Boolean(_)
            | TypeNodeKind::BigInt(_)
            | TypeNodeKind::UniqueSymbol => {}
            TypeNodeKind::This => self.add("this"),
            TypeNodeKind::Template { types, .. } => self.nodes(types),
            TypeNodeKind::Reference { path, arguments } => {
                if let [name] = path {
                    self.add(name);
                }
                self.nodes(arguments);
            }
            TypeNodeKind::Query { path, arguments } => {
                if path.first() == Some(&"this") {
                    self.add("this");
                }
                self.nodes(arguments);
            }
            TypeNodeKind::Import { arguments, .. } => self.nodes(arguments),
            TypeNodeKind::Union(members) | TypeNodeKind::Intersection(members) => self.nodes(members),
            TypeNodeKind::Array(inner) | TypeNodeKind::Readonly(inner) | TypeNodeKind::Keyof(inner) => {
                self.node(inner);
            }
            TypeNodeKind::Tuple(elements) => elements.iter().for_each(|one| self.node(one.ty)),
            TypeNodeKind::Indexed { object, index } => self.nodes(&[object, index]),
            TypeNodeKind::Mapped { constraint, name, value, .. } => {
                self.constraints |= matches!(constraint.kind, TypeNodeKind::Reference { .. });
                self.node(constraint);
                self.optional(name);
                self.optional(value);
            }
            TypeNodeKind::Conditional { check, extends, yes, no } => self.nodes(&[check, extends, yes, no]),
            TypeNodeKind::Infer { name, constraint } => {
                self.add(name);
                self.optional(constraint);
            }
            TypeNodeKind::Function(signature) | TypeNodeKind::Constructor(signature) => self.signature(signature),
            TypeNodeKind::Object(object) => self.members(object.members),
            TypeNodeKind::Predicate { ty, .. } => self.optional(ty),
        }
    }
}
