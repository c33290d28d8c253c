//! Rust types as Python and TypeScript write them, in each direction.

use std::cell::RefCell;
use std::collections::BTreeSet;

use syn::{GenericArgument, PathArguments, Type};

use super::Surface;

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// From Python or JavaScript: what is accepted is wide.
    In,
    /// To them: what is given is exact.
    Out,
}

impl Way {
    fn back(self) -> Self {
        match self {
            Self::In => Self::Out,
            Self::Out => Self::In,
        }
    }
}

/// The language to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Python.
    Python,
    /// TypeScript.
    TypeScript,
}

/// Writes types, and keeps what they need.
pub(super) struct Types<'s> {
    surface: &'s Surface,
    language: Language,
    /// Names that must be imported (Python).
    pub imports: RefCell<BTreeSet<&'static str>>,
    /// Rust names that nothing is known of.
    pub unknown: RefCell<BTreeSet<String>>,
}

/// The last name of a type's path.
pub(super) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(reference) => last_name(&reference.elem),
        Type::Paren(paren) => last_name(&paren.elem),
        Type::Group(group) => last_name(&group.elem),
        _ => None,
    }
}

/// The type arguments of a path's last segment.
pub(super) fn arguments(ty: &Type) -> Vec<Type> {
    let Type::Path(path) = ty else { return Vec::new() };
    let Some(last) = path.path.segments.last() else { return Vec::new() };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    types.collect()
}

impl<'s> Types<'s> {
    pub(super) fn new(surface: &'s Surface, language: Language) -> Self {
        Self { surface, language, imports: RefCell::default(), unknown: RefCell::default() }
    }

    /// Notes an import and gives the name.
    pub(super) fn import(&self, name: &'static str) -> String {
        if self.language == Language::Python {
            self.imports.borrow_mut().insert(name);
        }
        name.to_owned()
    }

    fn pick(&self, python: &str, typescript: &str) -> String {
        match self.language {
            Language::Python => python.to_owned(),
            Language::TypeScript => typescript.to_owned(),
        }
    }

    fn python(&self) -> bool {
        self.language == Language::Python
    }

    /// Writes a type.
    pub(super) fn write(&self, ty: &Type, way: Way) -> String {
        match ty {
            Type::Reference(reference) => self.write(&reference.elem, way),
            Type::Paren(paren) => self.write(&paren.elem, way),
            Type::Group(group) => self.write(&group.elem, way),
            Type::Slice(slice) => self.sequence(&slice.elem, way),
            Type::Array(array) => self.sequence(&array.elem, way),
            Type::Tuple(tuple) if tuple.elems.is_empty() => self.pick("None", "undefined"),
            Type::Tuple(tuple) => {
                let elements: Vec<String> = tuple.elems.iter().map(|element| self.write(element, way)).collect();
                let elements = elements.join(", ");
                if self.python() { format!("tuple[{elements}]") } else { format!("[{elements}]") }
            }
            Type::Path(_) => self.named(ty, way),
            _ => self.any(),
        }
    }

    fn any(&self) -> String {
        if self.python() { self.import("Any") } else { "any".to_owned() }
    }

    fn named(&self, ty: &Type, way: Way) -> String {
        let name = last_name(ty).unwrap_or_default();
        let arguments = arguments(ty);
        let inner = |index: usize, way: Way| arguments.get(index).map_or_else(|| self.any(), |ty| self.write(ty, way));
        match name.as_str() {
            "bool" => self.pick("bool", "boolean"),
            "u8" | "u16" | "u32" | "i8" | "i16" | "i32" | "usize" | "isize" => self.pick("int", "number"),
            "u64" | "i64" | "u128" | "i128" => self.pick("int", "number | bigint"),
            "f32" | "f64" => self.pick("float", "number"),
            "String" | "str" | "char" => self.pick("str", "string"),
            "Cow" => inner(0, way),
            "Box" | "Handle" | "Result" => inner(0, way),
            "Option" => self.optional(&inner(0, way), way),
            "Given" if self.python() => format!("{} | None", inner(0, way)),
            "Given" => format!("{} | null | undefined", self.member(&inner(0, way))),
            "Nullable" => format!("{} | {}", self.member(&inner(0, way)), self.pick("None", "null")),
            "Vec" => match arguments.first() {
                Some(element) => self.sequence(element, way),
                None => self.any(),
            },
            "HashMap" | "BTreeMap" => self.mapping(&inner(1, way), way),
            "HashSet" | "BTreeSet" => self.set(&inner(0, way), way),
            "Bytes" if self.python() => self.import("Buffer"),
            "Bytes" => self.pick("", if way == Way::In { "ArrayBuffer | ArrayBufferView" } else { "Uint8Array" }),
            "Callback" => self.callback(&arguments, way),
            "Promised" => self.promise(&inner(0, way), way),
            "SystemTime" if self.python() => self.import("datetime"),
            "SystemTime" => "Date".to_owned(),
            "Value" | "Guest" => self.any(),
            _ => self.declared(&name),
        }
    }

