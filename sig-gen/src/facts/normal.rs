//! The normal form of a type, as `tests/oracle/normal.mjs` prints that of TypeScript's checker.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::bind::{DeclarationKind, SymbolId};
use crate::evaluate::{Callable, Element, Evaluator, Mapping, Shape, Ty, TypeId, View, constant};
use crate::model::{Flavour, PropertyName, TypeNodeKind};
use crate::number;

/// How deeply types are written.
pub const DEPTH: usize = 6;
/// How long the text of one type may be, in bytes.
const LENGTH: usize = 1500;

/// Prints types, and remembers what it printed.
#[derive(Default)]
pub struct Printer {
    printed: FxHashMap<(TypeId, usize), String>,
}
/// From here on only the names of properties are: large object types in each other have no end.
const NAMES_ONLY: usize = DEPTH - 1;

impl Printer {
    /// The normal form of a type that stands `depth` levels deep.
    pub fn print<'a>(&mut self, evaluator: &mut Evaluator<'a>, ty: TypeId, depth: usize) -> String {
        let ty = evaluator.resolve(ty);
        if let Some(known) = self.printed.get(&(ty, depth)) {
            return String::clone(known);
        }
        let text = limited(self.print_any(evaluator, ty, depth));
        self.printed.insert((ty, depth), text.clone());
        text
    }

    fn print_any<'a>(&mut self, evaluator: &mut Evaluator<'a>, ty: TypeId, depth: usize) -> String {
        match evaluator.types.get(ty) {
            Ty::Any | Ty::Unresolved | Ty::Marker(_) | Ty::Rigid(_) => "any".to_owned(),
            Ty::Unknown => "unknown".to_owned(),
            Ty::Never => "never".to_owned(),
            Ty::Undefined => "undefined".to_owned(),
            Ty::Null => "null".to_owned(),
            Ty::Void => "void".to_owned(),
            Ty::Boolean => "boolean".to_owned(),
            Ty::Number => "number".to_owned(),
            Ty::BigInt => "bigint".to_owned(),
            Ty::String => "string".to_owned(),
            Ty::Symbol => "symbol".to_owned(),
            Ty::Object => "object".to_owned(),
            Ty::Text(text) => quoted(text),
            Ty::NumberLiteral(bits) => number::text(f64::from_bits(bits)),
            Ty::BooleanLiteral(value) => value.to_string(),
            Ty::BigIntLiteral(digits) => format!("{digits}n"),
            Ty::EnumMember(symbol, member) => {
                format!("{}.{}", evaluator.bindings.symbol(symbol).name, first_of_value(evaluator, symbol, member))
            }
            Ty::UniqueSymbol(name) => format!("unique {}", name_text(name)),
            Ty::Named(symbol, _) if evaluator.enum_members(symbol).is_some() => {
                let members = evaluator.alternatives(ty);
                self.union(evaluator, &members, depth)
            }
            _ if depth > DEPTH => "...".to_owned(),
            Ty::NotNull | Ty::Empty => "{}".to_owned(),
            Ty::Union(_) => {
                let members = evaluator.alternatives(ty);
                self.union(evaluator, &members, depth)
            }
            Ty::Intersection(members) => {
                let mut parts: Vec<String> =
                    members.iter().map(|&one| format!("({})", self.print(evaluator, one, depth + 1))).collect();
                parts.sort();
                parts.dedup();
                parts.join(" & ")
            }
            Ty::Parameter(node) => node.0.name.to_owned(),
            Ty::Infer(name, _) => name.to_owned(),
            Ty::This => "this".to_owned(),
            Ty::Keyof(inner) => format!("keyof {}", self.print(evaluator, inner, depth + 1)),
            Ty::Indexed(object, index) => {
                format!("{}[{}]", self.print(evaluator, object, depth + 1), self.print(evaluator, index, depth + 1))
            }
            Ty::Template(texts, types) => {
                let mut text = escaped(texts[0]);
                for (index, &one) in types.iter().enumerate() {
                    let _ = write!(text, "${{{}}}{}", self.print(evaluator, one, depth + 1), escaped(texts[index + 1]));
                }
                format!("`{text}`")
            }
            Ty::Mapping(mapping, inner) => {
                let name = match mapping {
                    Mapping::Uppercase => "Uppercase",
                    Mapping::Lowercase => "Lowercase",
                    Mapping::Capitalize => "Capitalize",
                    Mapping::Uncapitalize => "Uncapitalize",
                };
                format!("{name}<{}>", self.print(evaluator, inner, depth + 1))
            }
            Ty::Deferred(node, _) => match node.0.kind {
                TypeNodeKind::Mapped { .. } => "mapped".to_owned(),
                _ => "conditional".to_owned(),
            },
            Ty::Named(symbol, arguments) => {
                let name = evaluator.bindings.symbol(symbol).name;
                if arguments.is_empty() {
                    return name.to_owned();
                }
                let arguments: Vec<String> =
                    arguments.iter().map(|&one| self.print(evaluator, one, depth + 1)).collect();
                format!("{name}<{}>", arguments.join(", "))
            }
            Ty::Array(element, readonly) => {
                let name = if readonly { "ReadonlyArray" } else { "Array" };
                format!("{name}<{}>", self.print(evaluator, element, depth + 1))
            }
            Ty::Tuple(elements, readonly) => self.tuple(evaluator, elements, readonly, depth),
            Ty::ValueOf(symbol) => {
                let declarations = &evaluator.bindings.symbol(symbol).declarations;
                let variable = declarations.iter().find_map(|one| match one.kind {
                    DeclarationKind::Variable(node) => Some((node, one.scope)),
                    _ => None,
                });
                if let Some((node, scope)) = variable {
                    let ty = evaluator.variable_type(node, scope);
                    let declared = evaluator.resolve(ty);
                    // A variable beside a class of its name, or one that is said to be itself, has no type to write.
                    if !matches!(evaluator.types.get(declared), Ty::ValueOf(_)) {
                        return self.print(evaluator, declared, depth);
                    }
                }
                let name = evaluator.bindings.symbol(symbol).name;
                let is_function = declarations.iter().any(|one| matches!(one.kind, DeclarationKind::Function(_)));
                if is_function {
                    let shape = evaluator.shape(ty);
                    return shape.map_or_else(|| "any".to_owned(), |shape| self.structure(evaluator, &shape, depth));
                }
                if evaluator.bindings.is_module(symbol) {
                    return "typeof module".to_owned();
                }
                format!("typeof {name}")
            }
            Ty::GlobalThis => "typeof globalThis".to_owned(),
            Ty::Function(..) | Ty::Literal(..) | Ty::Computed(_) => match evaluator.shape(ty) {
                Some(shape) => self.structure(evaluator, &shape, depth),
                None => "any".to_owned(),
            },
        }
    }

    fn union<'a>(&mut self, evaluator: &mut Evaluator<'a>, members: &[TypeId], depth: usize) -> String {
        let mut parts: Vec<String> = Vec::new();
        for &member in members {
            let member = evaluator.resolve(member);
            for one in evaluator.alternatives(member) {
                parts.push(self.print(evaluator, one, depth));
            }
        }
        if parts.iter().any(|one| one == "true") && parts.iter().any(|one| one == "false") {
            parts.retain(|one| one != "true" && one != "false");
            parts.push("boolean".to_owned());
        }
        parts.sort();
        parts.dedup();
        if parts.is_empty() { "never".to_owned() } else { parts.join(" | ") }
    }

    /// A type without the `undefined` that optionality adds.
    pub fn optional<'a>(&mut self, evaluator: &mut Evaluator<'a>, ty: TypeId, depth: usize) -> String {
        let resolved = evaluator.resolve(ty);
        let members: Vec<TypeId> =
            evaluator.alternatives(resolved).into_iter().filter(|&one| one != TypeId::UNDEFINED).collect();
        match members[..] {
            [one] => self.print(evaluator, one, depth),
            _ => limited(self.union(evaluator, &members, depth)),
        }
    }

    fn structure<'a>(&mut self, evaluator: &mut Evaluator<'a>, shape: &Shape<'a>, depth: usize) -> String {
        let mut parts = Vec::new();
        for property in &shape.properties {
            let name = key(property.name);
            if depth >= NAMES_ONLY {
                parts.push(format!("{name}{}", if property.optional { "?" } else { "" }));
                continue;
            }
            let ty = evaluator.type_of(property);
            let printed = if property.optional {
                self.optional(evaluator, ty, depth + 1)
            } else {
                self.print(evaluator, ty, depth + 1)
            };
            let readonly = if property.readonly { "readonly " } else { "" };
            let mark = if property.optional { "?" } else { "" };
            parts.push(format!("{readonly}{name}{mark}: {printed}"));
        }
        for index in &shape.indexes {
            let readonly = if index.readonly { "readonly " } else { "" };
            let key = self.print(evaluator, index.key, depth + 1);
            let value = self.print(evaluator, index.value, depth + 1);
            parts.push(format!("{readonly}[key: {key}]: {value}"));
        }
        parts.sort();
        for &callable in &shape.calls {
            parts.push(self.signature(evaluator, callable, depth, false));
        }
        for &callable in &shape.constructs {
            parts.push(self.signature(evaluator, callable, depth, true));
        }
        if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join("; ")) }
    }

    fn tuple<'a>(
        &mut self,
        evaluator: &mut Evaluator<'a>,
        elements: &'a [Element<'a>],
        readonly: bool,
        depth: usize,
    ) -> String {
        let parts: Vec<String> = elements
            .iter()
            .map(|one| {
                if one.variadic {
                    format!("...{}", self.print(evaluator, one.ty, depth + 1))
                } else if one.rest {
                    format!("...Array<{}>", self.print(evaluator, one.ty, depth + 1))
                } else if one.optional {
                    format!("{}?", self.optional(evaluator, one.ty, depth + 1))
                } else {
                    self.print(evaluator, one.ty, depth + 1)
                }
            })
            .collect();
        format!("{}[{}]", if readonly { "readonly " } else { "" }, parts.join(", "))
    }

    pub fn signature<'a>(
        &mut self,
        evaluator: &mut Evaluator<'a>,
        callable: Callable<'a>,
        depth: usize,
        construct: bool,
    ) -> String {
        let (node, context) = callable;
        let context = evaluator.open(context, node.0.type_parameters);
        let view = evaluator.view((node, context));
        let required = view.parameters.iter().rposition(|one| !one.optional && !one.rest).map_or(0, |at| at + 1);
        let mut parts = Vec::with_capacity(view.parameters.len());
        for (index, one) in view.parameters.iter().enumerate() {
            parts.push(self.parameter(evaluator, one, index >= required, depth + 1));
        }
        let generic = match node.0.type_parameters.len() {
            0 => String::new(),
            count => format!("<{count}>"),
        };
        let result = self.result(evaluator, &view, depth + 1);
        let kind = match (construct, node.0.flavour) {
            (false, _) => "",
            (true, Flavour::Abstract) => "abstract new ",
            (true, _) => "new ",
        };
        format!("{kind}{generic}({}) => {result}", parts.join(", "))
    }

    /// A parameter; `left_out` says that a call may leave it out.
    pub fn parameter<'a>(
        &mut self,
        evaluator: &mut Evaluator<'a>,
        one: &Element<'a>,
        left_out: bool,
        depth: usize,
    ) -> String {
        if one.variadic {
            format!("...{}", self.print(evaluator, one.ty, depth))
        } else if one.rest {
            let array = evaluator.types.intern(Ty::Array(one.ty, false));
            format!("...{}", self.print(evaluator, array, depth))
        } else if left_out {
            format!("?{}", self.optional(evaluator, one.ty, depth))
        } else if one.optional {
            let ty = evaluator.types.union(&[one.ty, TypeId::UNDEFINED]);
            self.print(evaluator, ty, depth)
        } else {
            self.print(evaluator, one.ty, depth)
        }
    }

    /// What a signature gives, or what it says of a parameter.
    pub fn result<'a>(&mut self, evaluator: &mut Evaluator<'a>, view: &View<'a>, depth: usize) -> String {
        match &view.predicate {
            Some(predicate) => {
                let ty = predicate.ty.map_or_else(|| "truthy".to_owned(), |ty| self.print(evaluator, ty, depth));
                format!("{}is {ty}", if predicate.asserts { "asserts " } else { "" })
            }
            None => self.print(evaluator, view.result, depth),
        }
    }
}

