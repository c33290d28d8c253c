//! Classes, from the parser's form to the model.

use swc_common::Spanned;
use swc_ecma_ast as swc;

use super::Reader;
use crate::model::{Flavour, MemberNode, MemberNodeKind, ObjectNode, PropertyName, SignatureNode};

impl<'a> Reader<'a, '_> {
    pub(super) fn class(&self, name: &'a str, class: &swc::Class, span: swc_common::Span) -> &'a ObjectNode<'a> {
        let base = class.super_class.as_deref().and_then(|base| self.base(base, class.super_type_params.as_deref()));
        let mut members = Vec::with_capacity(class.body.len());
        for member in &class.body {
            self.class_member(member, &mut members);
        }
        self.arena.object(ObjectNode {
            span: self.span(span),
            name,
            type_parameters: self.type_parameters(class.type_params.as_deref()),
            extends: self.arena.type_list(base.into_iter().collect()),
            is_abstract: class.is_abstract,
            members: self.arena.members(members),
        })
    }

    fn class_member(&self, member: &swc::ClassMember, into: &mut Vec<MemberNode<'a>>) {
        let span = member.span();
        let plain = |name, accessibility, kind| MemberNode {
            span: self.span(span),
            docs: self.docs(span),
            name,
            optional: false,
            readonly: false,
            is_static: false,
            hidden: matches!(accessibility, Some(swc::Accessibility::Private | swc::Accessibility::Protected)),
            kind,
        };
        match member {
            swc::ClassMember::Constructor(constructor) => {
                let mut parameters = Vec::with_capacity(constructor.params.len());
                for parameter in &constructor.params {
                    match parameter {
                        swc::ParamOrTsParamProp::Param(parameter) => parameters.push(self.pattern(&parameter.pat)),
                        swc::ParamOrTsParamProp::TsParamProp(property) => {
                            let parameter = match &property.param {
                                swc::TsParamPropParam::Ident(binding) => self.identifier_parameter(binding, false),
                                swc::TsParamPropParam::Assign(assign) => {
                                    let mut parameter = self.pattern(&assign.left);
                                    parameter.optional = true;
                                    parameter
                                }
                            };
                            let kind = MemberNodeKind::Property(parameter.ty, None);
                            let member = plain(PropertyName::Text(parameter.name), property.accessibility, kind);
                            into.push(MemberNode { readonly: property.readonly, ..member });
                            parameters.push(parameter);
                        }
                    }
                }
                let signature = self.method(self.parameters_signature(span, None, None, parameters, None));
                let kind = MemberNodeKind::Construct(signature);
                into.push(plain(PropertyName::Text(""), constructor.accessibility, kind));
            }
            swc::ClassMember::Method(method) => {
                let kind = match method.kind {
                    swc::MethodKind::Method => {
                        MemberNodeKind::Method(self.method(self.function(&method.function, span)))
                    }
                    swc::MethodKind::Getter => {
                        MemberNodeKind::Getter(self.annotation(method.function.return_type.as_deref()))
                    }
                    swc::MethodKind::Setter => MemberNodeKind::Setter(
                        method.function.params.first().and_then(|parameter| self.pattern(&parameter.pat).ty),
                    ),
                };
                let member = plain(self.property_name(&method.key), method.accessibility, kind);
                into.push(MemberNode { optional: method.is_optional, is_static: method.is_static, ..member });
            }
            swc::ClassMember::ClassProp(property) => {
                let ty = self.annotation(property.type_ann.as_deref());
                let kind = MemberNodeKind::Property(ty, self.initial(property.value.as_deref()));
                let member = plain(self.property_name(&property.key), property.accessibility, kind);
                into.push(MemberNode {
                    optional: property.is_optional,
                    readonly: property.readonly,
                    is_static: property.is_static,
                    ..member
                });
            }
            swc::ClassMember::AutoAccessor(accessor) => {
                let swc::Key::Public(key) = &accessor.key else {
                    return;
                };
                let kind = MemberNodeKind::Property(self.annotation(accessor.type_ann.as_deref()), None);
                let member = plain(self.property_name(key), accessor.accessibility, kind);
                into.push(MemberNode { is_static: accessor.is_static, ..member });
            }
            swc::ClassMember::TsIndexSignature(index) => {
                let member = plain(PropertyName::Text(""), None, self.index_signature(index));
                into.push(MemberNode { readonly: index.readonly, is_static: index.is_static, ..member });
            }
            swc::ClassMember::PrivateMethod(_)
            | swc::ClassMember::PrivateProp(_)
            | swc::ClassMember::Empty(_)
            | swc::ClassMember::StaticBlock(_) => {}
        }
    }

    fn method(&self, signature: &'a SignatureNode<'a>) -> &'a SignatureNode<'a> {
        self.arena.signature(SignatureNode { flavour: Flavour::Method, ..*signature })
    }

    pub(super) fn property_name(&self, key: &swc::PropName) -> PropertyName<'a> {
        match key {
            swc::PropName::Ident(name) => PropertyName::Text(self.name(name.span.lo, &name.sym)),
            swc::PropName::Str(text) => PropertyName::Text(self.string(text)),
            swc::PropName::Num(number) => PropertyName::Text(self.number_key(number.value)),
            swc::PropName::BigInt(number) => PropertyName::Text(self.arena.text(&number.value.to_string())),
            swc::PropName::Computed(computed) => self.key(&computed.expr, true),
        }
    }
}
