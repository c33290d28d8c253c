//! From names to a module of bindings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ffi_macros_core::Context;
use ffi_macros_core::names::nearest;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use sig_gen::emit::rust::{RustModule, RustOptions, Style, print};
use sig_gen::generate::load_with;
use sig_gen::resolve::Files;
use sig_gen::source::WithPrelude;
use sig_gen::{Diagnostic, Input as Source, Loaded, Options, SourceMap};
use syn::LitStr;

use crate::input::{self, Dotted, Input, Named};
use crate::messages;

/// `bind_dts!(...)`, in the package whose Cargo.toml lies in the folder `manifest`.
pub fn bind_dts(tokens: TokenStream, manifest: Option<&Path>) -> TokenStream {
    let context = Context::default();
    let input = input::parse(&context, tokens);
    let mut code = TokenStream::new();
    if context.is_clean()
        && let Some(path) = &input.path
    {
        match manifest {
            Some(manifest) => code = bind(&context, &input, path, manifest),
            None => context.push(syn::Error::new(Span::call_site(), messages::NO_MANIFEST)),
        }
    }
    let errors = context.finish();
    quote!(#code #errors)
}

fn bind(context: &Context, input: &Input, path: &LitStr, manifest: &Path) -> TokenStream {
    let loaded = load(input, path, manifest);
    let printed = print(&loaded.module, &options(input));
    let unknown = report(context, input, path, &loaded, &printed, manifest);
    let files = tracked(&loaded, manifest);
    let module = module_name(input, path, &printed);
    let code: TokenStream = match printed.code.parse() {
        Ok(code) => respanned(code, &input.with),
        Err(error) => {
            context.error(path, format!("internal error: the generated code is no Rust: {error}"));
            return TokenStream::new();
        }
    };
    unused_with(context, input, &printed);
    let placeholders: Vec<TokenStream> = input.names.iter().filter_map(|named| placeholder(named, &unknown)).collect();
    let uses = uses(context, input, &printed, &module, &unknown);
    let docs = format!("Bound from `{}`.", path.value());
    let hidden = format_ident!("__placeholders_{module}");
    let krate = krate(input);
    let placeholders = (!placeholders.is_empty()).then(|| {
        quote! {
            #[allow(dead_code, non_camel_case_types, reason = "they stand for names that could not be bound")]
            mod #hidden {
                use #krate::bound as rt;
                #(#placeholders)*
            }
            pub use #hidden::*;
        }
    });
    quote! {
        #[doc = #docs]
        #[allow(
            dead_code, deprecated, missing_docs, non_camel_case_types, non_snake_case, unused_imports, unreachable_pub, clippy::all, clippy::pedantic,
            reason = "generated: names are JavaScript's, and not everything that is bound is used"
        )]
        pub mod #module {
            #(const _: &[u8] = #files;)*
            use #krate::bound as rt;
            #code
        }
        #uses
        #placeholders
    }
}

fn load(input: &Input, path: &LitStr, manifest: &Path) -> Loaded {
    let text = path.value();
    let source = match text.strip_prefix("lib:") {
        Some(name) => Source::Lib(name.to_owned()),
        None if text.ends_with(".ts") || text.ends_with(".mts") || text.ends_with(".cts") => {
            Source::File(PathBuf::from(&text))
        }
        None => Source::Named(text),
    };
    let has_typescript =
        manifest.ancestors().any(|folder| folder.join("node_modules/typescript/lib/lib.esnext.d.ts").is_file());
    let options = Options {
        inputs: vec![source],
        root: manifest.to_owned(),
        include: input.names.iter().map(|named| named.js().into()).collect(),
        lib_directory: (!has_typescript).then(WithPrelude::directory),
        ambient: None,
        ..Options::default()
    };
    load_with(&(Arc::new(WithPrelude::default()) as Arc<dyn Files>), &options)
}

fn krate(input: &Input) -> TokenStream {
    input.krate.as_ref().map_or_else(|| quote!(::ffi_core), |path| path.to_token_stream())
}

