//! Running programs as visible steps.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Announces a step on stderr.
pub fn step(title: &str) {
    eprintln!("\n==> {title}");
}

/// A command that runs in the root of the checkout.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(super::workspace::root());
    command
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether `program` can be started at all.
pub fn exists(program: impl AsRef<OsStr>) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// Runs to the end, output passed through. Fails when the program does.
pub fn run(command: &mut Command) -> Result<()> {
    let started = Instant::now();
    let shown = show(command);
    eprintln!("    $ {shown}");
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed: {status}");
    }
    eprintln!("    ({:.1} s)", started.elapsed().as_secs_f64());
    Ok(())
}

/// Runs to the end and gives back standard output; standard error is passed through. Fails when the program does.
pub fn capture(command: &mut Command) -> Result<String> {
    let shown = show(command);
    eprintln!("    $ {shown}");
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        std::io::stderr().write_all(text.as_bytes())?;
        bail!("`{shown}` failed: {}", output.status);
    }
    Ok(text)
}

/// The command as a person would type it, paths inside the checkout made relative.
fn show(command: &Command) -> String {
    let root = super::workspace::root();
    let word = |text: &OsStr| {
        let path = Path::new(text);
        let text = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
        if text.contains(' ') { format!("'{text}'") } else { text }
    };
    std::iter::once(command.get_program()).chain(command.get_args()).map(word).collect::<Vec<_>>().join(" ")
}
