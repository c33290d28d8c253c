//! An index of texts: an exported class.

use std::collections::BTreeMap;

use ffi_core::typed::Exception;
use ffi_macros::export;

/// Texts by the words in them.
pub struct Index {
    texts: BTreeMap<String, String>,
    limit: Option<usize>,
}

/// Texts by the words in them.
#[export]
impl Index {
    /// An empty index, for so many texts at most.
    #[export(constructor, signature = (*, limit = None))]
    fn new(limit: Option<usize>) -> Self {
        Self { texts: BTreeMap::new(), limit }
    }

    /// An index of these texts.
    #[export(static)]
    fn of(texts: BTreeMap<String, String>) -> Self {
        Self { texts, limit: None }
    }

    /// Adds a text, or replaces it.
    #[export(signature = (name, text, /, *, replace = true))]
    fn add(&mut self, name: String, text: String, replace: bool) -> Result<(), Exception> {
        let known = self.texts.contains_key(&name);
        if known && !replace {
            return Err(Exception::value(format!("there is a text of the name {name}")));
        }
        if !known && self.limit.is_some_and(|limit| self.texts.len() >= limit) {
            return Err(Exception::runtime("the index is full"));
        }
        self.texts.insert(name, text);
        Ok(())
    }

    /// The names of the texts with a word.
    fn find(&self, word: &str) -> Vec<String> {
        let has = |text: &str| text.split_whitespace().any(|found| found == word);
        self.texts.iter().filter(|(_, text)| has(text)).map(|(name, _)| name.clone()).collect()
    }

    /// The text of a name.
    fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Takes over the texts of another index.
    fn merge(&mut self, other: &Index) {
        self.texts.extend(other.texts.clone());
    }

    /// How many texts there are.
    #[export(getter)]
    fn size(&self) -> usize {
        self.texts.len()
    }

    /// How many there may be.
    #[export(getter)]
    fn limit(&self) -> Option<usize> {
        self.limit
    }

    #[export(setter)]
    fn set_limit(&mut self, limit: Option<usize>) {
        self.limit = limit;
    }
}
