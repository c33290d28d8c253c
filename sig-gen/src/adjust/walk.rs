//! Every type of an item, innermost first, so that it can be changed.

use std::sync::Arc;

use ffi_core::signature::{
    Class, Function, Item, Keyword, Member, MemberKind, RecordField, Signature, Type, TypeParameter,
};
use rustc_hash::FxHashMap;

/// A list as it was, which keeps its address taken, and as it is now.
type Shared = (Arc<[Keyword]>, Arc<[Keyword]>);

/// Visits types. Lists of keywords that signatures share are visited once and stay shared.
pub(super) struct Walk<'v> {
    visit: &'v mut dyn FnMut(&mut Type),
    /// By their address.
    shared: FxHashMap<*const Keyword, Shared>,
    /// Whether only the types of values are visited.
    values_only: bool,
}

impl<'v> Walk<'v> {
    pub fn new(visit: &'v mut dyn FnMut(&mut Type)) -> Self {
        Self { visit, shared: FxHashMap::default(), values_only: false }
    }

    /// Visits the types of values that cross: not what is extended, bounds and defaults of type parameters, results of constructors, and what is
    /// converted by hand.
    pub fn of_values(visit: &'v mut dyn FnMut(&mut Type)) -> Self {
        Self { values_only: true, ..Self::new(visit) }
    }

    /// The types of an item; those of what stands in it as a namespace are not among them.
    pub fn item(&mut self, item: &mut Item) {
        match item {
            Item::Class(class) => self.class(class),
            Item::Record(record) => {
                self.type_parameters(&mut record.type_parameters);
                self.bases(&mut record.extends);
                self.fields(&mut record.fields);
            }
            Item::Function(function) => self.function(&mut function.function),
            Item::Variable(variable) => self.ty(&mut variable.ty),
            Item::Alias(alias) => {
                self.type_parameters(&mut alias.type_parameters);
                self.ty(&mut alias.ty);
            }
            Item::Enum(_) | Item::Module(_) => {}
        }
    }

    fn class(&mut self, class: &mut Class) {
        self.type_parameters(&mut class.type_parameters);
        self.bases(&mut class.extends);
        if let Some(constructor) = &mut class.constructor {
            let results: Vec<Type> = constructor.overloads.iter().map(|overload| overload.result.clone()).collect();
            self.function(constructor);
            if self.values_only {
                constructor.overloads.iter_mut().zip(results).for_each(|(overload, result)| overload.result = result);
            }
        }
        let functions = [&mut class.static_call, &mut class.call];
        functions.into_iter().flatten().for_each(|function| self.function(function));
        class.statics.iter_mut().chain(&mut class.members).for_each(|member| self.member(member));
        for index in &mut class.index {
            self.ty(&mut index.key);
            self.ty(&mut index.value);
        }
    }

    fn bases(&mut self, bases: &mut [Type]) {
        if !self.values_only {
            bases.iter_mut().for_each(|base| self.ty(base));
        }
    }

    fn member(&mut self, member: &mut Member) {
        match &mut member.kind {
            MemberKind::Property { ty, set_type, .. } => {
                self.ty(ty);
                set_type.iter_mut().for_each(|ty| self.ty(ty));
            }
            MemberKind::Method(function) => self.function(function),
        }
    }

    fn fields(&mut self, fields: &mut [RecordField]) {
        fields.iter_mut().for_each(|field| self.ty(&mut field.ty));
    }

    fn type_parameters(&mut self, parameters: &mut [TypeParameter]) {
        if self.values_only {
            return;
        }
        for parameter in parameters {
            parameter.constraint.iter_mut().chain(&mut parameter.default).for_each(|ty| self.ty(ty));
        }
    }

    fn function(&mut self, function: &mut Function) {
        function.overloads.iter_mut().for_each(|signature| self.signature(signature));
    }

    fn signature(&mut self, signature: &mut Signature) {
        self.type_parameters(&mut signature.type_parameters);
        if !self.values_only {
            signature.this.iter_mut().for_each(|ty| self.ty(ty));
            signature.predicate.iter_mut().for_each(|(_, ty)| self.ty(ty));
        }
        for parameter in &mut signature.parameters {
            self.ty(&mut parameter.ty);
            parameter.other_keywords.iter_mut().for_each(|ty| self.ty(ty));
            if let Some(keywords) = &mut parameter.keywords {
                *keywords = self.keywords(keywords);
            }
        }
        self.ty(&mut signature.result);
    }

    fn keywords(&mut self, keywords: &Arc<[Keyword]>) -> Arc<[Keyword]> {
        if let Some((_, now)) = self.shared.get(&keywords.as_ptr()) {
            return Arc::clone(now);
        }
        let mut changed: Vec<Keyword> = keywords.to_vec();
        changed.iter_mut().for_each(|keyword| self.ty(&mut keyword.ty));
        let now = if changed[..] == keywords[..] { Arc::clone(keywords) } else { changed.into() };
        self.shared.insert(keywords.as_ptr(), (Arc::clone(keywords), Arc::clone(&now)));
        now
    }

    pub fn ty(&mut self, ty: &mut Type) {
        match ty {
            Type::Union { members } | Type::Intersection { members } => {
                members.iter_mut().for_each(|member| self.ty(member));
            }
            Type::Array { element, .. }
            | Type::Iterable { element }
            | Type::AsyncIterable { element }
            | Type::AsyncIterator { element }
            | Type::Set { element } => self.ty(element),
            Type::Tuple { elements } => elements.iter_mut().for_each(|element| self.ty(&mut element.ty)),
            Type::Mapping { value } | Type::Promise { value } => self.ty(value),
            Type::Converted { value, .. } => {
                if !self.values_only {
                    self.ty(value);
                }
            }
            Type::Record { fields } => self.fields(fields),
            Type::Reference { arguments, .. } => arguments.iter_mut().for_each(|argument| self.ty(argument)),
            Type::Function { function, .. } => self.function(function),
            Type::Iterator { element, result, sent } => {
                self.ty(element);
                result.iter_mut().chain(sent).for_each(|ty| self.ty(ty));
            }
            Type::Map { key, value } => {
                self.ty(key);
                self.ty(value);
            }
            Type::Any
            | Type::Unknown
            | Type::Never
            | Type::Undefined
            | Type::Null
            | Type::Boolean
            | Type::Number
            | Type::BigInt
            | Type::String
            | Type::Symbol
            | Type::Object
            | Type::Literal { .. }
            | Type::ClassObject { .. }
            | Type::TypeParameter { .. }
            | Type::This
            | Type::Date
            | Type::Buffer { .. } => {}
        }
        (self.visit)(ty);
    }
}
