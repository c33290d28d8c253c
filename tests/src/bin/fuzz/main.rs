//! The fuzzer of `cargo xtask fuzz`: mutated declarations through the whole generator, in processes with limits.
//!
//! What goes wrong is made small and written to `target/fuzz/`. A run is repeated by its seed with one job.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

mod case;
mod grammar;
mod minimize;
mod mutate;
mod pool;
mod random;
mod seeds;
mod tokens;
mod worker;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use case::Case;
use pool::{Job, signature};
use random::Random;
use worker::Mode;

/// How long processors may work for one input, without optimisation.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How long a finding is made smaller.
const MINIMIZE: Duration = Duration::from_secs(60);

struct Options {
    seconds: u64,
    seed: u64,
    jobs: u64,
    /// Cases to run as they are, in place of mutated ones.
    replay: Vec<PathBuf>,
}

/// What all jobs share.
#[derive(Default)]
struct Shared {
    executions: AtomicU64,
    findings: Mutex<BTreeMap<String, PathBuf>>,
}

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

fn libraries() -> [PathBuf; 2] {
    [root().join("sig-gen/tests/declarations/lib"), root().join("tests/node/node_modules/typescript/lib")]
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [worker, small, whole] = &arguments[..]
        && worker == "--worker"
    {
        worker::run(&[small.into(), whole.into()]);
        return ExitCode::SUCCESS;
    }
    match options(&arguments).map(|options| fuzz(&options)) {
        Ok(Ok(0)) => ExitCode::SUCCESS,
        Ok(Ok(_)) => ExitCode::FAILURE,
        Ok(Err(error)) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("error: {message}\nusage: fuzz [--seconds N] [--seed S] [--jobs J] [CASE...]");
            ExitCode::from(2)
        }
    }
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options { seconds: 60, seed: 1, jobs: 2, replay: Vec::new() };
    let mut arguments = arguments.iter();
    while let Some(name) = arguments.next() {
        let target = match name.as_str() {
            "--seconds" => &mut options.seconds,
            "--seed" => &mut options.seed,
            "--jobs" => &mut options.jobs,
            path if !path.starts_with('-') => {
                options.replay.push(path.into());
                continue;
            }
            _ => return Err(format!("unknown option `{name}`")),
        };
        let value = arguments.next().ok_or_else(|| format!("`{name}` takes a number"))?;
        *target = value.parse().map_err(|_| format!("`{value}` is not a number"))?;
    }
    Ok(options)
}

fn fuzz(options: &Options) -> io::Result<usize> {
    let work = root().join("target/fuzz");
    let shared = Shared::default();
    let started = Instant::now();
    if options.replay.is_empty() {
        let seeds = seeds::collect(&root())?;
        println!("{} seeds, {} jobs, {} s, seed {}", seeds.len(), options.jobs, options.seconds, options.seed);
        let results: Vec<io::Result<()>> = std::thread::scope(|scope| {
            let job = |number: u64| {
                let (shared, seeds, work) = (&shared, &seeds, &work);
                scope.spawn(move || mutate_until(options, number, shared, seeds, work, started))
            };
            let running: Vec<_> = (0..options.jobs.max(1)).map(job).collect();
            running
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|_| Err(io::Error::other("a job failed"))))
                .collect()
        });
        results.into_iter().collect::<io::Result<()>>()?;
    } else {
        let mut job = Job::new(work.join("work/replay"), TIME_LIMIT, libraries())?;
        for path in &options.replay {
            let case = Case::read(path)?;
            for library in [false, true] {
                shared.executions.fetch_add(1, Ordering::Relaxed);
                let mode = Mode { python: true, twice: true, library };
                if let Some(problem) = job.run(&case, mode)? {
                    println!("{}: {problem}", path.display());
                    lock(&shared.findings).insert(signature(&problem), path.clone());
                }
            }
        }
    }
    let executions = shared.executions.load(Ordering::Relaxed);
    let findings = lock(&shared.findings);
    let rate = executions as f64 / started.elapsed().as_secs_f64();
    println!("{executions} executions, {rate:.0} exec/s, {} findings", findings.len());
    for (problem, path) in findings.iter() {
        println!("  {}\n    {problem}", path.display());
    }
    Ok(findings.len())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mutate_until(
    options: &Options,
    number: u64,
    shared: &Shared,
    seeds: &[String],
    work: &Path,
    started: Instant,
) -> io::Result<()> {
    let mut job = Job::new(work.join(format!("work/{number}")), TIME_LIMIT, libraries())?;
    let mut random = Random::new(options.seed.wrapping_mul(1_000_003).wrapping_add(number));
    while started.elapsed() < Duration::from_secs(options.seconds) {
        let case = mutate::case(&mut random, seeds);
        let mode = Mode { python: random.one_in(4), twice: random.one_in(8), library: random.one_in(6) };
        shared.executions.fetch_add(1, Ordering::Relaxed);
        let Some(problem) = job.run(&case, mode)? else { continue };
        let key = signature(&problem);
        if lock(&shared.findings).contains_key(&key) {
            continue;
        }
        let folder = work.join(folder_name(&key));
        lock(&shared.findings).insert(key.clone(), folder.clone());
        println!("FOUND {problem}");
        case.write(&folder)?;
        let small = minimize::minimize(&mut job, &case, mode, &problem, MINIMIZE)?;
        small.write(&folder)?;
        fs::write(folder.join("problem.txt"), format!("{problem}\nmode {}\n", mode.letters()))?;
        println!("  {} bytes made {}: {}", case.size(), small.size(), folder.display());
    }
    Ok(())
}

/// A name for the folder of a finding: the same for the same problem.
fn folder_name(key: &str) -> String {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let kind = key.split(':').next().unwrap_or("finding");
    format!("{kind}-{:08x}", hash >> 32)
}
