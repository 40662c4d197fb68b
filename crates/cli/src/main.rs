//! The command `preinit`.

use std::process::ExitCode;

fn main() -> ExitCode {
    preinit_cli::main()
}
