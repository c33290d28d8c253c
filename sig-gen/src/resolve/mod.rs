//! From what is asked for to the files that hold it, as TypeScript decides it.
//!
//! [`Resolver`] answers for one specifier in one file ([`Resolver::resolve`]) or one triple-slash reference; [`inputs`] turns
//! what stands on a command line into entry files; [`project`] reads a tsconfig.json. Answers depend on the files and the
//! options alone: cycles among modules cannot matter here, and a resolver may be asked from many threads. No syntax is known
//! in this room, and only [`files`] touches the disk.
//!
//! The decisions are those of TypeScript 5.9 (`moduleResolution` `bundler`, `node16`, `nodenext` and `node10`), and
//! `tests/oracle/resolution.mjs` holds them against the compiler.

pub mod files;
pub mod inputs;
pub mod json;
pub mod outcome;
pub mod pattern;
pub mod project;
pub mod version;

mod explain;
mod exports;
mod manifest;
mod package;
pub(crate) mod path;
mod recording;
mod reference;
mod search;
mod specifier;
mod tree;

use std::path::Path;
use std::sync::{Arc, RwLock};

use rustc_hash::FxHashMap;
use semver::Version;

#[cfg(feature = "cli")]
pub(crate) use files::read_regular;
pub use files::{Disk, Files};
pub use inputs::{Entry, Origin, ResolvedInputs, resolve_inputs, resolve_inputs_with};
pub use outcome::{FileKind, PackageId, Reason, Resolution, Target, Unresolved};
pub use pattern::Mappings;
pub use project::Project;
pub use recording::{Answered, Question, Recording, all_hold};

use manifest::Manifest;
use search::{Search, Wanted};

/// Whose rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// `bundler`: everything that packages offer, extensions and index files may be left out. The most lenient one.
    #[default]
    Bundler,
    /// `node16` and `nodenext`: as Node.js; in ES modules nothing may be left out.
    Node,
    /// `node10`: as Node.js before `exports`.
    Node10,
}

/// How a module is asked for: it decides between the `import` and the `require` condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// As an ES module.
    Import,
    /// As a CommonJS module.
    Require,
}

/// The syntax of a reference to a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// `import ... from`, `export ... from`, the type `import("...")`, and the name of an augmented module.
    Import,
    /// `import x = require("...")`.
    Require,
}

/// The `paths` of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The directory that the places start from.
    pub base: String,
    /// The patterns and their places.
    pub mappings: Mappings,
}

/// What changes resolution. Directories are absolute and normal, with forward slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolveOptions {
    /// Whose rules hold.
    pub algorithm: Algorithm,
    /// The directory of the project: its `node_modules/@types`, and those above, are the type roots if none are set.
    pub root: String,
    /// `paths`.
    pub paths: Option<Paths>,
    /// `baseUrl`.
    pub base_url: Option<String>,
    /// `rootDirs`.
    pub root_dirs: Vec<String>,
    /// `typeRoots`.
    pub type_roots: Option<Vec<String>>,
    /// `customConditions`.
    pub conditions: Vec<String>,
    /// `moduleSuffixes`.
    pub module_suffixes: Vec<String>,
    /// `preserveSymlinks`.
    pub preserve_symlinks: bool,
    /// Whether a `.json` file may be a module.
    pub resolve_json: bool,
    /// The TypeScript that ranges in `typesVersions` are tested against.
    pub typescript: Version,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::default(),
            root: String::new(),
            paths: None,
            base_url: None,
            root_dirs: Vec::new(),
            type_roots: None,
            conditions: Vec::new(),
            module_suffixes: Vec::new(),
            preserve_symlinks: false,
            resolve_json: true,
            typescript: version::TYPESCRIPT,
        }
    }
}

impl ResolveOptions {
    /// The lenient rules from a directory, without a project.
    pub fn at(root: &Path) -> Self {
        Self { root: path::absolute(root), ..Self::default() }
    }
}

type Answers = FxHashMap<(String, String, Mode), Arc<Resolution>>;

/// Answers where a specifier leads.
pub struct Resolver {
    files: Arc<dyn Files>,
    options: ResolveOptions,
    import_conditions: Vec<String>,
    require_conditions: Vec<String>,
    default_type_roots: Vec<String>,
    manifests: RwLock<FxHashMap<String, Option<Arc<Manifest>>>>,
    answers: RwLock<Answers>,
}

impl Resolver {
    /// A resolver over the disk.
    pub fn new(options: ResolveOptions) -> Self {
        Self::with_files(Arc::new(Disk::default()), options)
    }

    /// A resolver over other files, or over a disk that another resolver has already looked at.
    pub fn with_files(files: Arc<dyn Files>, options: ResolveOptions) -> Self {
        let conditions = |first: &str| {
            let node = (options.algorithm != Algorithm::Bundler).then_some("node");
            let known = [first, "types"].into_iter().chain(node).map(str::to_owned);
            known.chain(options.conditions.iter().cloned()).collect::<Vec<_>>()
        };
        let type_roots = path::ancestors(&options.root)
            .filter(|directory| !directory.is_empty())
            .map(|directory| path::join(directory, "node_modules/@types"));
        Self {
            files,
            import_conditions: conditions("import"),
            require_conditions: conditions("require"),
            default_type_roots: type_roots.collect(),
            options,
            manifests: RwLock::default(),
            answers: RwLock::default(),
        }
    }

