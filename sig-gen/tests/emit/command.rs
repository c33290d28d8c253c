//! The command itself: what it writes, what it says, and that it writes nothing when something is wrong.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Run {
    folder: tempfile::TempDir,
    output: Output,
}

impl Run {
    fn of(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file can be written");
        }
        let output = Self::start(folder.path(), arguments);
        Self { folder, output }
    }

    fn start(folder: &Path, arguments: &[&str]) -> Output {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/declarations/lib");
        Command::new(env!("CARGO_BIN_EXE_sig-gen"))
            .args(arguments)
            .arg("--no-cache")
            .arg("--lib-directory")
            .arg(library)
            .current_dir(folder)
            .output()
            .expect("the command starts")
    }

    /// Runs the command once more in the same folder.
    fn again(&self, arguments: &[&str]) -> Output {
        Self::start(self.folder.path(), arguments)
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Fails with status 1, has written nothing, and says all of `expected`.
    #[track_caller]
    fn fails(&self, expected: &[&str]) {
        let stderr = self.stderr();
        assert_eq!(self.output.status.code(), Some(1), "{stderr}");
        assert!(self.output.stdout.is_empty(), "nothing goes to stdout");
        assert!(!self.path("out").exists(), "nothing is written");
        for text in expected {
            assert!(stderr.contains(text), "{text:?} is missing in:\n{stderr}");
        }
    }
}

const GREET: &str = "export interface GreetOptions { loud?: boolean; }\nexport declare function greet(name: string, options?: GreetOptions): string;\n";

#[test]
fn a_package_is_written() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "-o", "out"]);
    assert!(run.output.status.success(), "{}", run.stderr());
    assert!(run.output.stdout.is_empty());
    for name in ["__init__.py", "__init__.pyi", "py.typed", "signatures.py"] {
        assert!(run.path("out").join(name).exists(), "{name}");
    }
    assert_eq!(std::fs::read_dir(run.path("out")).expect("the folder is there").count(), 4, "no file is left over");
    assert!(run.stderr().starts_with("2 members, 2 exact, 0 degraded ("), "{}", run.stderr());
}

#[test]
fn quiet_says_nothing() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "-o", "out", "--quiet"]);
    assert!(run.output.status.success());
    assert_eq!(run.stderr(), "");
}

#[test]
fn a_single_file_goes_to_stdout() {
    for (emit, expected) in
        [("signatures", "def greet_sig("), ("stubs", "def greet("), ("json", "\"schema_version\": 1")]
    {
        let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "--emit", emit]);
        assert!(run.output.status.success(), "{}", run.stderr());
        let text = String::from_utf8_lossy(&run.output.stdout);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let one = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "--emit", "stubs"]);
    let other = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "--emit", "stubs"]);
    assert_eq!(one.output.stdout, other.output.stdout);
}

#[test]
fn a_missing_file() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["great.d.ts", "-o", "out"]);
    run.fails(&["error", "great.d.ts", "greet.d.ts"]);
}

#[test]
fn a_syntax_error_shows_its_line() {
    let broken = "export declare function first(): void;\nexport declare function (: number;\n";
    let run = Run::of(&[("broken.d.ts", broken)], &["broken.d.ts", "-o", "out"]);
    run.fails(&["error", "broken.d.ts:2:", "export declare function (: number;"]);
}

#[test]
fn an_unknown_name_suggests_others() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "--include", "gret", "-o", "out"]);
    run.fails(&["error", "gret", "greet"]);
}

#[test]
fn an_error_leaves_the_old_output_alone() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "-o", "out", "-q"]);
    assert!(run.output.status.success());
    let before = std::fs::read(run.path("out/signatures.py")).expect("it was written");
    let status = Command::new(env!("CARGO_BIN_EXE_sig-gen"))
        .args(["missing.d.ts", "-o", "out", "--no-cache"])
        .current_dir(run.folder.path())
        .output()
        .expect("the command starts")
        .status;
    assert_eq!(status.code(), Some(1));
    assert_eq!(std::fs::read(run.path("out/signatures.py")).expect("it is still there"), before);
}

#[test]
fn a_package_needs_a_folder() {
    Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts"]).fails(&["error", "-o FOLDER"]);
}

#[test]
fn the_report_goes_where_it_is_told() {
    let json = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "-o", "out", "--report=report.json", "-q"]);
    let text = std::fs::read_to_string(json.path("report.json")).expect("the report is written");
    assert!(text.starts_with("{\n  \"schema_version\": 1,"), "{text}");
    assert_eq!(json.stderr(), "");
    for arguments in [&["--report"][..], &["--report=-"], &["--report-format", "text"]] {
        let run = Run::of(&[("greet.d.ts", GREET)], &[&["greet.d.ts", "-o", "out"], arguments].concat());
        let text = String::from_utf8_lossy(&run.output.stdout).into_owned();
        assert!(text.starts_with("greet: 2 members, 2 exact, 0 degraded\n"), "{text}");
    }
    Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "--emit", "json", "--report"]).fails(&["error", "--report=FILE"]);
}

#[test]
fn a_file_that_stays_the_same_is_not_touched() {
    let run = Run::of(&[("greet.d.ts", GREET)], &["greet.d.ts", "-o", "out", "-q"]);
    let time = |name: &str| std::fs::metadata(run.path("out").join(name)).and_then(|one| one.modified()).ok();
    let names = ["__init__.py", "__init__.pyi", "py.typed", "signatures.py"];
    let before = names.map(time);
    std::thread::sleep(std::time::Duration::from_millis(20));
    let again = run.again(&["greet.d.ts", "-o", "out", "-q"]);
    assert!(again.status.success());
    assert_eq!(before, names.map(time));
}

#[test]
fn rust_sources_become_stubs() {
    let source = "/// Doubles.\n#[export(signature = (number, /, *, times = 2))]\nfn double(number: f64, times: u32) -> f64 { todo!() }\n";
    let run = Run::of(&[("maths.rs", source)], &["maths.rs", "-o", "out"]);
    assert!(run.output.status.success(), "{}", run.stderr());
    let read = |name: &str| std::fs::read_to_string(run.path(name)).expect(name);
    assert!(read("out/maths.pyi").contains("def double(number: float, /, *, times: int = 2) -> float:"));
    assert!(
        read("out/maths.d.ts")
            .contains("export function double(number: number, options?: { times?: number; }): number;")
    );
}

#[test]
fn a_mistake_in_rust_sources_is_an_error() {
    let run = Run::of(&[("maths.rs", "#[export(renam = \"a\")]\nfn double() {}\n")], &["maths.rs", "-o", "out"]);
    run.fails(&["maths.rs:1:10: unknown attribute `renam` on an exported function; did you mean `rename`?"]);
}
