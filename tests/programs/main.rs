//! Real programs: every guest of `guests/guests.toml` and every fixture of
//! `crates/guest/fixtures/fixtures.toml`, before and after pre-initialization.
//!
//! The two lists say what each program must do; nothing here knows a program.

mod debug_info;
mod fixtures;
mod flags;
mod guests;
mod heaps;
mod poison;
mod reset;
mod run;
mod snapshot;

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match trials(&repository) {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn trials(repository: &Path) -> Result<Vec<Trial>, String> {
    let mut trials = guests::trials(&repository.join("guests"))?;
    trials.extend(fixtures::trials(&repository.join("crates/guest/fixtures"))?);
    trials.extend(heaps::trials(
        &repository.join("tests/programs/heaps"),
        &repository.join("guests"),
    )?);
    trials.extend(reset::trials(&repository.join("tests/programs/reset"))?);
    trials.extend(debug_info::trials(&repository.join("tests/debug-info"))?);
    Ok(trials)
}

/// Reads a list of programs. A key that the tests do not know is an error: it would go unchecked.
fn read_list<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    toml::from_str(&text).map_err(|error| format!("`{}`: {error}", file.display()))
}

/// Reads a module or an expected output.
fn read_file(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))
}
