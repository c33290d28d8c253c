//! Types and signatures, from the parser's form to the model.

use swc_common::{BytePos, Spanned};
use swc_ecma_ast as swc;

use super::Reader;
use crate::model::{
    Flavour, Keyword, MemberNode, MemberNodeKind, Modifier, ObjectNode, ParameterNode, PropertyName, SignatureNode,
    TupleElementNode, TypeNode, TypeNodeKind, TypeParameterNode,
};

impl<'a> Reader<'a, '_> {
    pub(super) fn annotation(&self, annotation: Option<&swc::TsTypeAnn>) -> Option<&'a TypeNode<'a>> {
        annotation.map(|annotation| self.ty(&annotation.type_ann))
    }

    pub(super) fn ty(&self, ty: &swc::TsType) -> &'a TypeNode<'a> {
        if let swc::TsType::TsParenthesizedType(inner) = ty {
            return self.ty(&inner.type_ann);
        }
        let kind = self.kind(ty);
        self.arena.type_node(TypeNode { span: self.span(ty.span()), kind })
    }

    fn types(&self, types: &[Box<swc::TsType>]) -> &'a [&'a TypeNode<'a>] {
        self.arena.type_list(types.iter().map(|ty| self.ty(ty)).collect())
    }

    pub(super) fn arguments(&self, arguments: Option<&swc::TsTypeParamInstantiation>) -> &'a [&'a TypeNode<'a>] {
        arguments.map_or(&[], |arguments| self.types(&arguments.params))
    }

    fn kind(&self, ty: &swc::TsType) -> TypeNodeKind<'a> {
        match ty {
            swc::TsType::TsKeywordType(keyword) => TypeNodeKind::Keyword(keyword_of(keyword.kind)),
            swc::TsType::TsThisType(_) => TypeNodeKind::This,
            swc::TsType::TsFnOrConstructorType(swc::TsFnOrConstructorType::TsFnType(function)) => {
                TypeNodeKind::Function(self.signature(
                    function.span,
                    function.type_params.as_deref(),
                    &function.params,
                    Some(&function.type_ann),
                ))
            }
            swc::TsType::TsFnOrConstructorType(swc::TsFnOrConstructorType::TsConstructorType(function)) => {
                let flavour = if function.is_abstract { Flavour::Abstract } else { Flavour::Function };
                TypeNodeKind::Constructor(self.flavoured_signature(
                    flavour,
                    function.span,
                    function.type_params.as_deref(),
                    &function.params,
                    Some(&function.type_ann),
                ))
            }
            swc::TsType::TsTypeRef(reference) => self.reference(reference),
            swc::TsType::TsTypeQuery(query) => match &query.expr_name {
                swc::TsTypeQueryExpr::TsEntityName(name) => TypeNodeKind::Query {
                    path: self.entity(name),
                    arguments: self.arguments(query.type_args.as_deref()),
                },
                swc::TsTypeQueryExpr::Import(import) => self.import(import, true),
            },
            swc::TsType::TsImportType(import) => self.import(import, false),
            swc::TsType::TsTypeLit(literal) => {
                TypeNodeKind::Object(self.object(self.span(literal.span), &literal.members))
            }
            swc::TsType::TsArrayType(array) => TypeNodeKind::Array(self.ty(&array.elem_type)),
            swc::TsType::TsTupleType(tuple) => {
                let elements = tuple.elem_types.iter().map(|element| self.tuple_element(element)).collect();
                TypeNodeKind::Tuple(self.arena.tuple_elements(elements))
            }
            swc::TsType::TsOptionalType(inner) => self.kind(&inner.type_ann),
            swc::TsType::TsRestType(inner) => self.kind(&inner.type_ann),
            swc::TsType::TsParenthesizedType(inner) => self.kind(&inner.type_ann),
            swc::TsType::TsUnionOrIntersectionType(swc::TsUnionOrIntersectionType::TsUnionType(union)) => {
                TypeNodeKind::Union(self.types(&union.types))
            }
            swc::TsType::TsUnionOrIntersectionType(swc::TsUnionOrIntersectionType::TsIntersectionType(types)) => {
                TypeNodeKind::Intersection(self.types(&types.types))
            }
            swc::TsType::TsConditionalType(conditional) => TypeNodeKind::Conditional {
                check: self.ty(&conditional.check_type),
                extends: self.ty(&conditional.extends_type),
                yes: self.ty(&conditional.true_type),
                no: self.ty(&conditional.false_type),
            },
            swc::TsType::TsInferType(infer) => TypeNodeKind::Infer {
                name: self.ident(&infer.type_param.name),
                constraint: infer.type_param.constraint.as_deref().map(|ty| self.ty(ty)),
            },
            swc::TsType::TsTypeOperator(operator) => match operator.op {
                swc::TsTypeOperatorOp::KeyOf => TypeNodeKind::Keyof(self.ty(&operator.type_ann)),
                swc::TsTypeOperatorOp::Unique => TypeNodeKind::UniqueSymbol,
                swc::TsTypeOperatorOp::ReadOnly => TypeNodeKind::Readonly(self.ty(&operator.type_ann)),
            },
            swc::TsType::TsIndexedAccessType(access) => {
                TypeNodeKind::Indexed { object: self.ty(&access.obj_type), index: self.ty(&access.index_type) }
            }
            swc::TsType::TsMappedType(mapped) => TypeNodeKind::Mapped {
                parameter: self.ident(&mapped.type_param.name),
                constraint: match mapped.type_param.constraint.as_deref() {
                    Some(constraint) => self.ty(constraint),
                    None => self.keyword_node(mapped.span, Keyword::Never),
                },
                name: mapped.name_type.as_deref().map(|ty| self.ty(ty)),
                readonly: modifier(mapped.readonly),
                optional: modifier(mapped.optional),
                value: mapped.type_ann.as_deref().map(|ty| self.ty(ty)),
            },
            swc::TsType::TsLitType(literal) => self.literal(&literal.lit),
            swc::TsType::TsTypePredicate(predicate) => TypeNodeKind::Predicate {
                asserts: predicate.asserts,
                parameter: match &predicate.param_name {
                    swc::TsThisTypeOrIdent::TsThisType(_) => "this",
                    swc::TsThisTypeOrIdent::Ident(name) => self.ident(name),
                },
                ty: self.annotation(predicate.type_ann.as_deref()),
            },
        }
    }

    fn literal(&self, literal: &swc::TsLit) -> TypeNodeKind<'a> {
        match literal {
            swc::TsLit::Number(number) => TypeNodeKind::Number(number.value),
            swc::TsLit::Str(text) => TypeNodeKind::String(self.string(text)),
            swc::TsLit::Bool(value) => TypeNodeKind::Boolean(value.value),
            swc::TsLit::BigInt(value) => TypeNodeKind::BigInt(self.arena.text(&value.value.to_string())),
            swc::TsLit::Tpl(template) => TypeNodeKind::Template {
                texts: self.arena.names(
                    template
                        .quasis
                        .iter()
                        .map(|text| match &text.cooked {
                            Some(cooked) => self.name(text.span.lo, &cooked.to_string_lossy()),
                            None => self.name(text.span.lo, &text.raw),
                        })
                        .collect(),
                ),
                types: self.types(&template.types),
            },
        }
    }

    fn reference(&self, reference: &swc::TsTypeRef) -> TypeNodeKind<'a> {
        TypeNodeKind::Reference {
            path: self.entity(&reference.type_name),
            arguments: self.arguments(reference.type_params.as_deref()),
        }
    }

    fn import(&self, import: &swc::TsImportType, query: bool) -> TypeNodeKind<'a> {
        let specifier = self.string(&import.arg);
        self.imports.borrow_mut().push((specifier, self.span(import.span)));
        TypeNodeKind::Import {
            specifier,
            path: import.qualifier.as_ref().map_or(&[], |name| self.entity(name)),
            arguments: self.arguments(import.type_args.as_deref()),
            query,
        }
    }

    pub(super) fn keyword_node(&self, span: swc_common::Span, keyword: Keyword) -> &'a TypeNode<'a> {
        self.arena.type_node(TypeNode { span: self.span(span), kind: TypeNodeKind::Keyword(keyword) })
    }

    pub(super) fn ident(&self, ident: &swc::Ident) -> &'a str {
        self.name(ident.span.lo, &ident.sym)
    }

    pub(super) fn entity(&self, name: &swc::TsEntityName) -> &'a [&'a str] {
        if let swc::TsEntityName::Ident(ident) = name {
            return std::slice::from_ref(self.arena.name(self.ident(ident)));
        }
        let mut path = Vec::new();
        let mut at = name;
        loop {
            match at {
                swc::TsEntityName::Ident(ident) => {
                    path.push(self.ident(ident));
                    break;
                }
                swc::TsEntityName::TsQualifiedName(qualified) => {
                    path.push(self.name(qualified.right.span.lo, &qualified.right.sym));
                    at = &qualified.left;
                }
            }
        }
        path.reverse();
        self.arena.names(path)
    }

    fn tuple_element(&self, element: &swc::TsTupleElement) -> TupleElementNode<'a> {
        let label = element.label.as_ref();
        let (optional, rest, ty) = match &*element.ty {
            swc::TsType::TsOptionalType(inner) => (true, false, &inner.type_ann),
            swc::TsType::TsRestType(inner) => (false, true, &inner.type_ann),
            _ => (false, false, &element.ty),
        };
        let (name, labelled_optional, labelled_rest) = match label {
            Some(swc::Pat::Ident(ident)) => (Some(self.ident(&ident.id)), ident.id.optional, false),
            Some(swc::Pat::Rest(inner)) => match &*inner.arg {
                swc::Pat::Ident(ident) => (Some(self.ident(&ident.id)), false, true),
                _ => (None, false, true),
            },
            _ => (None, false, false),
        };
        TupleElementNode { name, ty: self.ty(ty), optional: optional || labelled_optional, rest: rest || labelled_rest }
    }

    pub(super) fn type_parameters(&self, parameters: Option<&swc::TsTypeParamDecl>) -> &'a [TypeParameterNode<'a>] {
        let Some(parameters) = parameters else {
            return &[];
        };
        let parameters = parameters
            .params
            .iter()
            .map(|parameter| TypeParameterNode {
                name: self.ident(&parameter.name),
                constraint: parameter.constraint.as_deref().map(|ty| self.ty(ty)),
                default: parameter.default.as_deref().map(|ty| self.ty(ty)),
                variance: (parameter.is_in, parameter.is_out),
            })
            .collect();
        self.arena.type_parameters(parameters)
    }

    pub(super) fn signature(
        &self,
        span: swc_common::Span,
        type_parameters: Option<&swc::TsTypeParamDecl>,
        parameters: &[swc::TsFnParam],
        result: Option<&swc::TsTypeAnn>,
    ) -> &'a SignatureNode<'a> {
        self.flavoured_signature(Flavour::Function, span, type_parameters, parameters, result)
    }

    fn flavoured_signature(
        &self,
        flavour: Flavour,
        span: swc_common::Span,
        type_parameters: Option<&swc::TsTypeParamDecl>,
        parameters: &[swc::TsFnParam],
        result: Option<&swc::TsTypeAnn>,
    ) -> &'a SignatureNode<'a> {
        let mut this = None;
        let mut list = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            match parameter {
                swc::TsFnParam::Ident(binding) if &*binding.id.sym == "this" => {
                    this = self.annotation(binding.type_ann.as_deref());
                }
                swc::TsFnParam::Ident(binding) => list.push(self.identifier_parameter(binding, false)),
                swc::TsFnParam::Array(pattern) => list.push(ParameterNode {
                    name: "",
                    ty: self.annotation(pattern.type_ann.as_deref()),
                    optional: pattern.optional,
                    rest: false,
                }),
                swc::TsFnParam::Object(pattern) => list.push(ParameterNode {
                    name: "",
                    ty: self.annotation(pattern.type_ann.as_deref()),
                    optional: pattern.optional,
                    rest: false,
                }),
                swc::TsFnParam::Rest(rest) => list.push(self.rest_parameter(rest)),
            }
        }
        self.arena.signature(SignatureNode {
            span: self.span(span),
            docs: self.docs(span),
            flavour,
            type_parameters: self.type_parameters(type_parameters),
            this,
            parameters: self.arena.parameters(list),
            result: self.annotation(result),
        })
    }

    pub(super) fn identifier_parameter(&self, binding: &swc::BindingIdent, optional: bool) -> ParameterNode<'a> {
        ParameterNode {
            name: self.ident(&binding.id),
            ty: self.annotation(binding.type_ann.as_deref()),
            optional: optional || binding.id.optional,
            rest: false,
        }
    }

    pub(super) fn rest_parameter(&self, rest: &swc::RestPat) -> ParameterNode<'a> {
        let (name, inner) = match &*rest.arg {
            swc::Pat::Ident(binding) => (self.ident(&binding.id), binding.type_ann.as_deref()),
            _ => ("", None),
        };
        let ty = self.annotation(rest.type_ann.as_deref().or(inner));
        ParameterNode { name, ty, optional: false, rest: true }
    }

    pub(super) fn object(&self, span: crate::Span, members: &[swc::TsTypeElement]) -> &'a ObjectNode<'a> {
        let members = members.iter().map(|member| self.type_element(member)).collect();
        self.arena.object(ObjectNode {
            span,
            name: "",
            type_parameters: &[],
            extends: &[],
            is_abstract: false,
            members: self.arena.members(members),
        })
    }

    pub(super) fn type_element(&self, element: &swc::TsTypeElement) -> MemberNode<'a> {
        let span = element.span();
        let plain = |name, kind| MemberNode {
            span: self.span(span),
            docs: self.docs(span),
            name,
            optional: false,
            readonly: false,
            is_static: false,
            hidden: false,
            kind,
        };
        match element {
            swc::TsTypeElement::TsCallSignatureDecl(call) => {
                let signature =
                    self.signature(span, call.type_params.as_deref(), &call.params, call.type_ann.as_deref());
                plain(PropertyName::Text(""), MemberNodeKind::Call(signature))
            }
            swc::TsTypeElement::TsConstructSignatureDecl(call) => {
                let signature =
                    self.signature(span, call.type_params.as_deref(), &call.params, call.type_ann.as_deref());
                plain(PropertyName::Text(""), MemberNodeKind::Construct(signature))
            }
            swc::TsTypeElement::TsPropertySignature(property) => {
                let ty = self.annotation(property.type_ann.as_deref());
                let member = plain(self.key(&property.key, property.computed), MemberNodeKind::Property(ty, None));
                MemberNode { optional: property.optional, readonly: property.readonly, ..member }
            }
            swc::TsTypeElement::TsGetterSignature(getter) => {
                let ty = self.annotation(getter.type_ann.as_deref());
                plain(self.key(&getter.key, getter.computed), MemberNodeKind::Getter(ty))
            }
            swc::TsTypeElement::TsSetterSignature(setter) => {
                let ty = match &setter.param {
                    swc::TsFnParam::Ident(binding) => self.annotation(binding.type_ann.as_deref()),
                    _ => None,
                };
                plain(self.key(&setter.key, setter.computed), MemberNodeKind::Setter(ty))
            }
            swc::TsTypeElement::TsMethodSignature(method) => {
                let signature = self.flavoured_signature(
                    Flavour::Method,
                    span,
                    method.type_params.as_deref(),
                    &method.params,
                    method.type_ann.as_deref(),
                );
                let member = plain(self.key(&method.key, method.computed), MemberNodeKind::Method(signature));
                MemberNode { optional: method.optional, ..member }
            }
            swc::TsTypeElement::TsIndexSignature(index) => {
                let member = plain(PropertyName::Text(""), self.index_signature(index));
                MemberNode { readonly: index.readonly, ..member }
            }
        }
    }

    pub(super) fn index_signature(&self, index: &swc::TsIndexSignature) -> MemberNodeKind<'a> {
        let key = match index.params.first() {
            Some(swc::TsFnParam::Ident(binding)) => self.annotation(binding.type_ann.as_deref()),
            _ => None,
        };
        MemberNodeKind::Index { key, value: self.annotation(index.type_ann.as_deref()) }
    }

    /// The name that a property's key expression gives.
    pub(super) fn key(&self, key: &swc::Expr, computed: bool) -> PropertyName<'a> {
        match key {
            swc::Expr::Ident(name) if !computed => PropertyName::Text(self.ident(name)),
            swc::Expr::Lit(swc::Lit::Str(text)) => PropertyName::Text(self.string(text)),
            swc::Expr::Lit(swc::Lit::Num(number)) => PropertyName::Text(self.number_key(number.value)),
            swc::Expr::Ident(name) => PropertyName::Computed(self.arena.names(vec![self.ident(name)])),
            swc::Expr::Member(_) => match self.path(key) {
                Some(path) => match path[..] {
                    ["Symbol", symbol] => PropertyName::Symbol(symbol),
                    _ => PropertyName::Computed(self.arena.names(path)),
                },
                None => PropertyName::Computed(&[]),
            },
            _ => PropertyName::Computed(&[]),
        }
    }

    pub(super) fn number_key(&self, value: f64) -> &'a str {
        self.arena.text(&crate::number::text(value))
    }

    /// `a.b.c` as a path.
    pub(super) fn path(&self, expression: &swc::Expr) -> Option<Vec<&'a str>> {
        let mut path = Vec::new();
        let mut at = expression;
        loop {
            match at {
                swc::Expr::Ident(name) => {
                    path.push(self.ident(name));
                    break;
                }
                swc::Expr::Member(member) => {
                    match &member.prop {
                        swc::MemberProp::Ident(name) => path.push(self.name(name.span.lo, &name.sym)),
                        swc::MemberProp::Computed(computed) => match &*computed.expr {
                            swc::Expr::Lit(swc::Lit::Str(text)) => path.push(self.string(text)),
                            _ => return None,
                        },
                        swc::MemberProp::PrivateName(_) => return None,
                    }
                    at = &member.obj;
                }
                swc::Expr::Paren(inner) => at = &inner.expr,
                _ => return None,
            }
        }
        path.reverse();
        Some(path)
    }

    /// A type reference for the expression after `extends`.
    pub(super) fn base(
        &self,
        expression: &swc::Expr,
        arguments: Option<&swc::TsTypeParamInstantiation>,
    ) -> Option<&'a TypeNode<'a>> {
        let path = self.arena.names(self.path(expression)?);
        let mut span = self.span(expression.span());
        if let Some(arguments) = arguments {
            span.end = arguments.span.hi.0.saturating_sub(BytePos(1).0);
        }
        let kind = TypeNodeKind::Reference { path, arguments: self.arguments(arguments) };
        Some(self.arena.type_node(TypeNode { span, kind }))
    }
}

