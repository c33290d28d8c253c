//! A stub of more than one file: what pyright can analyze of one has a limit.
//!
//! Pyright counts the nodes of the flow graph of a file's top level, which bodies of classes belong to, and refuses the file beyond
//! [`LIMIT`]. A longer stub is cut, in its order, into the private modules `_part1`, `_part2`, ..., from which `__init__.pyi` takes its
//! names again. A single class that is too long for that, one that stands for a namespace, inherits what is nested in it from classes of
//! other parts. All of this is for type checkers: at run time there are no such modules and no such bases.
//!
//! Mypy must know the base of a class before it reads the class, and reads parts in the order of their imports. So bases come first, and what
//! only annotations mention is imported where it is no such import: below `if TYPE_CHECKING`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::python::{ClassDefinition, Expression, Statement, TypeParameter, print};
use super::order;

/// How many nodes one file may have; pyright's own limit is 30,720.
pub(super) const LIMIT: usize = 30_000;
/// How many nodes a part has at most, where it can be cut.
const PART: usize = 15_000;

/// How many nodes of pyright's flow graph a statement has.
pub(super) fn weight(statement: &Statement<'_>) -> usize {
    let calls =
        |decorators: &[Expression<'_>]| decorators.iter().filter(|one| matches!(one, Expression::Call(_))).count();
    match statement {
        Statement::Class(class) => 1 + calls(&class.decorators) + class.body.iter().map(weight).sum::<usize>(),
        Statement::Function(function) => 2 + calls(&function.decorators),
        Statement::Assign { value, annotation, .. } => usize::from(value.is_some()) + usize::from(annotation.is_some()),
        Statement::TypeAlias { .. } => 1,
        Statement::Import { names, .. } => names.len(),
        Statement::TypeChecking(imports) => imports.iter().map(weight).sum(),
        Statement::ImportModule(_) | Statement::Expression(_) => 1,
        Statement::Docstring(_) | Statement::Comment(_) => 0,
    }
}

/// The files of a stub, by their names. `head` is what stands before the paragraphs: a docstring, and imports. Of the names that begin with
/// an underscore those of `items` are the package's, the others the emitter's.
pub(super) fn files<'m>(
    head: Vec<Vec<Statement<'m>>>,
    paragraphs: Vec<Vec<Statement<'m>>>,
    items: &FxHashSet<Cow<'m, str>>,
) -> BTreeMap<String, String> {
    let mut top: FxHashSet<String> = FxHashSet::default();
    for statement in paragraphs.iter().flatten() {
        top.extend(defined(statement).map(str::to_owned));
    }
    for statement in head.iter().flatten() {
        if let Statement::Import { names, .. } = statement {
            top.extend(names.iter().map(|(name, own)| own.as_ref().unwrap_or(name).clone().into_owned()));
        }
    }
    let mut divided = Divided { top, moved: FxHashMap::default() };
    let mut units = Vec::with_capacity(paragraphs.len());
    for mut paragraph in paragraphs {
        if let [Statement::Class(class)] = &mut *paragraph {
            let path = class.name.clone().into_owned();
            divided.divide(class, &path, &mut units);
        }
        units.extend(chunks(paragraph));
    }
    divided.rename(&mut units);
    let parts = fill(in_order(units));
    let mut homes: FxHashMap<String, usize> = FxHashMap::default();
    for (number, part) in parts.iter().enumerate() {
        for name in part.iter().flatten().filter_map(defined) {
            homes.insert(name.to_owned(), number);
        }
    }
    let docs = head.first().cloned().unwrap_or_default();
    let imports: Vec<Statement<'m>> = head.into_iter().skip(1).flatten().collect();
    let mut files = BTreeMap::new();
    let mut offered = Vec::new();
    for (number, part) in parts.into_iter().enumerate() {
        let own: BTreeSet<&str> = part.iter().flatten().filter_map(defined).collect();
        let is_offered = |name: &&str| !name.starts_with('_') || items.contains(*name);
        let names = own.iter().copied().filter(is_offered).map(|name| Cow::from(name.to_owned()));
        let names: Vec<_> = names.map(|name| (name.clone(), Some(name))).collect();
        if !names.is_empty() {
            offered.push(Statement::Import { module: Cow::Owned(format!(".{}", module(number))), names });
        }
        // Without this list, names with an underscore would be private to the part.
        let own = own.into_iter().map(|name| Expression::text(name.to_owned()));
        let all = Statement::assignment("__all__", Expression::List(own.collect()));
        let needed = needed(&part, imports.clone(), &homes, number);
        let mut printed = vec![docs.clone(), needed, vec![all]];
        printed.extend(part);
        files.insert(format!("{}.pyi", module(number)), print(printed, 1));
    }
    files.insert("__init__.pyi".to_owned(), print(vec![docs, offered], 1));
    files
}

