//! JSON as package.json and tsconfig.json are written: with comments, trailing commas and slips, keys in their order.
//!
//! The order of keys decides conditional exports, which rules out parsers that sort. Reading never fails: what cannot be
//! read ends the value, and what came before stays. Nesting is limited, so no text exhausts the stack.

/// How deep values may nest.
const DEEPEST: usize = 100;

/// A value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// `null`, and everything unreadable.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number; none of the fields that resolution reads has one, so its text suffices.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, in the order of its keys; of equal keys the last one counts.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text.
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader { text, at: 0 };
        reader.value(0).unwrap_or_default()
    }

    /// The value under a key of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The entries of an object, none for anything else.
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items of an array, none for anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The strings of an array, when it is one.
    pub fn strings(&self) -> Option<Vec<String>> {
        match self {
            Self::Array(items) => Some(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()),
            _ => None,
        }
    }

    /// Whether JavaScript would take the value for true.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Boolean(value) => *value,
            Self::Number(text) => text.parse::<f64>().is_ok_and(|value| value != 0.0),
            Self::String(text) => !text.is_empty(),
            Self::Array(_) | Self::Object(_) => true,
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            self.at += blank;
            let rest = self.rest();
            let comment = if rest.starts_with("//") {
                rest.find(['\n', '\r']).unwrap_or(rest.len())
            } else if let Some(inside) = rest.strip_prefix("/*") {
                inside.find("*/").map_or(rest.len(), |end| end + 4)
            } else {
                return;
            };
            self.at += comment;
        }
    }

    fn take(&mut self, expected: char) -> bool {
        self.skip_blank();
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_blank();
        match self.rest().chars().next()? {
            '{' => {
                self.at += 1;
                Some(self.object(depth))
            }
            '[' => {
                self.at += 1;
                Some(self.array(depth))
            }
            '"' | '\'' => self.string().map(Json::String),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Json {
        let mut entries: Vec<(String, Json)> = Vec::new();
        loop {
            while self.take(',') {}
            if self.take('}') {
                break;
            }
            let Some(key) = self.string() else { break };
            if !self.take(':') {
                break;
            }
            let Some(value) = self.value(depth + 1) else {
                self.at = self.text.len();
                break;
            };
            entries.push((key, value));
        }
        Json::Object(entries)
    }

    fn array(&mut self, depth: usize) -> Json {
        let mut items = Vec::new();
        loop {
            while self.take(',') {}
            if self.take(']') {
                break;
            }
            let Some(item) = self.value(depth + 1) else {
                self.at = self.text.len();
                break;
            };
            items.push(item);
        }
        Json::Array(items)
    }

    fn string(&mut self) -> Option<String> {
        self.skip_blank();
        let quote = self.rest().chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        self.at += 1;
        let mut text = String::new();
        let mut high: Option<u32> = None;
        loop {
            let Some(character) = self.rest().chars().next() else { return Some(text) };
            self.at += character.len_utf8();
            if character == quote {
                return Some(text);
            }
            if character != '\\' {
                text.push(character);
                continue;
            }
            let Some(escape) = self.rest().chars().next() else { return Some(text) };
            self.at += escape.len_utf8();
            match escape {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'b' => text.push('\u{8}'),
                'f' => text.push('\u{c}'),
                'u' => {
                    let digits = self.rest().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                    let Some(code) = digits else { continue };
                    self.at += 4;
                    match (high.take(), code) {
                        (None, 0xD800..=0xDBFF) => high = Some(code),
                        (Some(first), 0xDC00..=0xDFFF) => {
                            let code = 0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00);
                            text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                        }
                        (_, code) => text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
                    }
                }
                other => text.push(other),
            }
        }
    }

    fn word(&mut self) -> Option<Json> {
        let rest = self.rest();
        let end =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        self.at += end;
        match word.as_str() {
            "" => None,
            "true" => Some(Json::Boolean(true)),
            "false" => Some(Json::Boolean(false)),
            "null" => Some(Json::Null),
            _ => Some(Json::Number(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written_by_hand() {
        let text = "{ // first\n \"b\": [1, 'x', true,], /* second */ \"a\": {\"k\": null,}, \"e\": \"\\u00e9\\n\\ud83d\\ude00\" }";
        let json = Json::parse(text);
        let keys: Vec<&str> = json.entries().iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["b", "a", "e"]);
        assert_eq!(json.get("b").map(|b| b.items().len()), Some(3));
        assert_eq!(json.get("e").and_then(Json::as_str), Some("é\n😀"));
    }

    #[test]
    fn broken_texts_keep_what_came_before() {
        let json = Json::parse("{\"name\": \"a\", \"types\": ");
        assert_eq!(json.get("name").and_then(Json::as_str), Some("a"));
        assert_eq!(Json::parse(""), Json::Null);
        assert_eq!(Json::parse("\u{0}\u{1}"), Json::Null);
        let deep = Json::parse(&"[".repeat(1_000_000));
        assert_eq!(deep.items().len(), 1);
        Json::parse(&"{\"a\":".repeat(1_000_000));
        Json::parse("/* open");
    }
}
