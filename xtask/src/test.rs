//! `cargo xtask test`: every test, in the order in which a failure is cheapest to learn of.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build::{self, EXAMPLE_NAMES, Profile};
use crate::cpython;
use crate::demo;
use crate::hosts::{self, Host};
use crate::oracle::{self, CORPUS};
use crate::process::{capture, cargo, command, exists, run, step};
use crate::programs;
use crate::rust_bindings;
use crate::setup;
use crate::soak;
use crate::workspace::{corpus, node_package, python_source, root, target, venv_program};

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Options {
    /// Run only the jobs of these names.
    #[arg(value_name = "JOB")]
    only: Vec<String>,
    /// List the jobs and stop.
    #[arg(long)]
    list: bool,
}

/// One job: its name, what it shows, and how it runs.
struct Job {
    name: &'static str,
    shows: &'static str,
    run: fn() -> Result<()>,
}

const JOBS: &[Job] = &[
    Job { name: "format", shows: "every Rust file is formatted", run: format },
    Job { name: "lints", shows: "clippy, warnings denied", run: lints },
    Job { name: "rust", shows: "unit, snapshot and integration tests of every crate", run: rust },
    Job {
        name: "rustdoc",
        shows: "documentation of every crate without a warning, and the examples in it, which run",
        run: rustdoc,
    },
    Job {
        name: "oracle",
        shows: "evaluated surfaces agree with TypeScript's checker, over the corpus",
        run: oracle::test,
    },
    Job {
        name: "resolution",
        shows: "module specifiers of the corpus resolve as TypeScript resolves them",
        run: resolution,
    },
    Job { name: "bridge", shows: "the CPython extension's own tests", run: bridge },
    Job { name: "soak", shows: "a short soak: no memory is lost over the border", run: short_soak },
    Job {
        name: "example",
        shows: "the example prints the same lines on every host, from a package and from JSON",
        run: example,
    },
    Job {
        name: "embedding",
        shows: "Rust programs with both engines inside: fetch, plugins, video frames without a copy",
        run: embedding,
    },
    Job {
        name: "stubs",
        shows: "stubs of a Rust library: mypy and tsc judge programs by them, which then run in Python and JavaScript",
        run: rust_stubs,
    },
    Job {
        name: "bindings",
        shows: "generated Rust of lib:dom, @types/node, three and a dozen other packages compiles, warnings denied",
        run: rust_bindings::test,
    },
    Job { name: "hosts", shows: "the conformance suite, every case on every host", run: conformance },
    Job {
        name: "surface",
        shows: "Pyodide's programming interface on CPython, every case judged by Pyodide",
        run: surface,
    },
    Job {
        name: "programs",
        shows: "real programs: fetch, listeners, streams, npm modules, a Worker, crypto; page, canvas and chart in Chromium",
        run: programs::run_all,
    },
    Job { name: "typing", shows: "mypy --strict and pyright judge the stubs of the example by programs", run: typing },
    Job {
        name: "corpus",
        shows: "every package of the corpus becomes a package: valid Python, nothing defined twice, nothing missing",
        run: corpus_packages,
    },
    Job {
        name: "docs",
        shows: "documentation of lib:dom lib:es2022: every link leads somewhere, the inventory is one that Sphinx reads",
        run: documentation,
    },
    Job {
        name: "strict",
        shows: "mypy --strict and pyright in strict mode find nothing in any stub of the corpus",
        run: strict,
    },
    Job {
        name: "snippets",
        shows: "small programs over packages of the corpus: the right ones type-check, the wrong ones are rejected",
        run: snippets,
    },
    Job {
        name: "library",
        shows: "the whole of lib:dom lib:es2022: generated, parses, type-checks, imports",
        run: library,
    },
];

