//! What the macros cost a program: the time to build them, and the time of an expansion.

use std::fs;

use anyhow::{Context, Result};

use crate::process::{capture, cargo, command, run as run_step, step};
use crate::workspace::{node, target};

/// Builds `ffi-macros` with all it needs from nothing, and expands `bind_dts!` for names of `lib:dom`.
pub fn run() -> Result<()> {
    step("bench: build ffi-macros from nothing, one job");
    let folder = target().join("bench/macros");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    // The shell says what its children spent, which is the same on a busy machine.
    let cargo_path = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut timed = command("sh");
    timed.args(["-c", "\"$@\" >&2 && times", "sh"]).arg(cargo_path);
    timed.args(["build", "--quiet", "--locked", "--jobs", "1", "--package", "ffi-macros"]);
    // As in a program that uses them: this workspace optimises third-party code for its tests.
    timed.args(["--config", "profile.dev.package.'*'.opt-level=0", "--config", "profile.dev.debug=false"]);
    let printed = capture(timed.env("CARGO_TARGET_DIR", &folder))?;
    let spent = printed.lines().last().and_then(seconds).context("`times` printed nothing")?;
    println!("ffi-macros with syn, quote and proc-macro2: {spent:.1} CPU seconds (3 s is the aim)");
    step("bench: expand bind_dts! for names of lib:dom, in a dev build");
    run_step(
        cargo()
            .args(["run", "--quiet", "--locked", "--package", "ffi-macros-dts", "--example", "expand", "--"])
            .arg(node()),
    )
}

/// The sum of `1m2.5s 0m0.5s`.
fn seconds(line: &str) -> Option<f64> {
    let one = |text: &str| {
        let (minutes, rest) = text.split_once('m')?;
        Some(minutes.parse::<f64>().ok()? * 60.0 + rest.trim_end_matches('s').parse::<f64>().ok()?)
    };
    line.split_whitespace().map(one).sum()
}
