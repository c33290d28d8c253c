//! Emits `__init__.pyi`: what a type checker and an editor know of the module.
//!
//! Stubs are meant for `mypy --strict` and pyright without blanket ignores. Type parameters stand where they are declared (PEP 695), which
//! checkers read in stubs for every version of Python; nothing else is newer than Python 3.10. Overloads stay separate here; an options
//! object is an overload of its own beside its keywords. A stub that is too long for pyright has several files.

mod alias;
mod bounds;
mod circles;
mod class;
mod docs;
mod fields;
mod function;
mod generics;
pub(crate) mod ignores;
mod imports;
mod lift;
mod likely;
mod member;
mod order;
mod overlap;
mod overrides;
mod parts;
mod record;
mod shadow;
mod structural;
mod subtype;
mod types;
mod variance;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use ffi_core::signature::{Alias, Class, Enum, Function, Item, Module, NamedFunction, Type, Variable};
use rustc_hash::FxHashMap;

use super::Context;
use super::enums::{self, EnumKind};
use super::index::{function_namespace, python_name};
use super::modules;
use super::python::{ClassDefinition, Expression, Paragraphs, Statement, collect, identifier, print_while};
use fields::Entry;
use function::{Form, Receiver};
use likely::Reading;
use member::Overrides;
use shadow::Shadow;
use types::{Position, Types};

/// Prints the stub of a module: its files, by their names.
pub fn emit(context: &Context<'_>) -> BTreeMap<String, String> {
    let mut weight = 0;
    let text = print_while(1, |paragraphs| {
        let (head, own) = statements(context, paragraphs);
        weight = own;
        head
    });
    if weight <= parts::LIMIT {
        return BTreeMap::from([("__init__.pyi".to_owned(), text)]);
    }
    // What is laid out is gone; the few stubs of this length are made a second time.
    drop(text);
    let (head, paragraphs) = collect(|paragraphs| statements(context, paragraphs).0);
    parts::files(head, paragraphs, &context.module.items.iter().map(python_name).collect())
}

/// Hands over what stands in the stub; gives what stands before it, and how much pyright has to do.
fn statements<'m>(context: &Context<'m>, paragraphs: &mut Paragraphs<'_, 'm>) -> (Vec<Vec<Statement<'m>>>, usize) {
    let mut emitter = Emitter {
        types: Types::new(context),
        context,
        depth: 0,
        overrides: Overrides::new(context),
        sure: FxHashMap::default(),
        strict: false,
        covariant: false,
        nesting: 0,
        reading: Reading::default(),
        expanded: FxHashMap::default(),
        entries: FxHashMap::default(),
        methods: FxHashMap::default(),
    };
    let shadow = Shadow::new(context, &emitter.types.imports);
    let mut body = Body { shadow, run: Vec::new(), run_is_open: false, weight: 0, paragraphs };
    for item in &context.module.items {
        let statements = emitter.item(item);
        let hoisted = emitter.types.take_hoisted();
        hoisted.into_iter().chain(statements).for_each(|statement| body.add(statement, &mut emitter.types));
    }
    emitter.result_aliases(&mut body);
    emitter.check_bounds();
    let hoisted = emitter.types.take_hoisted();
    hoisted.into_iter().for_each(|statement| body.add(statement, &mut emitter.types));
    let (uses_builtins, weight) = body.finish(&mut emitter.types);
    (emitter.head(uses_builtins), weight)
}

/// What stands below the imports. Simple statements of one kind stand together, everything else is set off by a blank line.
struct Body<'b, 'p, 'm> {
    shadow: Shadow<'m>,
    /// Simple statements that are not handed over yet.
    run: Vec<Statement<'m>>,
    /// Whether bounds in these may yet prove wrong.
    run_is_open: bool,
    /// How much pyright has to do for all that was added.
    weight: usize,
    paragraphs: &'b mut Paragraphs<'p, 'm>,
}

impl<'m> Body<'_, '_, 'm> {
    fn add(&mut self, mut statement: Statement<'m>, types: &mut Types<'_, 'm>) {
        let is_open = generics::declare(&mut statement, &types.variables);
        self.shadow.resolve(&mut statement);
        self.weight += parts::weight(&statement);
        let is_class = matches!(statement, Statement::Class(_));
        if is_class {
            self.end_run(types);
        }
        self.run.push(statement);
        self.run_is_open |= is_open;
        if is_class {
            self.end_run(types);
        }
    }

    fn end_run(&mut self, types: &mut Types<'_, 'm>) {
        let mut run = std::mem::take(&mut self.run);
        if std::mem::take(&mut self.run_is_open) {
            self.paragraphs.add_open(run);
        } else {
            run.iter_mut().for_each(|statement| complete(statement, &mut self.shadow, types));
            self.paragraphs.add(run);
        }
    }

