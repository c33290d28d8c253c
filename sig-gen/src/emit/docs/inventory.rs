//! `objects.inv`: the list of names and addresses that Sphinx's `intersphinx` and others read, in its second version.

use std::fmt::Write as _;
use std::io::Write as _;

use ffi_core::signature::{Class, Item, Member, MemberKind, Module};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::super::spelling::spelled;
use super::page::has_instance_member;
use super::pages::{Pages, Subject};

/// The inventory. Pages are taken to be built as `NAME.html` beside each other.
pub(super) fn bytes(module: &Module, pages: &Pages<'_>) -> Vec<u8> {
    let name = module.name.replace(['\n', '\r'], " ");
    let head = format!(
        "# Sphinx inventory version 2\n# Project: {name}\n# Version: \n# The remainder of this file is compressed using zlib.\n"
    );
    let mut encoder = ZlibEncoder::new(head.into_bytes(), Compression::best());
    // Memory takes whatever is written.
    let _ = encoder.write_all(lines(pages).as_bytes());
    encoder.finish().unwrap_or_default()
}

/// One line for each name: name, role, priority, address, what is shown (`-`: the name).
fn lines(pages: &Pages<'_>) -> String {
    let mut text = String::new();
    for page in &pages.list {
        let address = format!("{}.html", page.path.trim_end_matches(".md"));
        match &page.subject {
            Subject::Class(class) => {
                let _ = writeln!(text, "{} py:class 1 {address}#$ -", page.python);
                members(class, &page.python, &address, &mut text);
            }
            Subject::Items(items) => {
                if !page.python.is_empty() {
                    let _ = writeln!(text, "{} py:module 0 {address}#$ -", page.python);
                }
                for item in *items {
                    one(item, &page.js, pages, &address, &mut text);
                }
            }
        }
    }
    text
}

fn one(item: &Item, prefix: &str, pages: &Pages<'_>, address: &str, text: &mut String) {
    let role = match item {
        Item::Function(_) => "function",
        Item::Variable(_) => "data",
        Item::Record(_) | Item::Enum(_) => "class",
        Item::Alias(_) => "type",
        // They have pages of their own.
        Item::Class(_) | Item::Module(_) => return,
    };
    let js = crate::adjust::paths::join(prefix, item.js_name());
    if let Some((_, python)) = pages.find(&js) {
        let _ = writeln!(text, "{python} py:{role} 1 {address}#$ -");
    }
}

fn members(class: &Class, python: &str, address: &str, text: &mut String) {
    for (list, method) in [(&class.statics, "staticmethod"), (&class.members, "method")] {
        for (member, name) in spelled(list) {
            if method == "staticmethod" && has_instance_member(class, &name) {
                continue;
            }
            let role = role(member, method);
            let _ = writeln!(text, "{python}.{name} py:{role} 1 {address}#$ -");
        }
    }
}

fn role<'r>(member: &Member, method: &'r str) -> &'r str {
    match member.kind {
        MemberKind::Method(_) => method,
        MemberKind::Property { .. } => "attribute",
    }
}
