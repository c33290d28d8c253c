//! What types offer that have no members of their own: primitives, arrays, tuples, functions.

use super::shape::{Property, Shape, synthetic};
use super::{Element, Evaluator, Ty, TypeId};
use crate::model::PropertyName;

impl<'a> Evaluator<'a> {
    /// The shape of a global interface.
    pub(super) fn global_shape(&mut self, name: &str, arguments: &[TypeId], this: TypeId) -> Option<Shape<'a>> {
        let symbol = self.bindings.global(name)?;
        self.declared_shape(symbol, arguments, this)
    }

    /// The global interface whose members a type has without declaring them.
    pub(super) fn apparent_interface(&self, ty: Ty<'a>) -> Option<&'static str> {
        Some(match ty {
            Ty::String | Ty::Text(_) | Ty::Template(..) | Ty::Mapping(..) => "String",
            Ty::Number | Ty::NumberLiteral(_) => "Number",
            Ty::Boolean | Ty::BooleanLiteral(_) => "Boolean",
            Ty::BigInt | Ty::BigIntLiteral(_) => "BigInt",
            Ty::Symbol | Ty::UniqueSymbol(_) => "Symbol",
            Ty::EnumMember(symbol, member) => match super::constant::enum_value(self, symbol, member) {
                Some(super::constant::Constant::Text(_)) => "String",
                _ => "Number",
            },
            Ty::Named(symbol, _) if self.enum_members(symbol).is_some() => {
                if self.enum_kinds(symbol).0 {
                    "String"
                } else {
                    "Number"
                }
            }
            _ => return None,
        })
    }

    pub(super) fn array_shape(&mut self, element: TypeId, readonly: bool, this: TypeId) -> Option<Shape<'a>> {
        self.global_shape(if readonly { "ReadonlyArray" } else { "Array" }, &[element], this)
    }

    pub(super) fn tuple_shape(&mut self, elements: &'a [Element<'a>], readonly: bool, this: TypeId) -> Shape<'a> {
        let element = self.index_one(this, TypeId::NUMBER).unwrap_or(TypeId::ANY);
        let mut shape = self.array_shape(element, readonly, this).unwrap_or_default();
        let fixed = elements.iter().position(|one| one.rest).unwrap_or(elements.len());
        for (index, element) in elements[..fixed].iter().enumerate() {
            let text = self.types.text(&index.to_string());
            let key = self.types.string(text);
            let property = synthetic(PropertyName::Text(text), element.ty, element.optional);
            shape.put(Property { key: Some(key), readonly, ..property });
        }
        let length = self.tuple_length(elements);
        let property = synthetic(PropertyName::Text("length"), length, false);
        shape.put(Property { readonly, ..property });
        shape
    }

    /// A property that every function, or every object, has.
    pub(super) fn inherited_from_global(
        &mut self,
        object: TypeId,
        shape: &Shape<'a>,
        name: PropertyName<'a>,
    ) -> Option<Property<'a>> {
        let function = !shape.calls.is_empty() || !shape.constructs.is_empty();
        let globals: &[&str] = if function { &["Function", "Object"] } else { &["Object"] };
        for &global in globals {
            let Some(symbol) = self.bindings.global(global) else { continue };
            let ty = self.types.intern(Ty::Named(symbol, &[]));
            if ty == object {
                return None;
            }
            if let Some(shape) = self.shape(ty)
                && let Some(property) = shape.find(name)
            {
                return Some(property.clone());
            }
        }
        None
    }

    /// An array or tuple as a reference to the global interface.
    pub(super) fn as_reference(&mut self, ty: TypeId) -> TypeId {
        let (element, readonly) = match self.types.get(ty) {
            Ty::Array(element, readonly) => (element, readonly),
            Ty::Tuple(_, readonly) => (self.index_one(ty, TypeId::NUMBER).unwrap_or(TypeId::ANY), readonly),
            _ => return ty,
        };
        match self.bindings.global(if readonly { "ReadonlyArray" } else { "Array" }) {
            Some(symbol) => {
                let arguments = self.types.list(&[element]);
                self.types.intern(Ty::Named(symbol, arguments))
            }
            None => ty,
        }
    }
}