    /// Adds what was found to be needed, and completes what waited for bounds. Gives whether statements refer to the module `builtins`, and
    /// the weight of them all.
    fn finish(mut self, types: &mut Types<'_, 'm>) -> (bool, usize) {
        self.end_run(types);
        let Self { shadow, paragraphs, .. } = &mut self;
        paragraphs.complete(&mut |statement| {
            generics::update_bounds(statement, &types.variables);
            complete(statement, shadow, types);
        });
        let parameters = |name: &str| types.generics.get(name).cloned().unwrap_or_default();
        let (aliases, uses_builtins) = self.shadow.finish(&mut types.imports, &parameters);
        for mut alias in aliases {
            generics::declare(&mut alias, &types.variables);
            alias.visit_expressions(&mut |expression| expression.visit_names(&mut |name| types.imports.mark(name)));
            generics::name_plainly(&mut alias, &types.variables);
            self.run.push(alias);
        }
        self.paragraphs.add(self.run);
        (uses_builtins, self.weight)
    }
}

/// Completes a statement whose bounds are known to hold.
fn complete<'m>(statement: &mut Statement<'m>, shadow: &mut Shadow<'m>, types: &mut Types<'_, 'm>) {
    shadow.mark(statement, &mut types.imports);
    generics::name_plainly(statement, &types.variables);
}

struct Emitter<'c, 'm> {
    context: &'c Context<'m>,
    types: Types<'c, 'm>,
    /// How many namespaces are around the current item.
    depth: usize,
    overrides: Overrides,
    /// Whether methods surely override what their classes inherit.
    sure: FxHashMap<(*const Class, &'m str), bool>,
    /// Whether a free type variable is no more than itself in comparisons.
    strict: bool,
    /// Whether every class is covariant in its type parameters.
    covariant: bool,
    /// How many comparisons are around the current one.
    nesting: usize,
    /// What is asked when types are compared without a sure answer.
    reading: Reading,
    /// The members of the unions that aliases stand for.
    expanded: FxHashMap<(*const Alias, Position), Vec<Expression<'m>>>,
    /// The fields of records without type parameters, by their printed names.
    entries: FxHashMap<String, Option<Rc<Vec<Entry<'m>>>>>,
    /// The forms of methods of classes without type parameters, inherited ones taken in.
    methods: FxHashMap<(*const Class, &'m str), Rc<Vec<Form<'m>>>>,
}

impl<'m> Emitter<'_, 'm> {
    fn item(&mut self, item: &'m Item) -> Vec<Statement<'m>> {
        self.types.place = identifier(item.js_name()).replace('_', "");
        if self.depth == 0
            && matches!(item, Item::Class(_))
            && let Some((library, _)) = types::library_class(self.context, item.js_name())
        {
            let value = self.types.known(library);
            let name = identifier(item.js_name());
            return if value.is_name(&name) { Vec::new() } else { vec![Statement::assignment(name, value)] };
        }
        if self.depth == 0
            && let Item::Class(class) = item
            && types::constructor_of(self.context, &class.name.js).is_some()
        {
            let value = self.types.reference(&class.name.js, &[], Position::Returned);
            let annotation = self.types.known("TypeAlias");
            return vec![Statement::annotated(identifier(&class.name.js), annotation, value)];
        }
        match item {
            Item::Class(class) => vec![self.class(class)],
            Item::Record(record) => self.record(record),
            Item::Function(named) => {
                let name = identifier(named.name.python());
                if !named.namespace.is_empty() {
                    return self.function_with_namespace(named, name);
                }
                let receiver = if self.depth == 0 { Receiver::None } else { Receiver::Static };
                self.function(&named.function, &name, receiver)
            }
            Item::Variable(variable) => vec![self.variable(variable)],
            Item::Alias(alias) => self.alias(alias),
            Item::Enum(declaration) => vec![self.enumeration(declaration)],
            Item::Module(module) if self.depth == 0 && module.specifier.is_some() => self.submodule(module),
            Item::Module(module) => vec![self.namespace(module)],
        }
    }

    fn variable(&mut self, variable: &'m Variable) -> Statement<'m> {
        let mut annotation = self.types.print(&variable.ty, Position::Returned);
        if self.depth > 0 {
            annotation = self.types.generic("ClassVar", vec![annotation]);
        }
        Statement::declaration(identifier(variable.name.python()), annotation)
    }

    /// A function with a namespace is an object that can be called and holds names.
    fn function_with_namespace(&mut self, named: &'m NamedFunction, name: Cow<'m, str>) -> Vec<Statement<'m>> {
        self.depth += 1;
        let mut body: Vec<Statement<'m>> = named.namespace.iter().flat_map(|item| self.item(item)).collect();
        self.depth -= 1;
        body.extend(self.function(&named.function, &"__call__".into(), Receiver::Instance));
        let class = function_namespace(&name);
        let base = self.types.known("JsProxy");
        let definition = ClassDefinition { name: class.clone().into(), bases: vec![base], body, ..Default::default() };
        vec![Statement::Class(definition), Statement::declaration(name, Expression::name(class))]
    }

    /// A module beside others is a namespace of the package; its own stub knows it by a second name, since the first is its own.
    fn submodule(&mut self, module: &'m Module) -> Vec<Statement<'m>> {
        let annotation = Some(self.types.known("TypeAlias"));
        let target = Cow::Owned(modules::inside(&module.name));
        let value = Some(Expression::name(identifier(&module.name)));
        vec![self.namespace(module), Statement::Assign { target, annotation, value, comment: None }]
    }

    /// A namespace is a class that only holds names.
    fn namespace(&mut self, module: &'m Module) -> Statement<'m> {
        self.depth += 1;
        let body = module.items.iter().flat_map(|item| self.item(item)).collect();
        self.depth -= 1;
        Statement::Class(ClassDefinition {
            name: identifier(&module.name),
            docs: self.types.docs(&module.docs),
            body,
            ..ClassDefinition::default()
        })
    }

    fn enumeration(&mut self, declaration: &'m Enum) -> Statement<'m> {
        let bases = match enums::kind(declaration) {
            // Checkers want enums to have members.
            _ if declaration.members.is_empty() => Vec::new(),
            EnumKind::Integer => vec![self.types.known("IntEnum")],
            EnumKind::String => vec![self.types.known("str"), self.types.known("Enum")],
            EnumKind::Other => vec![self.types.known("Enum")],
        };
        Statement::Class(ClassDefinition {
            name: identifier(declaration.name.python()),
            bases,
            docs: self.types.docs(&declaration.docs),
            body: enums::members(declaration),
            ..ClassDefinition::default()
        })
    }

    /// What stands before the items: it says what they need.
    fn head(&mut self, uses_builtins: bool) -> Vec<Vec<Statement<'m>>> {
        let mut imports = Vec::new();
        if uses_builtins {
            imports.push(Statement::ImportModule("builtins".into()));
        }
        imports.extend(self.types.imports.statements());
        let name = &self.context.module.name;
        let docs = format!("Types of {}, generated by sig-gen.", if name.is_empty() { "a module" } else { name });
        vec![vec![Statement::Docstring(Cow::Owned(docs))], imports]
    }

    /// The returned forms of aliases that were used, and of those that these use.
    fn result_aliases(&mut self, body: &mut Body<'_, '_, 'm>) {
        let mut next = 0;
        while let Some((name, alias)) = self.types.result_aliases.get(next).cloned() {
            next += 1;
            let statement = self.result_alias(name, alias);
            let hoisted = self.types.take_hoisted();
            hoisted.into_iter().chain([statement]).for_each(|statement| body.add(statement, &mut self.types));
        }
    }

    fn result_alias(&mut self, name: String, alias: &'m Alias) -> Statement<'m> {
        let value = self.types.alias_value(alias, Position::Returned);
        let annotation = self.types.known("TypeAlias");
        Statement::annotated(name, annotation, value)
    }
}

/// Whether a type mentions a type parameter.
fn mentions(ty: &Type, name: &str) -> bool {
    let mut found = false;
    visit_parameters(ty, &mut |own| found |= own == name);
    found
}

/// Calls `visit` with the name of each type parameter that a type mentions.
fn visit_parameters<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t str)) {
    match ty {
        Type::TypeParameter { name } => visit(name),
        Type::Function { function, .. } => visit_function(function, visit),
        _ => visit_inner(ty, &mut |inner| visit_parameters(inner, visit)),
    }
}

/// Calls `visit` with the name of each item that a type refers to outside of function types.
fn visit_references<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t str)) {
    if let Type::Reference { name, .. } = ty {
        visit(name);
    }
    visit_inner(ty, &mut |inner| visit_references(inner, visit));
}

/// Calls `visit` with the functions that a type has in it, not with those in their signatures.
fn visit_functions<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t Function)) {
    if let Type::Function { function, .. } = ty {
        visit(function);
    }
    visit_inner(ty, &mut |inner| visit_functions(inner, visit));
}

