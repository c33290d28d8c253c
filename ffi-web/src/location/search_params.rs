//! The list behind `URLSearchParams`: name-value pairs of scalar value strings, parsed from and serialised to
//! `application/x-www-form-urlencoded` by the `url` crate. No JavaScript value enters here.

use url::form_urlencoded;

/// An ordered list of pairs in which a name may occur more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParameterList {
    pairs: Vec<(String, String)>,
}

impl ParameterList {
    /// Parses a query. A leading `?` is part of it: the constructor of `URLSearchParams` strips it, a URL has none.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        Self { pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect() }
    }

    /// A list of these pairs.
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// The pairs in order.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Adds a pair at the end.
    pub fn append(&mut self, name: String, value: String) {
        self.pairs.push((name, value));
    }

    /// Removes the pairs of this name, and of this value where one is given.
    pub fn delete(&mut self, name: &str, value: Option<&str>) {
        self.pairs.retain(|pair| !matches(pair, name, value));
    }

    /// The first value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
    }

    /// Every value of a name, in order.
    #[must_use]
    pub fn get_all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|pair| pair.0 == name).map(|pair| pair.1.as_str()).collect()
    }

    /// Whether there is a pair of this name, and of this value where one is given.
    #[must_use]
    pub fn has(&self, name: &str, value: Option<&str>) -> bool {
        self.pairs.iter().any(|pair| matches(pair, name, value))
    }

    /// Gives the first pair of this name the value and removes the others, or adds a pair.
    pub fn set(&mut self, name: String, value: String) {
        let Some(first) = self.pairs.iter().position(|pair| pair.0 == name) else {
            self.pairs.push((name, value));
            return;
        };
        self.pairs[first].1 = value;
        let mut index = 0;
        self.pairs.retain(|pair| {
            let keep = index <= first || pair.0 != name;
            index += 1;
            keep
        });
    }

    /// Sorts by name, comparing code units, and keeps the order of equal names.
    pub fn sort(&mut self) {
        self.pairs.sort_by(|left, right| left.0.encode_utf16().cmp(right.0.encode_utf16()));
    }

    /// `application/x-www-form-urlencoded`, without a `?`.
    #[must_use]
    pub fn serialize(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish()
    }
}

fn matches(pair: &(String, String), name: &str, value: Option<&str>) -> bool {
    pair.0 == name && value.is_none_or(|value| pair.1 == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, change: impl FnOnce(&mut ParameterList), expected: &str) {
        let mut list = ParameterList::parse(query);
        change(&mut list);
        assert_eq!(list.serialize(), expected);
    }

    #[test]
    fn changes() {
        check("a=1&b=2&a=3", |_| (), "a=1&b=2&a=3");
        check("a=%20+&=&x", |_| (), "a=++&=&x=");
        check("a=1&b=2&a=3", |list| list.set("a".into(), "9".into()), "a=9&b=2");
        check("a=1&b=2&a=3", |list| list.set("c".into(), "9".into()), "a=1&b=2&a=3&c=9");
        check("a=1&b=2&a=3", |list| list.delete("a", Some("3")), "a=1&b=2");
        check("a=1&b=2&a=3", |list| list.delete("a", None), "b=2");
        check("z=1&a=2&z=0&%EF%BF%BD=1&%F0%9F%98%80=2", |list| list.sort(), "a=2&z=1&z=0&%F0%9F%98%80=2&%EF%BF%BD=1");
        check("", |list| list.append("*-._".into(), "~é'".into()), "*-._=%7E%C3%A9%27");
    }
}
