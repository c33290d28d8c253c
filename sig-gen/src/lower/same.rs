//! Whether two written members say the same: then the one in the derived class is left out.
//!
//! Names are compared as written, so both must stand where they mean the same. `this` parameters do not count: Python
//! callbacks never see them.

use crate::model::{
    MemberNode, MemberNodeKind, ParameterNode, SignatureNode, TupleElementNode, TypeNode, TypeNodeKind,
    TypeParameterNode,
};

/// Whether two members are equal.
pub fn members(left: &MemberNode<'_>, right: &MemberNode<'_>) -> bool {
    left.name == right.name
        && left.optional == right.optional
        && left.readonly == right.readonly
        && match (left.kind, right.kind) {
            (MemberNodeKind::Property(left, None), MemberNodeKind::Property(right, None))
            | (MemberNodeKind::Getter(left), MemberNodeKind::Getter(right))
            | (MemberNodeKind::Setter(left), MemberNodeKind::Setter(right)) => optional(left, right),
            (MemberNodeKind::Method(left), MemberNodeKind::Method(right)) => signatures(left, right),
            _ => false,
        }
}

fn optional(left: Option<&TypeNode<'_>>, right: Option<&TypeNode<'_>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => types(left, right),
        (None, None) => true,
        _ => false,
    }
}

fn lists<T>(left: &[T], right: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

fn signatures(left: &SignatureNode<'_>, right: &SignatureNode<'_>) -> bool {
    lists(left.type_parameters, right.type_parameters, type_parameters)
        && lists(left.parameters, right.parameters, parameters)
        && optional(left.result, right.result)
}

fn type_parameters(left: &TypeParameterNode<'_>, right: &TypeParameterNode<'_>) -> bool {
    left.name == right.name && optional(left.constraint, right.constraint) && optional(left.default, right.default)
}

fn parameters(left: &ParameterNode<'_>, right: &ParameterNode<'_>) -> bool {
    left.name == right.name && left.optional == right.optional && left.rest == right.rest && optional(left.ty, right.ty)
}

fn elements(left: &TupleElementNode<'_>, right: &TupleElementNode<'_>) -> bool {
    left.name == right.name && left.optional == right.optional && left.rest == right.rest && types(left.ty, right.ty)
}

fn types(left: &TypeNode<'_>, right: &TypeNode<'_>) -> bool {
    use TypeNodeKind as Kind;
    let all = |left: &[&TypeNode<'_>], right: &[&TypeNode<'_>]| lists(left, right, |left, right| types(left, right));
    match (left.kind, right.kind) {
        (Kind::Keyword(left), Kind::Keyword(right)) => left == right,
        (Kind::String(left), Kind::String(right)) | (Kind::BigInt(left), Kind::BigInt(right)) => left == right,
        (Kind::Number(left), Kind::Number(right)) => left.to_bits() == right.to_bits(),
        (Kind::Boolean(left), Kind::Boolean(right)) => left == right,
        (Kind::Reference { path, arguments }, Kind::Reference { path: other, arguments: others })
        | (Kind::Query { path, arguments }, Kind::Query { path: other, arguments: others }) => {
            path == other && all(arguments, others)
        }
        (Kind::Union(left), Kind::Union(right)) | (Kind::Intersection(left), Kind::Intersection(right)) => {
            all(left, right)
        }
        (Kind::Array(left), Kind::Array(right))
        | (Kind::Readonly(left), Kind::Readonly(right))
        | (Kind::Keyof(left), Kind::Keyof(right)) => types(left, right),
        (Kind::Tuple(left), Kind::Tuple(right)) => lists(left, right, elements),
        (Kind::Indexed { object, index }, Kind::Indexed { object: other, index: others }) => {
            types(object, other) && types(index, others)
        }
        (Kind::Function(left), Kind::Function(right)) | (Kind::Constructor(left), Kind::Constructor(right)) => {
            signatures(left, right)
        }
        (Kind::UniqueSymbol, Kind::UniqueSymbol) => true,
        _ => false,
    }
}
