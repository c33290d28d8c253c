//! The configuration: `sig-gen.toml`, or the table `tool.sig-gen` of a `pyproject.toml`. It describes one package, or several
//! with `[[package]]`; what stands at its top holds for each of them that says nothing else.
//!
//! [`table`] reads values and knows where they stand; this file knows the keys.

mod table;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::emit::Emit;
use crate::generate::{Input, Names, Options};
use crate::selection::{Override, Wish, Written};
use crate::source::SourceMap;

use super::arguments::{EmitArgument, NamesArgument};
use super::job::Job;
use super::report::{Destination, Format};
use table::{Reading, Table};

/// The name of the file that is a configuration as a whole.
pub(super) const NAME: &str = "sig-gen.toml";
/// The file of which a table is one.
const PYPROJECT: &str = "pyproject.toml";
const TOOL: &str = "sig-gen";

/// What a configuration comes to.
pub(super) struct Config {
    pub jobs: Vec<Job>,
    /// What is wrong with it. Then there are no jobs.
    pub diagnostics: Vec<Diagnostic>,
    pub sources: SourceMap,
}

/// The nearest configuration from the current folder upward.
pub(super) fn find() -> Option<PathBuf> {
    let current = std::env::current_dir().ok()?;
    let mut shown = PathBuf::new();
    for folder in current.ancestors() {
        if folder.join(NAME).is_file() {
            return Some(shown.join(NAME));
        }
        let has_table = |text: &str| toml::de::DeTable::parse(text).is_ok_and(|table| tool(table.get_ref()).is_some());
        if std::fs::read_to_string(folder.join(PYPROJECT)).is_ok_and(|text| has_table(&text)) {
            return Some(shown.join(PYPROJECT));
        }
        shown.push("..");
    }
    None
}

fn tool<'t>(table: &'t toml::de::DeTable<'t>) -> Option<&'t toml::de::DeTable<'t>> {
    table.get("tool")?.get_ref().as_table()?.get(TOOL)?.get_ref().as_table()
}

/// Reads a configuration.
pub(super) fn read(path: &Path) -> Config {
    let mut config = Config { jobs: Vec::new(), diagnostics: Vec::new(), sources: SourceMap::default() };
    let text: Arc<str> = match std::fs::read_to_string(path) {
        Ok(text) => text.into(),
        Err(error) => {
            let message = format!("cannot read the configuration {}: {error}", path.display());
            config.diagnostics.push(Diagnostic::error(message));
            return config;
        }
    };
    let file = config.sources.add(path, Arc::clone(&text));
    let root = match toml::de::DeTable::parse(&text) {
        Ok(root) => root,
        Err(error) => {
            let range = error.span().unwrap_or_default();
            config.diagnostics.push(Diagnostic::error(error.message()).at(table::span(file, &range)));
            return config;
        }
    };
    let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT);
    let top = match is_pyproject {
        true => tool(root.get_ref()),
        false => Some(root.get_ref()),
    };
    let Some(top) = top else {
        let message = format!("{} has no table `[tool.{TOOL}]`", path.display());
        config.diagnostics.push(Diagnostic::error(message));
        return config;
    };
    let written = Written { path: path.to_owned(), text: Arc::clone(&text) };
    let mut reading = Reading::new(file, &text);
    config.jobs = jobs(top, path.parent().unwrap_or(Path::new("")), &written, &mut reading);
    config.diagnostics = reading.diagnostics;
    if config.diagnostics.is_empty() && config.jobs.is_empty() {
        let message = format!("{} describes no package: say `inputs` or `project`", path.display());
        config.diagnostics.push(Diagnostic::error(message));
    }
    if !config.diagnostics.is_empty() {
        config.jobs.clear();
    }
    config
}

/// What can be said about a package, and at the top for all of them.
#[derive(Debug, Clone, Default)]
struct Settings {
    inputs: Vec<String>,
    project: Option<String>,
    root: Option<String>,
    include: Vec<Wish>,
    exclude: Vec<Wish>,
    out: Option<String>,
    emit: Option<EmitArgument>,
    report: Option<String>,
    report_format: Option<Format>,
    lib_directory: Option<String>,
    name: Option<String>,
    names: Option<NamesArgument>,
    overrides: Vec<Override>,
}

