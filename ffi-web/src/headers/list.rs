//! The header list of the Fetch standard, section 2.2.2: names compare without case, values are byte sequences,
//! `set-cookie` is never combined. No JavaScript value enters here; the class `Headers` is a thin face over this list,
//! and the HTTP client reads it as it is.

/// Who owns a header list, and what may therefore be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guard {
    /// Made by a program: anything goes.
    #[default]
    None,
    /// The headers of a `Request`.
    Request,
    /// The headers of a `Response` made by a program.
    Response,
    /// The headers of a response that came from the network, of `Response.error()` and `Response.redirect()`.
    Immutable,
}

/// Why a header was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderError {
    /// The name is not a token of HTTP.
    Name(String),
    /// The value contains NUL, CR or LF after normalisation.
    Value(String),
    /// The list must not change.
    Immutable,
}

impl std::fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => write!(formatter, "{name} is an invalid header name."),
            Self::Value(value) => write!(formatter, "{value} is an invalid header value."),
            Self::Immutable => formatter.write_str("immutable"),
        }
    }
}

impl std::error::Error for HeaderError {}

/// A name with the spelling it was given, and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name, as the first append spelled it.
    pub name: String,
    /// The value: bytes, each of which is one code unit of a `ByteString`.
    pub value: Vec<u8>,
}

/// An ordered list of headers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderList {
    headers: Vec<Header>,
}

impl HeaderList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every header in the order of the list, not combined: what goes onto the wire.
    pub fn iter(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter()
    }

    /// How many headers there are, not combined.
    #[must_use]
    pub fn len(&self) -> usize {
        self.headers.len()
    }

    /// Whether there is no header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.headers.is_empty()
    }

    /// Whether a header of this name is in the list.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The values of a name, joined with `, `; `None` when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        let mut values = self.values(name);
        let first = values.next()?.to_vec();
        Some(values.fold(first, |mut joined, value| {
            joined.extend_from_slice(b", ");
            joined.extend_from_slice(value);
            joined
        }))
    }

    /// The values of a name, one by one.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let same = move |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.headers.iter().filter(same).map(|header| header.value.as_slice())
    }

    /// Adds a header that is known to be valid; the name takes the spelling that is in the list already.
    pub fn append_raw(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        let known = self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        let name = known.map_or_else(|| name.to_owned(), |header| header.name.clone());
        self.headers.push(Header { name, value: value.into() });
    }

    /// Adds a header after checking it, as `Headers.append` does.
    ///
    /// # Errors
    /// The name or the value is not one of HTTP, or the guard forbids the change.
    pub fn append(&mut self, guard: Guard, name: &[u8], value: &[u8]) -> Result<(), HeaderError> {
        let (name, value) = (valid_name(name)?, valid_value(value)?);
        writable(guard)?;
        self.append_raw(name, value);
        Ok(())
    }

    /// Replaces the first header of this name and removes the others, or adds one.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn set(&mut self, guard: Guard, name: &[u8], value: &[u8]) -> Result<(), HeaderError> {
        let (name, value) = (valid_name(name)?, valid_value(value)?);
        writable(guard)?;
        self.set_raw(name, value);
        Ok(())
    }

    /// [`set`](Self::set) for what is known to be valid.
    pub fn set_raw(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        let Some(first) = self.headers.iter().position(|header| header.name.eq_ignore_ascii_case(name)) else {
            self.headers.push(Header { name: name.to_owned(), value: value.into() });
            return;
        };
        self.headers[first].value = value.into();
        let mut index = 0;
        self.headers.retain(|header| {
            let keep = index <= first || !header.name.eq_ignore_ascii_case(name);
            index += 1;
            keep
        });
    }

    /// Removes every header of this name.
    ///
    /// # Errors
    /// The name is not one of HTTP, or the guard forbids the change.
    pub fn delete(&mut self, guard: Guard, name: &[u8]) -> Result<(), HeaderError> {
        let name = valid_name(name)?;
        writable(guard)?;
        self.delete_raw(name);
        Ok(())
    }

    /// [`delete`](Self::delete) for what is known to be valid.
    pub fn delete_raw(&mut self, name: &str) {
        self.headers.retain(|header| !header.name.eq_ignore_ascii_case(name));
    }

    /// "Sort and combine": lower-case names in byte order, one entry for each name, except that every `set-cookie` stays
    /// an entry of its own. This is the order in which `Headers` iterates.
    #[must_use]
    pub fn sorted_and_combined(&self) -> Vec<(String, Vec<u8>)> {
        let mut names: Vec<String> = self.headers.iter().map(|header| header.name.to_ascii_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        let mut entries = Vec::with_capacity(names.len());
        for name in names {
            if name == "set-cookie" {
                entries.extend(self.values(&name).map(|value| (name.clone(), value.to_vec())));
            } else if let Some(value) = self.get(&name) {
                entries.push((name, value));
            }
        }
        entries
    }
}

