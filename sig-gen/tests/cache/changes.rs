//! What happens between two runs, and whether the second one is known.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::Was::{Known, Made};
use super::{Scene, Was, write};

const INPUTS: &[(&str, &str)] = &[
    (
        "main.d.ts",
        "import { A } from './other';\nimport { B } from 'pack';\nexport declare const a: A;\nexport declare const b: B;\n",
    ),
    ("other.d.ts", "export interface A { x: 1 }\n"),
    ("node_modules/pack/package.json", "{ \"name\": \"pack\", \"version\": \"1.0.0\", \"types\": \"one.d.ts\" }"),
    ("node_modules/pack/one.d.ts", "export type B = string;\n"),
    ("node_modules/pack/two.d.ts", "export type B = number;\n"),
    ("tsconfig.json", "{ \"compilerOptions\": { \"lib\": [\"mini\"] }, \"files\": [\"main.d.ts\"] }"),
    ("sub/more.d.ts", "export type C = 1;\n"),
];

/// A change of the folder of inputs.
type Change = fn(&Path);

/// The name of a change, what is done, and what the next run is.
const CHANGES: &[(&str, Change, Was)] = &[
    ("nothing", |_| {}, Known),
    ("a file with another text", |at| write(&at.join("other.d.ts"), "export interface A { y: 1 }\n"), Made),
    (
        "a file with another text, of the same size and time",
        |at| replaced(&at.join("other.d.ts"), "{ x:", "{ y:"),
        Made,
    ),
    ("a file that is newer", |at| touched(&at.join("other.d.ts")), Known),
    ("a file that resolution prefers", |at| write(&at.join("other.ts"), "export interface A { z: 1 }\n"), Made),
    ("a folder of the same name", |at| write(&at.join("other/index.d.ts"), "export interface A { z: 1 }\n"), Known),
    ("a file that nobody asks for", |at| write(&at.join("unrelated.d.ts"), "export type A = 1;\n"), Known),
    ("an imported file is gone", |at| fs::remove_file(at.join("other.d.ts")).expect("it is there"), Made),
    (
        "an imported file is a folder",
        |at| {
            fs::remove_file(at.join("other.d.ts")).expect("it is there");
            fs::create_dir(at.join("other.d.ts")).expect("a folder can be made");
        },
        Made,
    ),
    ("a manifest that leads elsewhere", |at| replaced(&at.join("node_modules/pack/package.json"), "one", "two"), Made),
    (
        "a package that is nearer",
        |at| {
            write(&at.join("node_modules/pack/node_modules/x/index.d.ts"), "export type B = 1;\n");
        },
        Known,
    ),
    (
        "a package of the folder above that is not asked",
        |at| {
            write(&at.join("../node_modules/pack/index.d.ts"), "export type B = 1;\n");
        },
        Known,
    ),
    ("the package is gone", |at| fs::remove_dir_all(at.join("node_modules")).expect("it is there"), Made),
    ("the project of nobody", |at| replaced(&at.join("tsconfig.json"), "main.d.ts", "other.d.ts"), Known),
    ("the output is gone", |at| fs::remove_dir_all(at.join("out")).expect("it is there"), Known),
    ("a file of the output is gone", |at| fs::remove_file(at.join("out/signatures.py")).expect("it is there"), Known),
    ("the output was edited", |at| write(&at.join("out/signatures.py"), "mine"), Known),
];

/// The same for a run of the project.
const PROJECT: &[(&str, Change, Was)] = &[
    ("nothing", |_| {}, Known),
    ("other files", |at| replaced(&at.join("tsconfig.json"), "main.d.ts", "other.d.ts"), Made),
    ("the same in other words", |at| replaced(&at.join("tsconfig.json"), "{ \"comp", "{  \"comp"), Made),
    (
        "other paths",
        |at| {
            replaced(
                &at.join("tsconfig.json"),
                "[\"mini\"]",
                "[\"mini\"], \"paths\": { \"pack\": [\"./sub/more.d.ts\"] }",
            );
        },
        Made,
    ),
];

/// The same for a run of the whole folder.
const FOLDER: &[(&str, Change, Was)] = &[
    ("nothing", |_| {}, Known),
    ("a new file", |at| write(&at.join("sub/new.d.ts"), "export declare const n: 1;\n"), Made),
    ("a file is gone", |at| fs::remove_file(at.join("sub/more.d.ts")).expect("it is there"), Made),
    (
        "a file has another name",
        |at| {
            fs::rename(at.join("sub/more.d.ts"), at.join("sub/most.d.ts")).expect("a file can be renamed");
        },
        Made,
    ),
];

fn replaced(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).expect("the file can be read");
    let time = fs::metadata(path).and_then(|metadata| metadata.modified()).expect("the file has a time");
    assert!(text.contains(old), "{old} is in {text}");
    write(path, &text.replace(old, new));
    set_time(path, time);
}

fn touched(path: &Path) {
    set_time(path, SystemTime::now() + Duration::from_secs(10));
}

