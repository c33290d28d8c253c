//! Types as the annotation language of signature classes.

use std::borrow::Cow;

use ffi_core::signature::{
    BufferKind, Function, Item, Literal, RecordField, Signature, TupleElement, Type, TypeParameter,
};
use rustc_hash::FxHashMap;

use super::super::Context;
use super::super::index::Index;
use super::super::python::{ClassDefinition, Expression, Statement, is_identifier};
use super::converters::Converters;
use super::{SUFFIX, TypeVariables};

/// Whether a value goes to JavaScript or comes from it. Most annotations serve both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// The value is given to JavaScript.
    Accepted,
    /// The value comes from JavaScript.
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

/// Prints types, and remembers what must be declared for the printed ones.
pub(super) struct Types<'c, 'm> {
    context: &'c Context<'m>,
    pub(super) variables: TypeVariables<'m>,
    scope: Vec<(&'m str, Expression<'m>)>,
    hoisted: Vec<Statement<'m>>,
    records: FxHashMap<String, String>,
    pub(super) converters: Converters<'m>,
    /// Where the types stand that are printed: the start of the name of a record that has none.
    pub(super) place: String,
}

impl<'c, 'm> Types<'c, 'm> {
    pub(super) fn new(context: &'c Context<'m>) -> Self {
        let mut variables = TypeVariables::new("");
        for item in &context.module.items {
            variables.reserve(&super::super::index::python_name(item));
        }
        super::EXPORTS.iter().for_each(|name| variables.reserve(name));
        Self {
            context,
            variables,
            scope: Vec::new(),
            hoisted: Vec::new(),
            records: FxHashMap::default(),
            converters: Converters::default(),
            place: String::new(),
        }
    }

