//! Changes of what can be called: parameters, keywords, results, overloads.

use std::rc::Rc;

use ffi_core::signature::{Function, Keyword, Parameter, Signature, Type};

use super::Changes;
use super::relate::Relation;
use crate::emit::annotation::plain;

impl Changes<'_> {
    /// A function or method that is in both versions.
    pub(super) fn function(&mut self, path: &str, old: &Function, new: &Function) {
        if let ([old], [new]) = (&old.overloads[..], &new.overloads[..]) {
            return self.signature(path, old, new);
        }
        if old.overloads.len() == new.overloads.len() {
            for (number, (old, new)) in old.overloads.iter().zip(&new.overloads).enumerate() {
                // One that only has another place is the same.
                if old != new {
                    self.signature(&format!("{path}#{}", number + 1), old, new);
                }
            }
            return;
        }
        let lost = old.overloads.iter().filter(|old| !new.overloads.iter().any(|new| self.serves(old, new)));
        let lost: Vec<String> = lost.map(shape).collect();
        let known = |new: &Signature| old.overloads.iter().any(|old| self.serves(new, old));
        let gained: Vec<String> = new.overloads.iter().filter(|new| !known(new)).map(shape).collect();
        for shape in lost {
            self.breaking(path, "overload-removed", format!("the overload `{shape}` was removed"));
        }
        for shape in gained {
            self.compatible(path, "overload-added", format!("the overload `{shape}` was added"));
        }
    }

    /// Whether calls of one signature are calls of another, with no other result.
    fn serves(&self, old: &Signature, new: &Signature) -> bool {
        let mut changes = Changes { list: Vec::new(), sides: self.sides.clone(), uses: Rc::clone(&self.uses) };
        changes.signature("", old, new);
        changes.list.iter().all(|change| !change.breaking)
    }

    fn signature(&mut self, path: &str, old: &Signature, new: &Signature) {
        self.parameters(path, &old.parameters, &new.parameters);
        self.keywords(path, options(old), options(new));
        self.result(path, "result", &old.result, &new.result);
        let required = |signature: &Signature| {
            signature.type_parameters.iter().filter(|parameter| parameter.default.is_none()).count()
        };
        if required(old) != required(new) && old.type_parameters.len() != new.type_parameters.len() {
            self.compatible(path, "type-parameters-changed", "its type parameters changed");
        }
    }

    fn parameters(&mut self, path: &str, old: &[Parameter], new: &[Parameter]) {
        for (at, before) in old.iter().enumerate() {
            let name = shown(before, at);
            let Some(after) = new.get(at) else {
                // The last one may take all further ones.
                match new.last().filter(|last| last.rest) {
                    Some(rest) => self.argument(path, &name, &before.ty, &rest.ty),
                    None => self.breaking(path, "parameter-removed", format!("the parameter {name} was removed")),
                }
                continue;
            };
            match (is_optional(before), is_optional(after)) {
                (true, false) => {
                    self.breaking(path, "parameter-required", format!("the parameter {name} became required"));
                }
                (false, true) => {
                    self.compatible(path, "parameter-optional", format!("the parameter {name} became optional"));
                }
                _ => {}
            }
            if before.rest && !after.rest {
                let message = format!("the parameter {name} takes one argument and no longer any number");
                self.breaking(path, "parameter-not-rest", message);
            }
            // What has keywords is compared by them.
            if before.keywords.is_none() || after.keywords.is_none() {
                self.argument(path, &name, &before.ty, &after.ty);
            }
        }
        for (at, after) in new.iter().enumerate().skip(old.len()) {
            let name = shown(after, at);
            match is_optional(after) {
                true => self.compatible(path, "parameter-added", format!("the optional parameter {name} was added")),
                false => self.breaking(path, "parameter-added", format!("the required parameter {name} was added")),
            }
        }
    }

    fn keywords(&mut self, path: &str, old: &[Keyword], new: &[Keyword]) {
        for before in old {
            let name = before.name.python();
            let Some(after) = new.iter().find(|after| after.name.js == before.name.js) else {
                self.breaking(path, "keyword-removed", format!("the keyword `{name}` was removed"));
                continue;
            };
            if name != after.name.python() {
                let message = format!("the keyword `{name}` is spelled `{}`", after.name.python());
                self.breaking(path, "keyword-renamed", message);
            }
            match (before.required, after.required) {
                (false, true) => {
                    self.breaking(path, "keyword-required", format!("the keyword `{name}` became required"));
                }
                (true, false) => {
                    self.compatible(path, "keyword-optional", format!("the keyword `{name}` became optional"));
                }
                _ => {}
            }
            self.taken(path, "keyword", &format!("the keyword `{name}`"), &before.ty, &after.ty);
        }
        for after in new.iter().filter(|after| old.iter().all(|before| before.name.js != after.name.js)) {
            let name = after.name.python();
            match after.required {
                true => self.breaking(path, "keyword-added", format!("the required keyword `{name}` was added")),
                false => self.compatible(path, "keyword-added", format!("the keyword `{name}` was added")),
            }
        }
    }

    fn argument(&mut self, path: &str, name: &str, old: &Type, new: &Type) {
        self.taken(path, "parameter", &format!("the parameter {name}"), old, new);
    }

    /// A type of what Python gives.
    pub(super) fn taken(&mut self, path: &str, kind: &str, what: &str, old: &Type, new: &Type) {
        let (before, after) = (plain(old), plain(new));
        let message = |word: &str| format!("{what} {word} from `{before}` to `{after}`");
        let code = |relation: Relation| match (kind, relation) {
            ("keyword", Relation::Wider) => "keyword-widened",
            ("keyword", Relation::Narrower) => "keyword-narrowed",
            ("keyword", _) => "keyword-changed",
            ("property", Relation::Wider) => "set-type-widened",
            ("property", Relation::Narrower) => "set-type-narrowed",
            ("property", _) => "set-type-changed",
            (_, Relation::Wider) => "parameter-widened",
            (_, Relation::Narrower) => "parameter-narrowed",
            _ => "parameter-changed",
        };
        match self.sides.relation(old, new) {
            Relation::Same => {}
            Relation::Wider => self.compatible(path, code(Relation::Wider), message("was widened")),
            Relation::Narrower => self.breaking(path, code(Relation::Narrower), message("was narrowed")),
            Relation::Other => self.breaking(path, code(Relation::Other), message("changed")),
        }
    }

    /// A type of what Python gets.
    pub(super) fn result(&mut self, path: &str, kind: &str, old: &Type, new: &Type) {
        let (before, after) = (plain(old), plain(new));
        let what = if kind == "result" { "the result" } else { "the type" };
        let message = |word: &str| format!("{what} {word} from `{before}` to `{after}`");
        match self.sides.relation(old, new) {
            Relation::Same => {}
            Relation::Wider => self.breaking(path, "result-widened", message("was widened")),
            Relation::Narrower => self.compatible(path, "result-narrowed", message("was narrowed")),
            Relation::Other => self.breaking(path, "result-changed", message("changed")),
        }
    }
}

fn options(signature: &Signature) -> &[Keyword] {
    signature.options().map_or(&[], |(_, _, keywords)| keywords)
}

fn is_optional(parameter: &Parameter) -> bool {
    parameter.optional || parameter.rest
}

fn shown(parameter: &Parameter, at: usize) -> String {
    match parameter.name.js.is_empty() {
        true => format!("{}", at + 1),
        false => format!("`{}`", parameter.name.js),
    }
}

fn shape(signature: &Signature) -> String {
    let parameter = |one: &Parameter| {
        let (rest, optional) = (if one.rest { "*" } else { "" }, if one.optional { " = ..." } else { "" });
        format!("{rest}{}: {}{optional}", one.name.js, plain(&one.ty))
    };
    let parameters: Vec<String> = signature.parameters.iter().map(parameter).collect();
    format!("({}) -> {}", parameters.join(", "), plain(&signature.result))
}
