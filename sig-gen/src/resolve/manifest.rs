//! What resolution reads from a package.json.

use semver::Version;

use super::json::Json;
use super::path;
use super::pattern::Mappings;
use super::version;

/// A package.json and the directory it lies in.
#[derive(Debug)]
pub(crate) struct Manifest {
    pub(crate) directory: String,
    content: Json,
    /// The mappings of the first version range in `typesVersions` that matches.
    pub(crate) version_paths: Option<Mappings>,
}

impl Manifest {
    pub(crate) fn read(directory: &str, text: &str, typescript: &Version) -> Self {
        let content = Json::parse(text);
        let version_paths = content.get("typesVersions").and_then(|versions| version_paths(versions, typescript));
        Self { directory: directory.to_owned(), content, version_paths }
    }

    fn string(&self, key: &str) -> Option<&str> {
        self.content.get(key).and_then(Json::as_str)
    }

    fn file(&self, key: &str) -> Option<String> {
        let file = self.string(key).filter(|file| !file.is_empty())?;
        Some(path::normalize(&path::join(&self.directory, file)))
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.string("name")
    }

    pub(crate) fn version(&self) -> Option<&str> {
        self.string("version")
    }

    /// The declarations of the package as a whole.
    pub(crate) fn types(&self) -> Option<String> {
        self.file("typings").or_else(|| self.file("types"))
    }

    pub(crate) fn main(&self) -> Option<String> {
        self.file("main")
    }

    /// The configuration that `extends` takes from the package.
    pub(crate) fn tsconfig(&self) -> Option<String> {
        self.file("tsconfig")
    }

    /// Whether files without a tell-tale extension are ES modules.
    pub(crate) fn is_module(&self) -> bool {
        self.string("type") == Some("module")
    }

    /// Whether the key is there, whatever its value.
    pub(crate) fn names_exports(&self) -> bool {
        self.content.get("exports").is_some()
    }

    /// Whether there are no exports, or they are `null`.
    pub(crate) fn has_null_exports(&self) -> bool {
        matches!(self.content.get("exports"), None | Some(Json::Null))
    }

    /// The exports, when they are more than nothing.
    pub(crate) fn exports(&self) -> Option<&Json> {
        self.content.get("exports").filter(|exports| exports.is_truthy())
    }

    /// The imports, when they are more than nothing.
    pub(crate) fn imports(&self) -> Option<&Json> {
        self.content.get("imports").filter(|imports| imports.is_truthy())
    }

    /// Whether the package says that its types come with the library it types: a stub of the old days.
    pub(crate) fn needs_no_types(&self) -> bool {
        self.content.get("typings") == Some(&Json::Null)
    }
}

fn version_paths(versions: &Json, typescript: &Version) -> Option<Mappings> {
    let (_, paths) = versions.entries().iter().find(|(range, _)| version::matches(range, typescript) == Some(true))?;
    matches!(paths, Json::Object(_)).then(|| mappings(paths))
}

/// An object of patterns and lists of places. A single place may stand without its list.
pub(crate) fn mappings(object: &Json) -> Mappings {
    let targets = |targets: &Json| match targets {
        Json::String(target) => vec![target.clone()],
        other => other.strings().unwrap_or_default(),
    };
    object.entries().iter().map(|(pattern, value)| (pattern.clone(), targets(value))).collect()
}
