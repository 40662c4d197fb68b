//! The test suite: every case below `cases`, and the properties that need no case.

mod bad_inputs;
mod random_modules;

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut trials = match preinit_testkit::trials::cases(&root) {
        Ok(trials) => trials,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    trials.extend(random_modules::trials());
    trials.extend(bad_inputs::trials(&root));
    libtest_mimic::run(&arguments, trials).exit_code()
}
