//! Where items are declared, as documentation shows it: the file from its package, the line, and addresses of both where the package says them.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::diagnostics::{FileId, Span};
use crate::emit::docs::{Place, Sources};
use crate::resolve::{Files, path};
use crate::source::SourceMap;

/// The folder of packages.
const PACKAGES: &str = "/node_modules/";

/// A file with what its places need.
struct Known {
    shown: String,
    /// The address of the file, when its package is published.
    address: Option<String>,
    /// The offsets at which its lines begin.
    lines: Vec<usize>,
}

/// The places of declarations.
pub(crate) fn of(origins: &FxHashMap<String, Span>, sources: &SourceMap, files: &dyn Files) -> Sources {
    let mut known: FxHashMap<FileId, Known> = FxHashMap::default();
    let mut packages: FxHashMap<String, Option<Package>> = FxHashMap::default();
    let mut found = Sources::default();
    for (name, span) in origins {
        let file = known.entry(span.file).or_insert_with(|| {
            let text = sources.text(span.file);
            let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let shown = path::from_native(sources.path(span.file));
            let absolute = path::absolute(sources.path(span.file));
            let package = split(&absolute).and_then(|(directory, inside)| {
                let read = || Package::read(&directory, files);
                Some((packages.entry(directory.clone()).or_insert_with(read).clone()?, inside))
            });
            match package {
                Some((package, inside)) => {
                    if let Some(repository) = &package.repository {
                        found.repositories.insert(package.name.clone(), repository.clone());
                    }
                    let address = package
                        .version
                        .as_ref()
                        .map(|version| format!("https://unpkg.com/browse/{}@{version}/{inside}", package.name));
                    Known { shown: format!("{}/{inside}", package.name), address, lines }
                }
                None => Known { shown, address: None, lines },
            }
        });
        let line = file.lines.partition_point(|&start| start <= span.start as usize);
        let address = file.address.as_ref().map(|address| format!("{address}#L{line}"));
        found.places.insert(name.clone(), Place { file: file.shown.clone(), line, address });
    }
    found
}

/// What a manifest says of its package.
#[derive(Clone)]
struct Package {
    name: String,
    version: Option<String>,
    repository: Option<String>,
}

impl Package {
    fn read(directory: &str, files: &dyn Files) -> Option<Self> {
        let manifest: Value = serde_json::from_str(&files.read(&path::join(directory, "package.json"))?).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let repository = &manifest["repository"];
        let inside = text(&repository["directory"]);
        let repository = text(repository).or_else(|| text(&repository["url"])).and_then(|url| web_address(&url));
        let repository = repository.map(|address| match inside {
            Some(inside) => format!("{address}/tree/HEAD/{inside}"),
            None => address,
        });
        Some(Self { name: text(&manifest["name"])?, version: text(&manifest["version"]), repository })
    }
}

/// The directory of a package and the path of a file in it.
fn split(file: &str) -> Option<(String, String)> {
    let start = file.rfind(PACKAGES)? + PACKAGES.len();
    let rest = &file[start..];
    let parts = if rest.starts_with('@') { 2 } else { 1 };
    let end = rest.match_indices('/').nth(parts - 1)?.0;
    Some((file[..start + end].to_owned(), rest[end + 1..].to_owned()))
}

/// The address at which people see a repository, out of what manifests write.
fn web_address(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("git+").trim_end_matches(".git");
    let hosts = [("github:", "https://github.com/"), ("gitlab:", "https://gitlab.com/")];
    if let Some((short, long)) = hosts.iter().find(|(short, _)| text.starts_with(short)) {
        return Some(format!("{long}{}", &text[short.len()..]));
    }
    for before in ["ssh://git@", "git://", "https://", "http://", "git@"] {
        if let Some(rest) = text.strip_prefix(before) {
            return Some(format!("https://{}", rest.replacen(':', "/", usize::from(before == "git@"))));
        }
    }
    // `owner/name` means GitHub.
    let is_short = text.split('/').count() == 2 && !text.contains([':', ' ']);
    is_short.then(|| format!("https://github.com/{text}"))
}

#[cfg(test)]
mod tests {
    use super::{split, web_address};

    #[test]
    fn repositories_have_addresses() {
        for (written, expected) in [
            ("git+https://github.com/a/b.git", "https://github.com/a/b"),
            ("git@github.com:a/b.git", "https://github.com/a/b"),
            ("ssh://git@github.com/a/b", "https://github.com/a/b"),
            ("github:a/b", "https://github.com/a/b"),
            ("a/b", "https://github.com/a/b"),
        ] {
            assert_eq!(web_address(written).as_deref(), Some(expected), "{written}");
        }
        assert_eq!(web_address("nothing"), None);
    }

    #[test]
    fn files_belong_to_the_nearest_package() {
        let pair = |directory: &str, inside: &str| Some((directory.to_owned(), inside.to_owned()));
        assert_eq!(split("/a/node_modules/b/c.d.ts"), pair("/a/node_modules/b", "c.d.ts"));
        assert_eq!(split("/a/node_modules/@s/b/c/d.d.ts"), pair("/a/node_modules/@s/b", "c/d.d.ts"));
        assert_eq!(split("/a/node_modules/b/node_modules/c/d.ts"), pair("/a/node_modules/b/node_modules/c", "d.ts"));
        assert_eq!(split("/a/b.d.ts"), None);
    }
}
