//! `cargo xtask bench runtime`: what one crossing of the border costs, natively, in Pyodide, and in the bridges that can be installed here, all in
//! one run; then whether each target is met, and where another bridge is ahead.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::{Figures, read_figures};
use crate::hosts::Host;
use crate::process::{command, step};
use crate::workspace::{python_source, root, target};

/// A bridge that others made.
struct Peer {
    /// Its name in its registry.
    package: &'static str,
    is_npm: bool,
    /// The program in `tests/bench/runtime/peers`.
    program: &'static str,
}

const PEERS: [Peer; 6] = [
    Peer { package: "pythonmonkey", is_npm: false, program: "pythonmonkey_.py" },
    Peer { package: "quickjs", is_npm: false, program: "quickjs_.py" },
    Peer { package: "mini-racer", is_npm: false, program: "mini_racer_.py" },
    Peer { package: "javascript", is_npm: false, program: "javascript_.py" },
    Peer { package: "node-calls-python", is_npm: true, program: "node_calls_python.cjs" },
    Peer { package: "pymport", is_npm: true, program: "pymport.cjs" },
];

/// What a figure is measured against.
enum Bound {
    /// Another figure of the same host, times this.
    Times(f64, &'static str),
    /// A figure of Pyodide's, times this.
    Pyodide(f64, &'static str),
    /// Nanoseconds.
    Nanoseconds(f64),
}

/// What the project promises of each operation.
const TARGETS: [(&str, Bound); 10] = [
    ("call", Bound::Times(3.0, "Python calls Python")),
    ("property read", Bound::Times(2.0, "Python reads an attribute of a C type")),
    ("call from JavaScript", Bound::Times(5.0, "JavaScript calls JavaScript")),
    (
        "call with a signature, two keywords",
        Bound::Pyodide(1.0 / 5.0, "call with Pyodide's own signature, two keywords"),
    ),
    ("make and await a resolved promise", Bound::Pyodide(1.0 / 10.0, "make and await a resolved promise")),
    ("dict of 1,000 to JavaScript", Bound::Pyodide(1.0 / 5.0, "dict of 1,000 to JavaScript")),
    ("list of 1,000 to JavaScript", Bound::Pyodide(1.0 / 5.0, "list of 1,000 to JavaScript")),
    ("dict of 1,000 to Python", Bound::Pyodide(1.0 / 5.0, "dict of 1,000 to Python")),
    ("list of 1,000 to Python", Bound::Pyodide(1.0 / 5.0, "list of 1,000 to Python")),
    ("1 MB through a signature", Bound::Nanoseconds(1_000.0)),
];

/// How long a bridge may take before it is given up.
const LONGEST: Duration = Duration::from_secs(120);

/// Measures, and prints the three tables.
pub fn run() -> Result<()> {
    step("bench: operations at the border");
    let folder = root().join("tests/bench/runtime");
    let hosts = [Host::Native, Host::Pyodide("pyodide-314")];
    let mut columns = Vec::new();
    for host in hosts {
        let mut program = host.python(&python_source(), &folder.join("border.py"));
        columns.push((host.name(), measure(&mut program).with_context(|| host.name())?));
    }
    for peer in &PEERS {
        match peer.install().and_then(|mut program| measure(&mut program)) {
            Ok(figures) => columns.push((peer.package.to_owned(), figures)),
            Err(error) => println!("{} is left out: {error:#}", peer.package),
        }
    }
    print_figures(&columns);
    print_targets(&columns[0].1, &columns[1].1);
    print_ahead(&columns);
    Ok(())
}

impl Peer {
    /// Installs it below the target directory, and gives the command that measures it.
    fn install(&self) -> Result<Command> {
        let folder = target().join("peers").join(self.package);
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let script = root().join("tests/bench/runtime/peers").join(self.program);
        if !script.exists() {
            // There is no program for a bridge that could never be installed where this was written.
            self.install_npm(&folder)?;
            bail!("it was installed, but has no program: {}", script.display());
        }
        if self.is_npm {
            let package = self.install_npm(&folder)?;
            let mut program = command("node");
            program.arg(script).env("SIGBIND_PEER", package);
            return Ok(program);
        }
        let python = folder.join("bin/python");
        let done = folder.join(".installed");
        if !done.exists() {
            limited(command("python3").args(["-m", "venv"]).arg(&folder))?;
            limited(command(&python).args(["-m", "pip", "install", "--quiet", self.package]))?;
            fs::write(&done, "")?;
        }
        let mut program = command(python);
        program.arg(script);
        Ok(program)
    }

    /// A native addon is compiled against the headers of this Node.js, which npm may not be able to download: those beside it do as well.
    fn install_npm(&self, folder: &Path) -> Result<PathBuf> {
        let package = folder.join("node_modules").join(self.package);
        let done = folder.join(".installed");
        if !done.exists() {
            fs::write(folder.join("package.json"), "{\"private\": true}")?;
            let mut install = command("npm");
            install.args(["install", "--no-audit", "--no-fund", "--loglevel=error", self.package]).current_dir(folder);
            if Path::new("/usr/include/node/node.h").exists() {
                install.env("npm_config_nodedir", "/usr");
            }
            limited(&mut install)?;
            fs::write(&done, "")?;
        }
        Ok(package)
    }
}

/// The figures that a program prints.
fn measure(program: &mut Command) -> Result<Figures> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    read_figures(&limited(program.env("SIGBIND_STARTED", format!("{:.6}", now.as_secs_f64())))?)
}

/// Runs to the end, or not longer than [`LONGEST`], and gives what was printed. A file takes it: a child process that is left behind
/// would hold a pipe open.
fn limited(program: &mut Command) -> Result<String> {
    let folder = target().join("peers");
    fs::create_dir_all(&folder)?;
    let (output, errors) = (folder.join("output"), folder.join("errors"));
    let mut child = program
        .stdin(Stdio::null())
        .stdout(File::create(&output)?)
        .stderr(File::create(&errors)?)
        .spawn()
        .with_context(|| format!("cannot start {}", program.get_program().to_string_lossy()))?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > LONGEST {
            child.kill()?;
            child.wait()?;
            bail!("it was not done after {} s", LONGEST.as_secs());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    if !status.success() {
        let text = String::from_utf8_lossy(&fs::read(&errors)?).into_owned();
        bail!("{status}: {}", reason(&text));
    }
    Ok(String::from_utf8_lossy(&fs::read(&output)?).into_owned())
}

/// The line of an error's output that says most: the first that speaks of an error, or the last.
fn reason(text: &str) -> &str {
    let says = |line: &&str| line.contains("rror:") || line.contains("ERR! stack");
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.clone().find(says).or_else(|| lines.next_back()).unwrap_or_default().trim()
}

fn value(figures: &Figures, name: &str) -> Option<f64> {
    figures.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
}

/// `1,234` up to a million, then milliseconds.
fn show(nanoseconds: f64) -> String {
    if nanoseconds >= 1e6 {
        return format!("{:.1} ms", nanoseconds / 1e6);
    }
    let whole = format!("{nanoseconds:.0}");
    match whole.len() {
        0..=3 => whole,
        length => format!("{},{}", &whole[..length - 3], &whole[length - 3..]),
    }
}

/// One row for each operation; behind each other host's value, how many times ours it is.
fn print_figures(columns: &[(String, Figures)]) {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in columns.iter().flat_map(|(_, figures)| figures) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    print!("{:<50}", "nanoseconds, and times ours");
    for (name, _) in columns {
        print!(" {name:>26}");
    }
    println!();
    for name in names {
        print!("{name:<50}");
        let own = value(&columns[0].1, name);
        for (index, (_, figures)) in columns.iter().enumerate() {
            let cell = match (value(figures, name), own) {
                (Some(theirs), Some(own)) if index > 0 => {
                    format!("{} {:>9}", show(theirs), format!("{:.1}x", theirs / own))
                }
                (Some(theirs), _) => show(theirs),
                (None, _) => "-".to_owned(),
            };
            print!(" {cell:>26}");
        }
        println!();
    }
}

fn print_targets(own: &Figures, pyodide: &Figures) {
    println!("\n{:<40} {:>10} {:>10}  target", "target", "measured", "at most");
    for (name, bound) in &TARGETS {
        let (limit, text) = match bound {
            Bound::Times(times, of) => (value(own, of).map(|of| of * times), format!("{times} x `{of}`")),
            Bound::Pyodide(part, of) => {
                (value(pyodide, of).map(|of| of * part), format!("1/{:.0} of Pyodide's `{of}`", 1.0 / part))
            }
            Bound::Nanoseconds(limit) => (Some(*limit), "absolute".to_owned()),
        };
        match (value(own, name), limit) {
            (Some(measured), Some(limit)) => {
                let verdict = if measured <= limit { "met" } else { "MISSED" };
                println!("{name:<40} {:>10} {:>10}  {verdict:<7} {text}", show(measured), show(limit));
            }
            _ => println!("{name:<40} was not measured: {text}"),
        }
    }
}

/// Where another bridge is faster.
fn print_ahead(columns: &[(String, Figures)]) {
    let own = &columns[0].1;
    println!();
    let mut is_any = false;
    for (host, figures) in &columns[1..] {
        for (name, theirs) in figures {
            if let Some(ours) = value(own, name)
                && *theirs < ours
            {
                is_any = true;
                println!("{host} is ahead: {name}, {} against {}", show(*theirs), show(ours));
            }
        }
    }
    if !is_any {
        println!("nobody is ahead in any row");
    }
}