    /// Records without a name that were met since the last call, as definitions.
    pub(super) fn take_hoisted(&mut self) -> Vec<Statement<'m>> {
        std::mem::take(&mut self.hoisted)
    }

    /// Prints with type parameters in scope.
    pub(super) fn in_scope<T>(&mut self, parameters: &'m [TypeParameter], print: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.open_scope(parameters);
        let printed = print(self);
        self.close_scope(mark);
        printed
    }

    /// Brings type parameters into scope; give the result back to [`Types::close_scope`].
    pub(super) fn open_scope(&mut self, parameters: &'m [TypeParameter]) -> usize {
        let outer = self.scope.len();
        for parameter in parameters {
            let bound = parameter.constraint.as_ref().map(|bound| self.print(bound, Position::Accepted));
            let bound =
                bound.filter(|bound| !matches!(bound, Expression::Name(name) if name == "Any" || name == "object"));
            let bound = bound.map(|bound| Expression::Quoted(Box::new(bound)));
            let name = self.variables.declare(&parameter.name, bound, None);
            self.scope.push((&parameter.name, Expression::name(name)));
        }
        outer
    }

    /// Takes type parameters out of scope.
    pub(super) fn close_scope(&mut self, mark: usize) {
        self.scope.truncate(mark);
    }

    /// The type variables of type parameters that are in scope.
    pub(super) fn variables_of(&self, parameters: &[TypeParameter]) -> Vec<Expression<'m>> {
        parameters.iter().filter_map(|parameter| self.lookup(&parameter.name)).collect()
    }

    fn lookup(&self, name: &str) -> Option<Expression<'m>> {
        self.scope.iter().rev().find(|(own, _)| *own == name).map(|(_, expression)| expression.clone())
    }

    pub(super) fn print(&mut self, ty: &'m Type, position: Position) -> Expression<'m> {
        let nested = |types: &mut Self, ty: &'m Type| types.print(ty, position);
        match ty {
            Type::Any => Expression::name("Any"),
            Type::Unknown | Type::Object => Expression::name("object"),
            Type::Never => Expression::name("Never"),
            Type::Undefined => Expression::None,
            Type::Null => Expression::name("JsNull"),
            Type::Boolean => Expression::name("bool"),
            Type::Number => Expression::name("float"),
            Type::BigInt => Expression::name("BigInt"),
            Type::String => Expression::name("str"),
            Type::Symbol => Expression::name("Symbol"),
            Type::Literal { value } => literal(value),
            Type::Union { members } => {
                let members: Vec<_> = members.iter().map(|member| nested(self, member)).collect();
                Expression::union(members)
            }
            Type::Intersection { members } => self.intersection(members, position),
            Type::Array { element, .. } => Expression::subscript("list", vec![nested(self, element)]),
            Type::Tuple { elements } => self.tuple(elements, position),
            Type::Mapping { value } => {
                Expression::subscript("dict", vec![Expression::name("str"), nested(self, value)])
            }
            Type::Record { fields } => self.anonymous_record(fields),
            Type::Reference { name, arguments, module } => match module {
                None => self.reference(name, arguments, position),
                Some(_) => Expression::name("Any"),
            },
            Type::ClassObject { name, .. } => match self.context.index.get(name) {
                Some(entry) if matches!(entry.item, Item::Class(_)) => {
                    Expression::subscript("type", vec![Expression::name(signature_name(&entry.python))])
                }
                _ => Expression::name("Any"),
            },
            Type::TypeParameter { name } => self.lookup(name).unwrap_or(Expression::Name("Any".into())),
            Type::This => Expression::name("Self"),
            Type::Function { function, .. } => self.callable(function, position),
            Type::Promise { value } => Expression::subscript("Awaitable", vec![nested(self, value)]),
            Type::Iterable { element } => Expression::subscript("Iterable", vec![nested(self, element)]),
            Type::Iterator { element, .. } => Expression::subscript("Iterator", vec![nested(self, element)]),
            Type::AsyncIterable { element } => Expression::subscript("AsyncIterable", vec![nested(self, element)]),
            Type::AsyncIterator { element } => Expression::subscript("AsyncIterator", vec![nested(self, element)]),
            Type::Map { key, value } => Expression::subscript("Map", vec![nested(self, key), nested(self, value)]),
            Type::Set { element } => Expression::subscript("Set", vec![nested(self, element)]),
            Type::Date => Expression::name("Date"),
            Type::Buffer { buffer } => Expression::name(buffer_name(*buffer)),
            Type::Converted { value, by } => {
                let converter = Expression::name(self.converters.name(by));
                Expression::subscript("Annotated", vec![nested(self, value), converter])
            }
        }
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
            None => Expression::name("Any"),
        }
    }

    fn tuple(&mut self, elements: &'m [TupleElement], position: Position) -> Expression<'m> {
        if elements.iter().any(|element| element.optional || element.rest) {
            let members: Vec<_> = elements.iter().map(|element| self.print(&element.ty, position)).collect();
            let element = Expression::union(members);
            return Expression::subscript("tuple", vec![element, Expression::Ellipsis]);
        }
        if elements.is_empty() {
            return Expression::subscript("tuple", vec![Expression::Tuple(Vec::new())]);
        }
        Expression::subscript("tuple", elements.iter().map(|element| self.print(&element.ty, position)).collect())
    }

    fn reference(&mut self, name: &'m str, arguments: &'m [Type], position: Position) -> Expression<'m> {
        let context = self.context;
        let Some(entry) = context.index.get(name) else { return Expression::name("Any") };
        let python = match entry.item {
            Item::Class(_) => Cow::Owned(signature_name(&entry.python)),
            Item::Record(_) | Item::Alias(_) | Item::Enum(_) => Cow::Owned(scoped_name(&entry.python)),
            Item::Function(_) | Item::Variable(_) | Item::Module(_) => return Expression::name("Any"),
        };
        let declared = Index::type_parameters(entry.item).len();
        // Records and aliases are looked up by their bare name; only classes carry their arguments.
        if declared == 0 || arguments.is_empty() || !matches!(entry.item, Item::Class(_)) {
            return Expression::Name(python);
        }
        let arguments = arguments.iter().take(declared).map(|argument| self.print(argument, position)).collect();
        Expression::Subscript(Box::new(Expression::Name(python)), arguments)
    }

    /// `Callable[[A, B], R]`. What Python is given to call may be called with fewer arguments when some are optional, which
    /// only `...` can say; what Python gives is called with as many as JavaScript has, so there all are typed.
    fn callable(&mut self, function: &'m Function, position: Position) -> Expression<'m> {
        let Some(signature) = widest(function) else { return Expression::name("Any") };
        self.in_scope(&signature.type_parameters, |types| {
            let result = types.print(&signature.result, position);
            let open = signature
                .parameters
                .iter()
                .any(|parameter| parameter.rest || (parameter.optional && position == Position::Returned));
            if open || (function.overloads.len() > 1 && position == Position::Returned) {
                return Expression::subscript("Callable", vec![Expression::Ellipsis, result]);
            }
            let parameters =
                signature.parameters.iter().map(|parameter| types.print(&parameter.ty, position.flipped())).collect();
            Expression::subscript("Callable", vec![Expression::List(parameters), result])
        })
    }

    fn anonymous_record(&mut self, fields: &'m [RecordField]) -> Expression<'m> {
        if fields.is_empty() {
            return Expression::name("object");
        }
        let key = format!("{fields:?}");
        if let Some(name) = self.records.get(&key) {
            return Expression::name(name.clone());
        }
        let name = format!("_{}Record{}", self.place, self.records.len() + 1);
        self.records.insert(key, name.clone());
        let definition = self.typed_dict(name.clone().into(), fields, Vec::new());
        self.hoisted.push(definition);
        Expression::name(name)
    }

    /// An alias of a record without a name is a record with the alias's name.
    pub(super) fn named_record(&mut self, ty: &'m Type, name: &str) -> Option<Statement<'m>> {
        match ty {
            Type::Record { fields } if !fields.is_empty() => {
                Some(self.typed_dict(name.to_owned().into(), fields, Vec::new()))
            }
            _ => None,
        }
    }

    /// A `TypedDict` of fields: a class, or a call where Python cannot write a key as a name.
    pub(super) fn typed_dict(
        &mut self,
        name: Cow<'m, str>,
        fields: &'m [RecordField],
        bases: Vec<Expression<'m>>,
    ) -> Statement<'m> {
        self.typed_dict_with(name, fields.iter().collect(), bases)
    }

    /// A `TypedDict` of fields that come from several declarations.
    pub(super) fn typed_dict_of(&mut self, name: Cow<'m, str>, fields: Vec<&'m RecordField>) -> Statement<'m> {
        self.typed_dict_with(name, fields, Vec::new())
    }

    fn typed_dict_with(
        &mut self,
        name: Cow<'m, str>,
        fields: Vec<&'m RecordField>,
        bases: Vec<Expression<'m>>,
    ) -> Statement<'m> {
        let typed: Vec<(&'m str, Expression<'m>)> = fields
            .into_iter()
            .filter(|field| !field.name.symbol)
            .map(|field| {
                let ty = self.print(&field.ty, Position::Accepted);
                (field.name.js.as_str(), if field.optional { ty } else { Expression::subscript("Required", vec![ty]) })
            })
            .collect();
        let total = (Cow::Borrowed("total"), Expression::Boolean(false));
        if typed.iter().all(|(key, _)| is_identifier(key)) {
            let mut all_bases = bases;
            if all_bases.is_empty() {
                all_bases.push(Expression::name("TypedDict"));
            }
            return Statement::Class(ClassDefinition {
                name,
                bases: all_bases,
                keywords: vec![total],
                body: typed.into_iter().map(|(key, ty)| Statement::declaration(key, ty)).collect(),
                ..ClassDefinition::default()
            });
        }
        let entries =
            typed.into_iter().map(|(key, ty)| (Expression::text(key), Expression::Quoted(Box::new(ty)))).collect();
        Statement::assignment(
            name.clone(),
            Expression::call_with("TypedDict", vec![Expression::Text(name), Expression::Dict(entries)], vec![total]),
        )
    }
}