fn writable(guard: Guard) -> Result<(), HeaderError> {
    if guard == Guard::Immutable { Err(HeaderError::Immutable) } else { Ok(()) }
}

/// Checks a name given by a program: a non-empty token of HTTP.
///
/// # Errors
/// It is not one.
pub fn valid_name(name: &[u8]) -> Result<&str, HeaderError> {
    if is_token(name) {
        std::str::from_utf8(name).map_err(|_| HeaderError::Name(latin1(name)))
    } else {
        Err(HeaderError::Name(latin1(name)))
    }
}

/// Whether the bytes are a token as HTTP defines it (RFC 9110, 5.6.2).
#[must_use]
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte))
}

fn valid_value(value: &[u8]) -> Result<&[u8], HeaderError> {
    let value = normalize(value);
    if value.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')) {
        return Err(HeaderError::Value(latin1(value)));
    }
    Ok(value)
}

/// "Normalize": the value without leading and trailing HTTP white space.
#[must_use]
pub fn normalize(value: &[u8]) -> &[u8] {
    let white = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' ');
    let start = value.iter().position(|byte| !white(byte)).unwrap_or(value.len());
    let end = value.iter().rposition(|byte| !white(byte)).map_or(start, |last| last + 1);
    &value[start..end]
}

/// The string whose code units are these bytes ("isomorphic decode").
#[must_use]
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(build: impl FnOnce(&mut HeaderList), expected: &[(&str, &str)]) {
        let mut list = HeaderList::new();
        build(&mut list);
        let entries: Vec<_> =
            list.sorted_and_combined().into_iter().map(|(name, value)| (name, latin1(&value))).collect();
        let expected: Vec<_> = expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(entries, expected);
    }

    #[test]
    fn entries_are_sorted_and_combined_except_cookies() {
        check(
            |list| {
                for (name, value) in
                    [("B", "1"), ("a", " x "), ("b", "2"), ("Set-Cookie", "p=1"), ("set-cookie", "q=2")]
                {
                    list.append(Guard::None, name.as_bytes(), value.as_bytes()).unwrap();
                }
            },
            &[("a", "x"), ("b", "1, 2"), ("set-cookie", "p=1"), ("set-cookie", "q=2")],
        );
    }

    #[test]
    fn set_replaces_the_first_and_drops_the_rest() {
        let mut list = HeaderList::new();
        for (name, value) in [("A", "1"), ("b", "2"), ("a", "3")] {
            list.append(Guard::None, name.as_bytes(), value.as_bytes()).unwrap();
        }
        list.set(Guard::None, b"a", b"4").unwrap();
        let wire: Vec<_> = list.iter().map(|header| (header.name.as_str(), latin1(&header.value))).collect();
        assert_eq!(wire, [("A", "4".to_owned()), ("b", "2".to_owned())]);
    }

    #[test]
    fn refusals() {
        let mut list = HeaderList::new();
        assert!(matches!(list.append(Guard::None, b"", b"x"), Err(HeaderError::Name(_))));
        assert!(matches!(list.append(Guard::None, b"a b", b"x"), Err(HeaderError::Name(_))));
        assert!(matches!(list.append(Guard::None, b"a", b"x\ny"), Err(HeaderError::Value(_))));
        assert_eq!(list.append(Guard::Immutable, b"a", b"x"), Err(HeaderError::Immutable));
        assert!(matches!(list.append(Guard::Immutable, b"a b", b"x"), Err(HeaderError::Name(_))));
        assert_eq!(list.append(Guard::None, b"a", b" \t\r\nx\n"), Ok(()));
        assert_eq!(list.get("A"), Some(b"x".to_vec()));
        assert_eq!(list.get("b"), None);
    }
}
