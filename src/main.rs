//! Everything is in the library: this only starts the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    glassbox::cli::main()
}