fn keyword_of(kind: swc::TsKeywordTypeKind) -> Keyword {
    match kind {
        swc::TsKeywordTypeKind::TsAnyKeyword => Keyword::Any,
        swc::TsKeywordTypeKind::TsUnknownKeyword => Keyword::Unknown,
        swc::TsKeywordTypeKind::TsNumberKeyword => Keyword::Number,
        swc::TsKeywordTypeKind::TsObjectKeyword => Keyword::Object,
        swc::TsKeywordTypeKind::TsBooleanKeyword => Keyword::Boolean,
        swc::TsKeywordTypeKind::TsBigIntKeyword => Keyword::BigInt,
        swc::TsKeywordTypeKind::TsStringKeyword => Keyword::String,
        swc::TsKeywordTypeKind::TsSymbolKeyword => Keyword::Symbol,
        swc::TsKeywordTypeKind::TsVoidKeyword => Keyword::Void,
        swc::TsKeywordTypeKind::TsUndefinedKeyword => Keyword::Undefined,
        swc::TsKeywordTypeKind::TsNullKeyword => Keyword::Null,
        swc::TsKeywordTypeKind::TsNeverKeyword => Keyword::Never,
        swc::TsKeywordTypeKind::TsIntrinsicKeyword => Keyword::Intrinsic,
    }
}

fn modifier(sign: Option<swc::TruePlusMinus>) -> Modifier {
    match sign {
        None => Modifier::Keep,
        Some(swc::TruePlusMinus::True | swc::TruePlusMinus::Plus) => Modifier::Add,
        Some(swc::TruePlusMinus::Minus) => Modifier::Remove,
    }
}
