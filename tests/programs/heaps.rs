//! Programs that allocate, with and without what their allocators had free when init was over.
//!
//! What the allocator does later, down to the addresses that it gives out, must be the same.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_engine::{Scrub, initialize};

use crate::flags::Flags;
use crate::read_file;
use crate::run::Program;

/// One test for each program below `root`, and one that what is no such heap is left alone.
///
/// # Errors
///
/// The directory cannot be read.
pub(crate) fn trials(root: &Path, guests: &Path) -> Result<Vec<Trial>, String> {
    let text = |error: std::io::Error| format!("cannot read `{}`: {error}", root.display());
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(root).map_err(text)? {
        let path = entry.map_err(text)?.path();
        if path.extension().is_some_and(|end| end == "wasm") {
            let name = path.with_extension("");
            let name = name.file_name().unwrap_or_default().display().to_string();
            trials.push(Trial::test(format!("heaps/{name}"), move || {
                check(&path).map_err(Failed::from)
            }));
        }
    }
    for guest in ["as", "go"] {
        let path = guests.join(guest).with_extension("wasm");
        trials.push(Trial::test(format!("heaps/none-in-{guest}"), move || {
            let wasm = read_file(&path)?;
            let report = snapshot(
                &wasm,
                &Flags::parse(Path::new("."), &["--allow-wasi".into()])?,
                Scrub::Auto,
            )?
            .1;
            match report {
                0 => Ok(()),
                bytes => Err(format!("{bytes} bytes were taken for dlmalloc's").into()),
            }
        }));
    }
    Ok(trials)
}

fn check(path: &Path) -> Result<(), String> {
    let wasm = read_file(path)?;
    let mut flags = Flags::parse(Path::new("."), &["--allow-wasi".to_owned()])?;
    flags.policy.init("init");
    let (whole, nothing) = snapshot(&wasm, &flags, Scrub::Off)?;
    let (scrubbed, bytes) = snapshot(&wasm, &flags, Scrub::Auto)?;
    if nothing != 0 || bytes < 50_000 {
        return Err(format!("{nothing} and {bytes} bytes were left out"));
    }
    if scrubbed.len() + 50_000 > whole.len() {
        return Err("the snapshot is hardly smaller".to_owned());
    }
    let program = Program::new(&wasm, &flags.config)?;
    let mut original = program.start()?;
    if program.exports("_initialize") {
        original.call("_initialize", &[])?;
    }
    original.call("init", &[])?;
    let mut whole = Program::new(&whole, &flags.config)?.start()?;
    let mut scrubbed = Program::new(&scrubbed, &flags.config)?.start()?;
    for steps in [0, 1, 10, 100, 1000, 10_000, 30_000] {
        let expected = original.call("run", &[steps])?;
        for (name, program) in [("whole", &mut whole), ("scrubbed", &mut scrubbed)] {
            let found = program.call("run", &[steps])?;
            if found != expected {
                return Err(format!(
                    "the {name} snapshot's `run({steps})` returned {found:#x}, not {expected:#x}"
                ));
            }
        }
    }
    Ok(())
}

/// A snapshot, and how many bytes were left out of it.
fn snapshot(wasm: &[u8], flags: &Flags, scrub: Scrub) -> Result<(Vec<u8>, u64), String> {
    let options = preinit_engine::Options {
        scrub,
        ..flags.options()
    };
    let outcome = initialize(wasm, &options, &()).map_err(|error| error.to_string())?;
    let scrubbed = outcome.report.scrubbed.iter();
    let bytes = scrubbed.map(|scrubbed| scrubbed.bytes).sum();
    Ok((outcome.wasm, bytes))
}
