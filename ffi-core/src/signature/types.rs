//! Types as the border needs them: enough to convert a value in either direction and to print a Python annotation.

use super::distinct::Distinct;
use serde::{Deserialize, Serialize};

use super::{Function, RecordField};

/// The type of a value that crosses the border.
///
/// Library types with a meaning of their own at the border (`Promise`, `Array`, `Map`, `Date`, buffers, iterators) are kinds of their own;
/// everything else that is declared somewhere is a [`Type::Reference`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Type {
    /// TypeScript's `any`, and everything that has no Python form. Plain Python data (dict, list, tuple) is converted deeply.
    #[default]
    Any,
    /// TypeScript's `unknown`. Converts like [`Type::Any`]; a stub prints `object` for what is accepted.
    Unknown,
    /// No value: a function that does not return.
    Never,
    /// `undefined` and `void`.
    Undefined,
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `number`.
    Number,
    /// `bigint`.
    BigInt,
    /// `string`, and template literal types without a finite expansion.
    String,
    /// `symbol`.
    Symbol,
    /// `object`: any non-primitive.
    Object,
    /// A literal type.
    Literal {
        /// The value.
        value: Literal,
    },
    /// A union. Flat, without duplicates, at least two members; `undefined` and `null`, if members, come last.
    Union {
        /// The members.
        members: Vec<Type>,
    },
    /// An intersection that could not be merged into one record or class.
    Intersection {
        /// The members.
        members: Vec<Type>,
    },
    /// `T[]`, `Array<T>`, `ReadonlyArray<T>`, `ArrayLike<T>` where plain sequences are accepted.
    Array {
        /// The element type.
        element: Box<Type>,
        /// Whether the array cannot be changed through this type.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        readonly: bool,
    },
    /// A tuple.
    Tuple {
        /// The elements in order.
        elements: Vec<TupleElement>,
    },
    /// An object type with string keys of one value type: `Record<string, T>`, `{ [key: string]: T }`.
    Mapping {
        /// The value type.
        value: Box<Type>,
    },
    /// An anonymous object type that is a data record.
    Record {
        /// The fields.
        fields: Vec<RecordField>,
    },
    /// A use of a declared item (class, record, alias, enum) by its exported name, dotted through namespaces.
    Reference {
        /// The JavaScript name of the item.
        name: String,
        /// Type arguments.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        arguments: Vec<Type>,
        /// The module that declares the item, when it is not the one this type stands in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        module: Option<String>,
    },
    /// The class object itself, `typeof C`.
    ClassObject {
        /// The JavaScript name of the class.
        name: String,
        /// The module that declares the class, when it is not the one this type stands in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        module: Option<String>,
    },
    /// A type parameter in scope.
    TypeParameter {
        /// Its name.
        name: String,
    },
    /// The polymorphic `this` type.
    This,
    /// A function type. Construct signatures that stand alone are functions with `construct` set.
    Function {
        /// The call signatures.
        function: Box<Function>,
        /// Whether it is called with `new`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        construct: bool,
    },
    /// `Promise<T>`, `PromiseLike<T>`.
    Promise {
        /// The type of the fulfilled value.
        value: Box<Type>,
    },
    /// `Iterable<T>`: what can be iterated, for reading only.
    Iterable {
        /// The element type.
        element: Box<Type>,
    },
    /// `Iterator<T, R, N>`, `IterableIterator`, `Generator` and the built-in iterator objects.
    Iterator {
        /// The yielded type.
        element: Box<Type>,
        /// The type of the final value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<Box<Type>>,
        /// The type that `next` accepts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sent: Option<Box<Type>>,
    },
    /// `AsyncIterable<T>`.
    AsyncIterable {
        /// The element type.
        element: Box<Type>,
    },
    /// `AsyncIterator<T>`, `AsyncIterableIterator`, `AsyncGenerator`.
    AsyncIterator {
        /// The yielded type.
        element: Box<Type>,
    },
    /// `Map<K, V>` and `ReadonlyMap<K, V>`.
    Map {
        /// The key type.
        key: Box<Type>,
        /// The value type.
        value: Box<Type>,
    },
    /// `Set<T>` and `ReadonlySet<T>`.
    Set {
        /// The element type.
        element: Box<Type>,
    },
    /// `Date`.
    Date,
    /// An array buffer or a view of one.
    Buffer {
        /// Which.
        buffer: BufferKind,
    },
    /// A value that a Python function converts on its way, by hand.
    Converted {
        /// The type of the value in JavaScript.
        value: Box<Type>,
        /// Who converts it.
        by: Box<Conversion>,
    },
}

/// Python functions that stand between a value and its type, each named `module:function`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Conversion {
    /// Makes of what Python gives what the type takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_js: Option<String>,
    /// Makes of what the type gives what Python gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_python: Option<String>,
    /// The type in Python, as an annotation: classes by module and name (`datetime.datetime | None`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub python: Option<String>,
    /// What was overridden, and where that is written: for messages.
    pub origin: String,
}

/// The JavaScript classes over raw bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is the JavaScript class of the same name")]
pub enum BufferKind {
    ArrayBuffer,
    SharedArrayBuffer,
    /// Any typed array or `DataView`.
    ArrayBufferView,
    DataView,
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float16Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
}

/// A literal type's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Literal {
    /// A string literal.
    String(String),
    /// A numeric literal.
    Number(f64),
    /// A boolean literal.
    Boolean(bool),
    /// A bigint literal: its decimal digits, with a sign when negative.
    BigInt(String),
}

/// One element of a tuple type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TupleElement {
    /// The label, when the element has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The element type; for a rest element the type of *one* of the elements it stands for.
    #[serde(rename = "type")]
    pub ty: Type,
    /// `T?`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// `...T[]`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rest: bool,
}

impl Type {
    /// A reference to the item `name` without type arguments.
    pub fn reference(name: impl Into<String>) -> Self {
        Self::Reference { name: name.into(), arguments: Vec::new(), module: None }
    }

    /// The union of `members`: flattened, without duplicates, `undefined` and `null` last; `any` absorbs all but `never`.
    pub fn union(members: impl IntoIterator<Item = Type>) -> Self {
        let mut distinct = Distinct::default();
        for member in members {
            match member {
                Type::Union { members } => members.into_iter().for_each(|member| distinct.push(member)),
                Type::Never => {}
                other => distinct.push(other),
            }
        }
        let mut flat = distinct.into_types();
        if flat.contains(&Type::Any) {
            return Type::Any;
        }
        if flat.contains(&Type::Unknown) {
            return Type::Unknown;
        }
        flat.sort_by_key(|ty| match ty {
            Type::Undefined => 1,
            Type::Null => 2,
            _ => 0,
        });
        match flat.len() {
            0 => Type::Never,
            1 => flat.remove(0),
            _ => Type::Union { members: flat },
        }
    }

    /// The members of a union, or the type itself as the only one.
    pub fn members(&self) -> &[Type] {
        match self {
            Self::Union { members } => members,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether `undefined` is a member.
    pub fn admits_undefined(&self) -> bool {
        self.members().iter().any(|ty| matches!(ty, Self::Undefined | Self::Any | Self::Unknown))
    }

    /// Whether `null` is a member.
    pub fn admits_null(&self) -> bool {
        self.members().iter().any(|ty| matches!(ty, Self::Null | Self::Any | Self::Unknown))
    }

    /// The type without its `undefined` and `null` members.
    pub fn non_nullable(&self) -> Self {
        Self::union(self.members().iter().filter(|ty| !matches!(ty, Self::Undefined | Self::Null)).cloned())
    }
}
