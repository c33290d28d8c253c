//! Inputs as they stand on a command line.

use std::path::Path;

use super::Tree;
use crate::resolve::resolve_inputs;

/// The entries, libraries and diagnostics of inputs, as text.
fn resolved(tree: &Tree, inputs: &[&str], project: Option<&str>) -> String {
    let inputs: Vec<String> = inputs.iter().map(|input| (*input).to_owned()).collect();
    let (resolved, diagnostics) = resolve_inputs(&tree.root, &inputs, project.map(Path::new));
    let mut lines: Vec<String> = resolved
        .entries
        .iter()
        .map(|entry| {
            let module = entry.module.as_ref().map(|module| format!(" as `{module}`")).unwrap_or_default();
            format!("{:?} {}{module}", entry.origin, tree.short(&entry.path))
        })
        .collect();
    lines.extend(resolved.libs.iter().map(|lib| format!("lib {lib}")));
    lines.extend(resolved.ambient_libs.iter().map(|libs| format!("ambient libs {}", libs.join(" "))));
    lines.extend(resolved.ambient_types.iter().map(|types| format!("ambient types {}", tree.short(types))));
    for diagnostic in diagnostics {
        lines.push(format!("{:?}: {}", diagnostic.severity, diagnostic.message));
        lines.extend(diagnostic.notes.iter().map(|note| format!("  {note}")));
    }
    lines.join("\n").replace(&format!("{}/", tree.root.display()), "")
}

const TREE: &str = r#"
-- types/a.d.ts
-- types/b.d.mts
-- types/deep/c.d.cts
-- types/code.js
-- types/node_modules/x/index.d.ts
-- empty/readme.md
-- local/package.json
{ "name": "local", "types": "./main.d.ts" }
-- local/main.d.ts
-- local/other.d.ts
-- three/generated.d.ts
-- node_modules/three/package.json
{ "name": "three", "exports": { ".": "./build/three.js", "./addons/*": "./jsm/*" } }
-- node_modules/three/build/three.js
-- node_modules/@types/three/package.json
{ "name": "@types/three", "exports": { ".": "./index.d.ts", "./addons/*": "./jsm/*" } }
-- node_modules/@types/three/index.d.ts
-- node_modules/@types/three/jsm/x.d.ts
-- node_modules/date-fns/package.json
{ "name": "date-fns", "exports": { "./add": { "types": "./add.d.ts" }, "./sub": { "types": "./sub.d.ts" }, "./code": "./code.js" } }
-- node_modules/date-fns/add.d.ts
-- node_modules/date-fns/sub.d.ts
-- node_modules/date-fns/code.js
-- node_modules/untyped/index.js
-- node_modules/cjs/package.json
{ "name": "cjs", "exports": { "require": { "types": "./index.d.cts" } } }
-- node_modules/cjs/index.d.cts
"#;

#[test]
fn files_folders_and_globs() {
    let tree = Tree::new(TREE);
    insta::assert_snapshot!(resolved(&tree, &["types/a.d.ts", "./types", "types", "local", "lib:dom", "lib:dom"], None), @r"
    File types/a.d.ts
    Folder types/b.d.mts
    Folder types/deep/c.d.cts
    Folder local/main.d.ts as `local`
    lib dom
    ");
    insta::assert_snapshot!(resolved(&tree, &["types/**/*.d.{ts,cts}", "types/[b].d.mts"], None), @r"
    Glob types/a.d.ts
    Glob types/deep/c.d.cts
    Glob types/b.d.mts
    ");
}

#[test]
fn packages() {
    let tree = Tree::new(TREE);
    insta::assert_snapshot!(resolved(&tree, &["three", "three/addons/x.js", "@types/three", "cjs"], None), @r"
    Package node_modules/@types/three/index.d.ts as `three`
    Package node_modules/@types/three/jsm/x.d.ts as `three/addons/x.js`
    Package node_modules/cjs/index.d.cts as `cjs`
    ");
    insta::assert_snapshot!(resolved(&tree, &["date-fns"], None), @r"
    Package node_modules/date-fns/add.d.ts as `date-fns/add`
    Package node_modules/date-fns/sub.d.ts as `date-fns/sub`
    ");
    insta::assert_snapshot!(resolved(&tree, &["date-fns/add", "./three"], None), @r"
    Package node_modules/date-fns/add.d.ts as `date-fns/add`
    Folder three/generated.d.ts
    ");
}

#[test]
fn what_is_not_there_is_an_error_with_advice() {
    let tree = Tree::new(TREE);
    insta::assert_snapshot!(
        resolved(&tree, &["thre", "types/aa.d.ts", "empty", "types/*.rs", "untyped", "date-fns/none", "./gone"], None), @r"
    Error: the package `thre` is not installed
      did you mean `three`?
      searched node_modules
      `npm install thre` puts it there
    Error: there is no file or folder `types/aa.d.ts`
      did you mean `a.d.ts`?
    Error: there are no declarations in the folder `empty`
    Error: no file with declarations fits `types/*.rs`
    Error: the package `untyped` has no declarations for `untyped`
      it has code without types: node_modules/untyped/index.js
      `npm install @types/untyped` brings types, if there are any
    Error: the package `date-fns` does not export `./none`
      it exports ./add, ./sub, ./code
    Error: there is no file or folder `./gone`
    ");
}

#[test]
fn a_project() {
    let tree = Tree::new(
        r#"
-- tsconfig.json
{ "files": [], "references": [{ "path": "./one" }, { "path": "./two/tsconfig.build.json" }], "compilerOptions": { "lib": ["es2023"] } }
-- one/tsconfig.json
{ "references": [{ "path": ".." }] }
-- one/a.d.ts
-- two/tsconfig.build.json
{ "include": ["src/**/*.ts"] }
-- two/src/b.ts
-- node_modules/@types/node/index.d.ts
-- node_modules/@types/stub/package.json
{ "typings": null }
-- node_modules/@types/stub/index.d.ts
-- node_modules/extra/index.d.ts
-- named/tsconfig.json
{ "compilerOptions": { "types": ["extra", "absent"] } }
-- named/n.d.ts
"#,
    );
    insta::assert_snapshot!(resolved(&tree, &[], Some(".")), @r"
    Project one/a.d.ts
    Project two/src/b.ts
    ambient libs es2023
    ambient types node_modules/@types/node/index.d.ts
    ");
    insta::assert_snapshot!(resolved(&tree, &[], Some("named/tsconfig.json")), @r"
    Project named/n.d.ts
    ambient types node_modules/extra/index.d.ts
    Warning: the types `absent` of the project were not found
      searched node_modules
      `npm install absent` puts it there
    ");
    insta::assert_snapshot!(resolved(&tree, &["extra"], Some("missing")), @r"
    Package node_modules/extra/index.d.ts as `extra`
    Error: there is no project file missing
    ");
}