fn set_time(path: &Path, time: SystemTime) {
    let file = fs::OpenOptions::new().append(true).open(path).expect("the file can be opened");
    file.set_modified(time).expect("a time can be set");
}

#[track_caller]
fn check(arguments: &[&str], changes: &[(&str, Change, Was)]) {
    for (name, change, expected) in changes {
        let scene = Scene::new(INPUTS);
        // The folder of the output is a thing that a run can see.
        scene.run(arguments);
        scene.run(arguments);
        assert_eq!(scene.ran(arguments), Known, "{name}: before");
        change(&scene.inputs());
        scene.check(name, arguments, *expected);
    }
}

#[test]
fn of_a_file() {
    check(&["main.d.ts", "-o", "out"], CHANGES);
}

#[test]
fn of_a_project() {
    check(&["--project", "tsconfig.json", "-o", "out"], PROJECT);
}

#[test]
fn of_a_folder() {
    check(&["sub", "-o", "out"], FOLDER);
}

#[test]
#[cfg(unix)]
fn of_a_link() {
    use std::os::unix::fs::symlink;

    const INPUT: &[(&str, &str)] = &[
        ("main.d.ts", "export * from 'pack';\n"),
        ("store/one/index.d.ts", "export * from './part';\n"),
        ("store/one/part.d.ts", "export declare const one: 1;\n"),
        ("store/two/index.d.ts", "export * from './part';\n"),
        ("store/two/part.d.ts", "export declare const two: 2;\n"),
        ("node_modules/x/index.d.ts", ""),
    ];
    let scene = Scene::new(INPUT);
    let link = scene.inputs().join("node_modules/pack");
    symlink("../store/one", &link).expect("a link can be made");
    scene.check("a link", &["main.d.ts", "-o", "out"], Made);
    scene.check("the same link", &["main.d.ts", "-o", "out"], Known);
    fs::remove_file(&link).expect("it is there");
    symlink("../store/two", &link).expect("a link can be made");
    scene.check("a link that leads elsewhere", &["main.d.ts", "-o", "out"], Made);
}

#[test]
fn of_arguments() {
    let scene = Scene::new(INPUTS);
    let first = ["main.d.ts", "-o", "out"];
    scene.check("first", &first, Made);
    let others: &[(&[&str], Was)] = &[
        (&["main.d.ts", "-o", "out", "--include", "a"], Made),
        (&["main.d.ts", "-o", "out", "--include", "b"], Made),
        (&["main.d.ts", "-o", "out", "--emit", "stubs"], Made),
        (&["main.d.ts", "--emit", "stubs"], Known),
        (&["main.d.ts", "--emit", "json"], Made),
        (&["main.d.ts", "-o", "out", "--report"], Made),
        (&["main.d.ts", "-o", "out", "--report-format", "json"], Made),
        (&["main.d.ts", "-o", "out", "--report=report.json"], Known),
        (&["./main.d.ts", "-o", "out"], Made),
        (&["main.d.ts", "-o", "out", "--root", "."], Made),
        (&["main.d.ts", "-o", "out", "--project", "tsconfig.json"], Made),
        (&["other.d.ts", "-o", "out"], Made),
        (&["main.d.ts", "-o", "out", "-q"], Known),
        (&["main.d.ts", "-o", "out/inner"], Known),
        (&first, Known),
    ];
    for (arguments, expected) in others {
        scene.check(&arguments.join(" "), arguments, *expected);
    }
    for (arguments, _) in others {
        scene.check(&arguments.join(" "), arguments, Known);
    }
}

#[test]
fn the_report_is_written_again() {
    let scene = Scene::new(INPUTS);
    let arguments = ["main.d.ts", "-o", "out", "--report=report.txt"];
    let report = scene.inputs().join("report.txt");
    assert_eq!(scene.ran(&arguments), Made);
    let text = fs::read_to_string(&report).expect("a report is written");
    fs::remove_file(&report).expect("it is there");
    assert_eq!(scene.ran(&arguments), Known);
    assert_eq!(fs::read_to_string(&report).expect("a report is written"), text);
}

#[test]
fn findings_are_told_again() {
    let texts = [
        ("a warning", "import { A } from './nowhere';\nexport declare const a: A;\n"),
        ("an error", "export declare const a: ;\n"),
        ("both", "import { A } from './nowhere';\nexport declare const a: A;\nexport declare const b: ;\n"),
    ];
    for (name, text) in texts {
        let scene = Scene::new(&[("main.d.ts", text)]);
        for (arguments, expected) in [
            (&["main.d.ts", "-o", "out"][..], Made),
            (&["main.d.ts", "-o", "out"], Known),
            (&["main.d.ts", "-o", "out", "-q"], Known),
        ] {
            scene.check(name, arguments, expected);
            assert!(!scene.run(arguments).stderr.is_empty() || arguments.contains(&"-q"), "{name}");
        }
        write(&scene.inputs().join("main.d.ts"), "export declare const a: 1;\n");
        scene.check(name, &["main.d.ts", "-o", "out"], Made);
    }
}
