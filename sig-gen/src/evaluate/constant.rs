//! The values of enum members.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Evaluator;
use crate::bind::{Meaning, SymbolId};
use crate::model::Expression;

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
}

/// The longest string that is computed: `b = a + a, c = b + b, ...` doubles without end.
const MAXIMUM_TEXT: usize = 64 << 10;

/// The members of an enum with their values, where the declaration says them; merged declarations follow each other.
#[derive(Debug, Default)]
pub struct EnumValues<'a> {
    /// In order.
    pub list: Vec<(&'a str, Option<Constant>)>,
    positions: FxHashMap<&'a str, usize>,
}

impl<'a> EnumValues<'a> {
    fn get(&self, name: &str) -> Option<&Constant> {
        self.list[*self.positions.get(name)?].1.as_ref()
    }

    fn push(&mut self, name: &'a str, value: Option<Constant>) {
        self.positions.entry(name).or_insert(self.list.len());
        self.list.push((name, value));
    }
}

/// What is known of the enums so far; nothing for those that are being computed.
pub type EnumCache<'a> = RefCell<FxHashMap<SymbolId, Option<Rc<EnumValues<'a>>>>>;

/// The value of one member of an enum.
pub fn enum_value(evaluator: &Evaluator<'_>, symbol: SymbolId, member: &str) -> Option<Constant> {
    enum_values(evaluator, symbol, 0).get(member).cloned()
}

/// The members of an enum with their values, computed once.
pub fn enum_values<'a>(evaluator: &Evaluator<'a>, symbol: SymbolId, depth: u32) -> Rc<EnumValues<'a>> {
    if let Some(known) = evaluator.enums.borrow().get(&symbol) {
        return known.clone().unwrap_or_default();
    }
    evaluator.enums.borrow_mut().insert(symbol, None);
    let values = Rc::new(compute_values(evaluator, symbol, depth));
    evaluator.enums.borrow_mut().insert(symbol, Some(Rc::clone(&values)));
    values
}

fn compute_values<'a>(evaluator: &Evaluator<'a>, symbol: SymbolId, depth: u32) -> EnumValues<'a> {
    let bindings = evaluator.bindings;
    let mut values = EnumValues::default();
    for declaration in &bindings.symbol(symbol).declarations {
        let crate::bind::DeclarationKind::Enum(is_const, members) = declaration.kind else {
            continue;
        };
        // In an ambient enum a member without a value has one that only the program knows, as TypeScript has it: an enum that
        // is described by hand need not count from zero.
        let counts = is_const || !declaration.is_ambient;
        let mut next = Some(0.0);
        for member in members {
            let value = match member.value {
                None if counts => next.map(Constant::Number),
                None => None,
                Some(expression) => {
                    let lookup = |path: &[&str]| match path {
                        [name] => values.get(name).cloned(),
                        [owner @ .., name] if depth < 64 => {
                            let owner = bindings.path(declaration.scope, owner, Meaning::Value)?;
                            if owner == symbol {
                                return values.get(name).cloned();
                            }
                            enum_values(evaluator, owner, depth + 1).get(name).cloned()
                        }
                        _ => None,
                    };
                    compute(expression, &lookup)
                }
            };
            next = match value {
                Some(Constant::Number(number)) => Some(number + 1.0),
                _ => None,
            };
            values.push(member.name, value);
        }
    }
    values
}

fn compute(expression: &Expression<'_>, lookup: &dyn Fn(&[&str]) -> Option<Constant>) -> Option<Constant> {
    use Constant::{Number, Text};
    Some(match *expression {
        Expression::String(text) => Text(text.to_owned()),
        Expression::Number(value) => Number(value),
        Expression::Path(path) => lookup(path)?,
        Expression::Unary(operator, operand) => match (operator, compute(operand, lookup)?) {
            ('-', Number(value)) => Number(-value),
            ('+', Number(value)) => Number(value),
            ('~', Number(value)) => Number(f64::from(!to_int(value))),
            _ => return None,
        },
        Expression::Binary(operator, left, right) => match (compute(left, lookup)?, compute(right, lookup)?) {
            (Number(left), Number(right)) => Number(arithmetic(operator, left, right)?),
            (Text(left), Text(right)) if left.len() + right.len() > MAXIMUM_TEXT => return None,
            (Text(left), Text(right)) if operator == "+" => Text(left + &right),
            (Text(left), Number(right)) if operator == "+" => Text(format!("{left}{right}")),
            (Number(left), Text(right)) if operator == "+" => Text(format!("{left}{right}")),
            _ => return None,
        },
        Expression::Boolean(_) | Expression::BigInt(_) | Expression::Other => return None,
    })
}

fn arithmetic(operator: &str, left: f64, right: f64) -> Option<f64> {
    let shift = to_int(right) & 31;
    Some(match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => left % right,
        "**" => left.powf(right),
        "<<" => f64::from(to_int(left) << shift),
        ">>" => f64::from(to_int(left) >> shift),
        ">>>" => f64::from(to_int(left).cast_unsigned() >> shift),
        "|" => f64::from(to_int(left) | to_int(right)),
        "&" => f64::from(to_int(left) & to_int(right)),
        "^" => f64::from(to_int(left) ^ to_int(right)),
        _ => return None,
    })
}

/// JavaScript's conversion to a 32-bit integer.
#[expect(clippy::cast_possible_truncation, reason = "the value is reduced to the range of u32 before the cast")]
fn to_int(value: f64) -> i32 {
    if !value.is_finite() {
        return 0;
    }
    (value.trunc().rem_euclid(4_294_967_296.0) as u64 as u32).cast_signed()
}