fn name_text(name: PropertyName<'_>) -> String {
    match name {
        PropertyName::Text(text) => text.to_owned(),
        PropertyName::Symbol(symbol) => symbol.to_owned(),
        PropertyName::Computed(path) => path.last().copied().unwrap_or("?").to_owned(),
    }
}

/// The name of a property.
pub fn key(name: PropertyName<'_>) -> String {
    match name {
        PropertyName::Text(text) => quoted(text),
        other => format!("[{}]", name_text(other)),
    }
}

fn escaped(text: &str) -> String {
    let text = quoted(text);
    text[1..text.len() - 1].to_owned()
}

/// A text in quotes, as JSON has it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A long text is a digest (FNV-1a) instead; both sides cut at the same places.
fn limited(text: String) -> String {
    if text.len() <= LENGTH {
        return text;
    }
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("#{hash:x}/{}", text.len())
}

/// The first member of an enum that has the value of this one: for the checker they are one type.
fn first_of_value<'a>(evaluator: &Evaluator<'a>, symbol: SymbolId, member: &'a str) -> &'a str {
    let values = constant::enum_values(evaluator, symbol, 0);
    let own = values.list.iter().find(|(name, _)| *name == member).and_then(|(_, value)| value.as_ref());
    let first = own.and_then(|own| values.list.iter().find(|(_, value)| value.as_ref() == Some(own)));
    first.map_or(member, |(name, _)| name)
}