    /// The files that are looked at.
    pub fn files(&self) -> &Arc<dyn Files> {
        &self.files
    }

    /// The options.
    pub fn options(&self) -> &ResolveOptions {
        &self.options
    }

    /// How a reference of `syntax` in `file` asks for its module. A `resolution-mode` in the source comes before this.
    pub fn mode(&self, file: &Path, syntax: Syntax) -> Mode {
        match (syntax, self.options.algorithm) {
            (Syntax::Require, _) => Mode::Require,
            (Syntax::Import, Algorithm::Node) => self.format(file),
            (Syntax::Import, _) => Mode::Import,
        }
    }

    /// Whether `file` is an ES module or a CommonJS module: by its extension, else by the package.json around it.
    pub fn format(&self, file: &Path) -> Mode {
        let file = path::absolute(file);
        let ends = |ends: [&str; 2]| ends.iter().any(|end| file.ends_with(end));
        if ends([".mts", ".mjs"]) {
            Mode::Import
        } else if ends([".cts", ".cjs"]) {
            Mode::Require
        } else {
            let is_module = self.scope(path::directory(&file)).is_some_and(|scope| scope.is_module());
            if is_module { Mode::Import } else { Mode::Require }
        }
    }

    /// Where `specifier` in `file` leads.
    pub fn resolve(&self, file: &Path, specifier: &str, mode: Mode) -> Arc<Resolution> {
        let file = path::absolute(file);
        self.resolve_in(path::directory(&file), specifier, mode)
    }

    /// Where `specifier` leads from a directory, which is absolute and normal.
    pub(crate) fn resolve_in(&self, directory: &str, specifier: &str, mode: Mode) -> Arc<Resolution> {
        let key = (directory.to_owned(), specifier.to_owned(), mode);
        if let Some(known) = self.answers.read().ok().and_then(|answers| answers.get(&key).cloned()) {
            return known;
        }
        let answer = Arc::new(self.answer(directory, specifier, mode));
        if let Ok(mut answers) = self.answers.write() {
            answers.insert(key, Arc::clone(&answer));
        }
        answer
    }

    fn answer(&self, directory: &str, specifier: &str, mode: Mode) -> Resolution {
        let all = Wanted::TYPES.and(Wanted::JAVASCRIPT);
        let wanted = if self.options.resolve_json { all.and(Wanted::JSON) } else { all };
        let run = |search: &mut Search<'_>| {
            if self.options.algorithm != Algorithm::Node10 {
                return search.specifier(wanted, specifier, directory);
            }
            let types = search.specifier(wanted.only(Wanted::TYPES), specifier, directory);
            types.or_else(|| search.specifier(wanted.without(Wanted::TYPES), specifier, directory))
        };
        match run(&mut self.search(Some(mode), false)) {
            Some(found) => Ok(Target {
                kind: FileKind::of(&found.path),
                path: path::to_native(&found.path),
                is_external: found.is_external,
            }),
            None => {
                let search = self.recorded(Some(mode), |search| {
                    run(search);
                });
                Err(self.explain(specifier, directory, search))
            }
        }
    }

    /// A search under the conditions of a mode. Type references see `exports` under every algorithm once they state a mode.
    fn search(&self, mode: Option<Mode>, is_type_reference: bool) -> Search<'_> {
        let algorithm = self.options.algorithm;
        let is_import = match mode {
            Some(mode) => mode == Mode::Import,
            None => algorithm == Algorithm::Bundler,
        };
        Search {
            resolver: self,
            conditions: if is_import { &self.import_conditions } else { &self.require_conditions },
            is_strict: algorithm == Algorithm::Node && is_import,
            has_exports: algorithm != Algorithm::Node10 || is_type_reference && mode.is_some(),
            hops: 0,
            tried: None,
        }
    }

    /// A search that keeps record of the files that are not there.
    fn recorded(&self, mode: Option<Mode>, run: impl FnOnce(&mut Search<'_>)) -> Search<'_> {
        let mut search = Search { tried: Some(Vec::new()), ..self.search(mode, false) };
        run(&mut search);
        search
    }

    /// The package.json of a directory.
    fn manifest(&self, directory: &str) -> Option<Arc<Manifest>> {
        if let Some(known) = self.manifests.read().ok().and_then(|manifests| manifests.get(directory).cloned()) {
            return known;
        }
        let file = path::join(directory, "package.json");
        let text = if self.files.is_file(&file) { self.files.read(&file) } else { None };
        let manifest = text.map(|text| Arc::new(Manifest::read(directory, &text, &self.options.typescript)));
        if let Ok(mut manifests) = self.manifests.write() {
            manifests.insert(directory.to_owned(), manifest.clone());
        }
        manifest
    }

    /// The nearest package.json, from a directory upward.
    fn scope(&self, directory: &str) -> Option<Arc<Manifest>> {
        path::ancestors(directory).find_map(|directory| self.manifest(directory))
    }

    /// The package that a file belongs to: the nearest package.json upward with a name and a version.
    pub fn package_of(&self, file: &Path) -> Option<PackageId> {
        let file = path::absolute(file);
        path::ancestors(path::directory(&file)).find_map(|directory| {
            let manifest = self.manifest(directory)?;
            Some(PackageId { name: manifest.name()?.to_owned(), version: manifest.version()?.to_owned() })
        })
    }
}

#[cfg(test)]
mod tests;