fn options(input: &Input) -> RustOptions {
    let renamed = input.names.iter().filter_map(|named| Some((named.js(), named.rust()?)));
    let style = match input.rename_all.as_ref().map(LitStr::value).as_deref() {
        Some("camelCase") => Style::Camel,
        _ => Style::Snake,
    };
    RustOptions {
        with: input.with.iter().map(|(name, path)| (name.js(), code(path))).collect(),
        only: Some(input.names.iter().map(Named::js).collect()),
        rename: renamed.collect::<BTreeMap<_, _>>(),
        style,
    }
}

/// The code with the types of `with` as they were written, so that a mistake in one is shown there.
fn respanned(code: TokenStream, with: &[(Dotted, syn::Path)]) -> TokenStream {
    if with.is_empty() {
        return code;
    }
    let texts = |tokens: &[TokenTree]| tokens.iter().map(ToString::to_string).collect::<Vec<_>>();
    let paths = with.iter().map(|(_, path)| path.to_token_stream().into_iter().collect::<Vec<_>>());
    let paths: Vec<_> = paths.map(|path| (texts(&path), path)).collect();
    let mut out = Vec::new();
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let found = paths.iter().find(|(text, _)| rest.get(..text.len()).is_some_and(|tokens| texts(tokens) == *text));
        if let Some((text, path)) = found {
            out.extend(path.iter().cloned());
            rest = &rest[text.len()..];
            continue;
        }
        out.push(match first {
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), respanned(group.stream(), with))),
            other => other.clone(),
        });
        rest = after;
    }
    out.into_iter().collect()
}

/// A path as it is written.
fn code(path: &impl quote::ToTokens) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// The module that holds what was bound: named after the file, with an underscore where something bound has that name.
fn module_name(input: &Input, path: &LitStr, printed: &RustModule) -> Ident {
    if let Some(module) = &input.module {
        return module.clone();
    }
    let text = path.value();
    let file = text.rsplit(['/', ':', '@']).next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let name: String = stem
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '_' })
        .collect();
    let name = if name.starts_with(|first: char| first.is_ascii_digit()) || name.is_empty() {
        format!("_{name}")
    } else {
        name
    };
    let bound = input.names.iter().filter_map(|named| printed.names.get(&named.js())).flatten();
    let is_taken = bound.filter(|bound| !bound.is_value).any(|bound| bound.path.last() == Some(&name));
    match syn::parse_str::<Ident>(&name) {
        Ok(_) if !is_taken => Ident::new(&name, path.span()),
        _ => Ident::new(&format!("{name}_"), path.span()),
    }
}

/// Reports what is wrong in the declarations; gives the names that they do not have.
fn report(
    context: &Context,
    input: &Input,
    path: &LitStr,
    loaded: &Loaded,
    printed: &RustModule,
    manifest: &Path,
) -> Vec<String> {
    let mut unknown = Vec::new();
    let is_fatal = |diagnostic: &&Diagnostic| diagnostic.is_error() || is_lost_import(diagnostic, &loaded.sources);
    for diagnostic in loaded.diagnostics.iter().filter(is_fatal) {
        let missing = input.names.iter().find(|named| {
            diagnostic.span.is_none() && diagnostic.message.starts_with(&format!("no `{}` in ", named.js()))
        });
        match missing {
            Some(named) => {
                let near = diagnostic.notes.first().map_or("", String::as_str);
                context.error(&named.name, messages::unknown_name(&named.js(), &path.value(), near));
                unknown.push(named.js());
            }
            None => context.error(path, rendered(diagnostic, &loaded.sources, manifest)),
        }
    }
    if !context.is_clean() {
        // What was not read has no names, which needs no second message.
        let missing = input.names.iter().map(Named::js).filter(|name| !printed.names.contains_key(name));
        unknown.extend(missing);
    }
    unknown
}

