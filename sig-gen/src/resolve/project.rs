//! tsconfig.json: which files, which libraries, which ambient types, and what changes resolution.
//!
//! `extends` is followed first, each setting keeping the directory of the file it stands in; then the whole is read at once.
//! Faults are diagnostics: a project that cannot be read is an empty one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::json::Json;
use super::package::split_name;
use super::search::Wanted;
use super::tree::{self, Pattern};
use super::{Algorithm, Files, Paths, ResolveOptions, Resolver, manifest, path};
use crate::diagnostics::Diagnostic;

/// The most files that one configuration may extend, directly and through others.
const MOST_EXTENDED: usize = 200;

/// The options whose values are paths.
const PATH_OPTIONS: [&str; 3] = ["baseUrl", "outDir", "declarationDir"];

/// The options whose values are lists of paths.
const PATH_LIST_OPTIONS: [&str; 2] = ["typeRoots", "rootDirs"];

/// What a tsconfig.json says.
#[derive(Debug, Clone)]
pub struct Project {
    /// The file.
    pub path: PathBuf,
    /// The files of the project, sorted: `files` and what `include` and `exclude` leave.
    pub files: Vec<PathBuf>,
    /// The libraries that are context, as `dom` or `es2022`; `None` when the project says nothing about them.
    pub libs: Option<Vec<String>>,
    /// `types`: the packages with ambient declarations; `None` means all packages of the type roots.
    pub types: Option<Vec<String>>,
    /// The tsconfig.json files of `references`.
    pub references: Vec<PathBuf>,
    /// What changes resolution.
    pub options: ResolveOptions,
}

/// A configuration with everything that it extends: paths are absolute.
#[derive(Debug, Clone, Default)]
struct Settings {
    options: Vec<(String, Json)>,
    paths_base: Option<String>,
    files: Option<Vec<String>>,
    include: Option<Vec<String>>,
    exclude: Option<Vec<String>>,
}

impl Settings {
    fn option(&self, name: &str) -> Option<&Json> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn set(&mut self, name: &str, value: Json) {
        self.options.retain(|(key, _)| key != name);
        self.options.push((name.to_owned(), value));
    }

    fn text(&self, name: &str) -> Option<String> {
        self.option(name).and_then(Json::as_str).map(str::to_ascii_lowercase)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.option(name).and_then(Json::as_bool)
    }

    /// Takes over what `later` states.
    fn extend(&mut self, later: Self) {
        for (name, value) in later.options {
            self.set(&name, value);
        }
        self.paths_base = later.paths_base.or(self.paths_base.take());
        self.files = later.files.or(self.files.take());
        self.include = later.include.or(self.include.take());
        self.exclude = later.exclude.or(self.exclude.take());
    }
}

struct Reader<'f> {
    files: &'f Arc<dyn Files>,
    /// The directory of the project, for `${configDir}`.
    root: String,
    stack: Vec<String>,
    count: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// Reads a tsconfig.json, or the one in a directory.
    pub fn read(files: &Arc<dyn Files>, place: &Path) -> (Option<Self>, Vec<Diagnostic>) {
        let mut file = path::absolute(place);
        if files.is_directory(path::without_slash(&file)) {
            file = path::join(path::without_slash(&file), "tsconfig.json");
        }
        if !files.is_file(&file) {
            return (None, vec![Diagnostic::error(format!("there is no project file {file}"))]);
        }
        let root = path::directory(&file).to_owned();
        let mut reader = Reader { files, root: root.clone(), stack: Vec::new(), count: 0, diagnostics: Vec::new() };
        let (settings, content) = reader.configuration(&file);
        let references = content.get("references").map(Json::items).unwrap_or_default();
        let references = references.iter().filter_map(|reference| {
            let place = path::normalize(&path::join(&root, reference.get("path")?.as_str()?));
            let is_directory = files.is_directory(path::without_slash(&place));
            Some(path::to_native(&if is_directory { path::join(&place, "tsconfig.json") } else { place }))
        });
        let project = Self {
            references: references.collect(),
            files: project_files(&**files, &root, &settings).iter().map(|file| path::to_native(file)).collect(),
            libs: libraries(&settings),
            types: settings.option("types").and_then(Json::strings),
            options: resolve_options(&root, &settings),
            path: path::to_native(&file),
        };
        (Some(project), reader.diagnostics)
    }
}

