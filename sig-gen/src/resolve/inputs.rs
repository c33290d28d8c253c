//! What stands on a command line, as entry files: files, folders, globs, packages, libraries, a project.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::outcome::{FileKind, Reason};
use super::package::{split_name, types_name};
use super::project::Project;
use super::{Disk, Files, Mode, ResolveOptions, Resolver, path, tree};
use crate::diagnostics::Diagnostic;

/// How an entry was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// By its path.
    File,
    /// By a folder around it.
    Folder,
    /// By a glob.
    Glob,
    /// By the name of its package.
    Package,
    /// By a project.
    Project,
}

/// A file whose exports are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub path: PathBuf,
    /// What a program imports it by, when it was named so: `three`, `date-fns/add`. For `@types/x` this is `x`.
    pub module: Option<String>,
    /// How it was asked for.
    pub origin: Origin,
}

/// The inputs of one run.
pub struct ResolvedInputs {
    /// The entry files, each once, in the order of the inputs.
    pub entries: Vec<Entry>,
    /// The libraries that were named as inputs: `dom`, `es2022`.
    pub libs: Vec<String>,
    /// The libraries that the project makes context; `None` when it says nothing.
    pub ambient_libs: Option<Vec<String>>,
    /// Files with ambient declarations that belong to the project: its `types`, or all packages of its type roots.
    pub ambient_types: Vec<PathBuf>,
    /// The resolver for the specifiers in all these files.
    pub resolver: Arc<Resolver>,
}

/// Finds the entry files of inputs as they are written on a command line. What is wrong with one input is a diagnostic, and
/// the others are found nevertheless. `root` is where relative paths start and packages are searched; `project` is a
/// tsconfig.json or its directory.
pub fn resolve_inputs(root: &Path, inputs: &[String], project: Option<&Path>) -> (ResolvedInputs, Vec<Diagnostic>) {
    resolve_inputs_with(Arc::new(Disk::default()), root, inputs, project)
}

/// The same over other files.
pub fn resolve_inputs_with(
    files: Arc<dyn Files>,
    root: &Path,
    inputs: &[String],
    project: Option<&Path>,
) -> (ResolvedInputs, Vec<Diagnostic>) {
    let root = path::absolute(root);
    let mut diagnostics = Vec::new();
    let project = project.and_then(|place| {
        let (project, faults) = Project::read(&files, &path::to_native(&path::join(&root, &path::from_native(place))));
        diagnostics.extend(faults);
        project
    });
    let options = match &project {
        Some(project) => project.options.clone(),
        None => ResolveOptions { root: root.clone(), ..ResolveOptions::default() },
    };
    let mut inputs_of = Inputs {
        resolver: Arc::new(Resolver::with_files(files, options)),
        root,
        entries: Vec::new(),
        libs: Vec::new(),
        diagnostics,
    };
    for input in inputs {
        inputs_of.input(input);
    }
    let mut ambient_types = Vec::new();
    if let Some(project) = &project {
        if inputs.is_empty() {
            inputs_of.project(project);
        }
        ambient_types = inputs_of.ambient_types(project);
    }
    let resolved = ResolvedInputs {
        entries: inputs_of.entries,
        libs: inputs_of.libs,
        ambient_libs: project.and_then(|project| project.libs),
        ambient_types,
        resolver: inputs_of.resolver,
    };
    (resolved, inputs_of.diagnostics)
}

