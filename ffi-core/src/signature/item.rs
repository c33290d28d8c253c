//! What a module declares: classes, records, functions, variables, aliases, enums and nested modules.

use serde::{Deserialize, Serialize};

use super::{Docs, Function, JsonError, Name, Type, TypeParameter};

/// A module: the unit that is generated, serialized and loaded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Module {
    /// [`super::SCHEMA_VERSION`] of the writer. Present on the outermost module only (0 inside).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub schema_version: u32,
    /// The module's name: an npm package with subpath, a namespace's name, or `lib.dom+lib.es2022` for globals.
    pub name: String,
    /// For a module inside of another: what a program imports it by (`node:fs`, `three`, `./shapes`), when it is a module of its
    /// own and not a namespace. Its `name` is then a spelling of this that Python can write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specifier: Option<String>,
    /// Whether the items are properties of `globalThis` and not of a module object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub global: bool,
    /// The items, sorted by name; a name may occur once.
    pub items: Vec<Item>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// One declared name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// A class, or an interface that is not a data record.
    Class(Class),
    /// A data record: an interface or object type with only properties.
    Record(Record),
    /// A function.
    Function(NamedFunction),
    /// A variable or constant.
    Variable(Variable),
    /// A type alias.
    Alias(Alias),
    /// An enum.
    Enum(Enum),
    /// A namespace.
    Module(Module),
}

/// A function with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedFunction {
    /// Its name.
    pub name: Name,
    /// Its overloads.
    #[serde(flatten)]
    pub function: Function,
    /// What a namespace merged with it declares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namespace: Vec<Item>,
}

/// What JavaScript offers under the class's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassKind {
    /// A class object exists at run time.
    #[default]
    Class,
    /// A class object exists, with an abstract or no constructor (`Node`): it cannot be constructed.
    Abstract,
    /// A type only: nothing of this name exists at run time (`interface Body`).
    Interface,
}

/// A class or interface.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Its name.
    pub name: Name,
    /// What exists at run time.
    #[serde(default)]
    pub kind: ClassKind,
    /// Type parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_parameters: Vec<TypeParameter>,
    /// `extends`, in order: references to classes, with their arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Type>,
    /// The construct signatures, when it can be constructed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constructor: Option<Function>,
    /// Call signatures of the class object (`Date()` without `new`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub static_call: Option<Function>,
    /// Call signatures of the instance (a callable interface).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Function>,
    /// Members of the class object.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statics: Vec<Member>,
    /// Members of an instance: own ones only, inherited ones stand in the bases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Index signatures of an instance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub index: Vec<IndexSignature>,
    /// Types that a namespace merged with it declares.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namespace: Vec<Item>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// `[key: K]: V`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexSignature {
    /// The key type: string, number, symbol or a template literal.
    pub key: Type,
    /// The value type.
    pub value: Type,
    /// `readonly`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub readonly: bool,
}

/// One member of a class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: Name,
    /// `name?`: it may be absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Property or method.
    #[serde(flatten)]
    pub kind: MemberKind,
    /// Documentation (a method's stands with its overloads).
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// What a member is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "member", rename_all = "snake_case")]
pub enum MemberKind {
    /// A property, field or accessor.
    Property {
        /// The type that reading gives.
        #[serde(rename = "type")]
        ty: Type,
        /// The type that assigning takes, where it differs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set_type: Option<Type>,
        /// `readonly`, or an accessor without setter.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        readonly: bool,
    },
    /// A method.
    Method(Function),
}

/// A data record: what Python writes as a dict and sees as a `TypedDict`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its name.
    pub name: Name,
    /// Type parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_parameters: Vec<TypeParameter>,
    /// `extends`: references to records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extends: Vec<Type>,
    /// Own fields; inherited ones stand in the bases.
    pub fields: Vec<RecordField>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordField {
    /// Its key.
    pub name: Name,
    /// Its type, without the `undefined` that optionality adds.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether it may be absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// `readonly`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub readonly: bool,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// `const` or a readonly export.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub readonly: bool,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// A type alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// Its name.
    pub name: Name,
    /// Type parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_parameters: Vec<TypeParameter>,
    /// What it stands for.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// `const enum`, or an enum that exists only in the declarations.
    #[serde(rename = "const", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_const: bool,
    /// Its members in order.
    pub members: Vec<EnumMember>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// A member of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnumMember {
    /// Its name.
    pub name: Name,
    /// Its value, when the declaration says it.
    pub value: Option<EnumValue>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// The value of an enum member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EnumValue {
    /// A string.
    String(String),
    /// A number.
    Number(f64),
}

impl Item {
    /// The item's name in JavaScript.
    pub fn js_name(&self) -> &str {
        match self {
            Self::Class(item) => &item.name.js,
            Self::Record(item) => &item.name.js,
            Self::Function(item) => &item.name.js,
            Self::Variable(item) => &item.name.js,
            Self::Alias(item) => &item.name.js,
            Self::Enum(item) => &item.name.js,
            Self::Module(item) => &item.name,
        }
    }

    /// The name in Python; a namespace has no other spelling.
    pub fn python_name(&self) -> &str {
        match self {
            Self::Class(item) => item.name.python(),
            Self::Record(item) => item.name.python(),
            Self::Function(item) => item.name.python(),
            Self::Variable(item) => item.name.python(),
            Self::Alias(item) => item.name.python(),
            Self::Enum(item) => item.name.python(),
            Self::Module(item) => &item.name,
        }
    }
}

impl Module {
    /// The item called `name` in JavaScript.
    pub fn get(&self, name: &str) -> Option<&Item> {
        self.items.binary_search_by(|item| item.js_name().cmp(name)).ok().map(|index| &self.items[index])
    }

    /// Reads the JSON form. Fails on malformed JSON and on a schema version this build does not know.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        super::json::from_json(text)
    }

    /// The JSON form, pretty-printed, one trailing newline.
    pub fn to_json(&self) -> Result<String, JsonError> {
        super::json::to_json(self)
    }
}
