//! `cargo xtask demo`: the main job, all the way through, on real input.

use anyhow::{Result, bail};

use crate::build::{self, EXAMPLE_NAMES, Profile};
use crate::echo::Echo;
use crate::hosts;
use crate::process::{capture, step};
use crate::{setup, workspace};

/// Sets up, generates the package `web` from TypeScript's libraries and runs `examples/response.py` on every host.
pub fn run() -> Result<()> {
    setup::node_packages()?;
    setup::python_environment()?;
    let sig_gen = build::sig_gen(Profile::Dev)?;
    build::extension(Profile::Dev)?;

    let packages = workspace::target().join("demo");
    step("generate the package `web` from TypeScript's lib.dom.d.ts and lib.es2022.d.ts");
    build::generate_lib(&sig_gen, Some(EXAMPLE_NAMES), &packages.join("web"))?;

    let output = example_on_all_hosts(&packages)?;
    step("the output, the same on every host");
    println!("{output}");
    Ok(())
}

/// Runs `examples/response.py` on every host and gives its output. Fails when a host prints something else than the first.
pub fn example_on_all_hosts(packages: &std::path::Path) -> Result<String> {
    let echo = Echo::start()?;
    let program = workspace::root().join("examples/response.py");
    let mut first: Option<String> = None;
    for host in hosts::available()? {
        step(&format!("examples/response.py on {}", host.name()));
        let output = capture(host.python(packages, &program).arg(echo.url()))?;
        match &first {
            None => first = Some(output),
            Some(expected) if *expected == output => eprintln!("    the same {} lines", output.lines().count()),
            Some(expected) => {
                bail!("{} printed\n{output}\nand {} printed\n{expected}", host.name(), hosts::HOSTS[0].name())
            }
        }
    }
    Ok(first.unwrap_or_default())
}
