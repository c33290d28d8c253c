//! Types by hand: the text of a TypeScript type to a type of the border.
//!
//! The text is read by the parser of declarations. What it may name is what the module holds, and the library types that are kinds of their own at the
//! border; operators that compute types are for declarations, not for here.

use std::sync::Arc;

use ffi_core::signature::{
    BufferKind, Function, Item, Keyword, Literal, Name, Parameter, RecordField, Signature, TupleElement, Type,
};
use rustc_hash::FxHashMap;

use crate::diagnostics::FileId;
use crate::lower::names;
use crate::model::{
    FileArena, Keyword as Word, MemberNodeKind, ObjectNode, PropertyName, SignatureNode, StatementKind, TypeNode,
    TypeNodeKind,
};
use crate::parse::{self, Dialect};

/// What stands before the text when it is parsed.
const HEAD: &str = "type T = ";

/// What is wrong, and where in the text.
pub(super) struct Wrong {
    pub message: String,
    pub start: usize,
    pub end: usize,
    pub note: Option<String>,
}

/// What the text may name.
pub(super) struct Known<'k> {
    /// The items of the module by dotted name.
    pub items: &'k FxHashMap<String, Item>,
    /// The type parameters in scope.
    pub type_parameters: &'k [String],
}

/// Reads a type.
pub(super) fn read(text: &str, known: &Known<'_>) -> Result<Type, Wrong> {
    let source = format!("{HEAD}{text};");
    let arena = FileArena::default();
    let part = parse::whole(FileId(0), &source, Dialect::Declarations);
    let parsed = parse::parse(&part, &arena);
    if let Some(problem) = parsed.diagnostics.first() {
        let at = problem.span.map_or(0, |span| (span.start as usize).saturating_sub(HEAD.len()).min(text.len()));
        return Err(Wrong { message: problem.message.clone(), start: at, end: text.len().max(at), note: None });
    }
    let file = parse::join(&part, vec![parsed], &arena);
    let [statement] = file.statements else { return Err(wrong_whole(text, "this is not one type")) };
    let StatementKind::Alias { ty, .. } = statement.kind else { return Err(wrong_whole(text, "this is not a type")) };
    Reader { known }.ty(ty)
}

fn wrong_whole(text: &str, message: &str) -> Wrong {
    Wrong { message: message.to_owned(), start: 0, end: text.len(), note: None }
}

struct Reader<'k> {
    known: &'k Known<'k>,
}

fn wrong(node: &TypeNode<'_>, message: String) -> Wrong {
    let inside = |offset: u32| (offset as usize).saturating_sub(HEAD.len());
    Wrong { message, start: inside(node.span.start), end: inside(node.span.end), note: None }
}

