//! Members of classes and interfaces: gathered over merged declarations, without those that a base already says.

use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

use ffi_core::signature::{Docs, Function, IndexSignature, Member, MemberKind, Name, Signature, Type};

use super::{Lowering, Side, names, same};
use crate::bind::{Declaration, Meaning, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Part;
use crate::evaluate::{Context, Evaluator, Property, PropertyKind, TypeId};
use crate::model::{MemberNode, MemberNodeKind, PropertyName, TypeNodeKind};

/// All written members of one name.
pub(super) struct Group<'a> {
    pub name: PropertyName<'a>,
    pub members: Vec<(&'a MemberNode<'a>, Context)>,
}

/// The members of a symbol's bodies, sorted by what they are.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    pub groups: Vec<Group<'a>>,
    pub statics: Vec<Group<'a>>,
    pub calls: Vec<(&'a MemberNode<'a>, Context)>,
    pub constructs: Vec<(&'a MemberNode<'a>, Context)>,
    pub indexes: Vec<(&'a MemberNode<'a>, Context)>,
    /// Whether there is a constructor that must not be called.
    pub hidden_constructor: bool,
}

impl<'a> Lowering<'a> {
    /// Gathers the members of all bodies. Overloads of later declarations come first.
    pub(super) fn gather(&mut self, symbol: SymbolId) -> Gathered<'a> {
        let bindings = self.bindings;
        let mut gathered = Gathered::default();
        let mut positions: FxHashMap<(PropertyName<'a>, bool), usize> = FxHashMap::default();
        for (body, declaration) in bindings.symbol(symbol).declarations.iter().enumerate() {
            let Some(object) = declaration.object() else {
                continue;
            };
            let context = Evaluator::context(declaration.scope);
            let context = self.evaluator.open(context, object.type_parameters);
            // How many overloads of a name this body has put in front of those of earlier bodies.
            let mut in_front: FxHashMap<(PropertyName<'a>, bool), usize> = FxHashMap::default();
            for member in object.members {
                match member.kind {
                    MemberNodeKind::Call(_) => gathered.calls.push((member, context)),
                    MemberNodeKind::Construct(_) if member.hidden => gathered.hidden_constructor = true,
                    MemberNodeKind::Construct(_) => gathered.constructs.push((member, context)),
                    MemberNodeKind::Index { .. } => gathered.indexes.push((member, context)),
                    _ if member.hidden => {}
                    _ => {
                        let name = self.evaluator.property_name(member.name, context);
                        let groups = if member.is_static { &mut gathered.statics } else { &mut gathered.groups };
                        let at = *positions.entry((name, member.is_static)).or_insert_with(|| {
                            groups.push(Group { name, members: Vec::new() });
                            groups.len() - 1
                        });
                        if body > 0 && matches!(member.kind, MemberNodeKind::Method(_)) {
                            let front = in_front.entry((name, member.is_static)).or_insert(0);
                            groups[at].members.insert(*front, (member, context));
                            *front += 1;
                        } else {
                            groups[at].members.push((member, context));
                        }
                    }
                }
            }
        }
        gathered
    }

    /// Lowers groups to members; `inherited` are the symbols of the bases.
    pub(super) fn members(&mut self, groups: &[Group<'a>], bases: &[SymbolId]) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::with_capacity(groups.len());
        for group in groups {
            if !bases.is_empty() && self.is_inherited(group, bases) {
                continue;
            }
            let Some(name) = member_name(group.name) else {
                if let Some((member, _)) = group.members.first() {
                    let span = member.span;
                    self.part(Part::Named(group.name), |this| {
                        this.evaluator.degrade(span, Construct::ComputedName, "the name of the member is computed");
                    });
                }
                continue;
            };
            let is_method =
                matches!(group.members.first(), Some((MemberNode { kind: MemberNodeKind::Method(_), .. }, _)));
            let part = if is_method { Part::Method(group.name) } else { Part::Named(group.name) };
            let member = self.part(part, |this| this.member(name, group));
            push_member(&mut members, member);
        }
        members
    }

    fn member(&mut self, name: Name, group: &Group<'a>) -> Member {
        let mut overloads: Vec<Signature> = Vec::new();
        let mut read: Option<Type> = None;
        let mut written: Option<Type> = None;
        let mut readonly = false;
        let mut optional = false;
        for &(member, context) in &group.members {
            optional |= member.optional;
            match member.kind {
                MemberNodeKind::Method(signature) => {
                    overloads.extend(self.signatures(signature, context, Side::Given));
                }
                MemberNodeKind::Property(ty, value) if read.is_none() => {
                    read = Some(match (ty, value) {
                        (None, Some(value)) => {
                            let ty = self.evaluator.expression_type(value, member.readonly);
                            self.lower(ty, Side::Given)
                        }
                        _ => self.lower_optional_node(ty, context, Side::Given),
                    });
                    readonly = member.readonly;
                }
                MemberNodeKind::Getter(ty) if read.is_none() => {
                    read = Some(self.lower_optional_node(ty, context, Side::Given));
                    readonly = true;
                }
                MemberNodeKind::Setter(ty) => {
                    written = Some(self.lower_optional_node(ty, context, Side::Taken));
                }
                _ => {}
            }
        }
        if let Some((member, _)) = group.members.first() {
            self.check_limit(member.span);
        }
        if !overloads.is_empty() && read.is_none() {
            return Member { name, optional, kind: MemberKind::Method(Function { overloads }), docs: Docs::default() };
        }
        let readonly = readonly && written.is_none();
        let ty = read.clone().or_else(|| written.clone()).unwrap_or(Type::Any);
        let set_type = written.filter(|written| *written != ty);
        let mut docs = group.members.iter().map(|(member, _)| self.docs(member.span.file, member.docs));
        let docs = docs.find(|docs| !docs.is_empty()).unwrap_or_default();
        Member { name, optional, kind: MemberKind::Property { ty, set_type, readonly }, docs }
    }

    /// Whether the nearest base that has the name says the same.
    fn is_inherited(&mut self, group: &Group<'a>, bases: &[SymbolId]) -> bool {
        if group.members.iter().any(|(_, context)| !self.is_closed(*context)) {
            return false;
        }
        for &base in bases {
            let Some((own, scope_is_same)) = self.nearest(base, group) else {
                continue;
            };
            return scope_is_same
                && own.len() == group.members.len()
                && own.iter().zip(&group.members).all(|(left, (right, _))| same::members(left, right));
        }
        false
    }

    /// The names that the bodies of a symbol declare themselves.
    fn member_names(&mut self, symbol: SymbolId) -> Rc<FxHashSet<PropertyName<'a>>> {
        if let Some(known) = self.member_names.get(&symbol) {
            return Rc::clone(known);
        }
        let objects = self.bindings.symbol(symbol).declarations.iter().filter_map(Declaration::object);
        let names = Rc::new(objects.flat_map(|object| object.members).map(|member| member.name).collect());
        self.member_names.insert(symbol, Rc::clone(&names));
        names
    }

    /// Whether no type parameter of a class can be meant: then equal text means equal types.
    fn is_closed(&self, context: Context) -> bool {
        self.evaluator.types.environment(context.environment).is_empty()
    }

    /// The written members of a name in a base or its bases, and whether names in them mean the same as in the group.
    fn nearest(&mut self, base: SymbolId, group: &Group<'a>) -> Option<(Vec<&'a MemberNode<'a>>, bool)> {
        // Depth first, each base once.
        let mut seen = FxHashSet::default();
        let mut pending = vec![base];
        while let Some(base) = pending.pop() {
            if !seen.insert(base) {
                continue;
            }
            if self.member_names(base).contains(&group.name)
                && let Some(found) = self.declared_members(base, group)
            {
                return Some(found);
            }
            pending.extend(self.bases(base).into_iter().rev());
        }
        None
    }

    fn declared_members(&self, symbol: SymbolId, group: &Group<'a>) -> Option<(Vec<&'a MemberNode<'a>>, bool)> {
        let mut found: Vec<&'a MemberNode<'a>> = Vec::new();
        let mut comparable = true;
        for declaration in &self.bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            let own = object.members.iter().filter(|one| one.name == group.name && !one.is_static && !one.hidden);
            let before = found.len();
            found.extend(own);
            if found.len() > before {
                comparable &= object.type_parameters.is_empty()
                    && group.members.iter().all(|(_, context)| context.scope == declaration.scope);
            }
        }
        (!found.is_empty()).then_some((found, comparable))
    }