/// Whether a file of the program's own imports one that is not there: what comes from it would have no type, and a macro cannot warn.
fn is_lost_import(diagnostic: &Diagnostic, sources: &SourceMap) -> bool {
    let is_installed = |path: &Path| path.components().any(|part| part.as_os_str() == "node_modules");
    diagnostic.message.starts_with("cannot find module `.")
        && diagnostic.span.is_some_and(|span| !is_installed(sources.path(span.file)))
}

/// A finding with file, line, and the line of the source.
fn rendered(diagnostic: &Diagnostic, sources: &SourceMap, manifest: &Path) -> String {
    let mut text = diagnostic.message.clone();
    if let Some(span) = diagnostic.span {
        let (line, column) = sources.position(span);
        let source = sources.text(span.file).lines().nth(line - 1).unwrap_or_default();
        let width = sources
            .text(span.file)
            .get(span.start as usize..span.end as usize)
            .map_or(1, |marked| marked.lines().next().map_or(1, |first| first.chars().count()).max(1));
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        text.push_str(&format!(
            "\n{margin}--> {}:{line}:{column}\n{margin} |\n{number} | {source}\n{margin} | {}{}",
            sources.path(span.file).strip_prefix(manifest).unwrap_or(sources.path(span.file)).display(),
            " ".repeat(column - 1),
            "^".repeat(width)
        ));
        if let Some(label) = &diagnostic.label {
            text.push_str(&format!(" {label}"));
        }
    }
    for note in &diagnostic.notes {
        text.push_str(&format!("\nnote: {note}"));
    }
    text
}

/// What makes the compiler look again when a file changed.
fn tracked(loaded: &Loaded, manifest: &Path) -> Vec<TokenStream> {
    let files = loaded.sources.files().iter().filter(|file| !WithPrelude::is_own(&file.path));
    let is_library = |path: &Path| path.components().any(|part| part.as_os_str() == "typescript");
    files
        .filter(|file| !is_library(&file.path))
        .map(|file| {
            let path = manifest.join(&file.path);
            match path.strip_prefix(manifest).ok().and_then(Path::to_str) {
                Some(inside) => {
                    let inside = format!("/{}", inside.replace('\\', "/"));
                    quote!(::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #inside)))
                }
                None => {
                    let path = path.display().to_string();
                    quote!(::core::include_bytes!(#path))
                }
            }
        })
        .collect()
}

/// A type for a name that could not be bound, so that its uses are no further mistakes.
fn placeholder(named: &Named, unknown: &[String]) -> Option<TokenStream> {
    let alias = named.ident()?;
    unknown.contains(&named.js()).then(|| {
        let name = named.js();
        quote! {
            rt::class! {
                pub struct #alias(rt::Object) = rt::None, #name;
            }
        }
    })
}

fn uses(context: &Context, input: &Input, printed: &RustModule, module: &Ident, unknown: &[String]) -> TokenStream {
    let mut paths: Vec<TokenStream> = Vec::new();
    for named in input.names.iter().filter(|named| !unknown.contains(&named.js())) {
        let bound = printed.names.get(&named.js()).map(Vec::as_slice).unwrap_or_default();
        if bound.is_empty() && context.is_clean() {
            context.error(&named.name, messages::nothing_bound(&named.js()));
        }
        let ident = |part: &String| match part.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, named.name.span()),
            None => Ident::new(part, named.name.span()),
        };
        for name in bound {
            let parts = name.path.iter().map(ident);
            paths.push(quote!(#(#parts)::*));
        }
    }
    quote! {
        #[allow(unused_imports, reason = "not everything that is bound is used")]
        pub use #module::{#(#paths),*};
    }
}

/// Reports what `with` names and nothing refers to.
fn unused_with(context: &Context, input: &Input, printed: &RustModule) {
    for (name, _) in &input.with {
        let js = name.js();
        if context.is_clean() && !printed.referred.contains(&js) {
            let near = nearest(&js, printed.referred.iter().map(String::as_str));
            context.error(name, messages::unused_with(&js, near));
        }
    }
}
