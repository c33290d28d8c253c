//! One page: headings with anchors, signatures as Python calls them, what each parameter is, links to the types and to the source.

use std::borrow::Cow;
use std::fmt::Write as _;

use ffi_core::signature::{
    Class, ClassKind, Docs, EnumValue, Function, Item, Keyword, MemberKind, Module, Parameter, Record, Signature, Type,
};

use super::super::annotation;
use super::super::links;
use super::super::python::identifier;
use super::super::spelling::spelled;
use super::Sources;
use super::pages::{Page, Pages, Subject, relative};
use crate::emit::MARK;

/// The text of a page.
pub(super) fn text(page: &Page<'_>, pages: &Pages<'_>, module: &Module, sources: &Sources) -> String {
    let mut writer = Writer { text: String::new(), page, pages, sources };
    match &page.subject {
        Subject::Class(class) => writer.class(class),
        Subject::Items(items) => writer.module(module, items),
    }
    // Sphinx and GitHub alike hide such a line.
    format!("<!-- {MARK} -->\n\n{}\n", writer.text.trim_end())
}

struct Writer<'w> {
    text: String,
    page: &'w Page<'w>,
    pages: &'w Pages<'w>,
    sources: &'w Sources,
}

/// How a function is reached, for its signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Receiver {
    None,
    Instance,
    Static,
}