impl Reader<'_> {
    fn ty(&self, node: &TypeNode<'_>) -> Result<Type, Wrong> {
        let literal = |value| Type::Literal { value };
        Ok(match node.kind {
            TypeNodeKind::Keyword(word) => keyword(word),
            TypeNodeKind::String(text) => literal(Literal::String(text.to_owned())),
            TypeNodeKind::Number(number) => literal(Literal::Number(number)),
            TypeNodeKind::Boolean(value) => literal(Literal::Boolean(value)),
            TypeNodeKind::BigInt(digits) => literal(Literal::BigInt(digits.to_owned())),
            TypeNodeKind::Template { .. } => Type::String,
            TypeNodeKind::Union(members) => Type::union(self.list(members)?),
            TypeNodeKind::Intersection(members) => Type::Intersection { members: self.list(members)? },
            TypeNodeKind::Array(element) => Type::Array { element: Box::new(self.ty(element)?), readonly: false },
            TypeNodeKind::Readonly(inner) => match self.ty(inner)? {
                Type::Array { element, .. } => Type::Array { element, readonly: true },
                other => other,
            },
            TypeNodeKind::Tuple(elements) => Type::Tuple {
                elements: elements
                    .iter()
                    .map(|element| {
                        let ty = match (element.rest, self.ty(element.ty)?) {
                            (true, Type::Array { element, .. }) => *element,
                            (_, ty) => ty,
                        };
                        let name = element.name.map(str::to_owned);
                        Ok(TupleElement { name, ty, optional: element.optional, rest: element.rest })
                    })
                    .collect::<Result<_, Wrong>>()?,
            },
            TypeNodeKind::Function(signature) => self.function(signature, false)?,
            TypeNodeKind::Constructor(signature) => self.function(signature, true)?,
            TypeNodeKind::Object(object) => self.object(node, object)?,
            TypeNodeKind::This => Type::This,
            TypeNodeKind::UniqueSymbol => Type::Symbol,
            TypeNodeKind::Reference { path, arguments } => self.reference(node, path, arguments)?,
            _ => {
                let message = "a type by hand says what the type is: nothing that computes one can stand here";
                return Err(wrong(node, message.to_owned()));
            }
        })
    }

    fn list(&self, nodes: &[&TypeNode<'_>]) -> Result<Vec<Type>, Wrong> {
        nodes.iter().map(|node| self.ty(node)).collect()
    }

    fn boxed(&self, node: &TypeNode<'_>) -> Result<Box<Type>, Wrong> {
        self.ty(node).map(Box::new)
    }

    fn reference(&self, node: &TypeNode<'_>, path: &[&str], arguments: &[&TypeNode<'_>]) -> Result<Type, Wrong> {
        let name = path.join(".");
        if self.known.type_parameters.contains(&name) && arguments.is_empty() {
            return Ok(Type::TypeParameter { name });
        }
        if self.known.items.contains_key(&name) {
            return Ok(Type::Reference { name, arguments: self.list(arguments)?, module: None });
        }
        if let Some(buffer) = buffer(&name) {
            return Ok(Type::Buffer { buffer });
        }
        Ok(match (&*name, arguments) {
            ("Date", []) => Type::Date,
            ("Function", []) => Type::Any,
            ("Array", [element]) => Type::Array { element: self.boxed(element)?, readonly: false },
            ("ReadonlyArray", [element]) => Type::Array { element: self.boxed(element)?, readonly: true },
            ("Promise" | "PromiseLike", [value]) => Type::Promise { value: self.boxed(value)? },
            ("Set" | "ReadonlySet", [element]) => Type::Set { element: self.boxed(element)? },
            ("Map" | "ReadonlyMap", [key, value]) => Type::Map { key: self.boxed(key)?, value: self.boxed(value)? },
            ("Record", [_, value]) => Type::Mapping { value: self.boxed(value)? },
            ("Iterable", [element]) => Type::Iterable { element: self.boxed(element)? },
            ("Iterator" | "IterableIterator", [element]) => {
                Type::Iterator { element: self.boxed(element)?, result: None, sent: None }
            }
            ("AsyncIterable", [element]) => Type::AsyncIterable { element: self.boxed(element)? },
            ("AsyncIterator" | "AsyncIterableIterator", [element]) => {
                Type::AsyncIterator { element: self.boxed(element)? }
            }
            _ => {
                let mut error = wrong(node, format!("no `{name}` in this package"));
                let mut list: Vec<&str> = self.known.items.keys().map(String::as_str).collect();
                list.sort_unstable();
                let nearest = names::nearest(&name, list);
                if !nearest.is_empty() {
                    let quoted: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
                    error.note = Some(format!("did you mean {}?", quoted.join(" or ")));
                }
                return Err(error);
            }
        })
    }

    fn object(&self, node: &TypeNode<'_>, object: &ObjectNode<'_>) -> Result<Type, Wrong> {
        let mut fields = Vec::new();
        for member in object.members {
            let (name, ty) = match (member.name, member.kind) {
                (_, MemberNodeKind::Index { value: Some(value), .. }) if object.members.len() == 1 => {
                    return Ok(Type::Mapping { value: self.boxed(value)? });
                }
                (PropertyName::Text(name), MemberNodeKind::Property(Some(ty), _)) => (name, self.ty(ty)?),
                (PropertyName::Text(name), MemberNodeKind::Method(signature)) => {
                    (name, self.function(signature, false)?)
                }
                _ => return Err(wrong(node, "an object type by hand has properties only".to_owned())),
            };
            fields.push(RecordField {
                name: names::name(name),
                ty,
                optional: member.optional,
                readonly: member.readonly,
                docs: Default::default(),
            });
        }
        Ok(Type::Record { fields })
    }

    fn function(&self, signature: &SignatureNode<'_>, construct: bool) -> Result<Type, Wrong> {
        let mut parameters = Vec::new();
        for parameter in signature.parameters {
            let ty = parameter.ty.map_or(Ok(Type::Any), |ty| self.ty(ty))?;
            let ty = match (parameter.rest, ty) {
                (true, Type::Array { element, .. }) => *element,
                (_, ty) => ty,
            };
            let name = names::name(parameter.name);
            parameters.push(Parameter {
                name,
                ty,
                optional: parameter.optional,
                rest: parameter.rest,
                keywords: None,
                other_keywords: None,
            });
        }
        let result = signature.result.map_or(Ok(Type::Any), |ty| self.ty(ty))?;
        let signature = Signature { parameters, result, ..Signature::default() };
        Ok(Type::Function { function: Box::new(Function { overloads: vec![signature] }), construct })
    }
}

