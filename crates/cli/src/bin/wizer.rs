//! The command `preinit` under the name that scripts call today.

use std::process::ExitCode;

fn main() -> ExitCode {
    preinit_cli::main()
}
