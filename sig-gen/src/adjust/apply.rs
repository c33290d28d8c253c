//! Overrides: a type by hand, another spelling, or nothing at all, for an item, a member, or a parameter or keyword in parentheses
//! (`fetch(keepalive)`).

use ffi_core::signature::{Conversion, Function, Item, MemberKind, Module, Name, Type};
use rustc_hash::{FxHashMap, FxHashSet};

use super::by_hand::{self, Known};
use super::convert;
use super::paths::{for_each_item, for_each_item_mut};
use crate::diagnostics::{Diagnostic, FileId};
use crate::emit::index::python_name;
use crate::emit::python::is_identifier;
use crate::generate::Options;
use crate::lower::names;
use crate::selection::{self, Override, Wish};

/// Applies overrides; what is to be skipped goes into `gone`.
pub(super) fn apply(
    module: &mut Module,
    options: &Options,
    known: &[String],
    gone: &mut FxHashSet<String>,
    config: Option<FileId>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let overrides = &options.overrides;
    if overrides.is_empty() {
        return diagnostics;
    }
    let own: FxHashSet<String> = module.items.iter().map(|item| python_name(item).into_owned()).collect();
    let mut types_converted = Vec::new();
    let mut items = FxHashMap::default();
    for_each_item(&module.items, "", &mut |path, item| {
        items.insert(path.to_owned(), item.clone());
    });
    for one in overrides {
        let (target, parameter) = split(&one.name.text);
        let fitting: Vec<&String> = known.iter().filter(|path| selection::fits(target, path)).collect();
        let by = match convert::conversion(one, options.written.as_ref(), &|name| own.contains(name)) {
            Ok(by) => by,
            Err((at, message, note)) => {
                let span = selection::span(config, at.place.as_ref());
                diagnostics.push(Diagnostic { span, ..Diagnostic::error(message) }.note(note));
                continue;
            }
        };
        let is_kind = one.converts() && parameter.is_none() && convert::is_kind(target);
        if fitting.is_empty() && !is_kind {
            let wish = Wish { text: target.to_owned(), place: one.name.place.clone() };
            diagnostics.push(super::nothing(module, &wish, known, "override", config));
            continue;
        }
        if one.skip && parameter.is_none() {
            gone.extend(fitting.into_iter().cloned());
            continue;
        }
        let fitting: FxHashSet<&str> = fitting.into_iter().map(String::as_str).collect();
        let names_type = |path: &&str| items.get(*path).is_some_and(convert::is_type);
        let types: FxHashSet<&str> = match one.converts() && parameter.is_none() {
            true => fitting.iter().copied().filter(names_type).collect(),
            false => FxHashSet::default(),
        };
        let mut change = Change { one, by: &by, parameter, items: &items, config, problem: None, applied: 0 };
        for_each_item_mut(&mut module.items, "", &mut |path, item| change.item(path, item, &fitting));
        if change.problem.is_none() && (is_kind || !types.is_empty()) {
            // What is said of one symbol counts for more than what is said of a type.
            types_converted.push((one, by.clone(), target, types));
        } else if change.problem.is_none() && change.applied == 0 {
            let error = match parameter {
                Some(parameter) => format!("`{target}` has no parameter or keyword `{parameter}`"),
                None => format!("nothing is said about `{target}`"),
            };
            change.problem = Some(change.error(error, &one.name));
        }
        diagnostics.extend(change.problem);
    }
    for (one, by, target, types) in types_converted {
        if convert::everywhere(&mut module.items, &types, Some(target), &by) == 0 && one.rename.is_none() {
            let span = selection::span(config, one.name.place.as_ref());
            let error =
                Diagnostic::error(format!("no value of type `{target}` is given or taken: nothing is converted"));
            diagnostics.push(Diagnostic { span, ..error });
        }
    }
    diagnostics
}

/// `name(parameter)` in its two parts.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((target, parameter)) => (target, Some(parameter)),
        None => (text, None),
    }
}

/// One override on its way through a module.
struct Change<'c> {
    one: &'c Override,
    /// The conversion that it asks for.
    by: &'c Conversion,
    parameter: Option<&'c str>,
    items: &'c FxHashMap<String, Item>,
    config: Option<FileId>,
    problem: Option<Diagnostic>,
    applied: usize,
}

