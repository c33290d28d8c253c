//! Whether one printed type may be a part of another: where the answer is *no*, it surely is none.

use ffi_core::signature::{Class, Item, RecordField, Type};

use super::super::index::is_protocol;
use super::super::python::Expression;
use super::super::records::flat_fields;
use super::Emitter;
use super::function::{Form, Receiver};
use super::subtype::{NESTING, name_of};

/// Names whose relations are known: of all others something is declared in the module.
const PRIMITIVES: [&str; 10] = ["bool", "int", "float", "str", "bytes", "datetime", "JsDate", "dict", "list", "tuple"];

/// What `Any` and type variables mean in a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// They may be everything.
    #[default]
    Plain,
    /// Whether overloads overlap: `Any` is apart from everything but `object`.
    Overlap,
    /// Whether an overload is never reached: `Any` takes everything and is taken by nothing else.
    Never,
}

impl<'m> Emitter<'_, 'm> {
    /// Whether a value of `part` may be a value of `whole`, for each member of `part`.
    pub(super) fn may_be_part(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if part == whole {
            return true;
        }
        if self.nesting >= NESTING {
            return true;
        }
        self.nesting += 1;
        let part = self.expanded(part);
        let whole = self.expanded(whole);
        let may_be = part.iter().all(|member| whole.iter().any(|other| self.may_be_member(member, other)));
        self.nesting -= 1;
        may_be
    }

    fn may_be_member(&mut self, part: &Expression<'m>, whole: &Expression<'m>) -> bool {
        if part == whole {
            return true;
        }
        let is = |expression: &Expression<'m>, names: &[&str]| match expression {
            Expression::Name(name) => names.contains(&bare(name)),
            _ => false,
        };
        let is_variable = |expression: &Expression<'m>| match expression {
            Expression::Name(name) => self.types.variables.is_declared(name),
            _ => false,
        };
        if is(whole, &["object"]) {
            return true;
        }
        let (any, all) = (is(part, &["Any"]), is(whole, &["Any"]));
        if any || all {
            return match self.reading {
                Reading::Plain => true,
                Reading::Overlap => is(part, &["object"]),
                Reading::Never => all,
            };
        }
        if is_variable(whole) || is(whole, &["Self"]) || is(part, &["Never", "Self"]) {
            return true;
        }
        if is_variable(part) {
            return match (self.reading, part) {
                (Reading::Never, Expression::Name(name)) => self.types.variables.bound_of(name).is_some(),
                _ => true,
            };
        }
        if is(part, &["object"]) {
            return false;
        }
        // A generic alias stands for anything.
        let is_alias = |expression: &Expression<'m>| match expression {
            Expression::Subscript(head, _) => match &**head {
                Expression::Name(name) => self.alias_named(name).is_some(),
                _ => false,
            },
            _ => false,
        };
        if is_alias(part) || is_alias(whole) {
            return true;
        }
        match (part, whole) {
            (Expression::None, _) | (_, Expression::None) => false,
            (Expression::Subscript(head, values), _) if name_of(head) == "Literal" => match whole {
                Expression::Subscript(other, others) if name_of(other) == "Literal" => {
                    values.iter().all(|value| others.contains(value))
                }
                Expression::Name(whole) => values.iter().all(|value| match value {
                    Expression::Text(_) => matches!(bare(whole), "str"),
                    Expression::Boolean(_) => matches!(bare(whole), "bool" | "int" | "float"),
                    Expression::Number(_) | Expression::Integer(_) => matches!(bare(whole), "int" | "float"),
                    _ => true,
                }),
                Expression::Subscript(other, _) => {
                    let text = values.iter().all(|value| matches!(value, Expression::Text(_)));
                    text && matches!(name_of(other), "Sequence" | "Iterable")
                }
                _ => true,
            },
            (_, Expression::Subscript(head, _)) if name_of(head) == "Literal" => false,
            (Expression::Name(part), Expression::Name(whole)) => self.may_be_named(part, whole),
            (Expression::Subscript(head, values), Expression::Name(whole)) => {
                let head = name_of(head);
                if head.starts_with("Call")
                    && let Some(class) = self.class_named(bare(whole))
                {
                    return self.callable_may_be(values, class);
                }
                !PRIMITIVES.contains(&bare(whole)) && (is_collection(head) || self.may_be_named(head, whole))
            }
            (Expression::Name(part), Expression::Subscript(other, _)) => {
                let other = name_of(other);
                match bare(part) {
                    "str" | "bytes" => matches!(other, "Sequence" | "Iterable"),
                    name if PRIMITIVES.contains(&name) => false,
                    name => is_collection(other) || self.may_be_named(name, other),
                }
            }
            (Expression::Subscript(head, values), Expression::Subscript(other, others)) => {
                let (head, other) = (name_of(head), name_of(other));
                if head.starts_with("Call") && other.starts_with("Call") {
                    return head != other || self.may_be_callable(values, others);
                }
                if head != other {
                    return match (wider(head), is_collection(other)) {
                        (Some(wider), true) => wider.contains(&other),
                        (None, false) => self.may_be_named(head, other),
                        _ => !is_collection(head),
                    };
                }
                // Records are what their fields make of the arguments.
                let nominal = is_collection(head) || self.class_named(head).is_some();
                !nominal
                    || values.len() != others.len()
                    || values.iter().zip(others).all(|(value, other)| self.may_be_part(value, other))
            }
            _ => true,
        }
    }

    /// Whether an instance of the class, or the record, may be something of a library: `Iterable`, `Mapping`, a callable.
    fn may_be_foreign(&self, part: &'m Item, whole: &str) -> bool {
        let Item::Class(class) = part else { return matches!(whole, "Mapping") && matches!(part, Item::Record(_)) };
        let index = &self.context.index;
        let has = |name: &str| {
            index.member(class, name).is_some()
                || index.ancestors(class).any(|other| index.member(other, name).is_some())
        };
        match whole {
            "JsProxy" => true,
            "Iterable" | "JsIterable" => has("Symbol.iterator") || has("length"),
            "AsyncIterable" | "JsAsyncIterable" => has("Symbol.asyncIterator"),
            "Awaitable" => has("then"),
            "Buffer" => has("buffer") || has("byteLength"),
            _ if is_buffer(whole) || whole == "ArrayBufferView" => !class.extends.is_empty(),
            _ if whole.starts_with("Call") => {
                class.call.is_some() || index.ancestors(class).any(|other| other.call.is_some())
            }
            _ => !PRIMITIVES.contains(&whole) && !whole.starts_with("Js") && !is_collection(whole),
        }
    }

    /// Callables by the arguments of `Callable` or of one of the callbacks: parameters the other way round, then the result.
    fn may_be_callable(&mut self, part: &[Expression<'m>], whole: &[Expression<'m>]) -> bool {
        let (Some((result, part)), Some((other, whole))) = (part.split_last(), whole.split_last()) else { return true };
        let (part, whole) = match (part, whole) {
            ([Expression::List(part)], [Expression::List(whole)]) => (part.as_slice(), whole.as_slice()),
            _ => (part, whole),
        };
        part.len() != whole.len()
            || self.may_be_part(result, other)
                && part.iter().zip(whole).all(|(part, whole)| {
                    matches!(part, Expression::Ellipsis)
                        || matches!(whole, Expression::Ellipsis)
                        || self.may_be_part(whole, part)
                })
    }

    /// Whether a callable may be an instance of a class: of an interface that has nothing but the call.
    fn callable_may_be(&mut self, values: &[Expression<'m>], class: &'m Class) -> bool {
        let index = &self.context.index;
        let has_members = |class: &Class| class.members.iter().any(|member| !member.name.symbol);
        if !is_protocol(index, class) || has_members(class) || index.ancestors(class).any(has_members) {
            return false;
        }
        let Some(call) = &class.call else { return true };
        let Some((result, parameters)) = values.split_last() else { return true };
        if matches!(parameters, [Expression::List(_) | Expression::Ellipsis]) {
            return true;
        }
        self.all_forms(call, Receiver::Instance).iter().all(|form| {
            self.may_be_part(result, &form.result)
                && form
                    .positional
                    .iter()
                    .zip(parameters)
                    .all(|(given, parameter)| self.may_be_part(&given.annotation, parameter))
        })
    }

    /// The keys of the record of this name.
    fn keys_of(&self, name: &str) -> Option<Vec<&'m str>> {
        let anonymous = self.types.anonymous.iter().find_map(|(own, record)| (bare(own) == name).then_some(record));
        if let Some(anonymous) = anonymous {
            return Some(anonymous.fields.iter().map(|(field, _)| field.name.js.as_str()).collect());
        }
        let keys = |fields: Vec<&'m RecordField>| fields.into_iter().map(|field| field.name.js.as_str()).collect();
        match self.context.index.spelled(name)? {
            Item::Record(record) => Some(keys(flat_fields(self.context, record))),
            Item::Alias(alias) => match &alias.ty {
                Type::Record { fields } if !fields.is_empty() => Some(keys(fields.iter().collect())),
                _ => None,
            },
            _ => None,
        }
    }

    fn may_be_named(&self, part: &str, whole: &str) -> bool {
        let (part, whole) = (bare(part), bare(whole));
        let index = &self.context.index;
        if part == whole || matches!((part, whole), ("int", "float") | ("bool", "int" | "float")) {
            return true;
        }
        if let (Some(part), Some(whole)) = (self.keys_of(part), self.keys_of(whole)) {
            // Records are compared key by key; whether they overlap, checkers decide by rules of their own.
            return self.reading == Reading::Overlap || whole.iter().all(|key| part.contains(key));
        }
        let item = |name: &str| index.spelled(name);
        match (item(part), item(whole)) {
            (Some(Item::Class(part)), Some(Item::Class(whole))) => {
                is_protocol(index, whole) || index.ancestors(part).any(|ancestor| std::ptr::eq(ancestor, whole))
            }
            (Some(Item::Class(_) | Item::Enum(_)), Some(Item::Record(_) | Item::Enum(_)))
            | (Some(Item::Record(_)), Some(Item::Enum(_))) => false,
            (Some(Item::Record(_)), Some(Item::Class(whole))) => is_protocol(index, whole),
            (Some(item), None) => self.may_be_foreign(item, whole),
            (None, Some(Item::Class(whole))) => {
                let has_members = |class: &Class| class.members.iter().any(|member| !member.name.symbol);
                let is_plain =
                    PRIMITIVES.contains(&part) && (has_members(whole) || index.ancestors(whole).any(has_members));
                is_protocol(index, whole) && !is_plain
            }
            (None, Some(_)) => false,
            (None, None) if is_buffer(part) => matches!(whole, "Buffer" | "ArrayBufferView" | "JsProxy"),
            (None, None) => part.starts_with("Js") && matches!(whole, "JsProxy"),
            _ => true,
        }
    }

    fn rest_is_left_out(&self, wide: &Form<'m>, narrow: &Form<'m>) -> bool {
        wide.positional.iter().skip(narrow.positional.len()).all(|parameter| parameter.optional)
    }

    /// Whether each call of `narrow` may be a call of `wide`, in the eyes of the rules of overloads.
    pub(super) fn may_take_in(&mut self, wide: &Form<'m>, narrow: &Form<'m>, reading: Reading) -> bool {
        let outer = std::mem::replace(&mut self.reading, reading);
        let may = self.may_take_calls_of(wide, narrow);
        self.reading = outer;
        may
    }

    /// Whether each call of `narrow` may be a call of `wide`: for overlaps when optional parameters are left out.
    pub(super) fn may_take_calls_of(&mut self, wide: &Form<'m>, narrow: &Form<'m>) -> bool {
        let rest = wide.rest.as_ref().map(|(_, annotation)| annotation);
        for (index, parameter) in narrow.positional.iter().enumerate() {
            let annotation = match (wide.positional.get(index), rest) {
                (Some(known), _) => &known.annotation,
                (None, Some(rest)) => rest,
                (None, None) if parameter.optional && self.reading == Reading::Overlap => continue,
                (None, None) => return false,
            };
            if !self.may_be_part(&parameter.annotation, annotation) {
                return false;
            }
        }
        if wide.positional.iter().skip(narrow.positional.len()).any(|parameter| !parameter.optional)
            && narrow.rest.is_none()
        {
            return false;
        }
        if let Some((_, given)) = &narrow.rest {
            let Some(rest) = rest else {
                return self.reading == Reading::Overlap && self.rest_is_left_out(wide, narrow);
            };
            if !self.may_be_part(given, rest) {
                return false;
            }
        }
        for (name, annotation, required) in &narrow.keywords {
            match wide.keywords.iter().find(|(own, ..)| own == name) {
                Some((_, own, _)) if !self.may_be_part(annotation, own) => return false,
                None if *required || self.reading != Reading::Overlap => return false,
                _ => {}
            }
        }
        wide.keywords
            .iter()
            .all(|(name, _, required)| !required || narrow.keywords.iter().any(|(other, ..)| other == name))
    }
}

