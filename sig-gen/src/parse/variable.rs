//! Variables: one for each name that a declaration binds, also where a pattern takes the value apart.

use swc_common::Spanned;
use swc_ecma_ast as swc;

use super::Reader;
use crate::model::{Expression, TypeNode, TypeNodeKind, VariableNode};

impl<'a> Reader<'a, '_> {
    /// The variables of one declarator.
    pub(super) fn variables(&self, variable: &swc::VarDeclarator, is_const: bool, into: &mut Vec<VariableNode<'a>>) {
        let initial = variable.init.as_deref();
        if let swc::Pat::Ident(binding) = &variable.name {
            let ty = self.annotation(binding.type_ann.as_deref());
            into.push(VariableNode {
                name: self.ident(&binding.id),
                span: self.span(variable.span),
                ty: ty.or_else(|| self.function_expression(initial?)),
                value: initial.map(|value| self.arena.expression(self.expression(value))),
                is_const,
            });
            return;
        }
        let whole = self.pattern(&variable.name).ty.or_else(|| self.type_of_value(initial?));
        self.taken_apart(&variable.name, whole, is_const, into);
    }

    /// The names of a pattern for a value of type `whole`; each one's type is a part of it.
    fn taken_apart(
        &self,
        pattern: &swc::Pat,
        whole: Option<&'a TypeNode<'a>>,
        is_const: bool,
        into: &mut Vec<VariableNode<'a>>,
    ) {
        let named = |name: &swc::Ident, ty| VariableNode {
            name: self.ident(name),
            span: self.span(name.span),
            ty,
            value: None,
            is_const,
        };
        match pattern {
            swc::Pat::Ident(binding) => into.push(named(&binding.id, whole)),
            swc::Pat::Assign(assign) => self.taken_apart(&assign.left, whole, is_const, into),
            // What is left over has no type that is written anywhere.
            swc::Pat::Rest(rest) => self.taken_apart(&rest.arg, None, is_const, into),
            swc::Pat::Array(array) => {
                for (index, element) in array.elems.iter().enumerate() {
                    let Some(element) = element else { continue };
                    let key = u32::try_from(index).map(|index| TypeNodeKind::Number(f64::from(index)));
                    let part = whole.zip(key.ok()).map(|(whole, key)| self.part(element.span(), whole, key));
                    self.taken_apart(element, part, is_const, into);
                }
            }
            swc::Pat::Object(object) => {
                for property in &object.props {
                    match property {
                        swc::ObjectPatProp::KeyValue(pair) => {
                            let part = self.part_of(pair.key.span(), whole, &pair.key);
                            self.taken_apart(&pair.value, part, is_const, into);
                        }
                        swc::ObjectPatProp::Assign(one) => {
                            let name = TypeNodeKind::String(self.ident(&one.key.id));
                            let part = whole.map(|whole| self.part(one.span, whole, name));
                            into.push(named(&one.key.id, part));
                        }
                        swc::ObjectPatProp::Rest(rest) => self.taken_apart(&rest.arg, None, is_const, into),
                    }
                }
            }
            swc::Pat::Invalid(_) | swc::Pat::Expr(_) => {}
        }
    }

    fn part_of(
        &self,
        span: swc_common::Span,
        whole: Option<&'a TypeNode<'a>>,
        key: &swc::PropName,
    ) -> Option<&'a TypeNode<'a>> {
        match self.property_name(key) {
            crate::model::PropertyName::Text(name) => Some(self.part(span, whole?, TypeNodeKind::String(name))),
            _ => None,
        }
    }

    /// `whole[key]`.
    fn part(&self, span: swc_common::Span, whole: &'a TypeNode<'a>, key: TypeNodeKind<'a>) -> &'a TypeNode<'a> {
        let span = self.span(span);
        let index = self.arena.type_node(TypeNode { span, kind: key });
        self.arena.type_node(TypeNode { span, kind: TypeNodeKind::Indexed { object: whole, index } })
    }

    /// `typeof value`, of a value that has a name.
    fn type_of_value(&self, value: &swc::Expr) -> Option<&'a TypeNode<'a>> {
        let Expression::Path(path) = self.expression(value) else { return None };
        let kind = TypeNodeKind::Query { path, arguments: &[] };
        Some(self.arena.type_node(TypeNode { span: self.span(value.span()), kind }))
    }
}
