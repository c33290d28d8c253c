//! Patterns with one `*`: the keys of `paths`, `typesVersions`, `exports` and `imports`.

use std::cmp::Ordering;

/// The mappings of `paths` or of one version of `typesVersions`: patterns, each with the places to try.
pub type Mappings = Vec<(String, Vec<String>)>;

/// The mapping that `name` selects: the exact key, or else the pattern with the longest part before its star. With it, what
/// the star stands for.
pub(crate) fn select<'m, 'n>(mappings: &'m Mappings, name: &'n str) -> Option<(&'m [String], &'n str)> {
    if let Some((_, targets)) = mappings.iter().find(|(key, _)| key == name && !key.contains('*')) {
        return Some((targets, ""));
    }
    let mut best: Option<(usize, &[String], &str)> = None;
    for (key, targets) in mappings {
        let Some((prefix, suffix)) = key.split_once('*').filter(|(_, suffix)| !suffix.contains('*')) else { continue };
        if let Some(star) = between(name, prefix, suffix)
            && best.is_none_or(|(length, ..)| prefix.len() > length)
        {
            best = Some((prefix.len(), targets, star));
        }
    }
    best.map(|(_, targets, star)| (targets, star))
}

/// What stands between `prefix` and `suffix` in `name`.
pub(crate) fn between<'n>(name: &'n str, prefix: &str, suffix: &str) -> Option<&'n str> {
    name.strip_prefix(prefix)?.strip_suffix(suffix)
}

/// The order in which the keys of `exports` with a star or a slash at the end are tried: the more specific first.
pub(crate) fn compare_keys(left: &str, right: &str) -> Ordering {
    let base = |key: &str| key.find('*').map_or(key.len(), |star| star + 1);
    base(right)
        .cmp(&base(left))
        .then_with(|| right.contains('*').cmp(&left.contains('*')))
        .then_with(|| right.len().cmp(&left.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins() {
        let mappings: Mappings = [("*", "all"), ("a/*", "a"), ("a/b*.js", "b"), ("a/exact", "exact"), ("*/*", "two")]
            .into_iter()
            .map(|(key, target)| (key.to_owned(), vec![target.to_owned()]))
            .collect();
        for (name, target, star) in
            [("x", "all", "x"), ("a/x", "a", "x"), ("a/bc.js", "b", "c"), ("a/exact", "exact", ""), ("a/b", "a", "b")]
        {
            let (targets, found) = select(&mappings, name).unwrap_or((&[], "none"));
            assert_eq!((targets, found), (&[target.to_owned()][..], star), "{name}");
        }
    }

    #[test]
    fn keys_of_exports_are_ordered() {
        let mut keys = vec!["./*", "./a/*", "./a/*.js", "./a/", "./*/b"];
        keys.sort_by(|left, right| compare_keys(left, right));
        assert_eq!(keys, ["./a/*.js", "./a/*", "./a/", "./*/b", "./*"]);
    }
}