fn module(number: usize) -> String {
    format!("_part{}", number + 1)
}

/// The name that a statement gives something.
fn defined<'s>(statement: &'s Statement<'_>) -> Option<&'s str> {
    match statement {
        Statement::Class(class) => Some(&class.name),
        Statement::Function(function) => Some(&function.name),
        Statement::Assign { target, .. } | Statement::TypeAlias { name: target, .. } => Some(target),
        _ => None,
    }
}

/// Statements that stay together: those that define one name.
fn chunks(paragraph: Vec<Statement<'_>>) -> Vec<Vec<Statement<'_>>> {
    let mut chunks: Vec<Vec<Statement<'_>>> = Vec::new();
    for statement in paragraph {
        match chunks.last_mut() {
            Some(last) if last.last().and_then(defined) == defined(&statement) => last.push(statement),
            _ => chunks.push(vec![statement]),
        }
    }
    chunks
}

/// Puts units into parts in their order, as evenly as the limit of a part allows. Simple statements stand together again.
fn fill(units: Vec<Vec<Statement<'_>>>) -> Vec<Vec<Vec<Statement<'_>>>> {
    let mut parts: Vec<Vec<Vec<Statement<'_>>>> = vec![Vec::new()];
    let mut filled = 0;
    for unit in units {
        let size = unit.iter().map(weight).sum::<usize>();
        if filled > 0 && filled + size > PART {
            parts.push(Vec::new());
            filled = 0;
        }
        filled += size;
        let part = parts.len() - 1;
        let is_class = |paragraph: &[Statement<'_>]| matches!(paragraph, [Statement::Class(_), ..]);
        match parts[part].last_mut() {
            Some(last) if !is_class(last) && !is_class(&unit) => last.extend(unit),
            _ => parts[part].push(unit),
        }
    }
    parts
}

/// Puts units behind those that define their bases.
fn in_order(units: Vec<Vec<Statement<'_>>>) -> Vec<Vec<Statement<'_>>> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (place, unit) in units.iter().enumerate() {
        places.extend(unit.iter().filter_map(defined).map(|name| (name, place)));
    }
    let needs = units.iter().map(|unit| {
        let mut needs = Vec::new();
        for statement in unit {
            visit_bases(statement, &mut |name| needs.extend(places.get(first(name)).copied()));
        }
        needs
    });
    let order = order::behind_needs(&needs.collect::<Vec<_>>());
    let mut units: Vec<Option<Vec<Statement<'_>>>> = units.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| units[place].take()).collect()
}

/// Calls `visit` with the names that stand in bases of classes, nested ones too, and in values of aliases, which may be bases.
fn visit_bases<'s>(statement: &'s Statement<'_>, visit: &mut dyn FnMut(&'s str)) {
    match statement {
        Statement::Class(class) => {
            class.bases.iter().for_each(|base| base.visit_names(visit));
            class.body.iter().for_each(|inner| visit_bases(inner, visit));
        }
        Statement::Assign { value: Some(value), .. } | Statement::TypeAlias { value, .. } => value.visit_names(visit),
        _ => {}
    }
}

fn first(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// The names of an import, each with its local name when that is another.
type Names<'m> = Vec<(Cow<'m, str>, Option<Cow<'m, str>>)>;

/// The imports of a part: of those of the whole what it mentions, and what other parts define.
fn needed<'m>(
    part: &[Vec<Statement<'m>>],
    mut imports: Vec<Statement<'m>>,
    homes: &FxHashMap<String, usize>,
    number: usize,
) -> Vec<Statement<'m>> {
    let (mut mentioned, mut bases) = (BTreeSet::new(), BTreeSet::new());
    for statement in part.iter().flatten() {
        statement
            .visit_expressions(&mut |expression| expression.visit_names(&mut |name| _ = mentioned.insert(first(name))));
        visit_bases(statement, &mut |name| _ = bases.insert(first(name)));
    }
    imports.retain_mut(|statement| match statement {
        Statement::Import { names, .. } => {
            names.retain(|(name, own)| mentioned.contains(&**own.as_ref().unwrap_or(name)));
            !names.is_empty()
        }
        Statement::ImportModule(name) => mentioned.contains(&**name),
        _ => false,
    });
    let (mut earlier, mut others): (BTreeMap<usize, Names<'m>>, BTreeMap<usize, Names<'m>>) = Default::default();
    for name in mentioned {
        let Some(&home) = homes.get(name).filter(|home| **home != number) else { continue };
        let list = if bases.contains(name) && home < number { &mut earlier } else { &mut others };
        list.entry(home).or_default().push((Cow::Owned(name.to_owned()), None));
    }
    let import = |(home, names)| Statement::Import { module: Cow::Owned(format!(".{}", module(home))), names };
    imports.extend(earlier.into_iter().map(import));
    if !others.is_empty() {
        imports.insert(0, Statement::Import { module: "typing".into(), names: vec![("TYPE_CHECKING".into(), None)] });
        imports.push(Statement::TypeChecking(others.into_iter().map(import).collect()));
    }
    imports
}

/// Classes that are too long for one part.
struct Divided {
    /// What the module defines and imports.
    top: FxHashSet<String>,
    /// The class that holds what was nested in another one, by the dotted path of that.
    moved: FxHashMap<String, String>,
}

impl Divided {
    /// Moves what is nested in a class into bases, if the class is too long. They come before it.
    fn divide<'m>(&mut self, class: &mut ClassDefinition<'m>, path: &str, units: &mut Vec<Vec<Statement<'m>>>) {
        let is_protocol =
            |base: &Expression<'m>| base.as_name().is_some_and(|name| name.trim_start_matches('_') == "Protocol");
        let is_too_long = class.body.iter().map(weight).sum::<usize>() > PART;
        if !is_too_long || !class.keywords.is_empty() || class.bases.iter().any(is_protocol) {
            return;
        }
        for inner in &mut class.body {
            if let Statement::Class(inner) = inner {
                let path = format!("{path}.{}", inner.name);
                self.divide(inner, &path, units);
            }
        }
        let is_movable = |statement: &Statement<'m>| {
            let is_alias = matches!(statement, Statement::TypeAlias { .. } | Statement::Assign { value: Some(_), .. });
            is_alias || matches!(statement, Statement::Class(_))
        };
        let (moved, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut class.body).into_iter().partition(is_movable);
        let groups: Vec<Vec<Statement<'m>>> = fill(moved.into_iter().map(|one| vec![one]).collect())
            .into_iter()
            .map(|group| group.into_iter().flatten().collect())
            .collect();
        let mut stem = format!("_{}", path.replace('.', "_"));
        while (0..groups.len()).any(|number| self.top.contains(&numbered(&stem, number))) {
            stem.push('_');
        }
        let mut homes: FxHashMap<String, usize> = FxHashMap::default();
        for (number, group) in groups.iter().enumerate() {
            for name in group.iter().filter_map(defined) {
                homes.insert(name.to_owned(), number);
                self.moved.insert(format!("{path}.{name}"), numbered(&stem, number));
            }
        }
        let mut bases = Vec::new();
        for (number, mut body) in groups.into_iter().enumerate() {
            // What the body of a class needs at once stands there without the path of the class.
            let rename = |name: &str| -> Option<String> {
                let first = first(name);
                let home = homes.get(first).filter(|home| **home != number && !self.top.contains(first))?;
                Some(format!("{}.{name}", numbered(&stem, *home)))
            };
            for statement in &mut body {
                at_once(statement, &mut |expression| expression.rename(&rename));
            }
            let name = numbered(&stem, number);
            bases.push(Expression::name(name.clone()));
            let group = ClassDefinition { name: name.into(), body, ..ClassDefinition::default() };
            units.push(vec![Statement::Class(group)]);
        }
        bases.append(&mut class.bases);
        class.bases = bases;
        class.body = kept;
    }

    /// Names what was moved where it is now: checkers know it there before they know all bases of its class.
    fn rename(&self, units: &mut [Vec<Statement<'_>>]) {
        if self.moved.is_empty() {
            return;
        }
        let rename = |name: &str| -> Option<String> {
            let (first, _) = name.split_once('.')?;
            // A class that something hides has a second name.
            let plain = first.strip_prefix('_').and_then(|rest| rest.strip_suffix('_')).unwrap_or(first);
            let path = format!("{plain}{}", &name[first.len()..]);
            let mut end = path.len();
            loop {
                if let Some(group) = self.moved.get(&path[..end]) {
                    let inner = path[..end].rfind('.')?;
                    return Some(format!("{group}{}", &path[inner..]));
                }
                end = path[..end].rfind('.')?;
            }
        };
        for statement in units.iter_mut().flatten() {
            statement.visit_expressions_mut(&mut |expression| expression.rename(&rename));
        }
    }
}

/// The name of one of the classes that hold what was nested in one.
fn numbered(stem: &str, number: usize) -> String {
    format!("{stem}_{}", number + 1)
}

/// Calls `visit` with what a class body needs before the statement can be understood.
fn at_once<'m>(statement: &mut Statement<'m>, visit: &mut dyn FnMut(&mut Expression<'m>)) {
    match statement {
        Statement::Class(class) => {
            let bounds = class.type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut);
            bounds.chain(&mut class.bases).for_each(visit);
        }
        Statement::Assign { value: Some(value), .. } => visit(value),
        Statement::TypeAlias { value, type_parameters, .. } => {
            let bounds = type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut);
            bounds.chain([value]).for_each(visit);
        }
        _ => {}
    }
}