/// Calls `visit` with each type that stands in a type outside of function types.
fn visit_inner<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t Type)) {
    match ty {
        Type::Reference { arguments: types, .. }
        | Type::Union { members: types }
        | Type::Intersection { members: types } => {
            types.iter().for_each(visit);
        }
        Type::Array { element, .. }
        | Type::Iterable { element }
        | Type::Iterator { element, .. }
        | Type::AsyncIterable { element }
        | Type::AsyncIterator { element }
        | Type::Set { element } => visit(element),
        Type::Tuple { elements } => elements.iter().for_each(|element| visit(&element.ty)),
        Type::Mapping { value } | Type::Promise { value } | Type::Converted { value, .. } => visit(value),
        Type::Record { fields } => fields.iter().for_each(|field| visit(&field.ty)),
        Type::Map { key, value } => {
            visit(key);
            visit(value);
        }
        _ => {}
    }
}

fn visit_function<'t>(function: &'t Function, visit: &mut dyn FnMut(&'t str)) {
    // Only the overload that is printed counts.
    let Some(signature) = super::signatures::widest(function) else { return };
    let own = |name: &str| signature.type_parameters.iter().any(|parameter| parameter.name == name);
    let mut outer = |name: &'t str| {
        if !own(name) {
            visit(name);
        }
    };
    let open = function.overloads.len() > 1 || signature.parameters.iter().any(|parameter| parameter.rest);
    if !open {
        signature.parameters.iter().for_each(|parameter| visit_parameters(&parameter.ty, &mut outer));
    }
    visit_parameters(&signature.result, &mut outer);
}
