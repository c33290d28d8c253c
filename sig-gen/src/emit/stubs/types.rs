//! Types as a type checker reads them: wide where a value is accepted, exact where one is returned.

use std::borrow::Cow;
use std::rc::Rc;

use ffi_core::signature::{
    Alias, BufferKind, Class, Function, Item, Literal, RecordField, TupleElement, Type, TypeParameter,
};
use rustc_hash::FxHashMap;

use super::super::Context;
use super::super::index::{Index, python_name};
use super::super::python::{Expression, Statement, annotation};
use super::super::signatures::{buffer_name, widest};
use super::super::type_variables::TypeVariables;
use super::bounds::Bounds;
use super::circles::{Crowds, Visit, Within, contents, needs_itself, reaches};
use super::fields::Anonymous;
use super::imports::Imports;
use super::lift::Lifted;
use super::variance::Variances;

/// Whether a value goes to JavaScript or comes from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Position {
    /// The value is given to JavaScript: everything that converts is accepted.
    Accepted,
    /// The value comes from JavaScript: exactly what arrives.
    Returned,
}

impl Position {
    fn flipped(self) -> Self {
        match self {
            Self::Accepted => Self::Returned,
            Self::Returned => Self::Accepted,
        }
    }
}

/// What a type parameter in scope prints as.
#[derive(Debug, Clone)]
pub(super) enum Binding<'m> {
    /// A type variable.
    Variable(String),
    /// What was printed for it elsewhere: an argument of a base class.
    Printed(Expression<'m>),
    /// Another type: the parameter cannot be inferred where it stands.
    Type(&'m Type),
    /// Nothing better than `Any`.
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AliasState {
    InProgress,
    Same,
    Differs,
}

/// How many tuples in one another are typed.
const MAXIMUM_TUPLES: u32 = 6;

/// Prints types, and remembers what must be declared and imported for the printed ones.
pub(super) struct Types<'c, 'm> {
    pub(super) context: &'c Context<'m>,
    pub(super) variables: TypeVariables<'m>,
    pub(super) imports: Imports,
    pub(super) variances: Variances<'m>,
    /// The records without a name of their own, by the names they get.
    pub(super) anonymous: FxHashMap<String, Anonymous<'m>>,
    scope: Vec<(&'m str, Binding<'m>)>,
    hoisted: Vec<Statement<'m>>,
    records: FxHashMap<String, Expression<'m>>,
    pub(super) aliases: FxHashMap<&'m str, AliasState>,
    /// Aliases whose returned form was used, in order of first use.
    pub(super) result_aliases: Vec<(String, &'m Alias)>,
    /// The same by their names.
    pub(super) result_names: FxHashMap<String, &'m Alias>,
    /// Where the types stand that are printed: the start of the name of what has none.
    pub(super) place: String,
    /// Whether classes with other arguments may be accepted: in parameters and aliases, not in what can be read as well.
    pub(super) loose: bool,
    /// The aliases that some records do not name.
    crowds: Crowds,
    /// The aliases that are written out around what is printed.
    written_out: Vec<*const Alias>,
    /// The record or alias that is printed.
    pub(super) within: Option<Within<'m>>,
    /// The items whose defaults of type parameters are printed, to stop at those that need themselves.
    defaults: Vec<&'m str>,
    /// The type arguments that were printed for bounded parameters.
    pub(super) bounds: Bounds<'m>,
    /// The classes whose instances have what a record requires, by the record's name.
    pub(super) structural: FxHashMap<&'m str, Vec<&'m str>>,
    /// Which parameters of an alias are arguments of its printed form; nothing while that is printed.
    pub(super) alias_parameters: FxHashMap<(*const Alias, Position), Option<Rc<[usize]>>>,
    /// The aliases that stand at the top of the module though a namespace declares them.
    pub(super) lifted: FxHashMap<*const Alias, Lifted>,
    /// The same by their names.
    pub(super) lifted_names: FxHashMap<String, &'m Alias>,
    /// The type variables of generic items of the module, by their Python names.
    pub(super) generics: FxHashMap<String, Vec<Expression<'m>>>,
    /// Whether `Self` can stand here: not in an alias, nor in a record.
    pub(super) no_self: bool,
    /// How many tuples are around what is printed.
    tuples: u32,
}

impl<'c, 'm> Types<'c, 'm> {
    pub(super) fn new(context: &'c Context<'m>) -> Self {
        let mut taken: Vec<String> = context.module.items.iter().map(|item| python_name(item).into_owned()).collect();
        taken.sort_unstable();
        let mut variables = TypeVariables::new("_");
        taken.iter().for_each(|name| variables.reserve(name));
        let imports = Imports::new(&taken);
        Self {
            context,
            variables,
            imports,
            variances: Variances::new(context),
            anonymous: FxHashMap::default(),
            scope: Vec::new(),
            hoisted: Vec::new(),
            records: FxHashMap::default(),
            aliases: FxHashMap::default(),
            result_aliases: Vec::new(),
            result_names: FxHashMap::default(),
            place: String::new(),
            loose: false,
            crowds: Crowds::new(context),
            written_out: Vec::new(),
            within: None,
            defaults: Vec::new(),
            bounds: Bounds::default(),
            structural: FxHashMap::default(),
            alias_parameters: FxHashMap::default(),
            lifted: super::lift::lifted(context),
            lifted_names: FxHashMap::default(),
            generics: FxHashMap::default(),
            no_self: false,
            tuples: 0,
        }
    }

    /// Definitions that were needed since the last call and stand before what needed them.
    pub(super) fn take_hoisted(&mut self) -> Vec<Statement<'m>> {
        std::mem::take(&mut self.hoisted)
    }

    /// Adds a definition before the current item.
    pub(super) fn hoist(&mut self, statement: Statement<'m>) {
        self.hoisted.push(statement);
    }

    /// An imported name or a builtin.
    pub(super) fn known(&mut self, name: &'static str) -> Expression<'m> {
        Expression::Name(self.imports.name(name))
    }

    /// `name[arguments]` for an imported name or a builtin.
    pub(super) fn generic(&mut self, name: &'static str, arguments: Vec<Expression<'m>>) -> Expression<'m> {
        let name = self.known(name);
        Expression::Subscript(Box::new(name), arguments)
    }

    /// Replaces the scope, and gives the old one for [`Types::restore_scope`].
    pub(super) fn replace_scope(&mut self, scope: Vec<(&'m str, Binding<'m>)>) -> Vec<(&'m str, Binding<'m>)> {
        std::mem::replace(&mut self.scope, scope)
    }

    /// Brings a type parameter into scope.
    pub(super) fn bind(&mut self, name: &'m str, binding: Binding<'m>) {
        self.scope.push((name, binding));
    }

    /// What a type parameter in scope prints as.
    pub(super) fn binding_of(&self, name: &str) -> Option<Binding<'m>> {
        self.scope.iter().rev().find(|(own, _)| *own == name).map(|(_, binding)| binding.clone())
    }

    /// Prints a type where no type variables are allowed (class variables): they become `Any`.
    pub(super) fn print_without_parameters(&mut self, ty: &'m Type, position: Position) -> Expression<'m> {
        let scope = std::mem::take(&mut self.scope);
        let printed = self.print(ty, position);
        self.scope = scope;
        printed
    }

    /// The end of the current scope, for [`Types::close_scope`].
    pub(super) fn scope_mark(&self) -> usize {
        self.scope.len()
    }

    /// Takes the type parameters since `mark` out of scope.
    pub(super) fn close_scope(&mut self, mark: usize) {
        self.scope.truncate(mark);
    }

    /// Brings the type parameters of a class into scope as type variables, and gives those.
    pub(super) fn declare_class(&mut self, class: &'m Class) -> Vec<Expression<'m>> {
        let mut variables = Vec::new();
        for parameter in &class.type_parameters {
            // `new <T = any>(values?: ...)` gives a default to what the class declares without one.
            let of_constructor = || {
                let overloads = class.constructor.iter().flat_map(|constructor| &constructor.overloads);
                let mut declared = overloads.flat_map(|overload| &overload.type_parameters);
                declared.find_map(|own| own.default.as_ref().filter(|_| own.name == parameter.name))
            };
            let default = parameter.default.as_ref().or_else(of_constructor);
            let default = default.map(|default| self.default_of(default));
            let bound = self.bound_of(parameter);
            let name = self.variables.declare(&parameter.name, bound, default);
            self.bounds.declare(parameter, &name);
            self.scope.push((&parameter.name, Binding::Variable(name.clone())));
            variables.push(Expression::name(name));
        }
        variables
    }

    /// Brings the type parameters of a record or alias into scope as type variables, and gives those.
    pub(super) fn declare(&mut self, parameters: &'m [TypeParameter]) -> Vec<Expression<'m>> {
        parameters
            .iter()
            .map(|parameter| {
                let default = parameter.default.as_ref().map(|default| self.default_of(default));
                let bound = self.bound_of(parameter);
                let name = self.variables.declare(&parameter.name, bound, default);
                self.bounds.declare(parameter, &name);
                self.scope.push((&parameter.name, Binding::Variable(name.clone())));
                Expression::name(name)
            })
            .collect()
    }

    /// The bound of the type variable of a class or record; what it says of other type parameters is `Any`.
    pub(super) fn bound_of(&mut self, parameter: &'m TypeParameter) -> Option<Expression<'m>> {
        let any = self.known("Any");
        let constraint = parameter.constraint.as_ref()?;
        let scope = std::mem::take(&mut self.scope);
        let bound = self.print(constraint, Position::Returned);
        self.scope = scope;
        let says_something = bound != any && !bound.is_name("object");
        says_something.then(|| Expression::Quoted(Box::new(bound)))
    }

    /// The default of a type variable; one that refers to other type parameters is `Any`.
    fn default_of(&mut self, default: &'m Type) -> Expression<'m> {
        let scope = std::mem::take(&mut self.scope);
        let printed = self.print(default, Position::Returned);
        self.scope = scope;
        match printed {
            Expression::Name(name) if name.ends_with("Any") => Expression::Name(name),
            other => Expression::Quoted(Box::new(other)),
        }
    }

    /// The type, printed for a parameter.
    pub(super) fn print_loosely(&mut self, ty: &'m Type) -> Expression<'m> {
        let loose = std::mem::replace(&mut self.loose, true);
        let printed = self.print(ty, Position::Accepted);
        self.loose = loose;
        printed
    }

    /// A type variable for a type parameter of a function.
    pub(super) fn declare_for_function(&mut self, parameter: &'m TypeParameter) -> String {
        let any = self.known("Any");
        // A function takes what converts.
        let bound = parameter.constraint.as_ref().map(|bound| self.print_loosely(bound));
        let bound = bound.filter(|bound| *bound != any && !bound.is_name("object"));
        // A bound cannot contain type variables. Seen from a class below, those of the class are what that gives for them.
        let mut is_open = false;
        parameter.constraint.iter().for_each(|constraint| {
            super::visit_parameters(constraint, &mut |name| {
                is_open |= matches!(self.binding_of(name), Some(Binding::Variable(_) | Binding::Printed(_)));
            });
        });
        let bound = bound.filter(|bound| !is_open && self.variables_in(bound).is_empty());
        let bound = bound.map(|bound| Expression::Quoted(Box::new(bound)));
        self.variables.declare_for_function(&parameter.name, bound)
    }

    fn parameter(&mut self, name: &str, position: Position) -> Expression<'m> {
        let Some(index) = self.scope.iter().rposition(|(own, _)| *own == name) else { return self.known("Any") };
        match self.scope[index].1.clone() {
            Binding::Variable(variable) => Expression::name(variable),
            Binding::Any => self.known("Any"),
            Binding::Printed(expression) => expression,
            Binding::Type(ty) => {
                // A constraint may mention the parameter itself.
                self.scope[index].1 = Binding::Any;
                let printed = self.print(ty, position);
                self.scope[index].1 = Binding::Type(ty);
                printed
            }
        }
    }

    /// The type, printed for a position.
    pub(super) fn print(&mut self, ty: &'m Type, position: Position) -> Expression<'m> {
        let accepted = position == Position::Accepted;
        match ty {
            Type::Any | Type::Symbol => self.known("Any"),
            Type::Unknown | Type::Object if accepted => self.known("object"),
            Type::Unknown | Type::Object => self.known("Any"),
            Type::Never => self.known("Never"),
            Type::Undefined | Type::Null => Expression::None,
            Type::Boolean => self.known("bool"),
            Type::Number if accepted => self.known("float"),
            Type::Number => Expression::Union(vec![self.known("int"), self.known("float")]),
            Type::BigInt => self.known("int"),
            Type::String => self.known("str"),
            Type::Literal { value } => self.literal(value),
            Type::Union { members } => {
                let members: Vec<_> = members.iter().map(|member| self.print(member, position)).collect();
                self.union(members)
            }
            Type::Intersection { members } => self.intersection(members, position),
            Type::Array { element, .. } => {
                let element = self.print(element, position);
                self.generic(if accepted { "Sequence" } else { "JsArray" }, vec![element])
            }
            Type::Tuple { elements } => self.tuple(elements, position),
            Type::Mapping { value } => {
                let entry = vec![self.known("str"), self.print(value, position)];
                self.generic("Mapping", entry)
            }
            Type::Record { fields } => self.anonymous_record(fields),
            Type::Reference { name, arguments, module } => match module {
                None => self.reference(name, arguments, position),
                Some(_) => match library_class(self.context, name) {
                    Some(library) => self.library_reference(library, arguments, position),
                    None => self.known("Any"),
                },
            },
            Type::ClassObject { name, module } => match module {
                None => self.class_object(name),
                Some(_) => self.known("Any"),
            },
            Type::TypeParameter { name } => self.parameter(name, position),
            Type::This if self.no_self => self.known("Any"),
            Type::This => self.known("Self"),
            Type::Function { function, construct } => self.callable(function, *construct, position),
            Type::Promise { value } => {
                let value = self.print(value, position);
                self.generic(if accepted { "Awaitable" } else { "JsPromise" }, vec![value])
            }
            Type::Iterable { element } => self.of_element(element, position, "Iterable", "JsIterable"),
            Type::Iterator { element, .. } => self.of_element(element, position, "Iterator", "JsIterator"),
            Type::AsyncIterable { element } => self.of_element(element, position, "AsyncIterable", "JsAsyncIterable"),
            Type::AsyncIterator { element } => self.of_element(element, position, "AsyncIterator", "JsAsyncIterator"),
            Type::Map { key, value } => {
                let entry = vec![self.print(key, position), self.print(value, position)];
                self.generic(if accepted { "Mapping" } else { "JsMap" }, entry)
            }
            Type::Set { element } => self.of_element(element, position, "Set", "JsSet"),
            Type::Date if accepted => Expression::Union(vec![self.known("datetime"), self.known("JsDate")]),
            Type::Date => self.known("JsDate"),
            Type::Buffer { buffer } => self.buffer(*buffer, position),
            Type::Converted { value, by } => match if accepted { &by.to_js } else { &by.to_python } {
                Some(_) => self.by_hand(by.python.as_deref()),
                None => self.print(value, position),
            },
        }
    }

    /// The annotation that was written for what a converter takes or gives.
    fn by_hand(&mut self, text: Option<&str>) -> Expression<'m> {
        let named = &mut |name: &str| {
            let head = name.split('.').next().unwrap_or(name);
            if self.context.module.items.iter().any(|item| python_name(item) == head) {
                return Expression::name(name.to_owned());
            }
            Expression::name(self.imports.by_hand(name))
        };
        text.and_then(|text| annotation::expression(text, named)).unwrap_or_else(|| self.known("Any"))
    }

    fn of_element(
        &mut self,
        element: &'m Type,
        position: Position,
        accepted: &'static str,
        returned: &'static str,
    ) -> Expression<'m> {
        let element = self.print(element, position);
        self.generic(if position == Position::Accepted { accepted } else { returned }, vec![element])
    }

    /// The union of printed members; `Any` takes in all others.
    pub(super) fn union(&mut self, members: Vec<Expression<'m>>) -> Expression<'m> {
        let (any, object, string) = self.absorbing();
        let union = Expression::union(members);
        for all in [any, object] {
            if union.members().iter().any(|member| member.is_name(&all)) {
                return Expression::Name(all);
            }
        }
        // `str` takes in its literals, so that overloads and hovers stay short.
        match union {
            Expression::Union(mut members) if members.iter().any(|member| member.is_name(&string)) => {
                members.retain(|member| !is_text_literal(member));
                if members.len() == 1 { members.remove(0) } else { Expression::Union(members) }
            }
            other => other,
        }
    }

    /// The names that take in other members of a union: all, and those of strings.
    fn absorbing(&mut self) -> (Cow<'static, str>, Cow<'static, str>, Cow<'static, str>) {
        (self.imports.name("Any"), self.imports.name("object"), self.imports.name("str"))
    }

    /// The type or `None`.
    pub(super) fn optional(&mut self, ty: Expression<'m>) -> Expression<'m> {
        let (any, object, _) = self.absorbing();
        match ty {
            Expression::None => ty,
            Expression::Name(ref name) if *name == any || *name == object => ty,
            Expression::Union(mut members) => {
                if members.last() != Some(&Expression::None) {
                    members.push(Expression::None);
                }
                Expression::Union(members)
            }
            other => Expression::Union(vec![other, Expression::None]),
        }
    }

    fn buffer(&mut self, buffer: BufferKind, position: Position) -> Expression<'m> {
        let class = self.known(buffer_name(buffer));
        match position {
            Position::Accepted => Expression::Union(vec![self.known("Buffer"), class]),
            Position::Returned => class,
        }
    }

    fn literal(&mut self, value: &'m Literal) -> Expression<'m> {
        let value = match value {
            Literal::String(text) => Expression::text(text.as_str()),
            Literal::Boolean(value) => Expression::Boolean(*value),
            Literal::Number(number) if number.fract() != 0.0 || number.abs() >= 9_007_199_254_740_992.0 => {
                return self.known("float");
            }
            Literal::Number(number) => Expression::Number(*number),
            Literal::BigInt(digits) => Expression::Integer(digits.as_str().into()),
        };
        self.generic("Literal", vec![value])
    }

    /// An intersection that could not be merged: a primitive in it decides (`string & {}`), otherwise its first class.
    fn intersection(&mut self, members: &'m [Type], position: Position) -> Expression<'m> {
        let primitive = |ty: &&Type| {
            matches!(
                ty,
                Type::String | Type::Number | Type::Boolean | Type::BigInt | Type::Symbol | Type::Literal { .. }
            )
        };
        let class = |ty: &&Type| match ty {
            Type::Reference { name, .. } => self.context.index.class(name).is_some(),
            _ => false,
        };
        match members.iter().find(primitive).or_else(|| members.iter().find(class)).or(members.first()) {
            Some(member) => self.print(member, position),
            None => self.known("Any"),
        }
    }

    /// Fixed tuples are `tuple` where they are returned, so that unpacking is typed. Where they are accepted a list
    /// serves as well, but not any sequence: that would take a string for a list of pairs.
    fn tuple(&mut self, elements: &'m [TupleElement], position: Position) -> Expression<'m> {
        // Where both forms serve, each level writes what is in it twice.
        self.tuples += 1;
        let printed: Vec<_> = match self.tuples > MAXIMUM_TUPLES {
            true => elements.iter().map(|_| self.known("Any")).collect(),
            false => elements.iter().map(|element| self.print(&element.ty, position)).collect(),
        };
        self.tuples -= 1;
        let open = elements.iter().any(|element| element.optional || element.rest);
        let element = if printed.is_empty() { self.known("Never") } else { self.union(printed.clone()) };
        if position == Position::Returned {
            return match open {
                true => self.generic("JsArray", vec![element]),
                false if printed.is_empty() => self.generic("tuple", vec![Expression::Tuple(Vec::new())]),
                false => self.generic("tuple", printed),
            };
        }
        if open && !self.may_be_text(&element) {
            return self.generic("Sequence", vec![element]);
        }
        let tuple = match open {
            true => self.generic("tuple", vec![element.clone(), Expression::Ellipsis]),
            false if printed.is_empty() => self.generic("tuple", vec![Expression::Tuple(Vec::new())]),
            false => self.generic("tuple", printed),
        };
        let list = self.generic("list", vec![element]);
        Expression::Union(vec![tuple, list])
    }

    /// Whether a string may be a sequence of such elements.
    fn may_be_text(&self, element: &Expression<'m>) -> bool {
        element.members().iter().any(|member| match member {
            Expression::Name(name) => {
                let known = matches!(&**name, "bool" | "int" | "float" | "bytes") || self.is_declared_apart(name);
                !known
            }
            Expression::Subscript(head, _) => match &**head {
                Expression::Name(name) => {
                    !matches!(&**name, "tuple" | "list" | "Mapping" | "JsArray") && !self.is_declared_apart(name)
                }
                _ => true,
            },
            Expression::None => false,
            _ => true,
        })
    }

    /// Whether a name is that of a class or record of the module.
    fn is_declared_apart(&self, name: &str) -> bool {
        matches!(self.context.index.spelled(name), Some(Item::Record(_) | Item::Class(_)))
            || self.anonymous.contains_key(name)
    }

    fn class_object(&mut self, name: &'m str) -> Expression<'m> {
        let context = self.context;
        match context.index.get(name).map(|entry| entry.item) {
            Some(Item::Class(_)) => {
                let class = self.reference(name, &[], Position::Returned);
                self.generic("type", vec![class])
            }
            _ => self.known("Any"),
        }
    }

    /// A use of a declared item.
    pub(super) fn reference(&mut self, name: &'m str, arguments: &'m [Type], position: Position) -> Expression<'m> {
        let context = self.context;
        if let Some(library) = library_class(context, name) {
            return self.library_reference(library, arguments, position);
        }
        if let Some(library) = constructor_of(context, name) {
            let class = self.library_reference(library, &[], position);
            return self.generic("type", vec![class]);
        }
        let Some(entry) = context.index.get(name) else { return self.known("Any") };
        if let Item::Alias(alias) = entry.item
            && alias.type_parameters.is_empty()
            && self.crowds.hides(alias, self.within)
            && !self.written_out.contains(&std::ptr::from_ref(alias))
        {
            self.written_out.push(alias);
            let scope = self.replace_scope(Vec::new());
            let value = self.print(&alias.ty, position);
            self.replace_scope(scope);
            self.written_out.pop();
            return value;
        }
        let python: Expression<'m> = match entry.item {
            Item::Class(_) | Item::Record(_) | Item::Enum(_) => Expression::name(entry.python.clone()),
            Item::Alias(alias) => {
                let mut python = entry.python.clone();
                if position == Position::Returned && self.differs(name, alias) {
                    python = result_alias_name(&python);
                }
                Expression::name(python)
            }
            Item::Function(_) | Item::Variable(_) | Item::Module(_) => return self.known("Any"),
        };
        let accepted = position == Position::Accepted;
        // Arguments of classes are exact: a class is used in both directions. Records and aliases follow their position.
        let position = if matches!(entry.item, Item::Class(_)) { Position::Returned } else { position };
        let declared = Index::type_parameters(entry.item);
        let indices: Rc<[usize]> = match entry.item {
            Item::Alias(alias) => {
                let position = if python.is_name(&entry.python) { Position::Accepted } else { position };
                self.parameters_of_alias(alias, position)
            }
            _ => (0..declared.len()).collect(),
        };
        let python = match entry.item {
            Item::Alias(alias) if python.is_name(&entry.python) => match self.lifted_name(alias, !indices.is_empty()) {
                Some(name) => {
                    self.lifted_names.entry(name.clone()).or_insert(alias);
                    Expression::name(name)
                }
                None => python,
            },
            _ => python,
        };
        let mut printed = Vec::new();
        for &index in indices.iter() {
            let parameter = &declared[index];
            let given = arguments.get(index);
            let argument = match given.or(parameter.default.as_ref()) {
                Some(argument) if self.grows(name, argument) => self.known("Any"),
                Some(argument)
                    if given.is_some()
                        && accepted
                        && self.loose
                        && self.is_too_exact(entry.item, parameter, argument) =>
                {
                    self.known("Any")
                }
                Some(argument) if given.is_some() => self.print(argument, position),
                Some(default) if !self.defaults.contains(&name) => {
                    self.defaults.push(name);
                    let default = self.print(default, position);
                    self.defaults.pop();
                    default
                }
                _ => self.known("Any"),
            };
            self.bounds.give(parameter, &argument);
            printed.push(argument);
        }
        let reference = if printed.is_empty() { python } else { Expression::Subscript(Box::new(python), printed) };
        if accepted && !self.no_self { self.or_alike(reference, name, entry.item) } else { reference }
    }

    /// Whether an argument of a class is one that TypeScript compares member by member, where Python wants it to be the same.
    fn is_too_exact(&self, item: &'m Item, parameter: &'m TypeParameter, argument: &Type) -> bool {
        let Item::Class(class) = item else { return false };
        let Type::Reference { name, .. } = argument else { return false };
        !self.variances.is_covariant(class, &parameter.name) && self.context.index.class(name).is_some()
    }

    /// Whether an argument of a record or alias would make the current one a type without end: `Endless<T> = { next: Endless<T[]> }`.
    /// Checkers compare records field by field and would not return from it, and mypy refuses such an alias.
    fn grows(&self, name: &'m str, argument: &Type) -> bool {
        let Some(current) = self.within else { return false };
        if matches!(argument, Type::TypeParameter { .. }) {
            return false;
        }
        let mut mentions = false;
        super::visit_parameters(argument, &mut |_| mentions = true);
        if !mentions {
            return false;
        }
        // Mypy follows aliases into function types as well, and wants plain arguments for all that needs itself in there.
        let all: &Visit = &super::lift::visit_all;
        match current {
            Within::Alias(_) if reaches(self.context, name, current, all) => true,
            Within::Record(_) if reaches(self.context, name, current, &super::visit_references) => true,
            _ => {
                needs_itself(self.context, name)
                    && contents(self.context, current, all)
                        .into_iter()
                        .any(|name| reaches(self.context, name, current, all))
            }
        }
    }

    /// A library class that the border knows by itself, referred to by its name.
    fn library_reference(
        &mut self,
        (name, arity): (&'static str, usize),
        arguments: &'m [Type],
        position: Position,
    ) -> Expression<'m> {
        let mut printed = Vec::new();
        for index in 0..arity {
            printed.push(match arguments.get(index) {
                Some(argument) => self.print(argument, position),
                None => self.known("Any"),
            });
        }
        if printed.is_empty() { self.known(name) } else { self.generic(name, printed) }
    }

    /// A function type. What Python gives may take fewer arguments than JavaScript has, and where the result does not
    /// matter it may give any.
    pub(super) fn callable(&mut self, function: &'m Function, construct: bool, position: Position) -> Expression<'m> {
        const CALLBACKS: [&str; 5] = ["Callback1", "Callback2", "Callback3", "Callback4", "Callback5"];
        let Some(signature) = widest(function) else {
            let any = self.known("Any");
            return self.generic("Callable", vec![Expression::Ellipsis, any]);
        };
        let mark = self.scope.len();
        for parameter in &signature.type_parameters {
            let binding = match parameter.constraint.as_ref().or(parameter.default.as_ref()) {
                Some(ty) => Binding::Type(ty),
                None => Binding::Any,
            };
            self.scope.push((&parameter.name, binding));
        }
        let result = match &signature.result {
            ty if position == Position::Accepted && is_ignored(ty) => self.known("object"),
            _ if signature.predicate.is_some() => self.known("bool"),
            ty => self.print(ty, position),
        };
        let rest = signature.parameters.iter().any(|parameter| parameter.rest);
        let optional = signature.parameters.iter().any(|parameter| parameter.optional);
        let open = rest || function.overloads.len() > 1 || (optional && position == Position::Returned);
        let untold = position == Position::Accepted && (construct || signature.parameters.len() > CALLBACKS.len());
        let printed = if open || untold {
            self.generic("Callable", vec![Expression::Ellipsis, result])
        } else {
            let mut parameters = Vec::new();
            for parameter in &signature.parameters {
                let mut ty = self.print(&parameter.ty, position.flipped());
                if parameter.optional {
                    ty = self.optional(ty);
                }
                parameters.push(ty);
            }
            if position == Position::Accepted && !parameters.is_empty() {
                let callback = CALLBACKS[parameters.len() - 1];
                let alone = !self.leads_back(function, parameters.iter().chain([&result]));
                match alone {
                    true => {
                        parameters.push(result);
                        self.generic(callback, parameters)
                    }
                    false => self.callback_written_out(parameters, &result),
                }
            } else {
                self.generic("Callable", vec![Expression::List(parameters), result])
            }
        };
        self.scope.truncate(mark);
        printed
    }

    /// Whether a callback stands in a generic record or alias that leads back to that with other arguments than plain type variables. Mypy
    /// takes the alias of callbacks in there for one that needs itself without end.
    fn leads_back<'e>(&self, function: &'m Function, mut printed: impl Iterator<Item = &'e Expression<'m>>) -> bool
    where
        'm: 'e,
    {
        let Some(current) = self.within else { return false };
        let is_plain = |expression: &Expression<'m>| matches!(expression, Expression::Name(_));
        if printed.all(|expression| {
            expression.members().iter().all(|member| is_plain(member) || self.variables_in(member).is_empty())
        }) {
            return false;
        }
        let mut leads_back = false;
        super::lift::visit_function(function, &mut |name| {
            leads_back = leads_back || reaches(self.context, name, current, &super::lift::visit_all);
        });
        leads_back
    }

    /// What the alias of callbacks of so many parameters stands for.
    fn callback_written_out(&mut self, mut parameters: Vec<Expression<'m>>, result: &Expression<'m>) -> Expression<'m> {
        let mut members = Vec::with_capacity(parameters.len() + 1);
        loop {
            let list = Expression::List(parameters.clone());
            members.push(self.generic("Callable", vec![list, result.clone()]));
            if parameters.pop().is_none() {
                return Expression::Union(members);
            }
        }
    }

    /// A record without a name gets one, and its definition stands before the item that uses it.
    fn anonymous_record(&mut self, fields: &'m [RecordField]) -> Expression<'m> {
        if fields.is_empty() {
            return self.known("Any");
        }
        let typed = self.fields(fields.iter().collect());
        let mut variables: Vec<Expression<'m>> = Vec::new();
        for variable in typed.iter().flat_map(|(_, ty)| self.variables_in(ty)) {
            if !variables.contains(&variable) {
                variables.push(variable);
            }
        }
        let printed: Vec<&Expression<'m>> = typed.iter().map(|(_, ty)| ty).collect();
        let key = format!("{fields:?}{printed:?}");
        if let Some(known) = self.records.get(&key) {
            return known.clone();
        }
        let name = format!("_{}Record{}", self.place, self.records.len() + 1);
        let anonymous = Anonymous { variables: variables.clone(), fields: typed.clone() };
        self.anonymous.insert(name.clone(), anonymous);
        let mut expression = Expression::name(name.clone());
        if !variables.is_empty() {
            expression = Expression::Subscript(Box::new(expression), variables.clone());
        }
        self.records.insert(key, expression.clone());
        let definitions = self.typed_dict(Cow::Owned(name), typed, Vec::new(), variables, None);
        self.hoisted.extend(definitions);
        expression
    }
}

/// The name of the returned form of an alias: in the module itself, also for an alias of a namespace.
pub(super) fn result_alias_name(python: &str) -> String {
    format!("_{}Result", python.replace('.', "_"))
}

/// Whether JavaScript ignores what a callback of this result type gives: `void`, `any` and `void | Promise<void>`.
fn is_ignored(ty: &Type) -> bool {
    match ty {
        Type::Undefined | Type::Any | Type::Unknown => true,
        Type::Union { members } => {
            members.iter().any(is_ignored_member)
                && members.iter().all(|member| is_ignored_member(member) || matches!(member, Type::Promise { .. }))
        }
        Type::Promise { value } => is_ignored(value),
        _ => false,
    }
}

fn is_ignored_member(ty: &Type) -> bool {
    matches!(ty, Type::Undefined) || matches!(ty, Type::Promise { value } if is_ignored(value))
}

fn is_text_literal(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Subscript(value, arguments) => {
            matches!(&**value, Expression::Name(name) if name.trim_start_matches('_') == "Literal")
                && arguments.iter().all(|argument| matches!(argument, Expression::Text(_)))
        }
        _ => false,
    }
}

/// The library class whose constructor interface this is: `MapConstructor`.
pub(super) fn constructor_of(context: &Context<'_>, js: &str) -> Option<(&'static str, usize)> {
    library_class(context, js.strip_suffix("Constructor")?)
}

/// The class in `sigbind.typing` that stands for a library class, and its number of type parameters.
pub(super) fn library_class(context: &Context<'_>, js: &str) -> Option<(&'static str, usize)> {
    // A module may declare a class of its own with such a name.
    if !context.module.global && context.index.get(js).is_some() {
        return None;
    }
    Some(match js {
        "Array" | "ReadonlyArray" | "ArrayLike" | "ConcatArray" => ("JsArray", 1),
        "Map" | "ReadonlyMap" => ("JsMap", 2),
        "Set" | "ReadonlySet" => ("JsSet", 1),
        "Promise" | "PromiseLike" => ("JsPromise", 1),
        "Date" => ("JsDate", 0),
        "Iterable" => ("JsIterable", 1),
        "Iterator"
        | "IterableIterator"
        | "IteratorObject"
        | "Generator"
        | "ArrayIterator"
        | "MapIterator"
        | "SetIterator"
        | "StringIterator"
        | "RegExpStringIterator" => ("JsIterator", 1),
        "AsyncIterable" => ("JsAsyncIterable", 1),
        "AsyncIterator" | "AsyncIterableIterator" | "AsyncIteratorObject" | "AsyncGenerator" => ("JsAsyncIterator", 1),
        "ArrayBuffer" => ("ArrayBuffer", 0),
        "SharedArrayBuffer" => ("SharedArrayBuffer", 0),
        "ArrayBufferView" => ("ArrayBufferView", 0),
        "DataView" => ("DataView", 0),
        "Int8Array" => ("Int8Array", 0),
        "Uint8Array" => ("Uint8Array", 0),
        "Uint8ClampedArray" => ("Uint8ClampedArray", 0),
        "Int16Array" => ("Int16Array", 0),
        "Uint16Array" => ("Uint16Array", 0),
        "Int32Array" => ("Int32Array", 0),
        "Uint32Array" => ("Uint32Array", 0),
        "Float16Array" => ("Float16Array", 0),
        "Float32Array" => ("Float32Array", 0),
        "Float64Array" => ("Float64Array", 0),
        "BigInt64Array" => ("BigInt64Array", 0),
        "BigUint64Array" => ("BigUint64Array", 0),
        _ => return None,
    })
}
