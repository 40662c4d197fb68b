//! The same bytes on any number of threads.
//!
//! The pool that compiles in parallel is made once in a process, so the number of its threads can
//! only be told to a new one: the suite runs itself twice, and compares what it prints.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use libtest_mimic::{Failed, Trial};
use preinit_testkit::{Case, Scratch, trials};

/// Set in a run of the suite that is to print hashes and nothing else.
const ASKED: &str = "PREINIT_SUITE_HASHES";

/// The test.
pub(crate) fn trial() -> Trial {
    Trial::test("thread-counts", compare)
}

/// The hashes, if this process is one that is to print them.
pub(crate) fn asked(root: &Path) -> Option<Result<String, String>> {
    std::env::var_os(ASKED).map(|_| hashes(root))
}

fn compare() -> Result<(), Failed> {
    let one = run(1)?;
    let several = run(3)?;
    if let Some((a, b)) = one.lines().zip(several.lines()).find(|(a, b)| a != b) {
        return Err(format!("on one thread `{a}`, on three `{b}`").into());
    }
    if one != several || one.lines().count() < 100 {
        return Err(format!("{} outputs compared", one.lines().count()).into());
    }
    Ok(())
}

fn run(threads: u32) -> Result<String, Failed> {
    let output = Command::new(std::env::current_exe()?)
        .env(ASKED, "1")
        .env("RAYON_NUM_THREADS", threads.to_string())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A line for every case that gives a snapshot: its name and a hash of the bytes.
fn hashes(root: &Path) -> Result<String, String> {
    let mut out = String::new();
    for file in trials::files(root)? {
        let case = Case::read(root, &file)?;
        if case.header.expect.kind().is_some() || case.header.known_bug.is_some() {
            continue;
        }
        let scratch = Scratch::new(&case)?;
        let outcome = preinit_engine::initialize(&case.subject.wasm, &scratch.options(&case)?, &())
            .map_err(|error| format!("{}: {error}", case.name))?;
        let mut hasher = DefaultHasher::new();
        outcome.wasm.hash(&mut hasher);
        writeln!(out, "{} {:016x}", case.name, hasher.finish()).expect("a string takes any text");
    }
    Ok(out)
}