    fn declared(&self, name: &str) -> String {
        let Surface { records, unions, enums, classes, .. } = self.surface;
        let found = records
            .get(name)
            .map(|item| item.name.clone())
            .or_else(|| unions.get(name).map(|item| item.name.clone()))
            .or_else(|| enums.get(name).map(|item| item.name.clone()))
            .or_else(|| {
                classes.iter().find(|class| last_name(&class.ty).as_deref() == Some(name)).map(|it| it.name.clone())
            });
        found.unwrap_or_else(|| {
            self.unknown.borrow_mut().insert(name.to_owned());
            self.any()
        })
    }

    /// The class object or record of a name, when it is declared.
    pub(super) fn record_name(&self, ty: &Type) -> Option<&'s crate::Options> {
        self.surface.records.get(&last_name(ty)?)
    }

    /// A type as a member of a union or an element of an array.
    fn member(&self, text: &str) -> String {
        if !self.python() && text.contains("=>") { format!("({text})") } else { text.to_owned() }
    }

    fn optional(&self, inner: &str, way: Way) -> String {
        let inner = self.member(inner);
        match (self.python(), way) {
            (true, _) => format!("{inner} | None"),
            (false, Way::In) => format!("{inner} | null | undefined"),
            (false, Way::Out) => format!("{inner} | undefined"),
        }
    }

    fn sequence(&self, element: &Type, way: Way) -> String {
        if last_name(element).as_deref() == Some("u8") {
            return match (self.python(), way) {
                (true, Way::In) => format!("{} | {}[int]", self.import("Buffer"), self.import("Iterable")),
                (true, Way::Out) => self.import("Buffer"),
                (false, Way::In) => "ArrayBuffer | ArrayBufferView | Iterable<number>".to_owned(),
                (false, Way::Out) => "Uint8Array".to_owned(),
            };
        }
        let element = self.write(element, way);
        match (self.python(), way) {
            (true, Way::In) => format!("{}[{element}]", self.import("Iterable")),
            (true, Way::Out) => format!("list[{element}]"),
            (false, Way::In) => format!("Iterable<{element}>"),
            (false, Way::Out) => format!("Array<{element}>"),
        }
    }

    fn mapping(&self, value: &str, way: Way) -> String {
        match (self.python(), way) {
            (true, Way::In) => format!("{}[str, {value}]", self.import("Mapping")),
            (true, Way::Out) => format!("dict[str, {value}]"),
            (false, Way::In) => format!("Record<string, {value}> | Map<string, {value}>"),
            (false, Way::Out) => format!("Record<string, {value}>"),
        }
    }

    fn set(&self, element: &str, way: Way) -> String {
        match (self.python(), way) {
            (true, Way::In) => format!("{}[{element}]", self.import("Iterable")),
            (true, Way::Out) => format!("set[{element}]"),
            (false, Way::In) => format!("Iterable<{element}>"),
            (false, Way::Out) => format!("Set<{element}>"),
        }
    }

    fn promise(&self, value: &str, way: Way) -> String {
        match (self.python(), way) {
            (true, Way::In) => format!("{}[{value}] | {value}", self.import("Awaitable")),
            (true, Way::Out) => format!("{}[{value}]", self.import("Awaitable")),
            (false, Way::In) => format!("PromiseLike<{value}> | {value}"),
            (false, Way::Out) => format!("Promise<{value}>"),
        }
    }

    /// The result of an exported function.
    pub(super) fn result(&self, ty: &Type, is_async: bool) -> String {
        let text = match (self.write(ty, Way::Out), self.python()) {
            (text, false) if text == "undefined" => "void".to_owned(),
            (text, _) => text,
        };
        if is_async { self.promise(&text, Way::Out) } else { text }
    }

    fn callback(&self, arguments: &[Type], way: Way) -> String {
        let (Some(Type::Tuple(parameters)), Some(result)) = (arguments.first(), arguments.get(1)) else {
            return self.any();
        };
        let parameters: Vec<String> = parameters.elems.iter().map(|ty| self.write(ty, way.back())).collect();
        let result = self.write(result, way);
        if self.python() {
            let result = if result == "None" && way == Way::In { "object".to_owned() } else { result };
            return format!("{}[[{}], {result}]", self.import("Callable"), parameters.join(", "));
        }
        let result = if result == "undefined" { "void".to_owned() } else { result };
        let named = parameters.iter().enumerate().map(|(index, ty)| format!("argument{index}: {ty}"));
        format!("({}) => {result}", named.collect::<Vec<_>>().join(", "))
    }

    /// What a field crosses as.
    pub(super) fn field(&self, field: &crate::Field, way: Way) -> String {
        if let Some(with) = &field.with {
            let guest = last_name(with).and_then(|name| self.surface.converters.get(&name));
            return guest.map_or_else(|| self.any(), |guest| self.write(guest, way));
        }
        self.write(field.from.as_ref().unwrap_or(&field.ty), way)
    }

    /// Whether a field may be left out.
    pub(super) fn field_is_optional(&self, field: &crate::Field) -> bool {
        !matches!(field.default, crate::FieldDefault::None)
            || matches!(last_name(&field.ty).as_deref(), Some("Option" | "Given"))
    }
}
