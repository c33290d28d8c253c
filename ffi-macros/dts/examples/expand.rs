//! How long one expansion of `bind_dts!` takes: names of `lib:dom`, in a folder with the `typescript` package. For `cargo xtask bench macros`.
#![expect(clippy::print_stdout, reason = "a program that prints figures")]

use std::path::PathBuf;
use std::time::Instant;

const NAMES: [&str; 3] =
    ["fetch, Response", "Response, Request, Headers, URL, fetch", "ReadableStream, AbortController, Event"];

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    for names in NAMES {
        let mut best = f64::MAX;
        let mut size = 0;
        for _ in 0..5 {
            let input = format!("\"lib:dom\", {{ {names} }}").parse().expect("tokens");
            let started = Instant::now();
            let expanded = ffi_macros_dts::bind_dts(input, Some(&folder));
            best = best.min(started.elapsed().as_secs_f64());
            size = expanded.to_string().len();
        }
        println!("bind_dts!(\"lib:dom\", {{ {names} }}): {best:.2} s (0.5 s is the aim), {} kB of code", size / 1024);
    }
}
