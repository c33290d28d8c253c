//! Members of the classes of a stub.

use std::borrow::Cow;

use ffi_core::signature::{Class, Function, IndexSignature, Item, Member, MemberKind, Signature, Type};
use rustc_hash::FxHashSet;

use super::super::Context;
use super::super::index::{is_protocol, is_writable, python_name};
use super::super::python::{
    ClassDefinition, Expression, FunctionDefinition, Parameter, Statement, dunder_of_symbol, identifier,
};
use super::Emitter;
use super::function::{Form, Receiver};
use super::ignores::Ignores;
use super::types::Position;

/// A property as it is printed.
struct Property<'m> {
    /// What reading gives.
    read: Expression<'m>,
    /// What assigning takes, if it is possible.
    write: Option<Expression<'m>>,
    /// Whether a plain attribute may stand for it: nothing overrides it, and it overrides nothing.
    plain: bool,
    /// What is ignored where it stands for another one.
    ignored: Ignores,
}

/// As what a base class has a member that a class has as something else: it decides by which rule pyright minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overridden {
    Property,
    /// An attribute, or a name that means one thing on the class object and another on instances.
    Variable,
}

/// Properties that override others or are overridden, where one of them cannot be a plain attribute: their types differ, or one belongs to
/// a protocol or is deprecated. Python compares attributes as invariant and refuses a property in place of an attribute as well as an
/// attribute in place of a property, so these are all printed as properties.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    members: FxHashSet<*const Member>,
    /// Constants of an interface that the class objects of its classes have too (`WebGLRenderingContext.TRIANGLES`).
    constants: FxHashSet<*const Member>,
}

impl Overrides {
    pub(super) fn new<'m>(context: &Context<'m>) -> Self {
        let mut overrides = Self::default();
        let mut pairs = Vec::new();
        overrides.add(context, &context.module.items, &mut pairs);
        // What one is, all are that override each other.
        loop {
            let before = overrides.members.len();
            for &(own, other) in &pairs {
                if overrides.members.contains(&own) || overrides.members.contains(&other) {
                    overrides.members.extend([own, other]);
                }
            }
            if overrides.members.len() == before {
                return overrides;
            }
        }
    }

    /// Whether the member is a constant of the class object as well.
    pub(super) fn is_constant(&self, member: &Member) -> bool {
        self.constants.contains(&std::ptr::from_ref(member))
    }

    /// Whether the member must be printed as a property.
    fn contains(&self, member: &Member) -> bool {
        self.members.contains(&std::ptr::from_ref(member))
    }

    fn add<'m>(&mut self, context: &Context<'m>, items: &'m [Item], pairs: &mut Vec<(*const Member, *const Member)>) {
        for item in items {
            match item {
                Item::Class(class) => {
                    self.add(context, &class.namespace, pairs);
                    self.add_class(context, class, pairs);
                }
                Item::Module(module) => self.add(context, &module.items, pairs),
                _ => {}
            }
        }
    }

    fn add_class<'m>(
        &mut self,
        context: &Context<'m>,
        class: &'m Class,
        pairs: &mut Vec<(*const Member, *const Member)>,
    ) {
        for own in &class.statics {
            for other in context.index.inherited_members(class, &own.name.js) {
                if matches!(other.kind, MemberKind::Property { readonly: true, .. }) && own.kind == other.kind {
                    self.constants.insert(std::ptr::from_ref(other));
                }
            }
        }
        let is_protocol = is_protocol(&context.index, class);
        for own in class.members.iter().filter(|member| matches!(member.kind, MemberKind::Property { .. })) {
            if is_protocol || own.docs.deprecated.is_some() {
                self.members.insert(std::ptr::from_ref(own));
            }
            if class.extends.is_empty() {
                continue;
            }
            for other in context.index.inherited_members(class, &own.name.js) {
                if matches!(other.kind, MemberKind::Property { .. }) {
                    pairs.push((std::ptr::from_ref(own), std::ptr::from_ref(other)));
                    if own.kind != other.kind || own.optional != other.optional {
                        self.members.insert(std::ptr::from_ref(own));
                    }
                }
            }
        }
    }
}

