//! The order of what is nested in a class.
//!
//! A type checker reads the body of a class from top to bottom: values of aliases, bases of classes and fields of records come behind
//! what they name.

use rustc_hash::FxHashMap;

use super::super::python::{Expression, Statement, TypeParameter};

/// Moves definitions before those that need them at once. `path` is that of the class, with a dot behind it.
pub(super) fn sort(body: &mut Vec<Statement<'_>>, path: &str) {
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (place, statement) in body.iter().enumerate() {
        match statement {
            Statement::Class(class) => _ = places.insert(class.name.clone().into_owned(), place),
            Statement::Assign { target, value: Some(_), .. } | Statement::TypeAlias { name: target, .. } => {
                _ = places.insert(target.clone().into_owned(), place)
            }
            _ => {}
        }
    }
    if places.len() < 2 {
        return;
    }
    let needs: Vec<Vec<usize>> = body
        .iter()
        .map(|statement| {
            let mut found = Vec::new();
            needed_at_once(statement, &mut |name| {
                let Some(rest) = name.strip_prefix(path) else { return };
                found.extend(places.get(rest.split('.').next().unwrap_or(rest)).copied());
            });
            found
        })
        .collect();
    if needs.iter().enumerate().all(|(place, needs)| needs.iter().all(|&needed| needed <= place)) {
        return;
    }
    let order = behind_needs(&needs);
    let mut statements: Vec<Option<Statement<'_>>> = std::mem::take(body).into_iter().map(Some).collect();
    body.extend(order.into_iter().filter_map(|place| statements[place].take()));
}

/// The order in which each place comes behind those that it needs, and else stays where it is. Of a circle the first one comes last.
pub(super) fn behind_needs(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![false; needs.len()];
    for place in 0..needs.len() {
        // Each entry is a place and how many of its needs were looked at.
        let mut pending = vec![(place, 0)];
        if std::mem::replace(&mut seen[place], true) {
            continue;
        }
        while let Some((current, next)) = pending.last_mut() {
            match needs[*current].get(*next) {
                Some(&needed) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[needed], true) {
                        pending.push((needed, 0));
                    }
                }
                None => {
                    order.push(*current);
                    pending.pop();
                }
            }
        }
    }
    order
}

/// Calls `visit` with the names that a statement needs before it can be understood.
fn needed_at_once(statement: &Statement<'_>, visit: &mut dyn FnMut(&str)) {
    let mut each = |expression: &Expression<'_>| expression.visit_names(&mut |name| visit(name));
    match statement {
        Statement::Assign { value: Some(value), .. } | Statement::TypeAlias { value, .. } => each(value),
        Statement::Class(class) => {
            class.type_parameters.iter().flat_map(TypeParameter::expressions).for_each(&mut each);
            class.bases.iter().for_each(&mut each);
            if class.keywords.is_empty() {
                return;
            }
            for field in &class.body {
                if let Statement::Assign { annotation: Some(annotation), .. } = field {
                    each(annotation);
                }
            }
        }
        _ => {}
    }
}
