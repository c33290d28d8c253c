//! The command `sig-gen`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sig_gen::cli::main()
}
