//! Module resolution as a filter, for the comparison in `tests/oracle/resolution.mjs`: requests as JSON lines in, answers out.
//!
//! `resolve ROOT [bundler|node16|node10]`; a request is `{"file", "specifier", "kind": "module" | "types" | "path", "mode":
//! "import" | "require"}`, an answer `{"path"}` or `{"reason"}`.

use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use sig_gen::resolve::{Algorithm, Mode, Resolution, ResolveOptions, Resolver};

fn answer(resolver: &Resolver, request: &serde_json::Value) -> Resolution {
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let (file, specifier) = (Path::new(text("file")), text("specifier"));
    let mode = if text("mode") == "require" { Mode::Require } else { Mode::Import };
    match text("kind") {
        "types" => resolver.resolve_types(file, specifier, Some(mode)),
        "path" => resolver.resolve_path(file, specifier),
        _ => (*resolver.resolve(file, specifier, mode)).clone(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().ok_or("usage: resolve ROOT [bundler|node16|node10]")?;
    let algorithm = match arguments.next().as_deref() {
        Some("node16") => Algorithm::Node,
        Some("node10") => Algorithm::Node10,
        _ => Algorithm::Bundler,
    };
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let requests: Vec<serde_json::Value> = input.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let resolver = Resolver::new(ResolveOptions {
        algorithm,
        resolve_json: algorithm == Algorithm::Bundler,
        ..ResolveOptions::at(Path::new(&root))
    });
    let started = Instant::now();
    let answers: Vec<Resolution> = requests.iter().map(|request| answer(&resolver, request)).collect();
    let elapsed = started.elapsed();
    let mut out = std::io::stdout().lock();
    for answer in answers {
        let line = match answer {
            Ok(target) => serde_json::json!({ "path": target.path }),
            Err(unresolved) => serde_json::json!({ "reason": unresolved.to_string() }),
        };
        writeln!(out, "{line}")?;
    }
    write!(std::io::stderr(), "{} ms", elapsed.as_millis())?;
    Ok(())
}
