//! The agreement property on the guests and on random modules, briefly.
//!
//! `PREINIT_AGREE_CALLS=N` makes N calls in each guest, `PREINIT_AGREE_ALSO=FILE:…` adds programs,
//! `PREINIT_AGREE_SEEDS=FIRST..END` says which random modules.

use libtest_mimic::{Failed, Trial};
use preinit_testkit::agreement::{Ends, Program};
use preinit_testkit::random::{self, Profile};
use std::path::{Path, PathBuf};

/// Calls into each program in an ordinary run.
const CALLS: u64 = 400;

/// Random modules in an ordinary run.
const SEEDS: std::ops::Range<u64> = 0..400;

/// Calls into each random module.
const CALLS_EACH: u64 = 30;

/// Fuel for one of them: what does not end soon never does.
const FUEL_EACH: u64 = 2_000;

/// Fuel for one of them.
const FUEL: u64 = 300_000;

/// At least this share of the calls must come to an end, in percent.
const ENOUGH: u64 = 50;

/// One test for each program.
pub(crate) fn trials() -> Vec<Trial> {
    let guests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../guests");
    let mut programs: Vec<PathBuf> = ["as", "cpp", "go", "json", "lua", "quickjs", "regex"]
        .iter()
        .map(|name| guests.join(name).with_extension("wasm"))
        .collect();
    if let Some(also) = std::env::var_os("PREINIT_AGREE_ALSO") {
        programs.extend(std::env::split_paths(&also));
    }
    let named = programs.into_iter().map(|path| {
        let name = path.file_stem().map(|name| name.display().to_string());
        Trial::test(
            format!("agreement/{}", name.unwrap_or_default()),
            move || run(&path),
        )
    });
    named
        .chain([Trial::test("agreement/random", random)])
        .collect()
}

fn run(path: &Path) -> Result<(), Failed> {
    let calls = match std::env::var("PREINIT_AGREE_CALLS") {
        Ok(count) => count
            .parse()
            .map_err(|_| "PREINIT_AGREE_CALLS is not a number")?,
        Err(_) => CALLS,
    };
    let program = Program::new(&std::fs::read(path)?)?;
    let ends = program.call(1, calls, FUEL)?;
    eprintln!("{}: {ends}", path.display());
    if (ends.returned + ends.trapped) * 100 < calls * ENOUGH {
        return Err(format!("hardly anything was compared: {ends}").into());
    }
    Ok(())
}

fn random() -> Result<(), Failed> {
    let seeds = match std::env::var("PREINIT_AGREE_SEEDS") {
        Ok(range) => range
            .split_once("..")
            .and_then(|(first, end)| Some(first.parse().ok()?..end.parse().ok()?))
            .ok_or("PREINIT_AGREE_SEEDS is not a range of numbers")?,
        Err(_) => SEEDS,
    };
    let count = seeds.end - seeds.start;
    let (mut called, mut ends) = (0, Ends::default());
    for seed in seeds {
        // One without a function that takes numbers, or whose segments are out of bounds, has
        // nothing to compare.
        let module = random::module(seed, Profile::Interpreted);
        let Some(program) = module.and_then(|wasm| Program::new(&wasm).ok()) else {
            continue;
        };
        match program.call(seed, CALLS_EACH, FUEL_EACH) {
            Ok(found) => ends = ends + found,
            Err(error) if error.starts_with("cannot start") => continue,
            Err(error) => return Err(format!("random module {seed}: {error}").into()),
        }
        called += 1;
    }
    eprintln!("{called} of {count} random modules: {ends}");
    if called * 100 < count * ENOUGH || ends.returned < called * CALLS_EACH / 4 {
        return Err(format!("only {called} of {count} modules were called: {ends}").into());
    }
    Ok(())
}
