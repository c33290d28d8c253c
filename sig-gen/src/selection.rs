//! What to take, what to leave and what to say otherwise: wishes as somebody wrote them, each with its place where it has one.
//!
//! A wish names something by its dotted JavaScript name (`Response`, `Intl.Collator`, `Response.json`), or several things by a pattern in which `*`
//! stands for anything inside of one name and `**` for anything.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostics::{FileId, Span};

/// The text in which wishes are written: a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path as the user would write it.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

/// A name or pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The name or pattern.
    pub text: String,
    /// Where it stands in the configuration, if it does.
    pub place: Option<Range<u32>>,
}

impl Written {
    /// What a wish is about and where it stands, for messages at run time: `Clock.now (sig-gen.toml:7)`.
    pub(crate) fn origin(&self, wish: &Wish) -> String {
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        let before = wish.place.as_ref().and_then(|place| self.text.get(..place.start as usize));
        match before {
            Some(before) => format!("{} ({file}:{})", wish.text, before.matches('\n').count() + 1),
            None => format!("{} ({file})", wish.text),
        }
    }
}

impl From<&str> for Wish {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), place: None }
    }
}

impl From<String> for Wish {
    fn from(text: String) -> Self {
        Self { text, place: None }
    }
}

/// What is said about a name by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// What it is about.
    pub name: Wish,
    /// Leave it out.
    pub skip: bool,
    /// Its Python spelling.
    pub rename: Option<Wish>,
    /// Its type, as TypeScript writes it.
    pub ty: Option<Wish>,
    /// Who makes of what Python gives what JavaScript takes: `module:function`.
    pub to_js: Option<Wish>,
    /// Who makes of what JavaScript gives what Python gets.
    pub to_python: Option<Wish>,
    /// What those take and give, as a Python annotation.
    pub python_type: Option<Wish>,
}

impl Override {
    /// Whether something is converted by hand.
    pub fn converts(&self) -> bool {
        self.to_js.is_some() || self.to_python.is_some()
    }
}

/// The place of a wish in the file of the configuration.
pub(crate) fn span(file: Option<FileId>, place: Option<&Range<u32>>) -> Option<Span> {
    let place = place?;
    Some(Span { file: file?, start: place.start, end: place.end })
}

/// Whether a text is a pattern.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// Whether a dotted name is what a wish names.
pub(crate) fn fits(wish: &str, dotted: &str) -> bool {
    if !is_pattern(wish) {
        return wish == dotted;
    }
    // What separates names is what separates folders in the patterns of files.
    fast_glob::glob_match(wish.replace('.', "/"), dotted.replace('.', "/"))
}

/// A pattern without what is special in it: what it is compared by when nothing fits.
pub(crate) fn plain(wish: &str) -> String {
    wish.replace(['*', '?', '[', ']', '{', '}'], "")
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_stand_for_names() {
        for (wish, fitting, others) in [
            ("Response", &["Response"][..], &["Response.json", "response", "AResponse"][..]),
            (
                "HTML*Element",
                &["HTMLElement", "HTMLDivElement"],
                &["HTMLElementTagNameMap", "SVGElement", "HTML.Element"],
            ),
            ("Intl.*", &["Intl.Collator"], &["Intl", "Intl.Collator.compare"]),
            ("Intl.**", &["Intl.Collator", "Intl.Collator.compare"], &["Intl", "International"]),
            ("*Options", &["Options", "GreetOptions"], &["a.Options"]),
            ("**.from", &["Array.from", "a.b.from"], &["fromage"]),
            ("?RL", &["URL"], &["RL", "AURL"]),
        ] {
            for name in fitting {
                assert!(fits(wish, name), "{wish} fits {name}");
            }
            for name in others {
                assert!(!fits(wish, name), "{wish} does not fit {name}");
            }
        }
    }
}
