//! Measures the generator on `lib:dom lib:es2022` in one process, beside the bare parse of the same files, and prints a table.
//!
//! The arguments are the folder with `lib.dom.d.ts` and, if need be, how many rounds. Times are the minimum over the rounds; memory is
//! the peak of the process. How many threads work is for `RAYON_NUM_THREADS` to say: each time is set against the bare parse by one
//! thread, and against the bare parse by as many threads as the generator has.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Options, generate, load};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints a table")]
fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: measure-generate FOLDER-WITH-LIB-FILES [ROUNDS]");
        return ExitCode::from(2);
    };
    let rounds = std::env::args().nth(2).and_then(|rounds| rounds.parse().ok()).unwrap_or(10);
    let options = Options {
        inputs: vec![Input::Lib("dom".to_owned()), Input::Lib("es2022".to_owned())],
        lib_directory: Some(folder),
        ..Options::default()
    };
    let (mut front_end, mut whole) = (Duration::MAX, Duration::MAX);
    let mut written = 0;
    for _ in 0..rounds {
        let started = Instant::now();
        let loaded = load(&options);
        if loaded.has_errors() {
            for diagnostic in &loaded.diagnostics {
                eprintln!("error: {}", diagnostic.message);
            }
            return ExitCode::FAILURE;
        }
        front_end = front_end.min(started.elapsed());
        let files = emit(&loaded.module, Emit::Package);
        whole = whole.min(started.elapsed());
        written = files.values().map(String::len).sum();
    }
    let memory = peak_memory();
    let (mut one, mut same) = (Duration::MAX, Duration::MAX);
    let mut bytes = 0;
    for _ in 0..rounds {
        let measured = generate::measure(&options);
        one = one.min(measured.parse);
        same = same.min(measured.parse_side_by_side);
        bytes = measured.bytes;
    }
    let threads = std::env::var("RAYON_NUM_THREADS").unwrap_or_else(|_| "all".to_owned());
    println!(
        "lib:dom lib:es2022, {:.2} MB of declarations, minimum of {rounds} rounds in one process, threads: {threads}",
        bytes as f64 / 1e6
    );
    println!("{:<44} {:>12} {:>14} {:>14}", "", "", "/ parse by one", "/ parse by all");
    let row = |name: &str, time: Duration| {
        let ratio = |parse: Duration| time.as_secs_f64() / parse.as_secs_f64();
        println!("{name:<44} {:>9.1} ms {:>13.2}x {:>13.2}x", time.as_secs_f64() * 1e3, ratio(one), ratio(same));
    };
    row("bare swc parse with comments, one thread", one);
    row("the same, a file for each thread", same);
    row("parse, bind, evaluate, lower", front_end);
    row("the same and emit the package", whole);
    println!("{:<44} {:>9.1} MB", "size of the package", written as f64 / 1e6);
    match memory {
        Some(kilobytes) => println!("{:<44} {:>9.1} MB", "peak resident memory", kilobytes as f64 / 1024.0),
        None => println!("{:<44} {:>12}", "peak resident memory", "not known on this system"),
    }
    ExitCode::SUCCESS
}

/// The peak resident memory of this process in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
