//! Finding what a crate exports: a walk over its modules.

use quote::ToTokens;
use syn::{Attribute, Item, Meta};

use super::{Note, Surface};
use crate::context::Context;
use crate::export::class::Class;
use crate::export::function::Exported;
use crate::item::{Function, Implementation};
use crate::{Options, StringEnum, Union};

/// Reads a crate from its root file. `source` gives the text of a file by its path, with `/` between the parts.
pub fn read(root: &str, source: &dyn Fn(&str) -> Option<String>) -> (Surface, Vec<Note>) {
    let mut walk = Walk { source, surface: Surface::default(), notes: Vec::new() };
    match source(root) {
        Some(text) => {
            let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
            walk.file(root, folder, &text, true);
        }
        None => {
            walk.notes.push(Note { file: root.into(), line: 1, column: 1, message: "there is no such file".into() })
        }
    }
    (walk.surface, walk.notes)
}

struct Walk<'s> {
    source: &'s dyn Fn(&str) -> Option<String>,
    surface: Surface,
    notes: Vec<Note>,
}

impl Walk<'_> {
    fn file(&mut self, path: &str, folder: &str, text: &str, is_root: bool) {
        match syn::parse_file(text) {
            Ok(file) => {
                if is_root {
                    self.surface.docs = crate::docs::text(&file.attrs);
                }
                self.items(path, folder, &file.items);
            }
            Err(error) => self.note(path, &error),
        }
    }

    fn note(&mut self, path: &str, error: &syn::Error) {
        for error in error.clone() {
            let start = error.span().start();
            let (line, column) = (start.line, start.column + 1);
            self.notes.push(Note { file: path.to_owned(), line, column, message: error.to_string() });
        }
    }

    fn finish(&mut self, path: &str, context: Context) {
        for error in context.into_errors() {
            self.note(path, &error);
        }
    }

    fn items(&mut self, path: &str, folder: &str, items: &[Item]) {
        for item in items {
            match item {
                Item::Mod(module) if !is_test(&module.attrs) => self.module(path, folder, module),
                Item::Struct(item) => self.derive(path, &item.attrs, item.to_token_stream()),
                Item::Enum(item) => self.derive(path, &item.attrs, item.to_token_stream()),
                Item::Fn(item) => self.function(path, item),
                Item::Impl(item) => self.implementation(path, item),
                _ => {}
            }
        }
    }

    fn module(&mut self, path: &str, folder: &str, module: &syn::ItemMod) {
        let name = module.ident.to_string();
        let below = join(folder, &name);
        if let Some((_, items)) = &module.content {
            return self.items(path, &below, items);
        }
        for candidate in [format!("{below}.rs"), format!("{below}/mod.rs")] {
            if let Some(text) = (self.source)(&candidate) {
                return self.file(&candidate, &below, &text, false);
            }
        }
        let error = syn::Error::new_spanned(&module.ident, format!("the file of the module `{name}` is missing"));
        self.note(path, &error);
    }

    fn derive(&mut self, path: &str, attributes: &[Attribute], tokens: proc_macro2::TokenStream) {
        let derives = derives(attributes);
        let Ok(input) = syn::parse2::<syn::DeriveInput>(tokens) else { return };
        let ident = input.ident.to_string();
        let context = Context::default();
        for derive in derives {
            match derive.as_str() {
                "Options" => {
                    let parsed = Options::parse(&context, &input);
                    self.surface.records.extend(parsed.map(|parsed| (ident.clone(), parsed)));
                }
                "Union" => {
                    let parsed = Union::parse(&context, &input);
                    self.surface.unions.extend(parsed.map(|parsed| (ident.clone(), parsed)));
                }
                "StringEnum" => {
                    let parsed = StringEnum::parse(&context, &input);
                    self.surface.enums.extend(parsed.map(|parsed| (ident.clone(), parsed)));
                }
                _ => {}
            }
        }
        self.finish(path, context);
    }

    fn function(&mut self, path: &str, item: &syn::ItemFn) {
        let Some(attribute) = export(&item.attrs) else { return };
        let context = Context::default();
        if let Some(function) = context.take(syn::parse2::<Function>(item.to_token_stream())) {
            let parsed = Exported::parse_free(&context, attribute, &function);
            self.surface.functions.extend(parsed);
        }
        self.finish(path, context);
    }

    fn implementation(&mut self, path: &str, item: &syn::ItemImpl) {
        if let Some((interface, _)) = &item.trait_
            && interface.segments.last().is_some_and(|last| last.ident == "With")
        {
            let guest = item.items.iter().find_map(|item| match item {
                syn::ImplItem::Type(ty) if ty.ident == "Guest" => Some(ty.ty.clone()),
                _ => None,
            });
            let name = super::types::last_name(&item.self_ty);
            self.surface.converters.extend(name.zip(guest));
            return;
        }
        let Some(attribute) = export(&item.attrs) else { return };
        let context = Context::default();
        if let Some(block) = context.take(syn::parse2::<Implementation>(item.to_token_stream())) {
            let parsed = Class::parse(&context, attribute, &block);
            self.surface.classes.extend(parsed);
        }
        self.finish(path, context);
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The last names of the derives.
fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let parsed =
            attribute.parse_args_with(syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
        let paths = parsed.unwrap_or_default();
        names.extend(paths.iter().filter_map(|path| path.segments.last()).map(|last| last.ident.to_string()));
    }
    names
}

/// What `#[export(...)]` says.
fn export(attributes: &[Attribute]) -> Option<proc_macro2::TokenStream> {
    let is_ours = |attribute: &&Attribute| attribute.path().segments.last().is_some_and(|last| last.ident == "export");
    attributes.iter().find(is_ours).map(|attribute| match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => proc_macro2::TokenStream::new(),
    })
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("test")
    })
}