impl<'m> Emitter<'_, 'm> {
    pub(super) fn static_member(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        member: &'m Member,
        python: Cow<'m, str>,
    ) {
        if member.name.symbol {
            return;
        }
        match &member.kind {
            MemberKind::Method(function) => {
                if member.name.js == "byteLength" && self.hides_library(class, &member.name.js) {
                    // `Buffer.byteLength("text")` is a function, `buffer.byteLength` the number of any view.
                    let on_class = self.function_as_value(class, function, "Static", &python);
                    let on_instance = self.types.known("int");
                    let annotation = self.types.generic("StaticAndInstance", vec![on_class, on_instance]);
                    let comment =
                        Ignores::of_variable(false).with_pyright("reportIncompatibleMethodOverride").comment();
                    body.push(Statement::Assign { target: python, annotation: Some(annotation), value: None, comment });
                    return;
                }
                // What stands on the class has no `Self` of an instance.
                let no_self = std::mem::replace(&mut self.types.no_self, function.overloads.iter().any(returns_this));
                let forms = self.all_forms(function, Receiver::Static);
                self.types.no_self = no_self;
                let ignores = match self.covers_inherited_static(class, member, &forms) {
                    true if !self.hides_library(class, &member.name.js) => Ignores::default(),
                    _ => Ignores::of_override(),
                };
                body.extend(self.definitions_with(forms, &python, Receiver::Static, ignores));
            }
            // What is a type as well is found as that.
            MemberKind::Property { .. } if holds_type(class, &python) => {}
            MemberKind::Property { ty, .. } => {
                let mut annotation = self.types.print_without_parameters(ty, Position::Returned);
                if member.optional {
                    annotation = self.types.optional(annotation);
                }
                let comment = self.static_override(class, member, &annotation).comment();
                let annotation = self.types.generic("ClassVar", vec![annotation]);
                body.push(Statement::Assign { target: python, annotation: Some(annotation), value: None, comment });
                body.extend(self.types.docs(&member.docs).map(Statement::Docstring));
            }
        }
    }

    pub(super) fn member(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        member: &'m Member,
        name: Cow<'m, str>,
    ) {
        let python: Cow<'m, str> = if member.name.symbol {
            match dunder_of_symbol(&member.name.js) {
                Some(dunder) => dunder.into(),
                None if member.name.js == "Symbol.dispose" => {
                    let result = self.types.known("Self");
                    body.extend(self.context_manager(["__enter__", "__exit__"], result, Expression::None));
                    return;
                }
                None if member.name.js == "Symbol.asyncDispose" => {
                    let entered = self.types.known("Self");
                    let entered = self.types.generic("Awaitable", vec![entered]);
                    let left = self.types.generic("Awaitable", vec![Expression::None]);
                    body.extend(self.context_manager(["__aenter__", "__aexit__"], entered, left));
                    return;
                }
                None => return,
            }
        } else {
            name
        };
        match &member.kind {
            MemberKind::Method(function) if member.optional => {
                let ty = self.optional_method(function);
                self.property(
                    body,
                    member,
                    python,
                    Property { read: ty, write: None, plain: false, ignored: Ignores::default() },
                );
            }
            MemberKind::Method(function) => {
                if let Some((forms, inherited)) = self.method(class, member, function) {
                    let overridden = self.overridden(class, &member.name.js);
                    let ignores = match self.overrides_in_order(&forms, &inherited) {
                        _ if self.hides_library(class, &member.name.js)
                            || !self.surely_overrides(class, &member.name.js, &forms, &inherited) =>
                        {
                            Ignores::of_override()
                        }
                        true if overridden.is_empty() => Ignores::default(),
                        _ => Ignores::of_order(),
                    };
                    let ignores = match overridden.contains(&Overridden::Variable) {
                        _ if self.is_twofold(class, &member.name.js) => Ignores::of_twofold(),
                        true => ignores.with_pyright("reportIncompatibleVariableOverride"),
                        false => ignores,
                    };
                    body.extend(self.definitions_with(forms, &python, Receiver::Instance, ignores));
                }
            }
            MemberKind::Property { .. } if member.name.symbol => {}
            MemberKind::Property { .. } if self.overrides.is_constant(member) => {
                self.static_member(body, class, member, python);
            }
            MemberKind::Property { ty, set_type, readonly } => {
                let mut read = self.types.print(ty, Position::Returned);
                let mut write = self.types.print(set_type.as_ref().unwrap_or(ty), Position::Accepted);
                if member.optional {
                    read = self.types.optional(read);
                    write = self.types.optional(write);
                }
                let mut write = (!readonly).then_some(write);
                let inherited = self.inherited_properties(class, &member.name.js);
                for inherited in inherited.into_iter().filter_map(|(_, write)| write) {
                    write = Some(match write {
                        Some(own) if self.is_part(&inherited, &own) => own,
                        Some(own) => self.types.union(vec![own, inherited]),
                        None => inherited,
                    });
                }
                let ignored = match self.property_overrides(class, member, &read, write.as_ref()) {
                    true => Ignores::default(),
                    false if self.is_twofold(class, &member.name.js) => Ignores::of_twofold(),
                    false => Ignores::of_override(),
                };
                let plain = !is_protocol(&self.context.index, class) && !self.overrides.contains(member);
                self.property(body, member, python, Property { read, write, plain, ignored });
            }
        }
    }

    /// What is ignored at a static property of this type.
    fn static_override(&mut self, class: &'m Class, member: &'m Member, own: &Expression<'m>) -> Ignores {
        let mut differs = false;
        let mut fits = true;
        for ancestor in self.context.index.ancestors(class) {
            let others = ancestor.statics.iter().chain(&ancestor.members);
            for other in others.filter(|other| other.name == member.name && other.kind != member.kind) {
                differs = true;
                if let MemberKind::Property { ty, .. } = &other.kind {
                    let mut inherited = self.types.print_without_parameters(ty, Position::Returned);
                    if other.optional {
                        inherited = self.types.optional(inherited);
                    }
                    fits &= self.is_part_strictly(own, &inherited);
                }
            }
        }
        if differs { Ignores::of_variable(fits) } else { Ignores::default() }
    }

    /// As what else than a method the bases of a class have a member.
    fn overridden(&mut self, class: &'m Class, name: &str) -> Vec<Overridden> {
        let context = self.context;
        let index = &context.index;
        let mut found = Vec::new();
        for base in index.linear_bases(class) {
            let Type::Reference { name: base, .. } = base else { continue };
            let Some(base) = index.class(base) else { continue };
            let mut all = std::iter::once(base).chain(index.ancestors(base));
            let has = |class: &&'m Class| self.has_both_sides(class, name) || index.member(class, name).is_some();
            let Some(owner) = all.find(has) else { continue };
            let Some(member) = index.member(owner, name).filter(|_| !self.has_both_sides(owner, name)) else {
                found.push(Overridden::Variable);
                continue;
            };
            match &member.kind {
                MemberKind::Method(_) if member.optional => found.push(Overridden::Property),
                MemberKind::Method(_) => {}
                MemberKind::Property { .. } if self.overrides.contains(member) => found.push(Overridden::Property),
                MemberKind::Property { readonly: true, .. } => found.push(Overridden::Property),
                MemberKind::Property { ty, set_type, .. } => {
                    let read = self.types.print_without_parameters(ty, Position::Returned);
                    let write =
                        self.types.print_without_parameters(set_type.as_ref().unwrap_or(ty), Position::Accepted);
                    let plain = self.is_same_to_set(&read, &write);
                    found.push(if plain { Overridden::Variable } else { Overridden::Property });
                }
            }
        }
        found
    }

    /// Whether a static method can stand for the one of the nearest base that has one. Constructors of a hierarchy need not agree on
    /// their statics.
    fn covers_inherited_static(&mut self, class: &'m Class, member: &'m Member, forms: &[Form<'m>]) -> bool {
        // Mypy compares with every ancestor, not only with the nearest one that has the method.
        let ancestors: Vec<&'m Class> = self.context.index.ancestors(class).collect();
        ancestors.into_iter().all(|ancestor| {
            let found = ancestor.statics.iter().find(|other| other.name == member.name);
            let Some(Member { kind: MemberKind::Method(inherited), .. }) = found else { return true };
            let promised = self.all_forms(inherited, Receiver::Static);
            promised.iter().all(|base| forms.iter().any(|form| self.form_covers(form, base)))
        })
    }

    fn optional_method(&mut self, function: &'m Function) -> Expression<'m> {
        let callable = self.types.callable(function, false, Position::Returned);
        self.types.optional(callable)
    }

    fn property(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        member: &'m Member,
        python: Cow<'m, str>,
        Property { read, write, plain, ignored }: Property<'m>,
    ) {
        let docs = self.types.docs(&member.docs);
        let deprecated = self.types.deprecated(&member.docs);
        // To mypy a function called `_` is none that anybody refers to, so that it can have no setter.
        if let Some(write) = &write
            && (python == "_" || plain && deprecated.is_none() && self.is_same_to_set(&read, write))
        {
            let comment = ignored.comment();
            body.push(Statement::Assign { target: python, annotation: Some(read), value: None, comment });
            body.extend(docs.map(Statement::Docstring));
            return;
        }
        let mut decorators = vec![self.types.known("property")];
        decorators.extend(deprecated);
        body.push(Statement::Function(FunctionDefinition {
            decorators,
            name: python.clone(),
            type_parameters: Vec::new(),
            parameters: vec![Parameter::bare("self")],
            result: Some(read),
            docs,
            // Alone it is a function with a decorator to mypy, with a setter it begins at the decorator.
            comment: if write.is_some() { ignored.for_pyright() } else { ignored.clone() }.comment(),
            decorator_comment: ignored.for_mypy().comment().filter(|_| write.is_some()),
        }));
        if let Some(write) = write {
            body.push(Statement::Function(FunctionDefinition {
                decorators: vec![Expression::name(format!("{python}.setter"))],
                name: python,
                parameters: vec![Parameter::bare("self"), Parameter::required("value", write)],
                result: Some(Expression::None),
                comment: ignored.for_pyright().comment(),
                decorator_comment: ignored.for_mypy().comment(),
                ..FunctionDefinition::default()
            }));
        }
    }

    /// Whether a property can stand for those that it overrides.
    fn property_overrides(
        &mut self,
        class: &'m Class,
        member: &'m Member,
        read: &Expression<'m>,
        write: Option<&Expression<'m>>,
    ) -> bool {
        let inherited = self.context.index.inherited_members(class, &member.name.js);
        let is_method = |member: &&Member| matches!(member.kind, MemberKind::Method(_)) && !member.optional;
        if self.is_twofold(class, &member.name.js) || inherited.iter().any(is_method) {
            return false;
        }
        let this = self.types.known("Self");
        self.inherited_properties(class, &member.name.js).into_iter().all(|(promised, assigned)| {
            let assigns = match (assigned, write) {
                // What `Self` is to the base cannot be assigned to the class.
                (Some(assigned), Some(write)) => !mentions(&assigned, &this) && self.is_part_strictly(&assigned, write),
                (assigned, _) => assigned.is_none(),
            };
            assigns && self.is_part_strictly(read, &promised)
        })
    }

    /// What the base classes promise of a property: what reading gives, and what can be assigned. What can be assigned through a base
    /// can be assigned through the class, also where TypeScript declares it read-only there.
    fn inherited_properties(&mut self, class: &'m Class, name: &str) -> Vec<(Expression<'m>, Option<Expression<'m>>)> {
        let mut found = Vec::new();
        self.each_base(class, &mut |emitter, base| {
            if emitter.context.index.inherited_members(class, name).is_empty() {
                return;
            }
            if let Some(member) = emitter.context.index.member(base, name)
                && let MemberKind::Property { ty, set_type, readonly } = &member.kind
            {
                let mut read = emitter.types.print(ty, Position::Returned);
                let mut write = emitter.types.print(set_type.as_ref().unwrap_or(ty), Position::Accepted);
                if member.optional {
                    read = emitter.types.optional(read);
                    write = emitter.types.optional(write);
                }
                let promised = (read, (!readonly).then_some(write));
                if !found.contains(&promised) {
                    found.push(promised);
                }
            }
            for promised in emitter.inherited_properties(base, name) {
                if !found.contains(&promised) {
                    found.push(promised);
                }
            }
        });
        found
    }

    /// Whether a plain attribute serves: what is accepted is what is returned. (`float` accepts integers as well.)
    fn is_same_to_set(&mut self, read: &Expression<'m>, write: &Expression<'m>) -> bool {
        if read == write {
            return true;
        }
        let int = self.types.known("int");
        let without_int = |expression: &Expression<'m>| {
            let members: Vec<_> = expression.members().iter().filter(|member| **member != int).cloned().collect();
            if members.is_empty() { expression.clone() } else { Expression::union(members) }
        };
        without_int(read) == without_int(write)
    }

    /// A name that means one thing on the class object and another on instances (`Response.json`).
    pub(super) fn both(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        member: &'m Member,
        instance: &'m Member,
    ) {
        let python = identifier(member.name.python());
        let on_class = self.as_value(class, member, "Static", &python);
        self.both_with(body, class, on_class, python, instance);
    }

    /// The same, where what stands on the class object is printed already.
    pub(super) fn both_with(
        &mut self,
        body: &mut Vec<Statement<'m>>,
        class: &'m Class,
        on_class: Expression<'m>,
        python: Cow<'m, str>,
        instance: &'m Member,
    ) {
        let on_instance = self.as_value(class, instance, "Instance", &python);
        let annotation = self.types.generic("StaticAndInstance", vec![on_class, on_instance]);
        let inherited = !class.members.iter().any(|own| std::ptr::eq(own, instance));
        let ignores = match inherited {
            true => self.both_override(class, instance),
            false => Ignores::default(),
        };
        let comment = ignores.comment();
        body.push(Statement::Assign { target: python, annotation: Some(annotation), value: None, comment });
    }

    /// What is ignored where a name with two meanings stands for the inherited one on instances.
    fn both_override(&mut self, class: &'m Class, instance: &'m Member) -> Ignores {
        let overridden = self.overridden(class, &instance.name.js);
        let of_variable = overridden.contains(&Overridden::Variable);
        // What stands for a method is an object with other results of `Self`.
        let fits = match &instance.kind {
            MemberKind::Method(_) => !of_variable && !overridden.is_empty(),
            MemberKind::Property { .. } => true,
        };
        let ignores = Ignores::of_variable(fits);
        match of_variable {
            true => ignores,
            false => ignores.with_pyright("reportIncompatibleMethodOverride"),
        }
    }

    /// A member as the type of a value: the type of a property, or a protocol with the overloads of a method.
    fn as_value(&mut self, class: &'m Class, member: &'m Member, side: &str, python: &str) -> Expression<'m> {
        match &member.kind {
            MemberKind::Property { ty, .. } => self.types.print_without_parameters(ty, Position::Returned),
            MemberKind::Method(function) => self.function_as_value(class, function, side, python),
        }
    }

    /// A protocol with the overloads of a function.
    pub(super) fn function_as_value(
        &mut self,
        class: &'m Class,
        function: &'m Function,
        side: &str,
        python: &str,
    ) -> Expression<'m> {
        let name = format!("_{}_{python}_{side}", identifier(class.name.python()));
        let body = self.function(function, &"__call__".into(), Receiver::Instance);
        let protocol = self.types.known("Protocol");
        self.types.hoist(Statement::Class(ClassDefinition {
            name: name.clone().into(),
            bases: vec![protocol],
            body,
            ..ClassDefinition::default()
        }));
        Expression::name(name)
    }

    /// What index signatures, `length` and iteration mean in Python.
    pub(super) fn special_methods(&mut self, body: &mut Vec<Statement<'m>>, class: &'m Class) {
        let signatures = group(&class.index);
        let several = signatures.len() > 1;
        let mut setters = Vec::new();
        for (keys, signature) in signatures {
            let readonly = !is_writable(&self.context.index, class, signature);
            body.push(self.get_item(keys, signature, several));
            if !readonly {
                setters.push((keys, signature));
            }
        }
        let several = setters.len() > 1;
        for (keys, signature) in setters {
            body.push(self.set_item(keys, signature, several));
        }
        let has = |name: &str| class.members.iter().any(|member| member.name.js == name);
        let iterable = has("Symbol.iterator");
        let indexed = class.index.iter().find(|signature| matches!(signature.key, Type::Number));
        if (has("length") && (indexed.is_some() || iterable)) || (has("size") && iterable) {
            let result = self.types.known("int");
            body.push(special("__len__", Vec::new(), result));
        }
        if let Some(indexed) = indexed.filter(|_| has("length") && !iterable) {
            let element = self.types.print(&indexed.value, Position::Returned);
            let result = self.types.generic("JsIterator", vec![element]);
            body.push(special("__iter__", Vec::new(), result));
        }
    }

    fn get_item(&mut self, keys: &'static str, signature: &'m IndexSignature, overloaded: bool) -> Statement<'m> {
        let key = self.types.known(keys);
        let read = self.types.print(&signature.value, Position::Returned);
        self.item_method("__getitem__", vec![Parameter::required("key", key)], read, overloaded)
    }

    fn set_item(&mut self, keys: &'static str, signature: &'m IndexSignature, overloaded: bool) -> Statement<'m> {
        let key = self.types.known(keys);
        let write = self.types.print(&signature.value, Position::Accepted);
        let parameters = vec![Parameter::required("key", key), Parameter::required("value", write)];
        self.item_method("__setitem__", parameters, Expression::None, overloaded)
    }

    fn item_method(
        &mut self,
        name: &'static str,
        parameters: Vec<Parameter<'m>>,
        result: Expression<'m>,
        overloaded: bool,
    ) -> Statement<'m> {
        let mut method = special(name, parameters, result);
        if let Statement::Function(function) = &mut method
            && overloaded
        {
            function.decorators.push(self.types.known("overload"));
        }
        method
    }

    fn context_manager(
        &mut self,
        [enter, exit]: [&'static str; 2],
        entered: Expression<'m>,
        left: Expression<'m>,
    ) -> [Statement<'m>; 2] {
        let object = self.types.known("object");
        let rest = Parameter::Rest { name: "error".into(), annotation: Some(object) };
        let exit = FunctionDefinition {
            name: exit.into(),
            parameters: vec![Parameter::bare("self"), rest],
            result: Some(left),
            ..FunctionDefinition::default()
        };
        [special(enter, Vec::new(), entered), Statement::Function(exit)]
    }
}

