//! Expressions, as far as declarations need them: constants of enums and variables, and paths.

use swc_ecma_ast as swc;

use super::Reader;
use super::nesting::MAXIMUM_DEPTH;
use crate::model::Expression;

impl<'a> Reader<'a, '_> {
    pub(super) fn expression(&self, expression: &swc::Expr) -> Expression<'a> {
        // `1 | 1 | ...` nests to the left, without end and without a bracket.
        let depth = self.expressions.get();
        if depth > MAXIMUM_DEPTH {
            return Expression::Other;
        }
        self.expressions.set(depth + 1);
        let converted = self.expression_here(expression);
        self.expressions.set(depth);
        converted
    }

    fn expression_here(&self, expression: &swc::Expr) -> Expression<'a> {
        match expression {
            swc::Expr::Lit(swc::Lit::Str(text)) => Expression::String(self.string(text)),
            swc::Expr::Lit(swc::Lit::Num(number)) => Expression::Number(number.value),
            swc::Expr::Lit(swc::Lit::Bool(value)) => Expression::Boolean(value.value),
            swc::Expr::Lit(swc::Lit::BigInt(value)) => Expression::BigInt(self.arena.text(&value.value.to_string())),
            swc::Expr::Tpl(template) if template.exprs.is_empty() => match template.quasis.first() {
                Some(text) => Expression::String(self.name(text.span.lo, &text.raw)),
                None => Expression::String(""),
            },
            swc::Expr::Paren(inner) => self.expression(&inner.expr),
            swc::Expr::TsAs(inner) => self.expression(&inner.expr),
            swc::Expr::TsConstAssertion(inner) => self.expression(&inner.expr),
            swc::Expr::TsSatisfies(inner) => self.expression(&inner.expr),
            swc::Expr::Unary(unary) => {
                let operator = match unary.op {
                    swc::UnaryOp::Minus => '-',
                    swc::UnaryOp::Plus => '+',
                    swc::UnaryOp::Tilde => '~',
                    _ => return Expression::Other,
                };
                Expression::Unary(operator, self.arena.expression(self.expression(&unary.arg)))
            }
            swc::Expr::Bin(binary) => {
                let operator = match binary.op {
                    swc::BinaryOp::Add => "+",
                    swc::BinaryOp::Sub => "-",
                    swc::BinaryOp::Mul => "*",
                    swc::BinaryOp::Div => "/",
                    swc::BinaryOp::Mod => "%",
                    swc::BinaryOp::Exp => "**",
                    swc::BinaryOp::LShift => "<<",
                    swc::BinaryOp::RShift => ">>",
                    swc::BinaryOp::ZeroFillRShift => ">>>",
                    swc::BinaryOp::BitOr => "|",
                    swc::BinaryOp::BitAnd => "&",
                    swc::BinaryOp::BitXor => "^",
                    _ => return Expression::Other,
                };
                let left = self.arena.expression(self.expression(&binary.left));
                let right = self.arena.expression(self.expression(&binary.right));
                Expression::Binary(operator, left, right)
            }
            swc::Expr::Ident(_) | swc::Expr::Member(_) => match self.path(expression) {
                Some(path) => Expression::Path(self.arena.names(path)),
                None => Expression::Other,
            },
            _ => Expression::Other,
        }
    }
}
