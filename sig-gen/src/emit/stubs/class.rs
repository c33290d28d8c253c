//! Classes of a stub.

use ffi_core::signature::{Class, ClassKind, Item, Member, MemberKind, Type};
use rustc_hash::FxHashMap;

use super::super::index::is_protocol;
use super::super::python::{ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, identifier};
use super::super::spelling::spelled;
use super::Emitter;
use super::function::Receiver;
use super::ignores::Ignores;
use super::overrides::Inherited;
use super::types::{Binding, Position};

/// How far up inherited arguments are followed.
const DEPTH: usize = 16;

/// The members of views of buffers in `sigbind.typing` that classes on top of them declare anew with other types.
const VIEW_MEMBERS: [&str; 9] =
    ["at", "byteLength", "fill", "includes", "indexOf", "lastIndexOf", "set", "slice", "subarray"];

/// Whether a class of the run time is a view of a buffer.
fn is_typed_array(library: &str) -> bool {
    library.ends_with("Array") && !library.starts_with("Js") || library == "DataView"
}

impl<'m> Emitter<'_, 'm> {
    pub(super) fn class(&mut self, class: &'m Class) -> Statement<'m> {
        let mark = self.types.scope_mark();
        let variables = self.types.declare_class(class);
        let protocol = is_protocol(&self.context.index, class);
        let mut body = Vec::with_capacity(class.members.len() + class.statics.len());
        self.note_generic(&identifier(class.name.python()), &variables);
        if !class.namespace.is_empty() {
            // What is nested does not see the type parameters of the class, and may not use its type variables for its own.
            let scope = self.types.replace_scope(Vec::new());
            let names = variables.iter().filter_map(|variable| match variable {
                Expression::Name(name) => Some(name.clone().into_owned()),
                _ => None,
            });
            let outer = self.types.variables.enter(names);
            self.depth += 1;
            for item in &class.namespace {
                if self.namespace_counterpart(class, item).is_none() {
                    body.extend(self.item(item));
                }
            }
            self.depth -= 1;
            self.types.variables.leave(outer);
            self.types.replace_scope(scope);
        }
        self.constructor(&mut body, class, protocol);
        for (member, name) in spelled(&class.statics) {
            let of_base =
                self.context.index.member(class, &member.name.js).is_none() && self.inherited_constant(class, member);
            if !of_base && self.instance_counterpart(class, member).is_none() {
                self.static_member(&mut body, class, member, name);
            }
        }
        if let Some(call) = &class.call {
            let forms = self.all_forms(call, Receiver::Instance);
            let inherits = self.context.index.ancestors(class).any(|ancestor| ancestor.call.is_some());
            let ignores = if inherits { Ignores::of_override() } else { Ignores::default() };
            body.extend(self.definitions_with(forms, &"__call__".into(), Receiver::Instance, ignores));
        }
        for (member, name) in spelled(&class.members) {
            let in_namespace = |item: &Item| matches!(item, Item::Function(other) if other.name == member.name);
            if class.statics.iter().any(|other| other.name == member.name) || class.namespace.iter().any(in_namespace) {
                continue;
            }
            self.member(&mut body, class, member, name);
        }
        for member in &class.statics {
            if let Some(instance) = self.instance_counterpart(class, member) {
                self.both(&mut body, class, member, instance);
            }
        }
        for item in &class.namespace {
            if let (Item::Function(function), Some(instance)) = (item, self.namespace_counterpart(class, item)) {
                let python = identifier(function.name.python());
                let on_class = self.function_as_value(class, &function.function, "Static", &python);
                self.both_with(&mut body, class, on_class, python, instance);
            }
        }
        self.special_methods(&mut body, class);
        let bases = self.bases(class, protocol);
        let type_parameters = self.types.variables.parameters(&variables);
        let rules = [
            self.has_incompatible_bases(class).then_some("reportGeneralTypeIssues"),
            self.has_incompatible_methods(class).then_some("reportIncompatibleMethodOverride"),
        ];
        let rules: Vec<&str> = rules.into_iter().flatten().collect();
        let comment = (!rules.is_empty()).then(|| format!("pyright: ignore[{}]", rules.join(", ")).into());
        self.types.close_scope(mark);
        Statement::Class(ClassDefinition {
            name: identifier(class.name.python()),
            type_parameters,
            bases,
            docs: self.types.class_docs(&class.docs, class.constructor.is_some()),
            body,
            comment,
            ..ClassDefinition::default()
        })
    }

    /// The bases of a class of the run time that the border knows by itself: `class Buffer extends Uint8Array`.
    fn library_bases(&mut self, class: &'m Class) -> Vec<Expression<'m>> {
        // An interface may only be shaped like an array or a map; one shaped like a buffer is one.
        let is_interface = class.kind == ClassKind::Interface;
        let library = class.extends.iter().filter(|base| match base {
            Type::Buffer { .. } => true,
            Type::Array { .. } | Type::Map { .. } | Type::Set { .. } => !is_interface,
            Type::Reference { name, module: Some(_), .. } => {
                super::types::library_class(self.context, name).is_some_and(|(library, _)| is_typed_array(library))
            }
            _ => false,
        });
        library.take(1).map(|base| self.types.print(base, Position::Returned)).collect()
    }

    /// Whether a member may be another one than that of the same name in the class of the run time that this class inherits.
    pub(super) fn hides_library(&mut self, class: &'m Class, name: &str) -> bool {
        VIEW_MEMBERS.contains(&name) && !self.library_bases(class).is_empty()
    }

    /// Whether a generic class is inherited on several ways with different arguments.
    fn has_incompatible_bases(&mut self, class: &'m Class) -> bool {
        let bases = self.context.index.linear_bases(class);
        let mut known: FxHashMap<*const Class, Vec<Expression<'m>>> = FxHashMap::default();
        bases.len() > 1 && bases.into_iter().any(|base| self.inherits_otherwise(base, &mut known, DEPTH))
    }

    /// Whether an inherited method of one base cannot stand for the one of a later base, and the class has none of its own.
    fn has_incompatible_methods(&mut self, class: &'m Class) -> bool {
        let index = &self.context.index;
        let mut bases = Vec::new();
        self.each_base(class, &mut |_, base| bases.push(base));
        let closure = |base: &'m Class| std::iter::once(base).chain(index.ancestors(base));
        for (place, &later) in bases.iter().enumerate().skip(1) {
            let has = |base: &'m Class, name: &str| closure(base).any(|class| index.member(class, name).is_some());
            // A function of the class object of a base beside a method of an earlier one.
            let mut on_class = closure(later).flat_map(on_class_object);
            if on_class
                .any(|name| index.member(class, name).is_none() && bases[..place].iter().any(|base| has(base, name)))
            {
                return true;
            }
            for (owner, member) in
                closure(later).flat_map(|owner| owner.members.iter().map(move |member| (owner, member)))
            {
                let name = member.name.js.as_str();
                if !matches!(member.kind, MemberKind::Method(_)) || index.member(class, name).is_some() {
                    continue;
                }
                let nearest = |base: &'m Class| closure(base).find(|class| index.member(class, name).is_some());
                let Some(first) = bases[..place].iter().copied().find(|&base| nearest(base).is_some()) else {
                    continue;
                };
                if nearest(first).is_some_and(|known| std::ptr::eq(known, owner))
                    || nearest(later).is_none_or(|known| !std::ptr::eq(known, owner))
                {
                    continue;
                }
                let forms = self.promised_by(class, first, name);
                let promised = self.promised_by(class, later, name);
                if let Some(forms) = forms.first()
                    && !(self.overrides_in_order(forms, &promised) && self.covers_inherited(forms, &promised))
                {
                    return true;
                }
            }
        }
        false
    }

    /// The forms of a method as one base of the class has it.
    fn promised_by(&mut self, class: &'m Class, wanted: &'m Class, name: &'m str) -> Inherited<'m> {
        let mut found = Inherited::new();
        self.each_base(class, &mut |emitter, base| {
            if std::ptr::eq(base, wanted) {
                found.extend(emitter.promised(base, name));
            }
        });
        found
    }

    fn inherits_otherwise(
        &mut self,
        base: &'m Type,
        known: &mut FxHashMap<*const Class, Vec<Expression<'m>>>,
        depth: usize,
    ) -> bool {
        let Type::Reference { name, arguments, .. } = base else { return false };
        let Some(class) = self.context.index.class(name).filter(|_| depth > 0) else { return false };
        let mut scope: Vec<(&'m str, Binding<'m>)> = Vec::new();
        let mut printed = Vec::new();
        for (index, parameter) in class.type_parameters.iter().enumerate() {
            let argument = match arguments.get(index).or(parameter.default.as_ref()) {
                Some(argument) => self.types.print(argument, Position::Returned),
                None => self.types.known("Any"),
            };
            scope.push((&parameter.name, Binding::Printed(argument.clone())));
            printed.push(argument);
        }
        if !printed.is_empty()
            && let Some(other) = known.insert(std::ptr::from_ref(class), printed.clone())
        {
            return other != printed;
        }
        let outer = self.types.replace_scope(scope);
        let bases = self.context.index.linear_bases(class);
        let otherwise = bases.into_iter().any(|base| self.inherits_otherwise(base, known, depth - 1));
        self.types.replace_scope(outer);
        otherwise
    }

    fn bases(&mut self, class: &'m Class, protocol: bool) -> Vec<Expression<'m>> {
        let mut bases: Vec<Expression<'m>> = Vec::new();
        let mut concrete = false;
        for base in self.context.index.linear_bases(class) {
            if let Type::Reference { name, .. } = base
                && let Some(declared) = self.context.index.class(name)
            {
                concrete |= !is_protocol(&self.context.index, declared);
            } else {
                concrete = true;
            }
            let mut printed = self.types.print(base, Position::Returned);
            if self.depth > 0 {
                self.cut_circles(class, base, &mut printed);
            }
            if !bases.contains(&printed) {
                bases.push(printed);
            }
        }
        for base in self.library_bases(class) {
            concrete = true;
            bases.insert(0, base);
        }
        if protocol {
            bases.push(self.types.known("Protocol"));
        } else if !concrete {
            bases.insert(0, self.types.known("JsProxy"));
        }
        bases
    }

    /// Replaces the arguments of a base that are records with fields of the class itself. Pyright looks into such a record before it has
    /// the class, and does not find what stands in a class around both.
    fn cut_circles(&mut self, class: &'m Class, base: &'m Type, printed: &mut Expression<'m>) {
        let (Type::Reference { arguments, .. }, Expression::Subscript(_, values)) = (base, printed) else { return };
        for (argument, value) in arguments.iter().zip(values) {
            let Type::Reference { name, .. } = argument else { continue };
            let Some(record) = self.context.index.record(name) else { continue };
            let mut is_circle = false;
            for field in &record.fields {
                super::lift::visit_all(&field.ty, &mut |name| {
                    is_circle |= self.context.index.class(name).is_some_and(|named| std::ptr::eq(named, class));
                });
            }
            if is_circle {
                *value = self.types.known("Any");
            }
        }
    }

    fn constructor(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class, protocol: bool) {
        if let Some(constructor) = &class.constructor {
            let mut forms = self.all_forms(constructor, Receiver::Constructor(&class.name.js));
            // What is deprecated of a class is that it is made: declarations still name it.
            let deprecated = self.types.deprecated(&class.docs);
            forms.iter_mut().for_each(|form| form.deprecated = form.deprecated.take().or_else(|| deprecated.clone()));
            body.extend(self.definitions(forms, &"__init__".into(), Receiver::Constructor(&class.name.js)));
            return;
        }
        let inherited = class.kind == ClassKind::Class
            && self.context.index.ancestors(class).any(|ancestor| ancestor.constructor.is_some());
        if protocol || inherited {
            return;
        }
        // Nothing can be given here, so nothing can be constructed.
        let never = self.types.known("Never");
        body.push(Statement::Function(FunctionDefinition {
            name: "__init__".into(),
            parameters: vec![Parameter::bare("self"), Parameter::required("_", never), Parameter::PositionalOnly],
            result: Some(Expression::None),
            ..FunctionDefinition::default()
        }));
    }

    /// Whether a base class already has the static constant.
    fn inherited_constant(&self, class: &'m Class, member: &'m Member) -> bool {
        let inherited = self.context.index.inherited_members(class, &member.name.js);
        inherited
            .into_iter()
            .any(|other| other.kind == member.kind && matches!(member.kind, MemberKind::Property { .. }))
    }

    /// The instance member, own or inherited, that has the name of a function of the class's namespace.
    fn namespace_counterpart(&self, class: &'m Class, item: &'m Item) -> Option<&'m Member> {
        let Item::Function(function) = item else { return None };
        let index = &self.context.index;
        let own = index.member(class, &function.name.js);
        own.or_else(|| index.inherited_members(class, &function.name.js).first().copied())
            .filter(|_| function.namespace.is_empty())
    }

    /// The instance member, own or inherited, that has the name of a static one and is not the same constant.
    fn instance_counterpart(&self, class: &'m Class, member: &'m Member) -> Option<&'m Member> {
        let index = &self.context.index;
        let found = match index.member(class, &member.name.js) {
            Some(own) => own,
            None => *index.inherited_members(class, &member.name.js).first()?,
        };
        let constant = matches!(&found.kind, MemberKind::Property { .. }) && found.kind == member.kind;
        (!constant).then_some(found)
    }
}

/// The functions that the object of a class has by itself, by their JavaScript names.
fn on_class_object(class: &Class) -> impl Iterator<Item = &str> {
    let statics = class.statics.iter().filter(|member| matches!(member.kind, MemberKind::Method(_)));
    let nested = class.namespace.iter().filter(|item| matches!(item, Item::Function(_)));
    statics.map(|member| member.name.js.as_str()).chain(nested.map(Item::js_name))
}