/// Index signatures that Python can tell apart: one by number, one by string.
fn group(signatures: &[IndexSignature]) -> Vec<(&'static str, &IndexSignature)> {
    let number = signatures.iter().find(|signature| matches!(signature.key, Type::Number));
    let text = signatures.iter().find(|signature| !matches!(signature.key, Type::Number | Type::Symbol));
    number.map(|signature| ("int", signature)).into_iter().chain(text.map(|signature| ("str", signature))).collect()
}

fn special<'m>(name: &'static str, parameters: Vec<Parameter<'m>>, result: Expression<'m>) -> Statement<'m> {
    let mut all = vec![Parameter::bare("self")];
    let positional = !parameters.is_empty();
    all.extend(parameters);
    if positional {
        all.push(Parameter::PositionalOnly);
    }
    Statement::Function(FunctionDefinition {
        name: name.into(),
        parameters: all,
        result: Some(result),
        ..FunctionDefinition::default()
    })
}

/// Whether a type of this name is nested in a class.
fn holds_type(class: &Class, python: &str) -> bool {
    let is_type = |item: &Item| {
        matches!(item, Item::Class(_) | Item::Record(_) | Item::Alias(_) | Item::Enum(_) | Item::Module(_))
    };
    class.namespace.iter().any(|item| is_type(item) && python_name(item) == python)
}

/// Whether a printed type has a name in it.
fn mentions(expression: &Expression<'_>, name: &Expression<'_>) -> bool {
    let mut found = false;
    expression.visit_names(&mut |own| found |= name.is_name(own));
    found
}

/// Whether the result is the object on which a method is called.
fn returns_this(signature: &Signature) -> bool {
    matches!(signature.result, Type::This)
}