fn jobs(top: &toml::de::DeTable<'_>, folder: &Path, written: &Written, reading: &mut Reading<'_>) -> Vec<Job> {
    let top = Table::of(top);
    let common = settings(&top, Settings::default(), true, reading);
    let packages = reading.tables(&top, "package");
    let described: Vec<Settings> = match packages.is_empty() {
        true if common.inputs.is_empty() && common.project.is_none() => Vec::new(),
        true => vec![common],
        false => packages
            .iter()
            .map(|package| {
                let own = settings(package, common.clone(), false, reading);
                if own.out.is_none() {
                    reading.missing(package, "a package says with `out` where it goes");
                }
                if own.inputs.is_empty() && own.project.is_none() {
                    reading.missing(package, "a package says with `inputs` or `project` what it is made of");
                }
                own
            })
            .collect(),
    };
    described.into_iter().map(|settings| job(settings, folder, written)).collect()
}

const KEYS: [&str; 13] = [
    "inputs",
    "project",
    "root",
    "include",
    "exclude",
    "out",
    "emit",
    "report",
    "report-format",
    "lib-directory",
    "name",
    "names",
    "overrides",
];

fn settings(table: &Table<'_>, common: Settings, is_top: bool, reading: &mut Reading<'_>) -> Settings {
    let further = if is_top { &["package"][..] } else { &[] };
    reading.known(table, &[&KEYS[..], further].concat());
    let mut overrides = common.overrides;
    overrides.extend(reading.entries(table, "overrides").into_iter().filter_map(|(name, value)| {
        let value = reading.table(value)?;
        reading.known_or_nested(&value, &["type", "rename", "skip", "to-js", "to-python", "python-type"]);
        let one = Override {
            name,
            skip: reading.boolean(&value, "skip").unwrap_or(false),
            rename: reading.wish(&value, "rename"),
            ty: reading.wish(&value, "type"),
            to_js: reading.wish(&value, "to-js"),
            to_python: reading.wish(&value, "to-python"),
            python_type: reading.wish(&value, "python-type"),
        };
        if one.python_type.is_some() && !one.converts() {
            reading
                .missing(&value, "`python-type` is what a converter takes or gives: say `to-js`, `to-python` or both");
        } else if !one.skip && one.rename.is_none() && one.ty.is_none() && !one.converts() {
            let message = "an override says `type`, `rename`, `to-js`, `to-python` or `skip = true`";
            reading.missing(&value, message);
        }
        Some(one)
    }));
    Settings {
        inputs: reading.strings(table, "inputs").unwrap_or(common.inputs),
        project: reading.string(table, "project").or(common.project),
        root: reading.string(table, "root").or(common.root),
        include: reading.wishes(table, "include").unwrap_or(common.include),
        exclude: reading.wishes(table, "exclude").unwrap_or(common.exclude),
        out: reading.string(table, "out").or(common.out),
        emit: reading.choice(table, "emit").or(common.emit),
        report: reading.string(table, "report").or(common.report),
        report_format: reading.choice(table, "report-format").or(common.report_format),
        lib_directory: reading.string(table, "lib-directory").or(common.lib_directory),
        name: reading.string(table, "name").or(common.name),
        names: reading.choice(table, "names").or(common.names),
        overrides,
    }
}

/// Paths start at the folder of the configuration.
fn job(settings: Settings, folder: &Path, written: &Written) -> Job {
    let place = |path: &str| folder.join(path);
    let destination = settings.report.as_deref().map(|text| match Destination::parse(text) {
        Destination::File(path) => Destination::File(folder.join(path)),
        standard => standard,
    });
    Job {
        shown: settings.inputs.join(" "),
        emit: settings.emit.map_or(Emit::Package, Emit::from),
        out: settings.out.as_deref().map(place),
        report: destination.map(|destination| {
            let format = settings.report_format.unwrap_or(destination.format());
            (destination, format)
        }),
        name: settings.name,
        options: Options {
            inputs: settings.inputs.iter().map(|input| Input::parse(input)).collect(),
            project: settings.project.map(PathBuf::from),
            root: settings.root.as_deref().map_or_else(|| folder.to_owned(), place),
            include: settings.include,
            exclude: settings.exclude,
            overrides: settings.overrides,
            names: settings.names.map(Names::from).unwrap_or_default(),
            places: settings.emit == Some(EmitArgument::Docs),
            written: Some(written.clone()),
            lib_directory: settings.lib_directory.as_deref().map(place),
            ..Options::default()
        },
        inputs: settings.inputs,
    }
}