/// The overload of a callback that decides what the callable is given: the one with most parameters.
pub(in crate::emit) fn widest(function: &Function) -> Option<&Signature> {
    function.overloads.iter().rev().max_by_key(|signature| signature.parameters.len())
}

/// The name of the signature class of a class, given the class's dotted Python name: namespaces are signature classes too.
pub(super) fn signature_name(python: &str) -> String {
    let mut name = python.replace('.', &format!("{SUFFIX}."));
    name.push_str(SUFFIX);
    name
}

/// The name of what keeps its own name inside of namespaces, which are signature classes.
pub(super) fn scoped_name(python: &str) -> String {
    python.replace('.', &format!("{SUFFIX}."))
}

pub(super) fn literal(value: &Literal) -> Expression<'_> {
    let value = match value {
        Literal::String(text) => Expression::text(text.as_str()),
        Literal::Boolean(value) => Expression::Boolean(*value),
        Literal::Number(number) if number.fract() != 0.0 || number.abs() >= 9_007_199_254_740_992.0 => {
            return Expression::name("float");
        }
        Literal::Number(number) => Expression::Number(*number),
        Literal::BigInt(_) => return Expression::name("BigInt"),
    };
    Expression::subscript("Literal", vec![value])
}

/// The JavaScript class of a buffer.
pub(in crate::emit) fn buffer_name(buffer: BufferKind) -> &'static str {
    match buffer {
        BufferKind::ArrayBuffer => "ArrayBuffer",
        BufferKind::SharedArrayBuffer => "SharedArrayBuffer",
        BufferKind::ArrayBufferView => "ArrayBufferView",
        BufferKind::DataView => "DataView",
        BufferKind::Int8Array => "Int8Array",
        BufferKind::Uint8Array => "Uint8Array",
        BufferKind::Uint8ClampedArray => "Uint8ClampedArray",
        BufferKind::Int16Array => "Int16Array",
        BufferKind::Uint16Array => "Uint16Array",
        BufferKind::Int32Array => "Int32Array",
        BufferKind::Uint32Array => "Uint32Array",
        BufferKind::Float16Array => "Float16Array",
        BufferKind::Float32Array => "Float32Array",
        BufferKind::Float64Array => "Float64Array",
        BufferKind::BigInt64Array => "BigInt64Array",
        BufferKind::BigUint64Array => "BigUint64Array",
    }
}