struct Inputs {
    resolver: Arc<Resolver>,
    root: String,
    entries: Vec<Entry>,
    libs: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Inputs {
    fn input(&mut self, input: &str) {
        if let Some(name) = input.strip_prefix("lib:") {
            if !self.libs.iter().any(|lib| lib == name) {
                self.libs.push(name.to_owned());
            }
            return;
        }
        let files = Arc::clone(self.resolver.files());
        let place = path::normalize(&path::join(&self.root, &path::from_native(Path::new(input))));
        let place = path::without_slash(&place).to_owned();
        if files.is_file(&place) {
            return self.entry(&place, None, Origin::File);
        }
        let is_folder = files.is_directory(&place);
        if tree::is_glob(input) && !is_folder {
            return self.glob(input);
        }
        if is_package_name(input) && self.package(input, is_folder || ends_as_file(input)) {
            return;
        }
        if is_folder { self.folder(input, &place) } else { self.missing(input, &place) }
    }

    fn entry(&mut self, file: &str, module: Option<String>, origin: Origin) {
        let path = path::to_native(file);
        if !self.entries.iter().any(|entry| entry.path == path) {
            self.entries.push(Entry { path, module, origin });
        }
    }

    fn missing(&mut self, input: &str, place: &str) {
        let names = self.resolver.files().list(path::directory(place));
        let mut error = Diagnostic::error(format!("there is no file or folder `{input}`"));
        if let Some(similar) = ffi_core::binding::nearest(path::file_name(place), names.iter().map(String::as_str)) {
            error = error.note(format!("did you mean `{similar}`?"));
        }
        self.diagnostics.push(error);
    }

    fn glob(&mut self, input: &str) {
        let found = tree::glob(&**self.resolver.files(), &self.root, input);
        let found: Vec<&String> = found.iter().filter(|file| has_types(file)).collect();
        if found.is_empty() {
            self.diagnostics.push(Diagnostic::error(format!("no file with declarations fits `{input}`")));
        }
        for file in found {
            self.entry(file, None, Origin::Glob);
        }
    }

    /// A folder is its package where it is one with declarations, and all its declaration files otherwise.
    fn folder(&mut self, input: &str, place: &str) {
        if let Some(manifest) = self.resolver.manifest(place) {
            for mode in [Mode::Import, Mode::Require] {
                let found = self.resolver.package_entry(&manifest, mode);
                if let Some(found) = found.filter(|found| has_types(found)) {
                    self.entry(&found, manifest.name().map(module_name), Origin::Folder);
                    return;
                }
            }
        }
        let below = tree::files_below(&**self.resolver.files(), place, |_| false);
        let is_declaration = |file: &&String| FileKind::of(file) == FileKind::Declaration;
        let mut found: Vec<&String> = below.iter().filter(is_declaration).collect();
        if found.is_empty() {
            found = below.iter().filter(|file| has_types(file)).collect();
        }
        if found.is_empty() {
            self.diagnostics.push(Diagnostic::error(format!("there are no declarations in the folder `{input}`")));
        }
        for file in found {
            self.entry(file, None, Origin::Folder);
        }
    }

    /// A package or a part of it. False when it is not installed and the name may mean something else.
    fn package(&mut self, input: &str, may_be_path: bool) -> bool {
        let root = self.root.clone();
        let answers = [Mode::Import, Mode::Require].map(|mode| self.resolver.resolve_in(&root, input, mode));
        if let Some(target) =
            answers.iter().filter_map(|answer| answer.as_ref().as_ref().ok()).find(|target| target.has_types())
        {
            // Beside code that declares the same, declarations are what is meant.
            let declarations = match target.kind {
                FileKind::Declaration => None,
                _ => self.resolver.types_from(&root, input, None, true).ok(),
            };
            let target = declarations.as_ref().filter(|found| found.has_types()).unwrap_or(target);
            self.entry(&path::from_native(&target.path), Some(module_name(input)), Origin::Package);
            return true;
        }
        let (package, _) = split_name(input);
        let [answer, _] = answers;
        match answer.as_ref() {
            Err(unresolved) => match &unresolved.reason {
                Reason::NoPackage { .. } | Reason::Builtin if may_be_path => return false,
                Reason::NotExported { exported, subpath, .. } if subpath == "." && self.subpaths(package, exported) => {
                }
                reason => {
                    let error = Diagnostic::error(unresolved.to_string());
                    let error = unresolved.notes().into_iter().fold(error, Diagnostic::note);
                    let is_untyped = matches!(reason, Reason::NotInPackage { .. });
                    self.diagnostics.push(if is_untyped { suggest_types(error, package) } else { error });
                }
            },
            Ok(target) => {
                let error = Diagnostic::error(format!("the package `{package}` has no declarations for `{input}`"));
                let error = error.note(format!("it has code without types: {}", target.path.display()));
                self.diagnostics.push(suggest_types(error, package));
            }
        }
        true
    }

    /// A package without an entry of its own: everything that it exports by name.
    fn subpaths(&mut self, package: &str, exported: &[String]) -> bool {
        let root = self.root.clone();
        let before = self.entries.len();
        for subpath in exported.iter().filter(|subpath| !subpath.contains('*') && !subpath.ends_with('/')) {
            let Some(rest) = subpath.strip_prefix("./") else { continue };
            let specifier = format!("{package}/{rest}");
            let answer = self.resolver.resolve_in(&root, &specifier, Mode::Import);
            if let Ok(target) = answer.as_ref()
                && target.has_types()
            {
                self.entry(&path::from_native(&target.path), Some(specifier), Origin::Package);
            }
        }
        self.entries.len() > before
    }

    fn project(&mut self, project: &Project) {
        let mut seen = vec![project.path.clone()];
        let mut open: Vec<Project> = vec![project.clone()];
        while let Some(project) = open.pop() {
            for file in project.files.iter().map(|file| path::from_native(file)).filter(|file| has_types(file)) {
                self.entry(&file, None, Origin::Project);
            }
            // A project that is nothing but a list of others stands for them.
            if !project.files.is_empty() {
                continue;
            }
            for reference in project.references.iter().rev() {
                if seen.contains(reference) {
                    continue;
                }
                seen.push(reference.clone());
                let (referenced, faults) = Project::read(self.resolver.files(), reference);
                self.diagnostics.extend(faults);
                open.extend(referenced);
            }
        }
        if self.entries.is_empty() {
            let message = format!("the project {} has no files with declarations", project.path.display());
            self.diagnostics.push(Diagnostic::error(message));
        }
    }

    fn ambient_types(&mut self, project: &Project) -> Vec<PathBuf> {
        let options = self.resolver.options();
        let searches_modules = options.type_roots.is_none();
        let names = project.types.clone().unwrap_or_else(|| self.resolver.installed_types());
        let root = options.root.clone();
        let mut found = Vec::new();
        for name in names {
            match self.resolver.types_from(&root, &name, None, searches_modules) {
                Ok(target) => {
                    if !found.contains(&target.path) {
                        found.push(target.path);
                    }
                }
                // A folder under `@types` may hold anything; only what the project names must be there.
                Err(unresolved) if project.types.is_some() => {
                    let warning = Diagnostic::warning(format!("the types `{name}` of the project were not found"));
                    self.diagnostics.push(unresolved.notes().into_iter().fold(warning, Diagnostic::note));
                }
                Err(_) => {}
            }
        }
        found
    }
}

impl Resolver {
    /// The packages of the type roots, those without need of types left out.
    fn installed_types(&self) -> Vec<String> {
        let roots = self.options.type_roots.as_ref().unwrap_or(&self.default_type_roots);
        let mut names = Vec::new();
        for root in roots {
            for name in self.files.list(root) {
                let directory = path::join(root, &name);
                let is_stub = || self.manifest(&directory).is_some_and(|manifest| manifest.needs_no_types());
                if !name.starts_with('.') && self.files.is_directory(&directory) && !is_stub() && !names.contains(&name)
                {
                    names.push(name);
                }
            }
        }
        names
    }
}

fn suggest_types(error: Diagnostic, package: &str) -> Diagnostic {
    if package.starts_with("@types/") {
        return error;
    }
    error.note(format!("`npm install @types/{}` brings types, if there are any", types_name(package)))
}

/// What a package is imported by: `@types/x` describes `x`, `@types/s__x` describes `@s/x`.
fn module_name(package: &str) -> String {
    let Some(typed) = package.strip_prefix("@types/") else { return package.to_owned() };
    match typed.split_once("__") {
        Some((scope, name)) => format!("@{scope}/{name}"),
        None => typed.to_owned(),
    }
}

fn has_types(file: &str) -> bool {
    matches!(FileKind::of(file), FileKind::Declaration | FileKind::TypeScript)
}

/// Whether a text can be a package's name with a subpath, and is no path.
fn is_package_name(text: &str) -> bool {
    let (name, _) = split_name(text);
    let is_path = path::is_relative(text) || path::is_absolute(text) || text.contains('\\');
    let is_scope = name.starts_with('@') && !name.contains('/');
    !is_path
        && !is_scope
        && !ends_as_file(name)
        && !name.is_empty()
        && !name.starts_with(['.', '_'])
        && !name.contains(' ')
}

fn ends_as_file(text: &str) -> bool {
    [".ts", ".mts", ".cts", ".tsx"].iter().any(|end| text.ends_with(end))
}
