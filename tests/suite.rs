//! The test suite: every case below `cases`, and the properties that need no case.

mod bad_inputs;
mod bounded_sizes;
mod collectors;
mod engines_agree;
mod legacy_exceptions;
mod linked_modules;
mod random_modules;
mod second_engine;
mod thread_counts;
mod threads;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    if let Some(hashes) = thread_counts::asked(&root) {
        return print(hashes);
    }
    let arguments = Arguments::from_args();
    let mut trials = match preinit_testkit::trials::cases(&root) {
        Ok(trials) => trials,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    trials.extend(random_modules::trials());
    trials.extend(engines_agree::trials());
    trials.extend(legacy_exceptions::trials());
    trials.extend(linked_modules::trials());
    trials.extend(bad_inputs::trials(&root));
    trials.push(second_engine::trial(&root));
    trials.push(collectors::trial(&root));
    trials.push(bounded_sizes::trial());
    trials.extend(threads::trials());
    trials.push(thread_counts::trial());
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn print(hashes: Result<String, String>) -> ExitCode {
    let printed = hashes.and_then(|text| {
        std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| error.to_string())
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
