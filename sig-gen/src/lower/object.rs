//! Classes, interfaces, records and aliases.

use ffi_core::signature::{Alias, Class, ClassKind, Docs, Function, Item, Name, Record, Signature, Type};
use rustc_hash::FxHashSet;

use super::role::Role;
use super::{Lowering, Side};
use crate::bind::{DeclarationKind, SymbolId};
use crate::coverage::Construct;
use crate::coverage::notes::Part;
use crate::evaluate::{Evaluator, Property, Shape, Ty, TypeId};
use crate::model::PropertyName;

impl<'a> Lowering<'a> {
    pub(super) fn class(&mut self, symbol: SymbolId, name: Name) -> Class {
        let gathered = self.gather(symbol);
        let (parameters, context) = self.open_symbol(symbol);
        let type_parameters = self.type_parameters(parameters, context);
        let (extends, flattened) = self.extends(symbol);
        let bases = self.bases(symbol);
        let mut class = Class { name, type_parameters, extends, docs: self.symbol_docs(symbol), ..Class::default() };
        class.members = self.members(&gathered.groups, &bases);
        for property in flattened {
            let inherited = self.shape_members(std::slice::from_ref(&property));
            for member in inherited {
                if !class.members.iter().any(|own| own.name.js == member.name.js) {
                    class.members.push(member);
                }
            }
        }
        class.call = self.part(Part::Call, |this| this.body_signatures(&gathered.calls));
        class.index = self.part(Part::Index, |this| this.index_signatures(&gathered.indexes));
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let declared = data.declarations.iter().find_map(|one| match one.kind {
            DeclarationKind::Class(node) => Some(node),
            _ => None,
        });
        if let Some(node) = declared {
            class.statics = self.part(Part::Static, |this| this.members(&gathered.statics, &[]));
            class.kind =
                if node.is_abstract || gathered.hidden_constructor { ClassKind::Abstract } else { ClassKind::Class };
            if class.kind == ClassKind::Class {
                let constructor = self.part(Part::Constructor, |this| this.constructor(symbol, &gathered.constructs));
                class.constructor = Some(constructor);
            }
            return class;
        }
        self.value_side(symbol, &mut class);
        // Construct signatures in an interface itself: `interface PromiseConstructor { new(...): ... }`.
        if class.kind == ClassKind::Interface && !gathered.constructs.is_empty() {
            class.constructor = self.part(Part::Constructor, |this| this.body_signatures(&gathered.constructs));
        }
        class
    }

    /// The constructor of a class: its own, an inherited one, or the one without parameters.
    fn constructor(
        &mut self,
        symbol: SymbolId,
        own: &[(&'a crate::model::MemberNode<'a>, crate::evaluate::Context)],
    ) -> Function {
        let mut function = self.body_signatures(own).unwrap_or_default();
        if function.overloads.is_empty() {
            let value = self.evaluator.types.intern(Ty::ValueOf(symbol));
            if let Some(shape) = self.evaluator.shape(value) {
                function.overloads = self.callables(&shape.constructs, Side::Given);
            }
        }
        if function.overloads.is_empty() {
            function.overloads.push(Signature::default());
        }
        let ty = self.self_type(symbol);
        let result = self.lower(ty, Side::Given);
        for overload in &mut function.overloads {
            overload.result = result.clone();
        }
        function
    }

    /// What the variable or functions of an interface's name say: constructor, statics, calls.
    fn value_side(&mut self, symbol: SymbolId, class: &mut Class) {
        class.kind = ClassKind::Interface;
        let bindings = self.bindings;
        let data = bindings.symbol(symbol);
        let mut function = Function::default();
        let mut variable = None;
        for declaration in &data.declarations {
            match declaration.kind {
                DeclarationKind::Variable(node) => variable = variable.or(Some((node, declaration.scope))),
                DeclarationKind::Function(_) => {
                    function = self.part(Part::StaticCall, |this| this.declared_function(symbol));
                }
                _ => {}
            }
        }
        if !function.overloads.is_empty() {
            class.kind = ClassKind::Abstract;
            class.static_call = Some(function);
        }
        let Some((node, scope)) = variable else {
            return;
        };
        class.kind = ClassKind::Abstract;
        let ty = self.evaluator.variable_type(node, scope);
        let Some(shape) = self.evaluator.shape(ty) else {
            return;
        };
        let overloads = self.part(Part::Constructor, |this| this.callables(&shape.constructs, Side::Given));
        if !overloads.is_empty() {
            class.kind = ClassKind::Class;
            class.constructor = Some(Function { overloads });
        }
        let calls = self.part(Part::StaticCall, |this| this.callables(&shape.calls, Side::Given));
        if !calls.is_empty() {
            class.static_call = Some(Function { overloads: calls });
        }
        let statics: Vec<Property<'a>> =
            shape.properties.iter().filter(|one| one.name != PropertyName::Text("prototype")).cloned().collect();
        class.statics = self.part(Part::Static, |this| this.shape_members(&statics));
        // `interface Math` + `declare var Math: Math`: one object, and no instances of it.
        let head = self.evaluator.resolve(ty);
        if matches!(self.evaluator.types.get(head), Ty::Named(own, _) if own == symbol) {
            class.members.clear();
        }
        // The variable's documentation speaks of the class when the interface's says nothing.
        if class.docs.is_empty() {
            class.docs = self.symbol_docs(symbol);
        }
    }

