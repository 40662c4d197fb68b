//! The cases without a compiler: wasmi, which interprets, in the place of wasmtime.
//!
//! That what it runs has the same bytes, and the same refusals, is a property of every case; this
//! counts how much it runs. wasmi has no function identity, no garbage collection and no exceptions:
//! where a reference has changed, it does not count.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_engine::{EngineChoice, Options};
use preinit_testkit::{Case, Expect, Scratch, properties, render, steps, trials};

/// At least so many of the cases that give a snapshot must run without a compiler.
const ENOUGH: usize = 120;

/// The test, over the cases below `root`.
pub(crate) fn trial(root: &Path) -> Trial {
    let root = root.to_owned();
    Trial::test("second-engine", move || run(&root))
}

fn run(root: &Path) -> Result<(), Failed> {
    let (mut interpreted, mut others) = (0, Vec::new());
    for file in trials::files(root)? {
        let case = Case::read(root, &file)?;
        if case.header.expect != Expect::Ok {
            continue;
        }
        let options = Options {
            engine: EngineChoice::Wasmi,
            ..Scratch::new(&case)?.options(&case)?
        };
        match steps::run(&case, &case.subject.wasm, &options) {
            Ok(outcome) if outcome.engine.name == "wasmi" => interpreted += 1,
            Ok(outcome) => return Err(format!("{}: {}", case.name, outcome.engine.name).into()),
            Err(error) if properties::is_wasmis(&error) => others.push(error.to_string()),
            Err(error) => return Err(format!("{}: {}", case.name, render::error(&error)).into()),
        }
    }
    if interpreted < ENOUGH {
        others.sort();
        others.dedup();
        let reasons = others.join("\n");
        return Err(format!("only {interpreted} cases ran in wasmi:\n{reasons}").into());
    }
    Ok(())
}
