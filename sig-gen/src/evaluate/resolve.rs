//! Resolving: what a type is at its head, one step after another. A chain of steps is followed in a loop, so that conditional
//! types that end in themselves need no host stack.

use super::{Evaluator, Limited, MAXIMUM_DEPTH, Mapping, Ty, TypeId};
use crate::bind::SymbolId;
use crate::coverage::Construct;
use crate::coverage::notes::Memo;
use crate::model::{Keyword, TypeNode, TypeNodeKind};

/// How many steps one chain may have; TypeScript allows a tail call 1,000 times.
const MAXIMUM_STEPS: usize = 2_200;

impl<'a> Evaluator<'a> {
    /// One level deeper; false when the limit of depth or fuel is reached. Pair with [`Self::leave`].
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        if self.fuel == 0 || self.depth > MAXIMUM_DEPTH {
            self.limits += 1;
            return false;
        }
        self.fuel -= 1;
        true
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether the limits stopped an evaluation of the current item.
    pub fn is_exhausted(&self) -> bool {
        self.fuel == 0
    }

    fn is_lazy(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Ty::Deferred(..)
            | Ty::Keyof(_)
            | Ty::Indexed(..)
            | Ty::Template(..)
            | Ty::Mapping(..)
            | Ty::Union(_)
            | Ty::Intersection(_) => true,
            Ty::Named(symbol, _) => self.alias(symbol).is_some(),
            _ => false,
        }
    }

    /// The type with aliases and operators computed away at its head. What depends on an uninstantiated type parameter
    /// stays as it is.
    pub fn resolve(&mut self, ty: TypeId) -> TypeId {
        if let Some(&known) = self.resolved.get(&ty) {
            self.notes.reuse(Memo::Resolved(ty.0));
            return known;
        }
        if !self.is_lazy(ty) {
            return ty;
        }
        self.notes.open();
        let result = self.resolve_unknown(ty);
        self.notes.close(Memo::Resolved(ty.0));
        result
    }

    fn resolve_unknown(&mut self, ty: TypeId) -> TypeId {
        if !self.in_progress.insert(ty) {
            // A type that needs itself: leave it alone.
            self.cycles += 1;
            return ty;
        }
        if self.limited.get(&Limited::Resolve(ty)).is_some_and(|&depth| self.depth >= depth) {
            self.in_progress.remove(&ty);
            self.limits += 1;
            return TypeId::UNRESOLVED;
        }
        let (cycles, limits) = (self.cycles, self.limits);
        let mut chain = vec![ty];
        let result = if self.enter() { self.follow_steps(ty, &mut chain) } else { TypeId::UNRESOLVED };
        self.leave();
        let settled = (self.cycles == cycles || !self.is_stuck(result)) && self.limits == limits;
        if self.limits != limits && result == TypeId::UNRESOLVED {
            self.limited.insert(Limited::Resolve(ty), self.depth);
        }
        for one in chain {
            self.in_progress.remove(&one);
            // What a cycle or a limit decided elsewhere may be decided better later.
            if settled || self.depth == 0 {
                self.resolved.insert(one, result);
            }
        }
        result
    }

    fn follow_steps(&mut self, ty: TypeId, chain: &mut Vec<TypeId>) -> TypeId {
        let mut at = ty;
        loop {
            let next = self.step(at);
            if next == at || !self.is_lazy(next) {
                return next;
            }
            if let Some(&known) = self.resolved.get(&next) {
                self.notes.reuse(Memo::Resolved(next.0));
                return known;
            }
            if self.limited.get(&Limited::Resolve(next)).is_some_and(|&depth| self.depth >= depth) {
                self.limits += 1;
                return TypeId::UNRESOLVED;
            }
            if chain.len() > MAXIMUM_STEPS || self.fuel == 0 {
                self.limits += 1;
                if let Ty::Deferred(node, _) = self.types.get(at) {
                    self.degrade(node.0.span, Construct::Limit, "evaluation stopped: the type does not end");
                }
                return TypeId::UNRESOLVED;
            }
            if !self.in_progress.insert(next) {
                self.cycles += 1;
                return next;
            }
            self.fuel = self.fuel.saturating_sub(1);
            chain.push(next);
            at = next;
        }
    }

    fn step(&mut self, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Ty::Named(symbol, arguments) => self.expand_alias(ty, symbol, arguments),
            Ty::Union(members) => self.resolve_union(members),
            Ty::Intersection(members) => self.resolve_intersection(ty, members),
            Ty::Keyof(operand) => self.keyof(operand).unwrap_or(ty),
            Ty::Indexed(object, index) => {
                // Nobody may write down a property that is not there; what an argument of something generic lacks is unknown.
                let is_plain = self.plain_accesses.contains(&ty);
                let missing = if is_plain { TypeId::ANY } else { TypeId::UNKNOWN };
                self.indexed(object, index, missing).unwrap_or(ty)
            }
            Ty::Template(texts, types) => self.resolve_template(texts, types),
            Ty::Mapping(mapping, inner) => self.resolve_mapping(mapping, inner),
            Ty::Deferred(node, context) => match node.0.kind {
                TypeNodeKind::Mapped { .. } => self.mapped(node.0, context).unwrap_or(ty),
                TypeNodeKind::Conditional { .. } => self.conditional(ty, node.0, context),
                _ => ty,
            },
            _ => ty,
        }
    }

    fn expand_alias(&mut self, ty: TypeId, symbol: SymbolId, arguments: &'a [TypeId]) -> TypeId {
        let Some((parameters, body, scope)) = self.alias(symbol) else {
            return TypeId::UNRESOLVED;
        };
        if matches!(body.kind, TypeNodeKind::Keyword(Keyword::Intrinsic)) {
            return self.intrinsic(self.bindings.symbol(symbol).name, arguments);
        }
        if matches!(body.kind, TypeNodeKind::Mapped { .. }) {
            self.alias_bodies.insert(std::ptr::from_ref(body).addr());
        }
        let context = self.inside(scope, parameters, arguments);
        let expanded = self.evaluate(body, context);
        // An object type remembers by which alias it was made, as inference goes by aliases first.
        let last = match self.types.get(expanded) {
            Ty::Deferred(node, _) if matches!(node.0.kind, TypeNodeKind::Mapped { .. }) => self.resolve(expanded),
            _ => expanded,
        };
        if matches!(self.types.get(last), Ty::Literal(..) | Ty::Function(..) | Ty::Computed(_)) && is_object(body) {
            self.origins.entry(last).or_insert(ty);
        }
        expanded
    }

    /// The alias with its arguments that an object type was made by, or the type itself.
    pub(crate) fn origin(&self, ty: TypeId) -> TypeId {
        self.origins.get(&ty).copied().unwrap_or(ty)
    }

    fn intrinsic(&mut self, name: &str, arguments: &[TypeId]) -> TypeId {
        let Some(&argument) = arguments.first() else {
            // With `strict`, what a built-in iterator returns at its end is `undefined`.
            return if name == "BuiltinIteratorReturn" { TypeId::UNDEFINED } else { TypeId::ANY };
        };
        let mapping = match name {
            "Uppercase" => Mapping::Uppercase,
            "Lowercase" => Mapping::Lowercase,
            "Capitalize" => Mapping::Capitalize,
            "Uncapitalize" => Mapping::Uncapitalize,
            "NoInfer" => return argument,
            _ => return TypeId::ANY,
        };
        self.types.intern(Ty::Mapping(mapping, argument))
    }

    /// Whether a resolved type is, at its head, not known before a type parameter is.
    pub fn is_stuck(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Ty::Parameter(_)
            | Ty::Deferred(..)
            | Ty::This
            | Ty::Infer(..)
            | Ty::Marker(_)
            | Ty::Rigid(_)
            | Ty::Keyof(_)
            | Ty::Indexed(..) => true,
            Ty::Mapping(_, inner) => self.is_stuck(inner),
            Ty::Template(_, types) => types.iter().any(|&one| self.is_stuck(one)),
            Ty::Union(members) | Ty::Intersection(members) => members.iter().any(|&one| self.is_stuck(one)),
            Ty::Tuple(elements, _) => elements.iter().any(|one| one.variadic),
            Ty::Named(symbol, _) => self.alias(symbol).is_some(),
            _ => false,
        }
    }
}

