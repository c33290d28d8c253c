//! What the inputs offer: names at the top, modules of their own, and what is wrong when there is nothing.

use rustc_hash::FxHashSet;

use crate::bind::{Bindings, DeclarationKind, SymbolId};
use crate::diagnostics::Diagnostic;
use crate::lower::names;
use crate::program::{Program, ProgramEntry};
use crate::resolve::Origin;

/// A module that stands in the output beside others.
#[derive(Debug, Clone)]
pub struct OfferedModule<'a> {
    /// Its name: an identifier.
    pub name: &'a str,
    /// What a program imports it by.
    pub specifier: String,
    /// The module.
    pub module: usize,
    /// Whether `declare module` declares it, as against a file.
    pub is_external: bool,
}

/// What can be taken.
#[derive(Debug, Default)]
pub struct Offer<'a> {
    /// The name of the whole.
    pub name: String,
    /// Whether the names are globals.
    pub global: bool,
    /// Names at the top, and symbols that may stand for others.
    pub offered: Vec<(&'a str, SymbolId)>,
    /// The module whose exports stand at the top.
    pub top: Option<usize>,
    /// What a module assigns as a whole, when the members of its namespace stand beside it.
    pub opened: Option<SymbolId>,
    /// Modules of their own.
    pub modules: Vec<OfferedModule<'a>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the inputs offer. `keep` stores a text for as long as the symbols live.
pub fn of<'a>(program: &Program<'a>, bindings: &Bindings<'a>, keep: &dyn Fn(&str) -> &'a str) -> Offer<'a> {
    let mut offer = Offer { name: name(program), ..Offer::default() };
    let entries: Vec<(&ProgramEntry, usize)> =
        program.entries.iter().filter_map(|entry| Some((entry, bindings.module_of_file(entry.file)?))).collect();
    let (entries, adding): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|&(entry, module)| !only_adds(bindings, entry, module));
    let mut globals: Vec<(&'a str, SymbolId)> = Vec::new();
    let has_scripts = program.entries.len() > entries.len() + adding.len() || !program.libs.is_empty();
    if has_scripts {
        let own = bindings.globals().into_iter().filter(|&symbol| {
            let data = bindings.symbol(symbol);
            data.emitted && !data.declarations.is_empty()
        });
        globals.extend(own.map(|symbol| (bindings.symbol(symbol).name, symbol)));
    }
    let external: Vec<(&'a str, usize)> = bindings.external_modules();
    let external = external.into_iter().filter(|&(_, module)| bindings.module_data(module).emitted);
    let mut modules: Vec<(String, usize, bool)> =
        external.map(|(name, module)| (name.to_owned(), module, true)).collect();
    modules.extend(entries.iter().map(|(entry, module)| (specifier(entry), *module, false)));
    for (entry, _) in adding {
        for (name, module) in bindings.additions(entry.file) {
            if modules.iter().all(|&(_, known, _)| known != module) {
                modules.push((name.to_owned(), module, false));
            }
        }
        let known: FxHashSet<SymbolId> = globals.iter().map(|&(_, symbol)| symbol).collect();
        globals.extend(globals_of(bindings, entry).filter(|(_, symbol)| !known.contains(symbol)));
    }
    match &modules[..] {
        [(_, module, _)] if globals.is_empty() => offer.top = Some(*module),
        // One module file is what is meant, whatever else it declares.
        _ if entries.len() == 1 && globals.is_empty() => {
            offer.top = Some(entries[0].1);
        }
        _ => offer.offered = globals,
    }
    match offer.top {
        Some(top) => {
            (offer.offered, offer.opened) = module_entries(bindings, top);
            modules.retain(|(_, module, _)| *module != top);
        }
        None => offer.global = !offer.offered.is_empty() || modules.is_empty(),
    }
    offer.modules = named(modules, &offer.offered, keep);
    offer.diagnostics = nothing_exported(program, bindings, &offer);
    offer
}

/// Whether an entry exports nothing and adds to other modules, or to globals: then it is asked for what it adds to.
fn only_adds(bindings: &Bindings<'_>, entry: &ProgramEntry, module: usize) -> bool {
    module_entries(bindings, module).0.is_empty()
        && (!bindings.additions(entry.file).is_empty() || globals_of(bindings, entry).next().is_some())
}

/// The globals that a file declares or adds to.
fn globals_of<'a>(bindings: &Bindings<'a>, entry: &ProgramEntry) -> impl Iterator<Item = (&'a str, SymbolId)> {
    bindings.globals().into_iter().filter_map(move |symbol| {
        let data = bindings.symbol(symbol);
        data.declarations.iter().any(|one| one.span.file == entry.file).then_some((data.name, symbol))
    })
}

/// What a module offers as the checker says it: its exports, or what it assigns under that one's name.
pub fn whole<'a>(bindings: &Bindings<'a>, module: usize) -> Vec<(&'a str, SymbolId)> {
    let (mut entries, opened) = module_entries(bindings, module);
    if let Some(opened) = opened
        && entries.first().is_some_and(|(_, first)| *first == opened)
    {
        entries.truncate(1);
    }
    entries
}