    /// The symbols that the bodies of a symbol extend.
    pub(super) fn bases(&mut self, symbol: SymbolId) -> Vec<SymbolId> {
        let bindings = self.bindings;
        let base_of = |declaration: &Declaration<'a>| {
            let scope = declaration.scope;
            let extends = declaration.object().map_or(&[][..], |object| object.extends);
            extends.iter().filter_map(move |base| match base.kind {
                TypeNodeKind::Reference { path, .. } => bindings.path(scope, path, Meaning::Type),
                _ => None,
            })
        };
        bindings.symbol(symbol).declarations.iter().flat_map(base_of).collect()
    }

    /// Members from computed properties.
    pub(super) fn shape_members(&mut self, properties: &[Property<'a>]) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::with_capacity(properties.len());
        for property in properties {
            let Some(name) = member_name(property.name) else {
                continue;
            };
            let is_method = matches!(property.kind, PropertyKind::Method(_));
            let part = if is_method { Part::Method(property.name) } else { Part::Named(property.name) };
            let member = self.part(part, |this| {
                let member = this.shape_member(name, property);
                this.check_limit(property.span);
                member
            });
            push_member(&mut members, member);
        }
        members
    }

    fn shape_member(&mut self, name: Name, property: &Property<'a>) -> Member {
        let docs = self.docs(property.file, property.docs);
        if let PropertyKind::Method(overloads) = &property.kind {
            // As in `gather`: overloads of later declarations come first.
            let bodies = overloads.chunk_by(|left, right| left.0.0.span.file == right.0.0.span.file);
            let overloads: Vec<_> = bodies.rev().flatten().copied().collect();
            let overloads = self.callables(&overloads, Side::Given);
            let kind = MemberKind::Method(Function { overloads });
            return Member { name, optional: property.optional, kind, docs: Docs::default() };
        }
        let ty = self.property(property, Side::Given);
        let kind = MemberKind::Property { ty, set_type: None, readonly: property.readonly };
        Member { name, optional: property.optional, kind, docs }
    }

    pub(super) fn index_signatures(&mut self, indexes: &[(&'a MemberNode<'a>, Context)]) -> Vec<IndexSignature> {
        let mut list: Vec<IndexSignature> = Vec::with_capacity(indexes.len());
        for &(member, context) in indexes {
            let MemberNodeKind::Index { key, value } = member.kind else {
                continue;
            };
            let key = self.evaluator.evaluate_optional(key, context);
            let key = self.lower(key, Side::Taken);
            let value = self.evaluator.evaluate_optional(value, context);
            let value = self.lower(value, Side::Given);
            if !list.iter().any(|one| one.key == key) {
                list.push(IndexSignature { key, value, readonly: member.readonly });
            }
        }
        list
    }

    /// Overloads of call or construct signatures in bodies.
    pub(super) fn body_signatures(&mut self, members: &[(&'a MemberNode<'a>, Context)]) -> Option<Function> {
        let mut overloads = Vec::with_capacity(members.len());
        for &(member, context) in members {
            if let MemberNodeKind::Call(signature) | MemberNodeKind::Construct(signature) = member.kind {
                overloads.extend(self.signatures(signature, context, Side::Given));
            }
        }
        (!overloads.is_empty()).then_some(Function { overloads })
    }

    /// The type of a symbol with its own type parameters as arguments.
    pub(super) fn self_type(&mut self, symbol: SymbolId) -> TypeId {
        let (parameters, context) = self.open_symbol(symbol);
        let inside = self.evaluator.open(context, parameters);
        let arguments: Vec<TypeId> =
            self.evaluator.types.environment(inside.environment).iter().map(|one| one.ty).collect();
        self.evaluator.named(symbol, &arguments)
    }
}

fn member_name(name: PropertyName<'_>) -> Option<Name> {
    match name {
        PropertyName::Text(text) => Some(names::name(text)),
        PropertyName::Symbol(symbol) => Some(Name::well_known_symbol(symbol)),
        PropertyName::Computed(_) => None,
    }
}

/// Adds a member under a Python name of its own.
fn push_member(members: &mut Vec<Member>, mut member: Member) {
    if member.name.python.is_some() {
        names::distinct(&mut member.name, &|python| members.iter().any(|one| one.name.python() == python));
    }
    members.push(member);
}