/// Whether the body of an alias makes an object type of its own.
fn is_object(body: &TypeNode<'_>) -> bool {
    matches!(
        body.kind,
        TypeNodeKind::Object(_)
            | TypeNodeKind::Mapped { .. }
            | TypeNodeKind::Function(_)
            | TypeNodeKind::Constructor(_)
            | TypeNodeKind::Conditional { .. }
    )
}

impl<'a> Evaluator<'a> {
    /// The names of the members of an enum, over all its declarations.
    pub(super) fn enum_names(&mut self, symbol: SymbolId) -> std::rc::Rc<[&'a str]> {
        if let Some(known) = self.enum_names.get(&symbol) {
            return std::rc::Rc::clone(known);
        }
        let mut names: Vec<&'a str> = Vec::new();
        for declaration in &self.bindings.symbol(symbol).declarations {
            if let crate::bind::DeclarationKind::Enum(_, members) = declaration.kind {
                for member in members {
                    if !names.contains(&member.name) {
                        names.push(member.name);
                    }
                }
            }
        }
        let names: std::rc::Rc<[&'a str]> = names.into();
        self.enum_names.insert(symbol, std::rc::Rc::clone(&names));
        names
    }

    /// What a distributive operation goes over: the members of a union, of `boolean`, and of an enum.
    pub(crate) fn alternatives(&mut self, resolved: TypeId) -> Vec<TypeId> {
        match self.types.get(resolved) {
            Ty::Never => Vec::new(),
            Ty::Boolean => [true, false].map(|value| self.types.intern(Ty::BooleanLiteral(value))).to_vec(),
            Ty::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for &member in members {
                    match self.types.get(member) {
                        Ty::Boolean | Ty::Named(..) => all.extend(self.alternatives(member)),
                        _ => all.push(member),
                    }
                }
                all
            }
            Ty::Named(symbol, []) if self.enum_members(symbol).is_some() => {
                let names = self.enum_names(symbol);
                names.iter().map(|name| self.types.intern(Ty::EnumMember(symbol, name))).collect()
            }
            _ => vec![resolved],
        }
    }
}