impl Reader<'_> {
    /// A file with what it extends, and its own content.
    fn configuration(&mut self, file: &str) -> (Settings, Json) {
        let mut settings = Settings::default();
        if self.stack.iter().any(|open| open == file) {
            self.diagnostics.push(Diagnostic::error(format!("the project file {file} extends itself")));
            return (settings, Json::Null);
        }
        self.count += 1;
        if self.count > MOST_EXTENDED {
            self.diagnostics
                .push(Diagnostic::error(format!("the project file {file} extends more than {MOST_EXTENDED} others")));
            return (settings, Json::Null);
        }
        let content = self.files.read(file).map(|text| Json::parse(&text)).unwrap_or_default();
        let directory = path::directory(file).to_owned();
        let extended = match content.get("extends") {
            Some(Json::String(one)) => vec![one.clone()],
            Some(many) => many.strings().unwrap_or_default(),
            None => Vec::new(),
        };
        self.stack.push(file.to_owned());
        for written in extended {
            match self.extended_file(&written, &directory) {
                Some(base) => settings.extend(self.configuration(&base).0),
                None => {
                    let message = format!("the project file {file} extends `{written}`, which was not found");
                    self.diagnostics.push(Diagnostic::error(message));
                }
            }
        }
        self.stack.pop();
        settings.extend(self.own(&content, &directory));
        (settings, content)
    }

    /// What a file states itself, with paths made absolute.
    fn own(&self, content: &Json, directory: &str) -> Settings {
        let place = |written: &str| self.place(written, directory);
        let list = |key: &str| {
            content.get(key).and_then(Json::strings).map(|list| list.iter().map(|item| place(item)).collect())
        };
        let mut settings = Settings {
            files: list("files"),
            include: list("include"),
            exclude: list("exclude"),
            ..Settings::default()
        };
        for (name, value) in content.get("compilerOptions").map(Json::entries).unwrap_or_default() {
            let value = match value {
                Json::String(written) if PATH_OPTIONS.contains(&name.as_str()) => Json::String(place(written)),
                Json::Array(items) if PATH_LIST_OPTIONS.contains(&name.as_str()) => {
                    Json::Array(items.iter().filter_map(Json::as_str).map(|item| Json::String(place(item))).collect())
                }
                other => other.clone(),
            };
            if name == "paths" {
                settings.paths_base = Some(directory.to_owned());
            }
            settings.set(name, value);
        }
        settings
    }

    fn place(&self, written: &str, directory: &str) -> String {
        let place = match written.strip_prefix("${configDir}") {
            Some(rest) => path::join(&self.root, rest.trim_start_matches('/')),
            None => path::join(directory, written),
        };
        path::without_slash(&path::normalize(&place)).to_owned()
    }

    /// The file that `extends` names: beside, or in a package.
    fn extended_file(&self, written: &str, directory: &str) -> Option<String> {
        let with_extension = |file: String| {
            let json = format!("{file}.json");
            let exact = if self.files.is_file(&file) { Some(file) } else { None };
            exact.or_else(|| if self.files.is_file(&json) { Some(json) } else { None })
        };
        if path::is_relative(written) || path::is_absolute(written) {
            return with_extension(path::normalize(&path::join(directory, written)));
        }
        let (name, rest) = split_name(written);
        let resolver = Resolver::with_files(
            Arc::clone(self.files),
            ResolveOptions { algorithm: Algorithm::Node, root: directory.to_owned(), ..ResolveOptions::default() },
        );
        path::ancestors(directory).find_map(|directory| {
            let package = path::join(directory, &format!("node_modules/{name}"));
            let manifest = resolver.manifest(&package);
            if let Some(manifest) = manifest.as_ref().filter(|manifest| manifest.exports().is_some()) {
                let subpath = if rest.is_empty() { ".".to_owned() } else { format!("./{rest}") };
                let exported =
                    resolver.search(Some(super::Mode::Require), false).exported(Wanted::JSON, manifest, &subpath);
                return exported;
            }
            if rest.is_empty() {
                let named = manifest.and_then(|manifest| manifest.tsconfig()).and_then(with_extension);
                return named.or_else(|| with_extension(path::join(&package, "tsconfig.json")));
            }
            let inside = path::join(&package, rest);
            with_extension(inside.clone()).or_else(|| with_extension(path::join(&inside, "tsconfig.json")))
        })
    }
}

