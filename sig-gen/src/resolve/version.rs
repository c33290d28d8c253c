//! Version ranges as `typesVersions` and `types@range` conditions write them, tested against the TypeScript we stand for.
//!
//! The grammar is npm's as TypeScript reads it: alternatives between `||`, hyphen ranges, comparators between blanks, `x`
//! and `*`. What it does not accept makes the whole range invalid, and an invalid range never matches.

use semver::{Version, VersionReq};

/// The TypeScript whose decisions are reproduced.
pub const TYPESCRIPT: Version = Version::new(5, 9, 3);

/// Whether `version` lies in `range`; `None` for a range that is invalid.
pub(crate) fn matches(range: &str, version: &Version) -> Option<bool> {
    let mut found = false;
    for alternative in range.trim().split("||") {
        let requirement = requirement(alternative.trim())?;
        found |= requirement.matches(version);
    }
    Some(found)
}

fn requirement(alternative: &str) -> Option<VersionReq> {
    if alternative.is_empty() {
        return Some(VersionReq::STAR);
    }
    let words: Vec<&str> = alternative.split_whitespace().collect();
    let comparators: Vec<String> = match words.as_slice() {
        [from, "-", to] => vec![comparator(">=", from)?, comparator("<=", to)?],
        words => words
            .iter()
            .map(|word| {
                let operator = word.len() - word.trim_start_matches(['~', '^', '<', '>', '=']).len();
                comparator(&word[..operator], &word[operator..])
            })
            .collect::<Option<_>>()?,
    };
    let comparators: Vec<String> = comparators.into_iter().filter(|comparator| comparator != "*").collect();
    if comparators.is_empty() { Some(VersionReq::STAR) } else { VersionReq::parse(&comparators.join(", ")).ok() }
}

/// One comparator in the grammar of the semver crate. A bare version means that version there as here only with `=`.
fn comparator(operator: &str, version: &str) -> Option<String> {
    if !matches!(operator, "" | "~" | "^" | "<" | "<=" | ">" | ">=" | "=") || version.is_empty() {
        return None;
    }
    let (numbers, suffix) = match version.find(['-', '+']) {
        Some(end) => version.split_at(end),
        None => (version, ""),
    };
    let numbers: Vec<&str> = numbers.split('.').collect();
    let is_any = |part: &&str| matches!(*part, "x" | "X" | "*");
    let is_number =
        |part: &str| part == "0" || (!part.starts_with('0') && part.bytes().all(|byte| byte.is_ascii_digit()));
    if numbers.len() > 3 || !numbers.iter().all(|part| !part.is_empty() && (is_any(part) || is_number(part))) {
        return None;
    }
    let known: Vec<&str> = numbers.iter().copied().take_while(|part| !is_any(part)).collect();
    if known.is_empty() {
        // `<*` and `>*` hold for nothing, every other operator on `*` for everything.
        return Some(if matches!(operator, "<" | ">") { "<0.0.0".to_owned() } else { "*".to_owned() });
    }
    let suffix = if known.len() == 3 { suffix } else { "" };
    let operator = if operator.is_empty() { "=" } else { operator };
    Some(format!("{operator}{}{suffix}", known.join(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_typescript_reads_them() {
        for (range, expected) in [
            ("*", Some(true)),
            ("", Some(true)),
            (">=4", Some(true)),
            ("<=5.0", Some(false)),
            ("<=5.6", Some(false)),
            ("<=5.9", Some(true)),
            ("<5.9", Some(false)),
            (">=5.9", Some(true)),
            (">5.9", Some(false)),
            ("5.9", Some(true)),
            ("5.8", Some(false)),
            ("=5", Some(true)),
            ("5.x", Some(true)),
            ("~5.9.0", Some(true)),
            ("^5.1", Some(true)),
            ("^4.1", Some(false)),
            ("3.1 - 4", Some(false)),
            ("4 - 5", Some(true)),
            (">=3.1 <5", Some(false)),
            ("<4 || >=5.2", Some(true)),
            (">=6.0.0-0", Some(false)),
            (">= 4", None),
            ("latest", None),
            ("1.2.3.4", None),
            ("04", None),
        ] {
            assert_eq!(matches(range, &TYPESCRIPT), expected, "{range}");
        }
    }
}
