//! `cargo xtask bench`: the figures that the project states.

use anyhow::Result;

/// Options of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Options {}

/// Runs the benchmarks.
pub fn run(_options: &Options) -> Result<()> {
    Ok(())
}