/// Gives a function that Python calls its keywords: the properties of the last parameter that is a record.
pub(super) fn with_keywords(mut function: Function, items: &FxHashMap<String, Item>) -> Function {
    for signature in &mut function.overloads {
        let fields = |parameter: &Parameter| record_fields(&parameter.ty.non_nullable(), items, 0);
        let found = signature.parameters.iter_mut().rev().filter(|parameter| !parameter.rest);
        let Some((parameter, fields)) =
            found.into_iter().find_map(|parameter| fields(parameter).map(|fields| (parameter, fields)))
        else {
            continue;
        };
        let keyword = |field: RecordField| Keyword {
            name: field.name,
            ty: field.ty,
            required: !field.optional,
            default: None,
            docs: field.docs,
        };
        parameter.keywords = Some(fields.into_iter().map(keyword).collect::<Vec<_>>().into());
    }
    function
}

fn record_fields(ty: &Type, items: &FxHashMap<String, Item>, depth: usize) -> Option<Vec<RecordField>> {
    match ty {
        Type::Record { fields } => Some(fields.clone()),
        Type::Reference { name, module: None, arguments } if arguments.is_empty() && depth < 64 => {
            let Item::Record(record) = items.get(name)? else { return None };
            let mut fields = record.fields.clone();
            for base in &record.extends {
                for field in record_fields(base, items, depth + 1)? {
                    if fields.iter().all(|one| one.name.js != field.name.js) {
                        fields.push(field);
                    }
                }
            }
            Some(fields)
        }
        _ => None,
    }
}

fn keyword(word: Word) -> Type {
    match word {
        Word::Any | Word::Intrinsic => Type::Any,
        Word::Unknown => Type::Unknown,
        Word::Never => Type::Never,
        Word::Undefined | Word::Void => Type::Undefined,
        Word::Null => Type::Null,
        Word::Boolean => Type::Boolean,
        Word::Number => Type::Number,
        Word::BigInt => Type::BigInt,
        Word::String => Type::String,
        Word::Symbol => Type::Symbol,
        Word::Object => Type::Object,
    }
}

fn buffer(name: &str) -> Option<BufferKind> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Keywords of a signature with one of them changed.
pub(super) fn changed_keywords(
    keywords: &Arc<[Keyword]>,
    name: &str,
    change: &mut dyn FnMut(&mut Vec<Keyword>, usize),
) -> Option<Arc<[Keyword]>> {
    let at = keywords.iter().position(|keyword| keyword.name.js == name)?;
    let mut list = keywords.to_vec();
    change(&mut list, at);
    Some(list.into())
}

/// A name with another Python spelling.
pub(super) fn renamed(name: &Name, python: &str) -> Name {
    Name { symbol: name.symbol, ..Name::renamed(name.js.clone(), python) }
}