impl Writer<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let text = self.linked(text);
            self.line(&text);
            self.line("");
        }
    }

    fn heading(&mut self, level: usize, anchor: &str, title: &str) {
        let line = format!("{} <a id=\"{anchor}\"></a>{}\n", "#".repeat(level), escaped(title));
        self.line(&line);
    }

    /// Text whose `{@link}`s are links.
    fn linked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        links::replace(text, &mut |target, label| {
            if links::is_address(target) {
                return label.map_or_else(|| format!("<{target}>"), |label| format!("[{label}]({target})"));
            }
            let (shown, address) = self.pages.named(self.page, target);
            match (address, label) {
                (Some(address), label) => format!("[{}]({address})", label.unwrap_or(&escaped(&shown))),
                (None, Some(label)) => label.to_owned(),
                (None, None) => format!("`{shown}`"),
            }
        })
    }

    /// Text with links in one cell of a table.
    fn cell(&self, text: &str) -> String {
        cell(&self.linked(text))
    }

    /// A type with links, for running text and tables.
    fn ty(&self, ty: &Type) -> String {
        let text = annotation::text(ty, &|name| self.pages.link(&self.page.path, name));
        text.replace('*', "\\*").replace('|', "\\|")
    }

    fn docs(&mut self, docs: &Docs) {
        if let Some(message) = &docs.deprecated {
            let message = message.trim();
            self.paragraph(&format!("**Deprecated.** {message}"));
        }
        self.paragraph(&docs.text);
        for throws in docs.throws.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            self.paragraph(&format!("Raises: {throws}"));
        }
        for example in docs.examples.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
            match example.contains("```") {
                true => self.paragraph(example),
                false => self.paragraph(&format!("```ts\n{example}\n```")),
            }
        }
    }

    fn source(&mut self, js: &str) {
        let Some(place) = self.sources.places.get(js) else { return };
        let shown = format!("{}:{}", place.file, place.line);
        let line = match &place.address {
            Some(address) => format!("Source: [{shown}]({address})"),
            None => format!("Source: `{shown}`"),
        };
        self.paragraph(&line);
    }

    fn module(&mut self, module: &Module, items: &[Item]) {
        let title = if self.page.python.is_empty() { module.name.clone() } else { self.page.python.clone() };
        let anchor = if self.page.python.is_empty() { "index" } else { &self.page.python };
        self.heading(1, anchor, &title);
        if self.page.python.is_empty() {
            self.paragraph(&module.docs.text);
            for (package, address) in &self.sources.repositories {
                self.paragraph(&format!("Declared by `{package}`: <{address}>"));
            }
        }
        let path = |item: &Item| crate::adjust::paths::join(&self.page.js, item.js_name());
        let of = |wanted: fn(&Item) -> bool| -> Vec<(String, &Item)> {
            items.iter().filter(|item| wanted(item)).map(|item| (path(item), item)).collect()
        };
        let modules = of(|item| matches!(item, Item::Module(_)));
        let classes = of(|item| matches!(item, Item::Class(_)));
        let functions = of(|item| matches!(item, Item::Function(_)));
        let variables = of(|item| matches!(item, Item::Variable(_)));
        let records = of(|item| matches!(item, Item::Record(_)));
        let enums = of(|item| matches!(item, Item::Enum(_)));
        let aliases = of(|item| matches!(item, Item::Alias(_)));
        self.list("Modules", &modules);
        self.list("Classes", &classes);
        for (title, list) in [
            ("Functions", functions),
            ("Variables", variables),
            ("Records", records),
            ("Enums", enums),
            ("Types", aliases),
        ] {
            if !list.is_empty() {
                self.line(&format!("## {title}\n"));
            }
            for (js, item) in list {
                self.item(&js, item);
            }
        }
    }

    /// Links to what has a page of its own.
    fn list(&mut self, title: &str, list: &[(String, &Item)]) {
        if list.is_empty() {
            return;
        }
        self.line(&format!("## {title}\n"));
        for (js, item) in list {
            let Some((page, python)) = self.pages.find(js) else { continue };
            let docs = match item {
                Item::Class(class) => first_sentence(&self.linked(&class.docs.text)),
                Item::Module(module) => first_sentence(&self.linked(&module.docs.text)),
                _ => String::new(),
            };
            let docs = if docs.is_empty() { docs } else { format!(": {docs}") };
            let line = format!("- [{python}]({}){docs}", relative(&self.page.path, page));
            self.line(&line);
        }
        self.line("");
    }

    fn item(&mut self, js: &str, item: &Item) {
        let python = self.pages.find(js).map_or_else(|| js.to_owned(), |(_, python)| python.to_owned());
        let own = python.rsplit('.').next().unwrap_or(&python).to_owned();
        self.heading(3, &python, &own);
        match item {
            Item::Function(function) => self.function(&own, &function.function, Receiver::None),
            Item::Variable(variable) => {
                let ty = self.ty(&variable.ty);
                self.paragraph(&format!("Type: {ty}{}", if variable.readonly { ", read-only" } else { "" }));
                self.docs(&variable.docs);
            }
            Item::Record(record) => self.record(&python, record),
            Item::Alias(alias) => {
                let ty = self.ty(&alias.ty);
                self.paragraph(&format!("Stands for {ty}"));
                self.docs(&alias.docs);
            }
            Item::Enum(declaration) => {
                self.docs(&declaration.docs);
                self.line("| member | value | |\n|---|---|---|");
                for member in &declaration.members {
                    let value = match &member.value {
                        Some(EnumValue::String(text)) => format!("`{text:?}`"),
                        Some(EnumValue::Number(number)) => format!("`{}`", crate::number::text(*number)),
                        None => String::new(),
                    };
                    let docs = self.cell(&member.docs.text);
                    self.line(&format!("| `{}` | {value} | {docs} |", identifier(member.name.python())));
                }
                self.line("");
            }
            Item::Class(_) | Item::Module(_) => {}
        }
        self.source(js);
        if let Item::Function(function) = item {
            self.list_inner(js, &function.namespace);
        }
    }

    fn record(&mut self, python: &str, record: &Record) {
        self.docs(&record.docs);
        let bases: Vec<String> = record.extends.iter().map(|base| self.ty(base)).collect();
        if !bases.is_empty() {
            self.paragraph(&format!("Has the keys of {}, and:", bases.join(", ")));
        }
        if record.fields.is_empty() {
            return;
        }
        self.line("| key | type | |\n|---|---|---|");
        for field in &record.fields {
            let anchor = format!("<a id=\"{python}.{}\"></a>", escaped_attribute(&field.name.js));
            let kind = if field.optional { "" } else { "Required. " };
            let line = format!(
                "| {anchor}`{}` | {} | {kind}{} |",
                field.name.js,
                self.ty(&field.ty),
                self.cell(&field.docs.text)
            );
            self.line(&line);
        }
        self.line("");
    }

    fn class(&mut self, class: &Class) {
        let python = self.page.python.clone();
        self.heading(1, &python, &python);
        self.docs(&class.docs);
        let kind = match class.kind {
            ClassKind::Class => "Class",
            ClassKind::Abstract => "Class without a constructor",
            ClassKind::Interface => "Interface: a type only, without a value of this name",
        };
        let bases: Vec<String> = class.extends.iter().map(|base| self.ty(base)).collect();
        let extends = if bases.is_empty() { String::new() } else { format!("; extends {}", bases.join(", ")) };
        self.paragraph(&format!("{kind}{extends}."));
        let js = self.page.js.clone();
        self.source(&js);
        let own = python.rsplit('.').next().unwrap_or(&python).to_owned();
        if let Some(constructor) = class.constructor.as_ref().filter(|_| class.kind == ClassKind::Class) {
            self.line("## Constructor\n");
            self.function(&own, constructor, Receiver::Static);
        }
        for (title, function) in [("Call", &class.static_call), ("Instance call", &class.call)] {
            if let Some(function) = function {
                self.line(&format!("## {title}\n"));
                self.function(&own, function, Receiver::Static);
            }
        }
        for (title, list, receiver) in
            [("Static members", &class.statics, Receiver::Static), ("Members", &class.members, Receiver::Instance)]
        {
            if list.is_empty() {
                continue;
            }
            self.line(&format!("## {title}\n"));
            for (member, name) in spelled(list) {
                let is_second = receiver == Receiver::Static && has_instance_member(class, &name);
                let suffix = if is_second { "-static" } else { "" };
                self.heading(3, &format!("{python}.{name}{suffix}"), &name);
                if name != member.name.js && !member.name.symbol {
                    self.paragraph(&format!("JavaScript name: `{}`", member.name.js));
                }
                match &member.kind {
                    MemberKind::Method(function) => self.function(&name, function, receiver),
                    MemberKind::Property { ty, set_type, readonly } => {
                        let mut line = format!("Type: {}", self.ty(ty));
                        if *readonly {
                            line.push_str(", read-only");
                        }
                        if let Some(ty) = set_type.as_ref().filter(|_| !readonly) {
                            let _ = write!(line, "; assignment takes {}", self.ty(ty));
                        }
                        if member.optional {
                            line.push_str("; may be absent");
                        }
                        self.paragraph(&line);
                    }
                }
                self.docs(&member.docs);
            }
        }
        for index in &class.index {
            let line = format!("Items: `[{}]` gives {}.", annotation::plain(&index.key), self.ty(&index.value));
            self.paragraph(&line);
        }
        self.list_inner(&self.page.js.clone(), &class.namespace);
    }

    /// What a namespace merged with a class or function holds.
    fn list_inner(&mut self, js: &str, namespace: &[Item]) {
        let path = |item: &Item| crate::adjust::paths::join(js, item.js_name());
        let has_page = |item: &&Item| matches!(item, Item::Class(_) | Item::Module(_));
        let (with_page, without): (Vec<&Item>, Vec<&Item>) = namespace.iter().partition(has_page);
        self.list("Declared in it", &with_page.iter().map(|item| (path(item), *item)).collect::<Vec<_>>());
        for item in without {
            self.item(&path(item), item);
        }
    }

    fn function(&mut self, name: &str, function: &Function, receiver: Receiver) {
        self.line("```python");
        for signature in &function.overloads {
            self.line(&call(name, signature, receiver));
        }
        self.line("```\n");
        let mut told: Vec<&Docs> = Vec::new();
        for signature in &function.overloads {
            // Overloads mostly share what is said about them.
            if !told.contains(&&signature.docs) {
                self.docs(&signature.docs);
                told.push(&signature.docs);
            }
        }
        let mut rows: Vec<String> = Vec::new();
        for signature in &function.overloads {
            for parameter in &signature.parameters {
                self.parameter(parameter, signature, &mut rows);
            }
        }
        if !rows.is_empty() {
            self.line("| parameter | type | |\n|---|---|---|");
            for row in rows {
                self.line(&row);
            }
            self.line("");
        }
        let mut results: Vec<String> = Vec::new();
        for signature in &function.overloads {
            let docs = signature.docs.returns.as_deref().map(|text| self.cell(text)).filter(|docs| !docs.is_empty());
            let result = match docs {
                Some(docs) => format!("{}: {docs}", self.ty(&signature.result)),
                None => self.ty(&signature.result),
            };
            if !results.contains(&result) {
                results.push(result);
            }
        }
        self.paragraph(&format!("Returns {}", results.join("; or ")));
    }

    fn parameter(&self, parameter: &Parameter, signature: &Signature, rows: &mut Vec<String>) {
        let docs = signature.docs.parameters.iter().find(|docs| docs.name == parameter.name.js);
        let docs = docs.map_or_else(String::new, |docs| self.cell(&docs.text));
        let mut add = |row: String| {
            if !rows.contains(&row) {
                rows.push(row);
            }
        };
        let name = identifier(parameter.name.python());
        let note = match (parameter.rest, parameter.optional) {
            (true, _) => "Any number. ",
            (_, true) => "Optional. ",
            _ => "",
        };
        let star = if parameter.rest { "\\*" } else { "" };
        add(format!("| {star}`{name}` | {} | {note}{docs} |", self.ty(&parameter.ty)));
        for keyword in parameter.keywords.iter().flat_map(|list| list.iter()) {
            let required = if keyword.required { "Required keyword. " } else { "Keyword. " };
            let docs = self.cell(&keyword.docs.text);
            add(format!("| `{}=` | {} | {required}{docs} |", keyword_name(keyword), self.ty(&keyword.ty)));
        }
    }
}

