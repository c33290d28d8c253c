//! The fields of a record with those it inherits.

use ffi_core::signature::{Record, RecordField, Type};

use super::Context;

/// All fields of a record, own ones first, then those of its bases that it does not replace.
pub fn flat_fields<'m>(context: &Context<'m>, record: &'m Record) -> Vec<&'m RecordField> {
    let mut fields: Vec<&'m RecordField> = Vec::new();
    let mut queue: Vec<&'m Record> = vec![record];
    let mut next = 0;
    while next < queue.len() {
        let current = queue[next];
        next += 1;
        for field in &current.fields {
            if !fields.iter().any(|known| known.name.js == field.name.js) {
                fields.push(field);
            }
        }
        for base in &current.extends {
            if let Type::Reference { name, module: None, .. } = base
                && let Some(base) = context.index.record(name)
                && !queue.iter().any(|known| std::ptr::eq(*known, base))
            {
                queue.push(base);
            }
        }
    }
    fields
}

/// Whether a record can inherit its bases' fields: no field is declared twice.
pub fn inherits_cleanly(context: &Context<'_>, record: &Record) -> bool {
    let mut seen: Vec<&str> = record.fields.iter().map(|field| field.name.js.as_str()).collect();
    record.extends.iter().all(|base| match base {
        Type::Reference { name, module: None, .. } => context.index.record(name).is_some_and(|base| {
            flat_fields(context, base).into_iter().all(|field| {
                let new = !seen.contains(&field.name.js.as_str());
                seen.push(&field.name.js);
                new
            })
        }),
        _ => false,
    })
}
