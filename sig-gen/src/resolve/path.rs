//! Paths as TypeScript has them: text with forward slashes, where a slash at the end means "only as a directory".
//!
//! Conversion from and to the platform's paths happens at the edge of the room and nowhere else.

use std::path::{Path, PathBuf};

/// A platform path as text with forward slashes.
pub(crate) fn from_native(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        let text = text.replace('\\', "/");
        text.strip_prefix("//?/").map_or(text.clone(), str::to_owned)
    } else {
        text.into_owned()
    }
}

/// Text with forward slashes as a platform path.
pub(crate) fn to_native(path: &str) -> PathBuf {
    PathBuf::from(path)
}

/// The absolute, normal text of a platform path that may be relative to the current directory.
pub(crate) fn absolute(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    normalize(&from_native(&path))
}

/// Whether a path starts at a root: `/x`, `C:/x`.
pub(crate) fn is_absolute(path: &str) -> bool {
    let bytes = path.as_bytes();
    matches!(bytes, [b'/' | b'\\', ..])
        || matches!(bytes, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
}

/// Whether a specifier starts at the containing file: `.`, `..`, `./x`, `../x`.
pub(crate) fn is_relative(specifier: &str) -> bool {
    let rest = specifier.strip_prefix("..").or_else(|| specifier.strip_prefix('.'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']))
}

/// `path` seen from `directory`, not yet normal.
pub(crate) fn join(directory: &str, path: &str) -> String {
    if path.is_empty() {
        directory.to_owned()
    } else if is_absolute(path) || directory.is_empty() {
        path.to_owned()
    } else if directory.ends_with('/') {
        format!("{directory}{path}")
    } else {
        format!("{directory}/{path}")
    }
}

/// Removes `.`, `..` and doubled slashes. A slash at the end stays.
pub(crate) fn normalize(path: &str) -> String {
    let path = if path.contains('\\') && cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let is_plain = !path.contains("//") && !path.split('/').any(|part| part == "." || part == "..");
    if is_plain {
        return path;
    }
    let is_rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_rooted => {}
            part => parts.push(part),
        }
    }
    let mut normal = String::with_capacity(path.len());
    if is_rooted {
        normal.push('/');
    }
    normal.push_str(&parts.join("/"));
    if path.ends_with('/') && !normal.is_empty() && !normal.ends_with('/') {
        normal.push('/');
    }
    normal
}

/// The directory of a path, without a slash at the end.
pub(crate) fn directory(path: &str) -> &str {
    let path = without_slash(path);
    match path.rfind('/') {
        Some(0) => "/",
        Some(slash) => &path[..slash],
        None => "",
    }
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    let path = without_slash(path);
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The path without a slash at the end.
pub(crate) fn without_slash(path: &str) -> &str {
    if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path }
}

/// `directory` and every directory above it.
pub(crate) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(without_slash(directory)), |path| {
        let above = self::directory(path);
        (above.len() < path.len() && !above.is_empty()).then_some(above)
    })
}

/// The part of `path` inside `directory`, when it lies there.
pub(crate) fn inside<'p>(directory: &str, path: &'p str) -> Option<&'p str> {
    let rest = path.strip_prefix(without_slash(directory))?;
    if directory == "/" { Some(rest) } else { rest.strip_prefix('/') }
}

/// `path` as it is written from `directory`.
pub(crate) fn relative(directory: &str, path: &str) -> String {
    let from: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_normal() {
        for (path, normal) in [
            ("/a/./b/../c", "/a/c"),
            ("/a/b/..", "/a"),
            ("/a/b/../", "/a/"),
            ("/..", "/"),
            ("/a//b", "/a/b"),
            ("/a/b/", "/a/b/"),
            ("a/../../b", "../b"),
        ] {
            assert_eq!(normalize(path), normal, "{path}");
        }
    }

    #[test]
    fn relative_specifiers_are_told_from_names() {
        for (specifier, expected) in
            [(".", true), ("..", true), ("./a", true), ("../a", true), (".a", false), ("...", false), ("a", false)]
        {
            assert_eq!(is_relative(specifier), expected, "{specifier}");
        }
    }

    #[test]
    fn ancestors_end_at_the_root() {
        assert_eq!(ancestors("/a/b").collect::<Vec<_>>(), ["/a/b", "/a", "/"]);
        assert_eq!(ancestors("/").collect::<Vec<_>>(), ["/"]);
        assert_eq!(relative("/a/b", "/a/c/d"), "../c/d");
    }
}