/// Runs the jobs and prints a table. Fails when a job failed; the others run all the same.
pub fn run_all(options: &Options) -> Result<()> {
    let known: Vec<&str> = JOBS.iter().map(|job| job.name).collect();
    if let Some(unknown) = options.only.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("no job is called `{unknown}`; there are {}", known.join(", "));
    }
    if options.list {
        for job in JOBS {
            println!("{:<10} {}", job.name, job.shows);
        }
        return Ok(());
    }
    setup::node_packages()?;
    setup::python_environment()?;

    let mut rows = Vec::new();
    for job in JOBS.iter().filter(|job| options.only.is_empty() || options.only.iter().any(|name| name == job.name)) {
        step(&format!("{}: {}", job.name, job.shows));
        let started = Instant::now();
        let result = (job.run)();
        if let Err(error) = &result {
            eprintln!("FAILED {}: {error:#}", job.name);
        }
        rows.push((job, result, started.elapsed()));
    }

    step("summary");
    for (job, result, elapsed) in &rows {
        let outcome = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{outcome}  {:<10} {:>7.1} s  {}", job.name, elapsed.as_secs_f64(), job.shows);
    }
    let failed = rows.iter().filter(|(_, result, _)| result.is_err()).count();
    println!("{} passed, {failed} failed", rows.len() - failed);
    if failed > 0 {
        bail!("{failed} of {} jobs failed", rows.len());
    }
    Ok(())
}

fn format() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> Result<()> {
    run(cargo()
        .args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        .env("PYO3_PYTHON", venv_program("python")))
}