    /// The bases as references, and the properties of those that cannot be one.
    fn extends(&mut self, symbol: SymbolId) -> (Vec<Type>, Vec<Property<'a>>) {
        let bindings = self.bindings;
        let mut references = Vec::new();
        let mut flattened = Vec::new();
        for declaration in &bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            if object.extends.is_empty() {
                continue;
            }
            let context = Evaluator::context(declaration.scope);
            let context = self.evaluator.open(context, object.type_parameters);
            self.evaluator.notes.enter(Part::Base);
            for node in object.extends {
                let ty = self.evaluator.evaluate_base(node, context);
                let head = self.evaluator.resolve(ty);
                let base = match self.evaluator.types.get(head) {
                    Ty::Named(base, _) => self.role(base),
                    Ty::Array(..) => {
                        references.push(self.lower(head, Side::Given));
                        continue;
                    }
                    _ => None,
                };
                match base {
                    Some(Role::Class | Role::Interface) => {
                        let reference = self.base(head);
                        references.extend(reference.filter(|one| !references.contains(one)));
                    }
                    _ => match self.evaluator.shape(head) {
                        Some(shape) => flattened.extend(shape.properties.iter().cloned()),
                        None => {
                            let reason = "the base has no members that are known";
                            self.evaluator.degrade(node.span, Construct::UnknownBase, reason);
                        }
                    },
                }
            }
            self.evaluator.notes.leave();
        }
        (references, flattened)
    }

    pub(super) fn record(&mut self, symbol: SymbolId, name: Name) -> Record {
        let bindings = self.bindings;
        let (parameters, context) = self.open_symbol(symbol);
        let type_parameters = self.type_parameters(parameters, context);
        let mut record =
            Record { name, type_parameters, extends: Vec::new(), fields: Vec::new(), docs: self.symbol_docs(symbol) };
        let mut shape = Shape::default();
        for declaration in &bindings.symbol(symbol).declarations {
            let Some(object) = declaration.object() else {
                continue;
            };
            let context = Evaluator::context(declaration.scope);
            let context = self.evaluator.open(context, object.type_parameters);
            self.evaluator.notes.enter(Part::Base);
            for node in object.extends {
                let ty = self.evaluator.evaluate_base(node, context);
                let head = self.evaluator.resolve(ty);
                let is_record = match self.evaluator.types.get(head) {
                    Ty::Named(base, _) => self.role(base) == Some(Role::Record),
                    _ => false,
                };
                if is_record {
                    let reference = self.base(head);
                    record.extends.extend(reference.filter(|one| !record.extends.contains(one)));
                } else if let Some(inherited) = self.evaluator.shape(head) {
                    // Of two bases with one property the first is as good as the other: they must agree.
                    let known: FxHashSet<PropertyName<'a>> = shape.properties.iter().map(|one| one.name).collect();
                    let further = inherited.properties.iter().filter(|one| !known.contains(&one.name));
                    shape.properties.extend(further.cloned());
                } else {
                    let reason = "the base has no members that are known";
                    self.evaluator.degrade(node.span, Construct::UnknownBase, reason);
                }
            }
            self.evaluator.notes.leave();
        }
        let own = self.own_properties(symbol);
        shape.properties.retain(|one| own.iter().all(|other| other.name != one.name));
        shape.properties.extend(own);
        record.fields = self.fields(&shape, Side::Taken);
        record
    }

    /// The properties that an interface's own bodies declare.
    fn own_properties(&mut self, symbol: SymbolId) -> Vec<Property<'a>> {
        let ty = self.self_type(symbol);
        let Some(shape) = self.evaluator.shape(ty) else {
            return Vec::new();
        };
        let bindings = self.bindings;
        let bodies: Vec<_> = bindings.symbol(symbol).declarations.iter().filter_map(|one| one.object()).collect();
        let is_own = |property: &&Property<'a>| {
            bodies.iter().any(|body| {
                body.span.file == property.file
                    && body.span.start <= property.span.start
                    && property.span.end <= body.span.end
            })
        };
        shape.properties.iter().filter(is_own).cloned().collect()
    }

    pub(super) fn alias(&mut self, symbol: SymbolId, name: Name) -> Item {
        let docs = self.symbol_docs(symbol);
        let Some((parameters, body, scope)) = self.evaluator.alias(symbol) else {
            return Item::Alias(Alias { name, type_parameters: Vec::new(), ty: Type::Any, docs });
        };
        let context = Evaluator::context(scope);
        let type_parameters = self.type_parameters(parameters, context);
        if !self.is_nominal(symbol) {
            let reason = "the alias computes its type: it is expanded where it is used and is `Any` by itself";
            self.evaluator.degrade(body.span, Construct::GenericAlias, reason);
            // Each use is expanded with its arguments; nothing refers to the name.
            return Item::Alias(Alias { name, type_parameters, ty: Type::Any, docs });
        }
        let context = self.evaluator.open(context, parameters);
        let ty = self.evaluator.evaluate(body, context);
        let head = match self.evaluator.types.get(ty) {
            // Another name of an item stays a reference to it.
            Ty::Named(other, _) if self.evaluator.alias(other).is_none() => ty,
            Ty::Named(other, _) if self.is_nominal(other) => {
                let target = self.evaluator.resolve(ty);
                match self.evaluator.types.get(target) {
                    Ty::Named(last, _) if self.evaluator.alias(last).is_some() => {
                        self.evaluator.degrade(body.span, Construct::RecursiveType, "the alias stands for itself");
                        TypeId::ANY
                    }
                    _ => ty,
                }
            }
            Ty::Union(_) => ty,
            _ => self.evaluator.resolve(ty),
        };
        if matches!(self.evaluator.types.get(head), Ty::Literal(..) | Ty::Computed(_) | Ty::Intersection(_))
            && let Some(item) = self.object_alias(head, &name, &type_parameters, &docs)
        {
            return item;
        }
        let ty = self.lower(head, Side::Given);
        Item::Alias(Alias { name, type_parameters, ty, docs })
    }

    /// A record, or an interface, for an alias of an object type.
    fn object_alias(
        &mut self,
        ty: TypeId,
        name: &Name,
        type_parameters: &[ffi_core::signature::TypeParameter],
        docs: &Docs,
    ) -> Option<Item> {
        let shape = self.evaluator.shape(ty)?;
        if shape.properties.is_empty() {
            return None;
        }
        if self.is_data(ty) {
            self.stack.push(ty);
            let record = self.record_from(&shape, name.clone());
            self.stack.pop();
            return Some(Item::Record(Record {
                type_parameters: type_parameters.to_vec(),
                docs: docs.clone(),
                ..record
            }));
        }
        if !matches!(self.evaluator.types.get(ty), Ty::Literal(..) | Ty::Computed(_)) {
            return None;
        }
        let call = self.part(Part::Call, |this| this.callables(&shape.calls, Side::Given));
        let construct = self.part(Part::Constructor, |this| this.callables(&shape.constructs, Side::Given));
        let mut class = Class {
            name: name.clone(),
            kind: ClassKind::Interface,
            type_parameters: type_parameters.to_vec(),
            docs: docs.clone(),
            ..Class::default()
        };
        class.members = self.shape_members(&shape.properties);
        class.call = (!call.is_empty()).then_some(Function { overloads: call });
        class.constructor = (!construct.is_empty()).then_some(Function { overloads: construct });
        self.evaluator.notes.enter(Part::Index);
        for index in &shape.indexes {
            let key = self.lower(index.key, Side::Taken);
            let value = self.lower(index.value, Side::Given);
            class.index.push(ffi_core::signature::IndexSignature { key, value, readonly: index.readonly });
        }
        self.evaluator.notes.leave();
        Some(Item::Class(class))
    }
}
