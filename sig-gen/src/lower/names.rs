//! Names: the Python spelling of a JavaScript name, and the nearest known names to an unknown one.

use ffi_core::signature::Name;
use rustc_hash::FxHashSet;

use crate::emit::python::is_keyword;

/// The name with its Python spelling: a trailing underscore after a keyword, an underscore for each character that
/// Python does not allow, a leading one before a digit.
pub fn name(js: &str) -> Name {
    if is_keyword(js) {
        return Name::renamed(js, format!("{js}_"));
    }
    if is_identifier(js) && !is_mangled(js) {
        return Name::new(js);
    }
    let mut python: String = js.chars().map(|c| if c == '_' || c.is_alphanumeric() { c } else { '_' }).collect();
    if python.is_empty() || python.starts_with(|c: char| c.is_numeric()) {
        python.insert(0, '_');
    }
    if is_mangled(&python) {
        python = format!("_{}", python.trim_start_matches('_'));
    }
    Name::renamed(js, python)
}

fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let starts = bytes.next().is_some_and(|first| first == b'_' || first.is_ascii_alphabetic());
    if starts && bytes.all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()) {
        return true;
    }
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|one| one == '_' || one.is_alphanumeric())
}

/// Python changes such a name inside of a class.
fn is_mangled(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__")
}

/// Gives `name` a Python spelling that is not among `taken`.
pub fn distinct(name: &mut Name, taken: &dyn Fn(&str) -> bool) {
    while taken(name.python()) {
        *name = Name { python: Some(format!("{}_", name.python())), ..name.clone() };
    }
}

/// The Python spellings given so far, where there may be many.
#[derive(Default)]
pub struct Spellings(FxHashSet<String>);

impl Spellings {
    /// Gives `name` a Python spelling that no earlier one has.
    pub fn give(&mut self, name: &mut Name) {
        distinct(name, &|python| self.0.contains(python));
        self.0.insert(name.python().to_owned());
    }
}

/// The up to three names nearest to `wanted`, nearest first.
pub fn nearest<'n>(wanted: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let lower = wanted.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let distance = if name.to_lowercase() == lower { 0 } else { distance(wanted, name, limit)? };
            Some((distance, name))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The number of single-character edits, exchanges of neighbours included, when it is at most `limit`.
fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for i in 0..left.len() {
        let mut current = vec![i + 1];
        for j in 0..right.len() {
            let cost = usize::from(left[i] != right[j]);
            let mut best = (previous[j] + cost).min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j] {
                best = best.min(before[j - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::{name, nearest};

    #[test]
    fn spells_names_for_python() {
        let spelling = |js: &str| name(js).python().to_owned();
        assert_eq!(spelling("from"), "from_");
        assert_eq!(spelling("max-age"), "max_age");
        assert_eq!(spelling("2d"), "_2d");
        assert_eq!(spelling("__hidden"), "_hidden");
        assert_eq!(spelling("__proto__"), "__proto__");
        assert_eq!(spelling("$el"), "_el");
    }

    #[test]
    fn suggests_the_nearest() {
        assert_eq!(nearest("Respnose", ["Request", "Response", "fetch"]), ["Response"]);
        assert_eq!(nearest("response", ["Request", "Response"]), ["Response"]);
        assert!(nearest("zzz", ["Request"]).is_empty());
    }
}
