//! What happens to the folder in which runs are remembered: damage, many runs at once, too much in it, no access.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::Was::{Known, Made};
use super::{Scene, was, write};

const INPUTS: &[(&str, &str)] =
    &[("main.d.ts", "export declare const a: number;\n"), ("other.d.ts", "export declare const b: string;\n")];
const RUN: [&str; 3] = ["main.d.ts", "-o", "out"];

#[track_caller]
fn entry(scene: &Scene) -> PathBuf {
    let [entry] = &scene.entries()[..] else { panic!("one entry is there: {:?}", scene.entries()) };
    entry.clone()
}

#[test]
fn a_damaged_entry_is_none() {
    let scene = Scene::new(INPUTS);
    scene.check("first", &["other.d.ts", "-o", "out"], Made);
    let foreign = fs::read(entry(&scene)).expect("the entry can be read");
    fs::remove_dir_all(scene.cache()).expect("it is there");
    scene.check("first", &RUN, Made);
    let path = entry(&scene);
    let good = fs::read(&path).expect("the entry can be read");
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let damages: [(&str, Vec<u8>); 9] = [
        ("empty", Vec::new()),
        ("of something else", b"#!/bin/sh\n".to_vec()),
        ("cut in its head", good[..10].to_vec()),
        ("cut in the middle", good[..good.len() / 2].to_vec()),
        ("cut at the end", good[..good.len() - 1].to_vec()),
        ("longer", [&good[..], b"x"].concat()),
        ("changed in its mark", flipped(7)),
        ("changed in its text", flipped(good.len() - 20)),
        ("of another run", foreign),
    ];
    for (name, bytes) in damages {
        fs::write(&path, bytes).expect("the entry can be written");
        scene.check(name, &RUN, Made);
        scene.check(name, &RUN, Known);
    }
}

#[test]
fn what_cannot_be_used_is_not_missed() {
    for name in ["a file in place of the folder", "a folder in place of the entry"] {
        let scene = Scene::new(INPUTS);
        if name.starts_with("a file") {
            write(&scene.cache(), "mine");
        } else {
            scene.check(name, &RUN, Made);
            let path = entry(&scene);
            fs::remove_file(&path).expect("it is there");
            write(&path.join("inner"), "mine");
        }
        scene.check(name, &RUN, Made);
        scene.check(name, &RUN, Made);
    }
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written() {
    let scene = Scene::new(INPUTS);
    let places = ["/proc/self/nothing", "/dev/null/nothing"];
    for place in places {
        let output = scene.command(&RUN).args(["--cache-dir", place]).output().expect("the command starts");
        assert_eq!(was(&output), Made, "{place}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "nobody hears of it");
    }
}

#[test]
fn the_folder_is_where_it_is_said() {
    let scene = Scene::new(INPUTS);
    let at = |name: &str| scene.folder.path().join(name);
    let count = |path: &Path| fs::read_dir(path).map_or(0, Iterator::count);
    scene.run(&[&RUN[..], &["--cache-dir", "../given"]].concat());
    assert_eq!((count(&at("given")), count(&at("cache"))), (1, 0), "the argument comes first");
    scene.run(&RUN);
    assert_eq!((count(&at("given")), count(&at("cache"))), (1, 1), "the environment comes next");
    let mut command = scene.command(&RUN);
    command.env("SIGBIND_CACHE_DIR", "");
    command.env("HOME", at("home")).env("XDG_CACHE_HOME", at("user")).env("LOCALAPPDATA", at("user"));
    command.output().expect("the command starts");
    let user = if cfg!(target_os = "macos") { at("home/Library/Caches") } else { at("user") };
    assert_eq!(count(&user.join("sigbind")), 1, "then the user's");
    scene.run(&[&RUN[..], &["--no-cache", "--cache-dir", "../none"]].concat());
    assert!(!at("none").exists());
}

/// Files as large as they say, without taking the room: what was used last stays, and what is not ours stays.
#[test]
fn the_folder_stays_small() {
    const MEGABYTES: u64 = 1 << 20;
    let scene = Scene::new(INPUTS);
    scene.check("first", &RUN, Made);
    let mine = entry(&scene);
    let make = |name: &str, size: u64, age: u64| {
        let path = scene.cache().join(name);
        let file = fs::File::create(&path).expect("a file can be made");
        file.set_len(size * MEGABYTES).expect("a size can be set");
        file.set_modified(SystemTime::now() - Duration::from_secs(age)).expect("a time can be set");
        path
    };
    let named = |digit: char, ending: &str| format!("{}{ending}", digit.to_string().repeat(32));
    let oldest = make(&named('0', ".run"), 100, 5_000);
    let older = make(&named('1', ".run"), 100, 4_000);
    let old = make(&named('2', ".run"), 100, 3_000);
    let new = make(&named('3', ".run"), 100, 2_000);
    let abandoned = make(".abc.run.tmp", 1, 7_200);
    let unfinished = make(".def.run.tmp", 1, 60);
    let foreign = [make("movie.mkv", 300, 9_000), make(&named('g', ".run"), 1, 9_000), make("a.run", 1, 9_000)];
    // A use makes new.
    scene.check("again", &RUN, Known);
    scene.check("a new entry", &["other.d.ts", "-o", "out"], Made);
    for (path, stays) in [
        (oldest, false),
        (older, false),
        (old, true),
        (new, true),
        (mine, true),
        (abandoned, false),
        (unfinished, true),
    ] {
        assert_eq!(path.exists(), stays, "{}", path.display());
    }
    assert!(foreign.iter().all(|path| path.exists()));
    scene.check("again", &RUN, Known);
    scene.check("again", &["other.d.ts", "-o", "out"], Known);
}

#[test]
fn many_runs_at_once() {
    let scene = Scene::new(INPUTS);
    let outs: Vec<String> = (0..12).map(|index| format!("out{}", index % 3)).collect();
    for round in 0..3 {
        let start = |(index, out): (usize, &String)| {
            let file = if (index + round) % 2 == 0 { "main.d.ts" } else { "other.d.ts" };
            scene.command(&[file, "-o", out]).stderr(std::process::Stdio::piped()).spawn().expect("the command starts")
        };
        let started: Vec<_> = outs.iter().enumerate().map(start).collect();
        for process in started {
            was(&process.wait_with_output().expect("the command ends"));
        }
        let entries = scene.entries();
        assert_eq!(entries.len(), 2, "nothing unfinished is left: {entries:?}");
    }
    scene.check("after", &RUN, Known);
    scene.check("after", &["other.d.ts", "-o", "out"], Known);
}
