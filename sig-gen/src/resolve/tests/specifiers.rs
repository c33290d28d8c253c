//! One specifier at a time.

use super::Tree;
use crate::resolve::{Algorithm, Mode, ResolveOptions, Resolver};

/// Compares answers, written as a path in the tree or as `! reason`, under the lenient rules.
#[track_caller]
fn check(tree: &str, cases: &[(&str, &str, &str)]) {
    check_with(tree, Algorithm::Bundler, Mode::Import, cases);
}

#[track_caller]
fn check_with(tree: &str, algorithm: Algorithm, mode: Mode, cases: &[(&str, &str, &str)]) {
    let tree = Tree::new(tree);
    let resolver = Resolver::new(ResolveOptions { algorithm, ..ResolveOptions::at(&tree.root) });
    for (file, specifier, expected) in cases {
        let answer = match resolver.resolve(&tree.root.join(file), specifier, mode).as_ref() {
            Ok(target) => tree.short(&target.path),
            Err(unresolved) => format!("! {unresolved}"),
        };
        assert_eq!(answer, *expected, "`{specifier}` in {file}");
    }
}

#[test]
fn relative_files() {
    check(
        r"
-- a.d.ts
-- b.ts
-- b.d.ts
-- c.d.mts
-- d.d.cts
-- e.js
-- both.js
-- both.d.ts
-- data.json
-- typed.json
-- typed.d.json.ts
-- style.css
-- style.d.css.ts
-- dots.min.d.ts
",
        &[
            ("main.d.ts", "./a", "a.d.ts"),
            ("main.d.ts", "./a.js", "a.d.ts"),
            ("main.d.ts", "./a.d.ts", "a.d.ts"),
            ("main.d.ts", "./a.mjs", "! there is no file for `./a.mjs`"),
            ("main.d.ts", "./b", "b.ts"),
            ("main.d.ts", "./c.mjs", "c.d.mts"),
            ("main.d.ts", "./c", "! there is no file for `./c`"),
            ("main.d.ts", "./d.cjs", "d.d.cts"),
            ("main.d.ts", "./e", "e.js"),
            ("main.d.ts", "./both", "both.d.ts"),
            ("main.d.ts", "./data.json", "data.json"),
            ("main.d.ts", "./typed.json", "typed.d.json.ts"),
            ("main.d.ts", "./style.css", "style.d.css.ts"),
            ("main.d.ts", "./dots.min", "dots.min.d.ts"),
            ("sub/main.d.ts", "../a", "a.d.ts"),
        ],
    );
}

#[test]
fn directories_and_their_siblings() {
    check(
        r#"
-- lib.d.ts
-- lib/index.d.ts
-- lib/deep/x.d.ts
-- main/package.json
{ "types": "./types/entry.d.ts" }
-- main/types/entry.d.ts
-- main/index.d.ts
-- index.d.ts
"#,
        &[
            ("a.d.ts", "./lib", "lib.d.ts"),
            ("a.d.ts", "./lib/", "lib/index.d.ts"),
            ("lib/a.d.ts", ".", "lib/index.d.ts"),
            ("lib/a.d.ts", "./", "lib/index.d.ts"),
            ("lib/deep/x.d.ts", "..", "lib/index.d.ts"),
            ("lib/deep/x.d.ts", "../..", "index.d.ts"),
            ("lib/deep/x.d.ts", "../../lib", "lib.d.ts"),
            ("a.d.ts", "./lib/deep/..", "lib/index.d.ts"),
            ("a.d.ts", "./main", "main/types/entry.d.ts"),
            ("main/types/entry.d.ts", "..", "main/types/entry.d.ts"),
        ],
    );
}

