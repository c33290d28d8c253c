//! What lies where a file is expected: folders, pipes, devices, loops of links, what may not be read.

use std::path::Path;

use super::{run, within_limits};
use sig_gen::Loaded;

#[track_caller]
fn check(name: &'static str, prepare: impl FnOnce(&Path), input: &'static str) -> Loaded {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    prepare(folder.path());
    let root = folder.path().to_owned();
    within_limits(name, move || run(&root, &[input]))
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file can be written");
}

#[test]
#[cfg(unix)]
fn pipes_and_devices_are_not_waited_for() {
    let pipe = |folder: &Path| {
        let made = std::process::Command::new("mkfifo").arg(folder.join("main.d.ts")).status();
        assert!(made.is_ok_and(|status| status.success()), "a pipe can be made");
    };
    assert!(check("a pipe", pipe, "main.d.ts").has_errors());
    let import = |folder: &Path| {
        pipe(folder);
        write(&folder.join("user.d.ts"), "import { A } from './main';\nexport declare const a: A;\n");
    };
    check("an imported pipe", import, "user.d.ts");
    let device = |folder: &Path| {
        std::os::unix::fs::symlink("/dev/zero", folder.join("main.d.ts")).expect("a link can be made");
    };
    assert!(check("a device", device, "main.d.ts").has_errors());
}

#[test]
#[cfg(unix)]
fn loops_of_links() {
    let links = |folder: &Path| {
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.join(name)).expect("a link can be made");
        };
        link("b.d.ts", "a.d.ts");
        link("a.d.ts", "b.d.ts");
        std::fs::create_dir(folder.join("inner")).expect("a folder can be made");
        link("..", "inner/up");
        write(&folder.join("main.d.ts"), "export * from './a';\nexport declare const a: 1;\n");
    };
    assert!(check("a link to itself", links, "a.d.ts").has_errors());
    check("an import of it", links, "main.d.ts");
    check("a folder in itself", links, ".");
}

#[test]
#[cfg(unix)]
fn what_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let lock = |folder: &Path| {
        std::fs::create_dir(folder.join("locked")).expect("a folder can be made");
        write(&folder.join("locked/a.d.ts"), "export declare const a: 1;\n");
        write(&folder.join("main.d.ts"), "export * from './locked/a';\nexport declare const b: 1;\n");
        std::fs::set_permissions(folder.join("locked"), std::fs::Permissions::from_mode(0o0))
            .expect("a mode can be set");
    };
    check("a locked folder", lock, "main.d.ts");
    check("all files beside one", lock, ".");
}

#[test]
fn a_folder_that_looks_like_a_file() {
    let make = |folder: &Path| std::fs::create_dir(folder.join("main.d.ts")).expect("a folder can be made");
    assert!(check("a folder", make, "main.d.ts").has_errors());
    check("a name that is too long", |_| {}, "./x.d.ts");
}
