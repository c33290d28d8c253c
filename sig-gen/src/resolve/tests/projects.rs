//! Projects: what a tsconfig.json and those that it extends come to.

use std::sync::Arc;

use super::Tree;
use crate::resolve::{Algorithm, Disk, Files, Mode, Project, Resolver};

#[track_caller]
fn project(tree: &Tree, place: &str) -> Project {
    let files: Arc<dyn Files> = Arc::new(Disk::default());
    let (project, diagnostics) = Project::read(&files, &tree.root.join(place));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    project.expect("a project")
}

fn files(tree: &Tree, project: &Project) -> Vec<String> {
    project.files.iter().map(|file| tree.short(file)).collect()
}

#[test]
fn settings_are_inherited_with_their_directories() {
    let tree = Tree::new(
        r#"
-- base/tsconfig.json
{ // the base
  "compilerOptions": { "lib": ["ES2022", "DOM"], "baseUrl": ".", "typeRoots": ["./types"], "moduleResolution": "node16", },
  "include": ["src"], "exclude": ["src/skip"],
}
-- node_modules/@config/strict/package.json
{ "name": "@config/strict" }
-- node_modules/@config/strict/tsconfig.json
{ "compilerOptions": { "moduleResolution": "bundler", "customConditions": ["dev"], "paths": { "~/*": ["${configDir}/*"] } } }
-- app/tsconfig.json
{ "extends": ["../base/tsconfig", "@config/strict"], "compilerOptions": { "types": ["node"] } }
-- base/src/a.ts
-- base/src/a.d.ts
-- base/src/deep/b.d.mts
-- base/src/skip/c.d.ts
-- base/src/note.txt
-- base/lib/thing.d.ts
-- app/x.d.ts
"#,
    );
    let project = project(&tree, "app");
    assert_eq!(files(&tree, &project), ["base/src/a.ts", "base/src/deep/b.d.mts"]);
    assert_eq!(project.libs, Some(vec!["es2022".to_owned(), "dom".to_owned()]));
    assert_eq!(project.types, Some(vec!["node".to_owned()]));
    assert_eq!(project.options.algorithm, Algorithm::Bundler);
    assert_eq!(project.options.conditions, ["dev"]);
    let resolver = Resolver::new(project.options);
    for (specifier, expected) in [("~/x", "app/x.d.ts"), ("lib/thing", "base/lib/thing.d.ts")] {
        let answer = resolver.resolve(&tree.root.join("app/main.ts"), specifier, Mode::Import);
        let path = answer.as_ref().as_ref().map(|target| tree.short(&target.path));
        assert_eq!(path.ok().as_deref(), Some(expected), "{specifier}");
    }
}

#[test]
fn the_default_is_everything_below() {
    let tree = Tree::new(
        r#"
-- tsconfig.json
{ "compilerOptions": { "target": "es2020", "outDir": "dist" } }
-- a.d.ts
-- dist/a.d.ts
-- node_modules/p/index.d.ts
-- .hidden/h.d.ts
-- sub/b.mts
-- sub/loop -> .
"#,
    );
    let project = project(&tree, "tsconfig.json");
    assert_eq!(files(&tree, &project), ["a.d.ts", "sub/b.mts"]);
    assert_eq!(project.libs, Some(vec!["es2020.full".to_owned()]));
}

#[test]
fn faults_are_diagnostics() {
    let tree = Tree::new(
        r#"
-- a.json
{ "extends": "./b.json" }
-- b.json
{ "extends": ["./a", "./gone", "nowhere"] }
"#,
    );
    let files: Arc<dyn Files> = Arc::new(Disk::default());
    let (_, diagnostics) = Project::read(&files, &tree.root.join("a.json"));
    let messages: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.message.replace(&format!("{}/", tree.root.display()), ""))
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    the project file a.json extends itself
    the project file b.json extends `./gone`, which was not found
    the project file b.json extends `nowhere`, which was not found
    ");
    let (none, diagnostics) = Project::read(&files, &tree.root.join("none.json"));
    assert!(none.is_none() && diagnostics.len() == 1);
}