fn rust() -> Result<()> {
    setup::corpus_packages()?;
    let mut tests = cargo();
    if exists("cargo-nextest") {
        tests.args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]);
    } else {
        tests.args(["test", "--workspace", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    // Snapshots are compared, never written, by a test run.
    run(tests.env("INSTA_UPDATE", "no").env("PYO3_PYTHON", venv_program("python")))
}

fn rustdoc() -> Result<()> {
    let python = venv_program("python");
    run(cargo()
        .args(["doc", "--workspace", "--no-deps", "--locked", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("PYO3_PYTHON", &python))?;
    run(cargo().args(["test", "--doc", "--workspace", "--locked", "--quiet"]).env("PYO3_PYTHON", &python))
}

fn resolution() -> Result<()> {
    setup::corpus_packages()?;
    build::targets(&["--example", "resolve"])?;
    run(command("node")
        .arg("tests/oracle/resolution.mjs")
        .arg(build::program("examples/resolve", Profile::Dev))
        .arg(corpus()))
}

fn bridge() -> Result<()> {
    setup::corpus_packages()?;
    build::extension(Profile::Dev)?;
    run(command(venv_program("python")).args(["-m", "pytest", "--quiet", "ffi-python/tests"]))
}

fn short_soak() -> Result<()> {
    soak::run_soak(Profile::Dev, 0.02)
}

/// The package `web` of the example, freshly generated.
fn example_packages() -> Result<PathBuf> {
    let packages = target().join("test/example");
    let sig_gen = build::sig_gen_of_tests()?;
    build::generate_lib(&sig_gen, Some(EXAMPLE_NAMES), &packages.join("web"))?;
    Ok(packages)
}

fn example() -> Result<()> {
    build::extension(Profile::Dev)?;
    let packages = example_packages()?;
    let output = demo::example_on_all_hosts(&packages)?;
    let expected_file = root().join("examples/response.out");
    let expected = fs::read_to_string(&expected_file).with_context(|| expected_file.display().to_string())?;
    if output != expected {
        bail!("examples/response.py printed\n{output}\nexamples/response.out says\n{expected}");
    }
    // The same calls without generated Python: the signatures as JSON.
    let sig_gen = build::sig_gen_of_tests()?;
    run(build::lib_command(&sig_gen, Some(EXAMPLE_NAMES)).args(["--emit", "json", "-o"]).arg(packages.join("table")))?;
    for host in hosts::available()? {
        run(&mut host.python(&packages, &root().join("tests/hosts/table.py")))?;
    }
    Ok(())
}

/// The programs of `examples/rust`, which check themselves.
fn embedding() -> Result<()> {
    build::targets(&["--bin", "embed", "--bin", "plugins", "--bin", "frames"])?;
    for program in ["embed", "plugins", "frames"] {
        run(&mut command(build::program(program, Profile::Dev)))?;
    }
    Ok(())
}

/// The library of `examples/textkit` as an extension module, its generated stubs, and the programs that use it.
fn rust_stubs() -> Result<()> {
    let sig_gen = build::sig_gen_of_tests()?;
    let out = target().join("test/textkit");
    run(command(&sig_gen).args(["examples/textkit/src/lib.rs", "-o"]).arg(&out))?;
    run(cargo()
        .args(["build", "--quiet", "--locked", "--package", "textkit"])
        .env("PYO3_PYTHON", venv_program("python")))?;
    let (built, module) = match std::env::consts::OS {
        "windows" => ("textkit.dll", "textkit.pyd"),
        "macos" => ("libtextkit.dylib", "textkit.so"),
        _ => ("libtextkit.so", "textkit.so"),
    };
    fs::copy(target().join("debug").join(built), out.join(module)).context("the extension module")?;
    for program in ["check.py", "check.ts"] {
        fs::copy(root().join("examples/textkit").join(program), out.join(program)).context(program)?;
    }
    run(command(venv_program("python"))
        .args(["-m", "mypy", "--strict", "--warn-unused-ignores", "--no-error-summary", "check.py", "textkit.pyi"])
        .current_dir(&out))?;
    run(command("node")
        .arg(node_package("typescript").join("bin/tsc"))
        .args(["--strict", "--target", "es2022", "--lib", "es2022", "check.ts", "textkit.d.ts"])
        .current_dir(&out))?;
    run(command(venv_program("python")).arg(out.join("check.py")).env("PYTHONPATH", python_source()))
}

fn conformance() -> Result<()> {
    build::extension(Profile::Dev)?;
    let mut suite = command(venv_program("python"));
    suite.args(["tests/hosts/conformance.py", "--hosts"]);
    let hosts = hosts::available()?;
    for &host in &hosts {
        match host {
            Host::Native => suite.arg("native"),
            Host::Pyodide(package) => suite.arg(node_package(package)),
            Host::Chromium(package) => suite.arg(format!("chromium:{}", node_package(package).display())),
        };
    }
    for cpython in cpython::available()? {
        suite.arg(format!("cpython:{}:{}", cpython.program.display(), cpython.packages()?.display()));
    }
    run(&mut suite)?;
    for host in hosts {
        if let Host::Pyodide(package) = host {
            run(command("node")
                .arg("--expose-gc")
                .arg("tests/hosts/run_pyodide.mjs")
                .arg("--pyodide")
                .arg(node_package(package))
                .arg("--path")
                .arg(python_source())
                .arg("tests/hosts/pyodide_layer.py"))?;
        }
    }
    Ok(())
}

/// The cases of `tests/hosts/surface` in the newest Pyodide, then here.
fn surface() -> Result<()> {
    build::extension(Profile::Dev)?;
    let cases = root().join("tests/hosts/surface");
    // A Pyodide that has run several hundred cases loses proxies of its own to the collector: each file has a new one.
    let mut judged = String::new();
    for subject in ["modules", "jsproxy", "pyproxy", "conversions", "asyncio", "errors"] {
        judged += &capture(
            command("node")
                .arg("tests/hosts/run_pyodide.mjs")
                .arg("--pyodide")
                .arg(node_package("pyodide-314"))
                .arg(cases.join("runner.py"))
                .arg(subject),
        )?;
    }
    let file = target().join("test/surface.jsonl");
    fs::create_dir_all(target().join("test"))?;
    fs::write(&file, judged).with_context(|| file.display().to_string())?;
    run(command(venv_program("python"))
        .arg(cases.join("compare.py"))
        .arg(&file)
        .arg("--table")
        .arg(cases.join("TABLE.md"))
        .env("PYTHONPATH", python_source()))
}

fn typing() -> Result<()> {
    let packages = example_packages()?;
    run(&mut check_types(&packages.join("web")))
}

/// mypy and pyright over a generated package, the examples, and the programs that they must accept or refuse.
fn check_types(package: &Path) -> Command {
    let mut check = command(venv_program("python"));
    check.arg("tests/typing/check.py").arg("--pyright").arg(node_package("pyright").join("index.js")).arg(package);
    check
}

fn corpus_packages() -> Result<()> {
    setup::corpus_packages()?;
    let sig_gen = build::sig_gen_of_tests()?;
    build::extension(Profile::Dev)?;
    let mut check = command(cpython::reader_of_stubs()?);
    check.arg("tests/corpus/check.py");
    let mut compare = command(venv_program("python"));
    compare.arg("tests/corpus/meaning.py");
    for inputs in CORPUS {
        let package = corpus_package(inputs);
        for emit in ["package", "json"] {
            let mut generate = command(&sig_gen);
            generate.args(inputs.split(',')).arg("--root").arg(corpus());
            run(generate.args(["--quiet", "--no-cache", "--emit", emit, "-o"]).arg(&package))?;
        }
        check.arg(&package);
        compare.arg(package);
    }
    run(&mut check)?;
    run(&mut compare)
}

fn documentation() -> Result<()> {
    let sig_gen = build::sig_gen_of_tests()?;
    let pages = target().join("test/docs");
    let _ = fs::remove_dir_all(&pages);
    run(build::lib_command(&sig_gen, None).args(["--emit", "docs", "-o"]).arg(&pages))?;
    let names =
        ["Response", "py:class", "Response.json", "py:staticmethod", "fetch", "py:function", "Intl", "py:module"];
    run(command(venv_program("python")).arg("tests/inventory.py").arg(&pages).args(names))?;
    let node = target().join("test/docs-node");
    let _ = fs::remove_dir_all(&node);
    let mut generate = command(&sig_gen);
    generate.args(["@types/node", "--no-cache", "--emit", "docs", "--root"]).arg(corpus()).arg("-o").arg(&node);
    run(&mut generate)?;
    run(command(venv_program("python")).arg("tests/inventory.py").arg(&node))
}

/// The folder of a package of the corpus, by the inputs it is generated from.
fn corpus_package(inputs: &str) -> PathBuf {
    target().join("test/corpus").join(inputs.replace(['/', ':', ',', '@'], "_"))
}

/// The packages of these inputs, freshly generated: the stubs of their modules, too.
fn corpus_stubs(inputs: &[&str]) -> Result<Vec<PathBuf>> {
    setup::corpus_packages()?;
    let sig_gen = build::sig_gen_of_tests()?;
    let mut packages = Vec::new();
    for inputs in inputs {
        let package = corpus_package(inputs);
        let mut generate = command(&sig_gen);
        generate.args(inputs.split(',')).arg("--root").arg(corpus());
        run(generate.args(["--quiet", "--no-cache", "-o"]).arg(&package))?;
        packages.push(package);
    }
    Ok(packages)
}

/// mypy and pyright over each stub of the corpus; what is ignored is counted in `target/test/strict.json`.
fn strict() -> Result<()> {
    let packages = corpus_stubs(&CORPUS)?;
    let mut check = command(venv_program("python"));
    check.arg("tests/typing/stubs.py").arg("--report").arg(target().join("test/strict.json"));
    check.arg("--pyright").arg(node_package("pyright").join("index.js"));
    run(check.arg("--packages").args(packages))
}

/// What programs of `tests/typing/programs` import packages of the corpus by.
const PROGRAM_PACKAGES: [(&str, &str); 9] = [
    ("web", "lib:dom,lib:es2022"),
    ("node", "@types/node"),
    ("workers", "@cloudflare/workers-types"),
    ("leaflet", "@types/leaflet"),
    ("three", "@types/three"),
    ("chart", "chart.js"),
    ("rxjs", "rxjs"),
    ("zod", "zod"),
    ("hono", "hono"),
];

fn snippets() -> Result<()> {
    let packages = corpus_stubs(&PROGRAM_PACKAGES.map(|(_, inputs)| inputs))?;
    let mut check = command(venv_program("python"));
    check.arg("tests/typing/programs.py").arg("--pyright").arg(node_package("pyright").join("index.js"));
    for ((name, _), package) in PROGRAM_PACKAGES.iter().zip(packages) {
        check.arg(format!("{name}={}", package.display()));
    }
    run(&mut check)
}

fn library() -> Result<()> {
    build::extension(Profile::Dev)?;
    let sig_gen = build::sig_gen_of_tests()?;
    let packages = target().join("test/library");
    let package = packages.join("web");
    build::generate_lib(&sig_gen, None, &package)?;
    let parse = "import ast, pathlib, sys\n\
                 for name in sys.argv[1:]: print(name, len(ast.parse(pathlib.Path(name).read_text('utf-8')).body), 'definitions')";
    run(command(cpython::reader_of_stubs()?)
        .args(["-c", parse])
        .arg(package.join("__init__.pyi"))
        .arg(package.join("signatures.py")))?;
    run(&mut check_types(&package))?;
    let import = "import web; print(web.Response('', status=404).status, len(dir(web)), 'names')";
    run(command(venv_program("python")).args(["-c", import]).env("PYTHONPATH", &packages))
}