#[test]
fn packages_and_their_types() {
    check(
        r#"
-- node_modules/typed/package.json
{ "name": "typed", "main": "lib/index.js" }
-- node_modules/typed/lib/index.d.ts
-- node_modules/typed/sub.d.ts
-- node_modules/bare/package.json
{ "name": "bare", "main": "index.js", "exports": { ".": "./index.js", "./sub": "./sub.js" } }
-- node_modules/bare/index.js
-- node_modules/bare/sub.js
-- node_modules/@types/bare/index.d.ts
-- node_modules/@types/bare/sub.d.ts
-- node_modules/@s/pkg/index.js
-- node_modules/@types/s__pkg/index.d.ts
-- node_modules/@types/s__pkg/sub/index.d.ts
-- node_modules/untyped/index.js
-- app/node_modules/typed/index.d.ts
-- app/node_modules/far/index.js
-- node_modules/far/index.d.ts
-- node_modules/nested/package.json
{ "name": "nested", "types": "index.d.ts" }
-- node_modules/nested/sub/package.json
{ "types": "../dist/sub.d.ts" }
-- node_modules/nested/dist/sub.d.ts
"#,
        &[
            ("a.d.ts", "typed", "node_modules/typed/lib/index.d.ts"),
            ("a.d.ts", "typed/sub", "node_modules/typed/sub.d.ts"),
            ("a.d.ts", "typed/sub.js", "node_modules/typed/sub.d.ts"),
            ("app/a.d.ts", "typed", "app/node_modules/typed/index.d.ts"),
            ("a.d.ts", "bare", "node_modules/@types/bare/index.d.ts"),
            ("a.d.ts", "bare/sub", "node_modules/@types/bare/sub.d.ts"),
            ("a.d.ts", "@s/pkg", "node_modules/@types/s__pkg/index.d.ts"),
            ("a.d.ts", "@s/pkg/sub", "node_modules/@types/s__pkg/sub/index.d.ts"),
            ("a.d.ts", "untyped", "node_modules/untyped/index.js"),
            ("app/a.d.ts", "far", "node_modules/far/index.d.ts"),
            ("a.d.ts", "nested/sub", "node_modules/nested/dist/sub.d.ts"),
            ("a.d.ts", "typed/none", "! there are no declarations for `typed/none` in the package `typed`"),
            ("a.d.ts", "absent/x", "! the package `absent` is not installed"),
            ("a.d.ts", "fs", "! `fs` is a module of the host"),
            ("a.d.ts", "node:fs", "! `node:fs` is a module of the host"),
            (
                "a.d.ts",
                "https://example.org/a.js",
                "! `https://example.org/a.js` is an address, not a module on this machine",
            ),
        ],
    );
}

const EXPORTS: &str = r##"
-- node_modules/p/package.json
{
  "name": "p", "version": "1.0.0", "types": "hidden.d.ts",
  "exports": {
    ".": { "import": { "types": "./m.d.mts", "default": "./m.mjs" }, "require": { "types": "./c.d.cts" } },
    "./order": { "types@<5": "./old.d.ts", "types@>=5.1": "./new.d.ts", "types": "./old.d.ts" },
    "./fallback": { "import": "./code.mjs", "default": "./typed.js" },
    "./array": ["./missing.d.ts", { "types": "./new.d.ts" }],
    "./w/*": "./dist/*.d.ts",
    "./w/deep/*": { "types": "./deep/*.d.ts" },
    "./w/*.css": "./dist/*.d.css.ts",
    "./w/private": null,
    "./folder/": "./dist/",
    "./escape": "./../x.d.ts",
    "./browser": { "browser": "./new.d.ts" }
  },
  "imports": {
    "#own": "./new.d.ts", "#other": "q", "#w/*": "./dist/*.d.ts", "#loop": "#loop", "#cond": { "require": "./old.d.ts", "default": "./new.d.ts" }
  }
}
-- node_modules/p/hidden.d.ts
-- node_modules/p/m.d.mts
-- node_modules/p/c.d.cts
-- node_modules/p/old.d.ts
-- node_modules/p/new.d.ts
-- node_modules/p/code.mjs
-- node_modules/p/typed.d.ts
-- node_modules/p/dist/a.d.ts
-- node_modules/p/dist/a.d.css.ts
-- node_modules/p/deep/a.d.ts
-- node_modules/q/package.json
{ "name": "q", "exports": { "types": "./index.d.ts" } }
-- node_modules/q/index.d.ts
"##;

#[test]
fn conditional_exports() {
    check(
        EXPORTS,
        &[
            ("a.d.ts", "p", "node_modules/p/m.d.mts"),
            ("a.d.ts", "p/order", "node_modules/p/new.d.ts"),
            ("a.d.ts", "p/fallback", "node_modules/p/typed.d.ts"),
            ("a.d.ts", "p/array", "node_modules/p/new.d.ts"),
            ("a.d.ts", "p/w/a", "node_modules/p/dist/a.d.ts"),
            ("a.d.ts", "p/w/deep/a", "node_modules/p/deep/a.d.ts"),
            ("a.d.ts", "p/w/a.css", "node_modules/p/dist/a.d.css.ts"),
            ("a.d.ts", "p/folder/a.js", "node_modules/p/dist/a.d.ts"),
            ("a.d.ts", "p/hidden", "! the package `p` does not export `./hidden`"),
            ("a.d.ts", "p/w/private", "! the package `p` does not export `./w/private`"),
            ("a.d.ts", "p/escape", "! the package `p` does not export `./escape`"),
            ("a.d.ts", "p/browser", "! the package `p` does not export `./browser`"),
            ("node_modules/p/x.d.ts", "p/order", "node_modules/p/new.d.ts"),
            ("node_modules/p/x.d.ts", "#own", "node_modules/p/new.d.ts"),
            ("node_modules/p/x.d.ts", "#other", "node_modules/q/index.d.ts"),
            ("node_modules/p/x.d.ts", "#w/a", "node_modules/p/dist/a.d.ts"),
            ("node_modules/p/x.d.ts", "#cond", "node_modules/p/new.d.ts"),
            ("node_modules/p/x.d.ts", "#loop", "! no package.json has `#loop` among its imports"),
            ("node_modules/p/x.d.ts", "#none", "! no package.json has `#none` among its imports"),
        ],
    );
    check_with(
        EXPORTS,
        Algorithm::Bundler,
        Mode::Require,
        &[("a.d.ts", "p", "node_modules/p/c.d.cts"), ("node_modules/p/x.d.ts", "#cond", "node_modules/p/old.d.ts")],
    );
    check_with(EXPORTS, Algorithm::Node10, Mode::Import, &[("a.d.ts", "p", "node_modules/p/hidden.d.ts")]);
}

