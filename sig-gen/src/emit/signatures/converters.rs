//! Converters by hand: each is written once, at the head of the file, under a name that annotations use.

use ffi_core::signature::Conversion;

use super::super::python::{Expression, Statement};

/// The converters that annotations name.
#[derive(Default)]
pub(super) struct Converters<'m> {
    named: Vec<(String, &'m Conversion)>,
}

impl<'m> Converters<'m> {
    /// The name of a converter: what was overridden, in a spelling that Python can write.
    pub(super) fn name(&mut self, by: &'m Conversion) -> String {
        if let Some((name, _)) = self.named.iter().find(|(_, known)| *known == by) {
            return name.clone();
        }
        let about = by.origin.split(" (").next().unwrap_or_default();
        let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let parts: Vec<&str> = about.split(|character| !is_part(character)).filter(|part| !part.is_empty()).collect();
        let mut name = format!("_{}_converter", parts.join("_"));
        while self.named.iter().any(|(known, _)| *known == name) {
            name.push('_');
        }
        self.named.push((name.clone(), by));
        name
    }

    /// Their definitions, in the order of their first use.
    pub(super) fn statements(&self) -> Vec<Statement<'m>> {
        self.named
            .iter()
            .map(|(name, by)| {
                let parts = [
                    ("to_js", by.to_js.as_deref()),
                    ("to_python", by.to_python.as_deref()),
                    ("python", by.python.as_deref()),
                    ("origin", Some(&*by.origin)),
                ];
                let said = parts.into_iter().filter_map(|(name, text)| Some((name.into(), Expression::text(text?))));
                Statement::assignment(name.clone(), Expression::call_with("Converter", Vec::new(), said.collect()))
            })
            .collect()
    }
}