impl Change<'_> {
    fn error(&self, message: String, at: &Wish) -> Diagnostic {
        Diagnostic { span: selection::span(self.config, at.place.as_ref()), ..Diagnostic::error(message) }
    }

    fn fail(&mut self, message: String) {
        let error = self.error(message, &self.one.name);
        self.problem.get_or_insert(error);
    }

    fn item(&mut self, path: &str, item: &mut Item, fitting: &FxHashSet<&str>) {
        let scope = type_parameters(item);
        let fits = |name: &str| fitting.contains(&*format!("{path}.{name}"));
        let beside = if fitting.contains(path) { self.beside(path) } else { Vec::new() };
        match item {
            Item::Class(class) => {
                if fitting.contains(path) {
                    match (self.parameter, &mut class.constructor) {
                        (None, _) => self.head(&mut class.name, "class", &beside),
                        (Some(_), Some(constructor)) => self.function(constructor, &scope),
                        (Some(_), None) => self.fail(format!("`{path}` cannot be constructed")),
                    }
                }
                for list in [&mut class.statics, &mut class.members] {
                    let taken: Vec<String> = list.iter().map(|member| member.name.python().to_owned()).collect();
                    for member in list.iter_mut().filter(|member| fits(&member.name.js)) {
                        if self.parameter.is_none() {
                            self.name(&mut member.name, &taken);
                        }
                        match &mut member.kind {
                            MemberKind::Method(function) => self.function(function, &scope),
                            MemberKind::Property { ty, set_type, readonly } if self.parameter.is_none() => {
                                if self.one.to_js.is_some() && *readonly {
                                    self.fail(format!("`{}` is read-only: nothing is given to it", member.name.js));
                                }
                                if self.replace(ty, &scope) {
                                    *set_type = None;
                                }
                                self.convert(ty);
                                set_type.iter_mut().for_each(|ty| self.convert(ty));
                            }
                            MemberKind::Property { .. } => {}
                        }
                    }
                }
            }
            Item::Record(record) => {
                if fitting.contains(path) {
                    self.head(&mut record.name, "record", &beside);
                }
                let taken: Vec<String> = record.fields.iter().map(|field| field.name.python().to_owned()).collect();
                for field in record.fields.iter_mut().filter(|field| fits(&field.name.js)) {
                    self.name(&mut field.name, &taken);
                    self.ty(&mut field.ty, &scope);
                }
            }
            Item::Enum(declaration) => {
                if fitting.contains(path) {
                    self.head(&mut declaration.name, "enum", &beside);
                }
                let members = &mut declaration.members;
                let taken: Vec<String> = members.iter().map(|member| member.name.python().to_owned()).collect();
                for member in members.iter_mut().filter(|member| fits(&member.name.js)) {
                    self.head_free(&mut member.name, &taken);
                }
            }
            Item::Function(function) if fitting.contains(path) => {
                if self.parameter.is_none() {
                    self.name(&mut function.name, &beside);
                }
                self.function(&mut function.function, &scope);
            }
            Item::Variable(variable) if fitting.contains(path) => {
                self.name(&mut variable.name, &beside);
                self.ty(&mut variable.ty, &scope);
            }
            Item::Alias(alias) if fitting.contains(path) => {
                self.name(&mut alias.name, &beside);
                self.replace(&mut alias.ty, &scope);
            }
            Item::Module(_) if fitting.contains(path) => {
                self.fail(format!("`{path}` is a module: it can be skipped, and what is in it overridden"));
            }
            _ => {}
        }
    }

    /// The Python names of what stands beside an item.
    fn beside(&self, path: &str) -> Vec<String> {
        let prefix = path.rsplit_once('.').map_or("", |(prefix, _)| prefix);
        let stands = |(other, _): &(&String, &Item)| {
            other.as_str() != path && other.rsplit_once('.').map_or("", |(prefix, _)| prefix) == prefix
        };
        self.items.iter().filter(stands).map(|(_, item)| python_name(item).into_owned()).collect()
    }

    /// Another name for something that has no type of its own.
    fn head(&mut self, name: &mut Name, kind: &str, beside: &[String]) {
        if let Some(ty) = &self.one.ty {
            let error = self.error(format!("a {kind} has no type of its own"), ty);
            let error = error.note("override its members: `NAME.MEMBER`");
            self.problem.get_or_insert(error);
        }
        self.name(name, beside);
    }

    fn head_free(&mut self, name: &mut Name, taken: &[String]) {
        if let Some(ty) = &self.one.ty {
            let error = self.error("a member of an enum has no type of its own".to_owned(), ty);
            self.problem.get_or_insert(error);
        }
        self.name(name, taken);
    }

    fn name(&mut self, name: &mut Name, taken: &[String]) {
        let Some(wanted) = &self.one.rename else { return };
        self.applied += 1;
        let python = wanted.text.as_str();
        if !is_identifier(python) {
            let error = self.error(format!("Python cannot write `{python}` as a name"), wanted);
            self.problem.get_or_insert(error.note(format!("`{}` can be written", names::name(python).python())));
        } else if taken.iter().any(|other| other == python) && name.python() != python {
            let error = self.error(format!("`{python}` is the name of something else beside it"), wanted);
            self.problem.get_or_insert(error);
        } else {
            *name = by_hand::renamed(name, python);
        }
    }

    /// The type by hand, when there is one.
    fn wanted(&mut self, scope: &[String]) -> Option<Type> {
        let wish = self.one.ty.as_ref()?;
        match by_hand::read(&wish.text, &Known { items: self.items, type_parameters: scope }) {
            Ok(ty) => Some(ty),
            Err(wrong) => {
                let mut error = self.error(wrong.message, wish);
                if let (Some(span), Some(place)) = (&mut error.span, &wish.place)
                    && (place.end - place.start) as usize == wish.text.len()
                {
                    span.end = span.start + u32::try_from(wrong.end).unwrap_or(0);
                    span.start += u32::try_from(wrong.start).unwrap_or(0);
                }
                error.notes.extend(wrong.note);
                self.problem.get_or_insert(error);
                None
            }
        }
    }

    /// Another type, and a converter before it.
    fn ty(&mut self, ty: &mut Type, scope: &[String]) {
        self.replace(ty, scope);
        self.convert(ty);
    }

    fn replace(&mut self, ty: &mut Type, scope: &[String]) -> bool {
        let Some(wanted) = self.wanted(scope) else { return false };
        self.applied += 1;
        *ty = wanted;
        true
    }

    fn convert(&mut self, ty: &mut Type) {
        if self.one.converts() {
            self.applied += 1;
            convert::wrap(ty, self.by);
        }
    }

    /// Refuses the converter that goes in a direction in which nothing goes here.
    fn refuse(&mut self, converter: Option<&Wish>, message: String, note: String) {
        if let Some(at) = converter {
            let error = self.error(message, at).note(note);
            self.problem.get_or_insert(error);
        }
    }

    fn function(&mut self, function: &mut Function, scope: &[String]) {
        if let Some(parameter) = self.parameter {
            return self.parameter(function, parameter, scope);
        }
        match self.wanted(scope) {
            Some(Type::Function { function: wanted, construct: false }) => {
                self.applied += 1;
                let docs = function.overloads.first().map(|signature| signature.docs.clone()).unwrap_or_default();
                *function = by_hand::with_keywords(*wanted, self.items);
                function.overloads.iter_mut().for_each(|signature| signature.docs = docs.clone());
            }
            Some(_) => {
                let at = self.one.ty.clone().unwrap_or_default();
                let error = self.error("this is a function: its type is one of a function".to_owned(), &at);
                self.problem.get_or_insert(error.note("for example `(name: string) => void`"));
            }
            None => {}
        }
        if self.one.converts() {
            let note = format!("`{}(PARAMETER)` names what it takes", self.one.name.text);
            self.refuse(
                self.one.to_js.as_ref(),
                "a function gives results: `to-python` converts them".to_owned(),
                note,
            );
            function.overloads.iter_mut().for_each(|signature| self.convert(&mut signature.result));
        }
    }

    /// Changes a parameter or keyword in every overload that has it.
    fn parameter(&mut self, function: &mut Function, wanted: &str, scope: &[String]) {
        let note = "what a callback is given is overridden by a type by hand".to_owned();
        let message = format!("`{wanted}` is given to JavaScript: `to-js` converts it");
        self.refuse(self.one.to_python.as_ref(), message, note);
        for signature in &mut function.overloads {
            let mut scope = scope.to_vec();
            scope.extend(signature.type_parameters.iter().map(|parameter| parameter.name.clone()));
            for parameter in &mut signature.parameters {
                if parameter.name.js == wanted {
                    if self.one.skip || self.one.rename.is_some() {
                        self.fail(format!("`{wanted}` is a positional parameter: it has a type and no name in Python"));
                    }
                    self.ty(&mut parameter.ty, &scope);
                }
                let Some(keywords) = &parameter.keywords else { continue };
                let taken: Vec<String> = keywords.iter().map(|keyword| keyword.name.python().to_owned()).collect();
                let changed = by_hand::changed_keywords(keywords, wanted, &mut |list, at| {
                    if self.one.skip {
                        self.applied += 1;
                        list.remove(at);
                        return;
                    }
                    self.name(&mut list[at].name, &taken);
                    self.ty(&mut list[at].ty, &scope);
                });
                if changed.is_some() {
                    parameter.keywords = changed;
                }
            }
        }
    }
}

fn type_parameters(item: &Item) -> Vec<String> {
    let list = match item {
        Item::Class(class) => &class.type_parameters,
        Item::Record(record) => &record.type_parameters,
        Item::Alias(alias) => &alias.type_parameters,
        _ => return Vec::new(),
    };
    list.iter().map(|parameter| parameter.name.clone()).collect()
}