fn bare(name: &str) -> &str {
    name.trim_start_matches('_').trim_start_matches("builtins.")
}

fn is_buffer(name: &str) -> bool {
    name.ends_with("Array") && !name.starts_with("Js")
        || matches!(name, "bytes" | "DataView" | "ArrayBuffer" | "SharedArrayBuffer")
}

fn is_collection(head: &str) -> bool {
    wider(head).is_some() || matches!(head, "Iterable" | "Iterator" | "Awaitable" | "AsyncIterable" | "AsyncIterator")
}

/// The collections that a value of one may be, besides itself.
fn wider(head: &str) -> Option<&'static [&'static str]> {
    Some(match head {
        "JsArray" | "list" | "tuple" => &["Sequence", "Iterable"],
        "Sequence" | "Set" | "Mapping" => &["Iterable"],
        "JsSet" => &["Set", "Iterable"],
        "JsMap" | "dict" => &["Mapping", "Iterable"],
        "JsPromise" => &["Awaitable"],
        "JsIterator" => &["Iterator", "Iterable", "JsIterable"],
        "Iterator" | "JsIterable" => &["Iterable"],
        "JsAsyncIterator" => &["AsyncIterator", "AsyncIterable", "JsAsyncIterable"],
        "JsAsyncIterable" | "AsyncIterator" => &["AsyncIterable"],
        _ => return None,
    })
}