#[test]
fn versions_of_types() {
    check(
        r#"
-- node_modules/old/package.json
{ "types": "index.d.ts", "typesVersions": { "<=5.0": { "*": ["ts5.0/*"] } } }
-- node_modules/old/index.d.ts
-- node_modules/old/sub.d.ts
-- node_modules/old/ts5.0/index.d.ts
-- node_modules/old/ts5.0/sub.d.ts
-- node_modules/any/package.json
{ "types": "index.d.ts", "typesVersions": { ">=6": { "*": ["no/*"] }, ">=4.2 <6": { "*": ["dist/*", "also/*"] }, "*": { "*": ["no/*"] } } }
-- node_modules/any/index.d.ts
-- node_modules/any/dist/index.d.ts
-- node_modules/any/also/sub.d.ts
-- node_modules/any/hidden.d.ts
-- node_modules/exact/package.json
{ "main": "lib/main.js", "typesVersions": { "*": { "sub": ["lib/sub"], "deep/*": ["lib/*/index.d.ts"] } } }
-- node_modules/exact/lib/main.d.ts
-- node_modules/exact/lib/sub.d.ts
-- node_modules/exact/lib/a/index.d.ts
-- node_modules/exact/own.d.ts
"#,
        &[
            ("a.d.ts", "old", "node_modules/old/index.d.ts"),
            ("a.d.ts", "old/sub", "node_modules/old/sub.d.ts"),
            ("node_modules/old/x.d.ts", ".", "node_modules/old/index.d.ts"),
            ("a.d.ts", "any", "node_modules/any/dist/index.d.ts"),
            ("a.d.ts", "any/sub", "node_modules/any/also/sub.d.ts"),
            ("a.d.ts", "any/hidden", "! there are no declarations for `any/hidden` in the package `any`"),
            ("a.d.ts", "exact", "node_modules/exact/lib/main.d.ts"),
            ("a.d.ts", "exact/sub", "node_modules/exact/lib/sub.d.ts"),
            ("a.d.ts", "exact/deep/a", "node_modules/exact/lib/a/index.d.ts"),
            ("a.d.ts", "exact/own", "node_modules/exact/own.d.ts"),
        ],
    );
}

#[test]
fn modules_of_node() {
    const TREE: &str = r#"
-- m/package.json
{ "type": "module" }
-- m/x.d.ts
-- m/dir/index.d.ts
-- node_modules/p/package.json
{ "type": "module", "types": "dist/index.d.ts" }
-- node_modules/p/dist/index.d.ts
-- node_modules/p/sub.d.ts
"#;
    check_with(
        TREE,
        Algorithm::Node,
        Mode::Import,
        &[
            ("m/a.d.ts", "./x.js", "m/x.d.ts"),
            ("m/a.d.ts", "./x", "! there is no file for `./x`"),
            ("m/a.d.ts", "./dir", "! there is no file for `./dir`"),
            ("m/a.d.ts", "p", "node_modules/p/dist/index.d.ts"),
            ("m/a.d.ts", "p/sub.js", "node_modules/p/sub.d.ts"),
            ("m/a.d.ts", "p/sub", "! there are no declarations for `p/sub` in the package `p`"),
        ],
    );
    check_with(
        TREE,
        Algorithm::Node,
        Mode::Require,
        &[("m/a.d.ts", "./x", "m/x.d.ts"), ("m/a.d.ts", "./dir", "m/dir/index.d.ts")],
    );
    let tree = Tree::new(TREE);
    let resolver = Resolver::new(ResolveOptions { algorithm: Algorithm::Node, ..ResolveOptions::at(&tree.root) });
    for (file, format) in
        [("m/a.d.ts", Mode::Import), ("m/a.d.cts", Mode::Require), ("a.d.ts", Mode::Require), ("a.d.mts", Mode::Import)]
    {
        assert_eq!(resolver.format(&tree.root.join(file)), format, "{file}");
    }
}

