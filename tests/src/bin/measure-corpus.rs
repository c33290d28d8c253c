//! Generates the full package of everything in a corpus in one process, one after the other, and prints what each costs.
//!
//! The arguments are the folder with `node_modules` and the inputs; libraries of one input are separated by commas. The output is a
//! line for each input (name, milliseconds, members, bytes of Python, errors) and one for all (milliseconds, peak memory in KiB),
//! separated by tabs. How many threads work is for `RAYON_NUM_THREADS` to say.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use sig_gen::emit::{Emit, emit};
use sig_gen::{Input, Options, load};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints a table")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(root) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: measure-corpus FOLDER INPUT...");
        return ExitCode::from(2);
    };
    let all = Instant::now();
    for name in arguments {
        let options =
            Options { inputs: name.split(',').map(Input::parse).collect(), root: root.clone(), ..Options::default() };
        let started = Instant::now();
        let loaded = load(&options);
        let files = emit(&loaded.module, Emit::Package);
        let bytes: usize = files.values().map(String::len).sum();
        let errors = loaded.diagnostics.iter().filter(|one| one.is_error()).count();
        let members = loaded.coverage.members.total;
        println!("{name}\t{}\t{members}\t{bytes}\t{errors}", started.elapsed().as_millis());
    }
    println!("\t{}\t{}", all.elapsed().as_millis(), peak_memory().unwrap_or_default());
    ExitCode::SUCCESS
}

/// The peak resident memory of this process in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