/// The files of the project.
fn project_files(files: &dyn Files, root: &str, settings: &Settings) -> Vec<String> {
    let mut found: Vec<String> = settings.files.clone().unwrap_or_default();
    found.retain(|file| files.is_file(file));
    let include = match (&settings.include, &settings.files) {
        (Some(include), _) => include.clone(),
        (None, Some(_)) => Vec::new(),
        (None, None) => vec![path::join(root, "**/*")],
    };
    let output =
        ["outDir", "declarationDir"].iter().filter_map(|name| settings.option(name)?.as_str().map(str::to_owned));
    let exclude = settings.exclude.clone().unwrap_or_else(|| {
        let packages = ["node_modules", "bower_components", "jspm_packages"].map(|name| path::join(root, name));
        packages.into_iter().chain(output).collect()
    });
    let exclude: Vec<Pattern> = exclude.iter().map(|pattern| Pattern::exclude(pattern)).collect();
    let include: Vec<Pattern> = include.iter().map(|pattern| Pattern::include(pattern)).collect();
    let mut picked: Vec<String> = Vec::new();
    for pattern in &include {
        let enters = |name: &str| pattern.names(name);
        let below = tree::files_below(files, &pattern.directory(), enters);
        let is_source = |file: &str| [".ts", ".tsx", ".mts", ".cts"].iter().any(|end| file.ends_with(end));
        picked.extend(below.into_iter().filter(|file| {
            let is_wanted = is_source(file) || pattern.is_json() && file.ends_with(".json");
            is_wanted && pattern.matches(file) && !exclude.iter().any(|exclude| exclude.matches(file))
        }));
    }
    picked.sort_unstable();
    picked.dedup();
    let is_output = |file: &String| {
        let sources: [(&str, &[&str]); 4] =
            [(".d.ts", &[".ts", ".tsx"]), (".d.mts", &[".mts"]), (".d.cts", &[".cts"]), (".tsx", &[".ts"])];
        let stem = sources.iter().find_map(|(end, sources)| Some((file.strip_suffix(end)?, *sources)));
        stem.is_some_and(|(stem, sources)| {
            sources.iter().any(|source| picked.binary_search(&format!("{stem}{source}")).is_ok())
        })
    };
    found.extend(picked.iter().filter(|file| !is_output(file)).cloned());
    found.sort_unstable();
    found.dedup();
    found
}

/// The libraries: those of `lib`, else those that the target brings.
fn libraries(settings: &Settings) -> Option<Vec<String>> {
    if settings.flag("noLib") == Some(true) {
        return Some(Vec::new());
    }
    if let Some(libs) = settings.option("lib").and_then(Json::strings) {
        let name = |lib: String| match lib.to_ascii_lowercase().as_str() {
            "es6" => "es2015".to_owned(),
            "es7" => "es2016".to_owned(),
            other => other.to_owned(),
        };
        return Some(libs.into_iter().map(name).collect());
    }
    let target = settings.text("target")?;
    Some(match target.as_str() {
        "es3" | "es5" => ["es5", "dom", "webworker.importscripts", "scripthost"].map(str::to_owned).to_vec(),
        "es6" | "es2015" => vec!["es6".to_owned()],
        other => vec![format!("{other}.full")],
    })
}

fn resolve_options(root: &str, settings: &Settings) -> ResolveOptions {
    let module = settings.text("module");
    let algorithm = match settings.text("moduleResolution").as_deref() {
        Some("node16" | "nodenext") => Algorithm::Node,
        Some("node" | "node10") => Algorithm::Node10,
        Some(_) => Algorithm::Bundler,
        None => match module.as_deref() {
            Some("node16" | "node18" | "node20" | "nodenext") => Algorithm::Node,
            Some("commonjs") => Algorithm::Node10,
            // Without a word the compiler takes its oldest rules; nobody who writes nothing means those.
            _ => Algorithm::Bundler,
        },
    };
    let list = |name: &str| settings.option(name).and_then(Json::strings);
    let base_url = settings.option("baseUrl").and_then(Json::as_str).map(str::to_owned);
    let paths = settings.option("paths").filter(|paths| matches!(paths, Json::Object(_))).map(|paths| Paths {
        base: base_url.clone().or_else(|| settings.paths_base.clone()).unwrap_or_else(|| root.to_owned()),
        mappings: manifest::mappings(paths)
            .into_iter()
            .map(|(pattern, targets)| {
                let absolute = |target: String| match target.strip_prefix("${configDir}") {
                    Some(rest) => path::join(root, rest.trim_start_matches('/')),
                    None => target,
                };
                (pattern, targets.into_iter().map(absolute).collect())
            })
            .collect(),
    });
    let resolve_json = settings.flag("resolveJsonModule").unwrap_or(match algorithm {
        Algorithm::Bundler => true,
        Algorithm::Node => !matches!(module.as_deref(), Some("node16" | "node18")),
        Algorithm::Node10 => false,
    });
    ResolveOptions {
        algorithm,
        root: root.to_owned(),
        paths,
        base_url,
        root_dirs: list("rootDirs").unwrap_or_default(),
        type_roots: list("typeRoots"),
        conditions: list("customConditions").unwrap_or_default(),
        module_suffixes: list("moduleSuffixes").unwrap_or_default(),
        preserve_symlinks: settings.flag("preserveSymlinks").unwrap_or(false),
        resolve_json,
        ..ResolveOptions::default()
    }
}
