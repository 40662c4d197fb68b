//! Other readers of what preinit writes.
//!
//! Every case that gives a snapshot is read by V8 and by wasmi, and goes through Binaryen's optimizer and back to
//! wasmtime: its assertions must hold there as they hold in wasmtime. What a reader can't read is in
//! `unreadable.toml`, case by case with the reader's own reason; an entry too many fails like one that is missing.

mod adapter;
mod binaryen;
mod list;
mod reader;
mod script;
mod tools;
mod v8;
mod value;
mod wasmi;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::Arguments;
use preinit_testkit::{Case, Scratch, golden, render, steps, trials};

use list::Unreadable;
use reader::{Reader, Verdict};

fn main() -> ExitCode {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"));
    match run(&directory.join("cases"), &directory.join("readers")) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cases: &Path, here: &Path) -> Result<ExitCode, String> {
    let arguments = Arguments::from_args();
    let list = Arc::new(Unreadable::read(&here.join("unreadable.toml"))?);
    let readers = reader::all(here)?;
    let mut trials = vec![list::trial()];
    let mut names = Vec::new();
    for reader in &readers {
        trials.push(reader.trial("self-test", Reader::self_test));
        if let Err(missing) = &reader.with {
            eprintln!("note: `{}` is not run: {missing}", reader.name);
        }
    }
    for file in trials::files(cases)? {
        let case = Arc::new(Case::read(cases, &file)?);
        // The suite holds that a case with a known bug fails.
        if case.header.expect.kind().is_some() || case.header.known_bug.is_some() {
            continue;
        }
        names.push(case.name.clone());
        for reader in &readers {
            let (case, list) = (case.clone(), list.clone());
            trials.push(reader.trial(&case.name.clone(), move |reader| {
                list.judge(reader.name, &case.name, check(&case, reader))
            }));
        }
    }
    list.no_other_case_than(&names)?;
    let whole = arguments.filter.is_none() && arguments.skip.is_empty();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if whole && golden::is_blessing() {
        let ran = readers.iter().filter(|reader| reader.with.is_ok());
        list.write(&ran.map(|reader| reader.name).collect::<Vec<_>>())?;
    }
    Ok(conclusion.exit_code())
}

/// Makes the snapshot of `case` and hands it to `reader`.
fn check(case: &Case, reader: &Reader) -> Result<Verdict, String> {
    // Its directories are there as long as it is.
    let scratch = Scratch::new(case)?;
    let options = scratch.options(case)?;
    let outcome =
        steps::run(case, &case.subject.wasm, &options).map_err(|error| render::error(&error))?;
    reader.read(case, &outcome.wasm)
}