/// The exports of a module, and the symbol that is assigned when its namespace's members are among them.
pub fn module_entries<'a>(bindings: &Bindings<'a>, module: usize) -> (Vec<(&'a str, SymbolId)>, Option<SymbolId>) {
    let exports = bindings.raw_exports(module);
    let Some((_, path)) = bindings.module_data(module).assignment else { return (exports, None) };
    let Some(symbol) = bindings.module_symbol(module) else { return (exports, None) };
    let data = bindings.symbol(symbol);
    let has = |test: &dyn Fn(&DeclarationKind<'_>) -> bool| data.declarations.iter().any(|one| test(&one.kind));
    if bindings.is_module(symbol) || !has(&|kind| !matches!(kind, DeclarationKind::Namespace)) {
        return (exports, Some(symbol));
    }
    let name = match (data.name, path.last().copied()) {
        ("export=" | "default", Some("export=") | None) => "default",
        ("export=" | "default", Some(name)) => name,
        (name, _) => name,
    };
    // A class or function holds what its namespace declares; beside anything else it stands on its own.
    let holds = has(&|kind| {
        matches!(kind, DeclarationKind::Class(_) | DeclarationKind::Function(_) | DeclarationKind::Interface(_))
    });
    let mut entries = vec![(name, symbol)];
    let own = bindings.module_data(module).exports;
    match holds {
        true => {
            let own = bindings.table(own);
            entries.extend(own.order.iter().filter_map(|name| Some((*name, *own.names.get(name)?))));
            (entries, None)
        }
        false => {
            entries.extend(exports.into_iter().filter(|(other, _)| *other != name));
            (entries, Some(symbol))
        }
    }
}

/// Gives each module a name that Python can write and nothing else at the top has.
fn named<'a>(
    mut modules: Vec<(String, usize, bool)>,
    beside: &[(&'a str, SymbolId)],
    keep: &dyn Fn(&str) -> &'a str,
) -> Vec<OfferedModule<'a>> {
    modules.sort();
    let mut taken: FxHashSet<String> = beside.iter().map(|(name, _)| names::name(name).python().to_owned()).collect();
    let mut list = Vec::with_capacity(modules.len());
    let mut known = FxHashSet::default();
    for (specifier, module, is_external) in modules {
        if !known.insert(module) {
            continue;
        }
        let mut name = names::name(specifier.trim_start_matches(['.', '/', '@'])).python().to_owned();
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        list.push(OfferedModule { name: keep(&name), specifier, module, is_external });
    }
    list
}

/// What a program imports an entry by: the name it was asked by, or its path without extension from the root.
fn specifier(entry: &ProgramEntry) -> String {
    match &entry.module {
        Some(module) => module.clone(),
        None if entry.path.starts_with('/') => without_extension(&entry.path).to_owned(),
        None => format!("./{}", without_extension(&entry.path)),
    }
}

fn without_extension(path: &str) -> &str {
    let ends = [".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx", ".mts", ".cts"];
    ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

/// `lib.dom+lib.es2022` for libraries; the package's name, or the file's without extensions.
fn name(program: &Program<'_>) -> String {
    let mut names: Vec<String> = program
        .entries
        .iter()
        .map(|entry| match &entry.module {
            Some(module) => module.clone(),
            None => {
                let file = entry.path.rsplit('/').next().unwrap_or(&entry.path);
                without_extension(file).to_owned()
            }
        })
        .collect();
    if names.is_empty() {
        names = program.libs.iter().map(|name| format!("lib.{name}")).collect();
    }
    names.sort();
    names.dedup();
    names.join("+")
}

/// An error for each input that exports nothing. Of many files found by a pattern, some may.
fn nothing_exported(program: &Program<'_>, bindings: &Bindings<'_>, offer: &Offer<'_>) -> Vec<Diagnostic> {
    const ADVICE: &str = "name the file or package that declares what is wanted";
    let broken = program.diagnostics.iter().any(Diagnostic::is_error);
    if broken {
        return Vec::new();
    }
    let mut found = Vec::new();
    for entry in &program.entries {
        let is_named = matches!(entry.origin, Origin::File | Origin::Package) || entry.module.is_some();
        let Some(module) = bindings.module_of_file(entry.file).filter(|_| is_named) else { continue };
        let is_empty = module_entries(bindings, module).0.is_empty() && !only_adds(bindings, entry, module);
        if is_empty && offer.modules.iter().all(|one| one.module == module) {
            let error = Diagnostic::error(format!("`{}` exports nothing", entry.path));
            found.push(error.note("it is a module without an export").note(ADVICE));
        }
    }
    let is_empty =
        offer.offered.is_empty() && offer.modules.iter().all(|one| module_entries(bindings, one.module).0.is_empty());
    if found.is_empty() && is_empty {
        let what = match &program.entries[..] {
            [entry] => format!("`{}` declares nothing", entry.path),
            [] => "the inputs declare nothing".to_owned(),
            entries => format!("none of the {} input files exports anything", entries.len()),
        };
        found.push(Diagnostic::error(what).note(ADVICE));
    }
    found
}