#[test]
fn linked_stores_have_one_path_for_each_file() {
    check(
        r#"
-- store/a@1/node_modules/a/index.d.ts
-- store/b@1/node_modules/b/index.d.ts
-- store/a@1/node_modules/b -> store/b@1/node_modules/b
-- node_modules/a -> store/a@1/node_modules/a
-- packages/linked/package.json
{ "name": "linked", "types": "index.d.ts" }
-- packages/linked/index.d.ts
-- node_modules/linked -> packages/linked
-- node_modules/self -> node_modules
"#,
        &[
            ("main.d.ts", "a", "store/a@1/node_modules/a/index.d.ts"),
            ("store/a@1/node_modules/a/index.d.ts", "b", "store/b@1/node_modules/b/index.d.ts"),
            ("main.d.ts", "b", "! the package `b` is not installed"),
            ("main.d.ts", "linked", "packages/linked/index.d.ts"),
            ("main.d.ts", "self", "! there are no declarations for `self` in the package `self`"),
        ],
    );
}

#[test]
fn broken_manifests_harm_nobody() {
    check(
        "
-- node_modules/cut/package.json
{ \"name\": \"cut\", \"types\": \"types.d.ts\", \"exports
-- node_modules/cut/types.d.ts
-- node_modules/number/package.json
{ \"types\": 5, \"main\": [], \"exports\": false, \"typesVersions\": null, \"imports\": 3 }
-- node_modules/number/index.d.ts
-- node_modules/empty/package.json
-- node_modules/empty/index.d.ts
-- node_modules/bom/package.json
\u{feff}{ // with a comment
  \"types\": \"./t\", }
-- node_modules/bom/t.d.ts
",
        &[
            ("a.d.ts", "cut", "node_modules/cut/types.d.ts"),
            ("a.d.ts", "number", "node_modules/number/index.d.ts"),
            ("a.d.ts", "empty", "node_modules/empty/index.d.ts"),
            ("a.d.ts", "bom", "node_modules/bom/t.d.ts"),
            ("a.d.ts", "", "! there is no file for ``"),
            ("a.d.ts", "@", "! the package `@` is not installed"),
            ("a.d.ts", "#", "! no package.json has `#` among its imports"),
            ("a.d.ts", "../../../../../../../../../../..", "! there is no file for `../../../../../../../../../../..`"),
        ],
    );
}

#[test]
fn references() {
    let tree = Tree::new(
        r#"
-- node_modules/@types/node/package.json
{ "types": "index.d.ts" }
-- node_modules/@types/node/index.d.ts
-- node_modules/@types/s__p/index.d.ts
-- node_modules/vite/package.json
{ "exports": { "./client": { "types": "./client.d.ts" } } }
-- node_modules/vite/client.d.ts
-- beside.d.ts
-- plain.txt
"#,
    );
    let resolver = Resolver::new(ResolveOptions::at(&tree.root));
    let file = tree.root.join("a.d.ts");
    let show = |answer: &crate::resolve::Resolution| match answer {
        Ok(target) => tree.short(&target.path),
        Err(unresolved) => format!("! {unresolved}"),
    };
    for (name, expected) in [
        ("node", "node_modules/@types/node/index.d.ts"),
        ("@s/p", "node_modules/@types/s__p/index.d.ts"),
        ("vite/client", "node_modules/vite/client.d.ts"),
        ("none", "! the package `none` is not installed"),
    ] {
        assert_eq!(show(&resolver.resolve_types(&file, name, None)), expected, "{name}");
    }
    for (path, expected) in [
        ("beside.d.ts", "beside.d.ts"),
        ("./beside", "beside.d.ts"),
        ("gone.d.ts", "! there is no file for `gone.d.ts`"),
    ] {
        assert_eq!(show(&resolver.resolve_path(&file, path)), expected, "{path}");
    }
}

#[test]
fn what_was_tried_is_said() {
    let tree = Tree::new(
        r#"
-- node_modules/three/package.json
{ "name": "three", "exports": { ".": "./index.js", "./addons": "./addons.js" } }
-- node_modules/three/index.js
"#,
    );
    let resolver = Resolver::new(ResolveOptions::at(&tree.root));
    let notes = |specifier: &str| {
        let answer = resolver.resolve(&tree.root.join("a.d.ts"), specifier, Mode::Import);
        let notes = answer.as_ref().as_ref().err().map(|unresolved| unresolved.notes()).unwrap_or_default();
        notes.join("\n").replace(&format!("{}/", tree.root.display()), "")
    };
    insta::assert_snapshot!(
        ["thre", "three/none", "./gone.js"].map(notes).join("\n\n"),
        @r"
    did you mean `three`?
    searched node_modules
    `npm install thre` puts it there

    it exports ., ./addons

    tried gone.ts, gone.tsx, gone.d.ts, gone.js, gone.jsx, gone.js.ts, gone.js.tsx, gone.js.d.ts, and 2 more
    "
    );
}