/// Whether an instance has a member of this Python name: then that one is what `Class.name` leads to.
pub(super) fn has_instance_member(class: &Class, name: &str) -> bool {
    spelled(&class.members).any(|(_, other)| other == name)
}

fn keyword_name(keyword: &Keyword) -> String {
    identifier(keyword.name.python()).into_owned()
}

/// A signature as Python calls it.
fn call(name: &str, signature: &Signature, receiver: Receiver) -> String {
    let mut parts: Vec<String> = Vec::new();
    if receiver == Receiver::Instance {
        parts.push("self".to_owned());
    }
    let mut keywords: Vec<String> = Vec::new();
    let mut rest = None;
    for (at, parameter) in signature.parameters.iter().enumerate() {
        let own = identifier(parameter.name.python());
        let own = if own.is_empty() { format!("argument{}", at + 1) } else { own.into_owned() };
        if let Some(list) = &parameter.keywords {
            keywords.extend(list.iter().map(|keyword| {
                let default = if keyword.required { "" } else { " = ..." };
                format!("{}: {}{default}", keyword_name(keyword), annotation::plain(&keyword.ty))
            }));
        } else if parameter.rest {
            rest = Some(format!("*{own}: {}", annotation::plain(&parameter.ty)));
        } else {
            let default = if parameter.optional { " = ..." } else { "" };
            parts.push(format!("{own}: {}{default}", annotation::plain(&parameter.ty)));
        }
    }
    if !parts.is_empty() {
        parts.push("/".to_owned());
    }
    if let Some(rest) = rest {
        parts.push(rest);
    } else if !keywords.is_empty() {
        parts.push("*".to_owned());
    }
    parts.extend(keywords);
    format!("{name}({}) -> {}", parts.join(", "), annotation::plain(&signature.result))
}

/// Text in one cell of a table.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

fn first_sentence(text: &str) -> String {
    let line: Vec<&str> = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect();
    let line = line.join(" ");
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

/// A title without what Markdown would read in it.
fn escaped(text: &str) -> String {
    text.replace('_', "\\_").replace('*', "\\*").replace('<', "&lt;")
}

fn escaped_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}
