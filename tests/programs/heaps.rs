//! Programs that allocate, with and without what their allocators had free when init was over.
//!
//! What the allocator does later, down to the addresses that it gives out, must be the same.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_core::wasmparser::ExternalKind;
use preinit_core::{Cause, Module, Policy, Scrubbed, Supply};
use preinit_engine::{Scrub, initialize};

use crate::flags::Flags;
use crate::poison::poisoned;
use crate::read_file;
use crate::run::{Program, Running};

/// Programs with allocators of their own, or that use `malloc`'s memory in unusual ways, and whether they have
/// dlmalloc: then some of its free memory is left out. What a program exports as `low` and `high`
/// are the bounds of memory that is its own.
const NEAR: [(&str, bool); 17] = [
    ("aligned", true),
    ("arena", true),
    ("forgotten", true),
    ("free_list", false),
    ("inner", true),
    ("levels", false),
    ("log", false),
    ("painter", false),
    ("pointed", true),
    ("pools", false),
    ("rings", false),
    ("slabs", false),
    ("slots", false),
    ("unknown", false),
    ("unknown_more", false),
    ("usable", true),
    ("wrapper", true),
];

/// Programs that take memory from the system behind their allocator's: nobody can tell whose the heap before it is.
const BEHIND: [&str; 2] = ["heap_emmalloc_pieces", "heap_pieces"];

/// One test for each program below `root`, one for each of those that are near misses, and one that guests have no heap
/// but their own.
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
            let is_proved = !BEHIND.contains(&name.as_str());
            trials.push(Trial::test(format!("heaps/{name}"), move || {
                let checked = match is_proved {
                    true => check(&path),
                    false => check_near(&path, false),
                };
                checked.map_err(Failed::from)
            }));
        }
    }
    for (name, has_heap) in NEAR {
        let path = root.join("near").join(name).with_extension("wasm");
        trials.push(Trial::test(format!("heaps/near-{name}"), move || {
            check_near(&path, has_heap).map_err(Failed::from)
        }));
    }
    // They have other allocators than dlmalloc.
    for (guest, known) in [("as", "TLSF"), ("go", "Go's runtime")] {
        let path = guests.join(guest).with_extension("wasm");
        trials.push(Trial::test(
            format!("heaps/no-other-in-{guest}"),
            move || {
                let wasm = read_file(&path)?;
                let flags = Flags::parse(Path::new("."), &["--allow-wasi".into()])?;
                let scrubbed = snapshot(&wasm, &flags, Scrub::Auto)?.1;
                let known = Cause::Free(known);
                match scrubbed.iter().find(|part| part.cause != known) {
                    None => Ok(()),
                    Some(part) => {
                        Err(format!("{} bytes were taken for {}", part.bytes, part.cause).into())
                    }
                }
            },
        ));
    }
    Ok(trials)
}

fn check(path: &Path) -> Result<(), String> {
    let wasm = read_file(path)?;
    let flags = flags(&wasm)?;
    let (whole, nothing) = snapshot(&wasm, &flags, Scrub::Off)?;
    let (scrubbed, left_out) = snapshot(&wasm, &flags, Scrub::Auto)?;
    let (nothing, bytes) = (bytes(&nothing), bytes(&left_out));
    if nothing != 0 || bytes < 50_000 {
        return Err(format!("{nothing} and {bytes} bytes were left out"));
    }
    if scrubbed.len() + 50_000 > whole.len() {
        return Err("the snapshot is hardly smaller".to_owned());
    }
    decide(&wasm, &flags, (whole, scrubbed), &left_out)
}

fn check_near(path: &Path, has_heap: bool) -> Result<(), String> {
    let wasm = read_file(path)?;
    let flags = flags(&wasm)?;
    let (scrubbed, left_out) = snapshot(&wasm, &flags, Scrub::Auto)?;
    let bytes = bytes(&left_out);
    if (bytes > 10_000) != has_heap || (bytes > 0) != has_heap {
        return Err(format!("{bytes} bytes were left out"));
    }
    let mut original = initialized(&wasm, &flags)?;
    let whole = snapshot(&wasm, &flags, Scrub::Off)?.0;
    if Program::new(&wasm, &flags.config)?.exports("low") {
        let [low, high] = ["low", "high"].map(|end| original.call(end, &[]));
        let own = u64::from(low?.cast_unsigned())..u64::from(high?.cast_unsigned());
        let mut ranges = left_out.iter().flat_map(|part| &part.ranges);
        if let Some(range) = ranges.find(|range| range.start < own.end && own.start < range.end) {
            return Err(format!(
                "{range:?} was left out of the program's own {own:?}"
            ));
        }
    }
    decide(&wasm, &flags, (whole, scrubbed), &left_out)
}

/// Whether the program behaves as it would without snapshots: whole, without what was left out, with another byte in all
/// of that, and from a snapshot of each of these.
fn decide(
    wasm: &[u8],
    flags: &Flags,
    (whole, scrubbed): (Vec<u8>, Vec<u8>),
    left_out: &[Scrubbed],
) -> Result<(), String> {
    let is_scrubbed = bytes(left_out) > 0;
    let filled = poisoned(&whole, left_out)?;
    let snapshots = [("whole", whole), ("scrubbed", scrubbed), ("filled", filled)];
    compare(initialized(wasm, flags)?, &snapshots, flags)?;

    let mut again = flags.clone();
    again.policy = Policy::new();
    again.policy.init("run(1000)").keep_init_func(true);
    let mut later = Vec::new();
    for (name, first) in &snapshots {
        let (whole, nothing) = snapshot(first, &again, Scrub::Off)?;
        let (scrubbed, left_out) = snapshot(first, &again, Scrub::Auto)?;
        // What the first run has shown, the second one shows as well.
        if bytes(&nothing) != 0 || (bytes(&left_out) > 0) != is_scrubbed {
            return Err(format!(
                "of the {name} snapshot's, {left_out:?} was left out"
            ));
        }
        later.push((*name, poisoned(&whole, &left_out)?));
        later.push((*name, scrubbed));
    }
    let mut original = initialized(wasm, flags)?;
    original.call("run", &[1000])?;
    compare(original, &later, flags)
}

/// How a program is initialized.
fn flags(wasm: &[u8]) -> Result<Flags, String> {
    let mut flags = Flags::parse(Path::new("."), &["--allow-wasi".to_owned()])?;
    flags.policy.init("init");
    let module = Module::decode(wasm).map_err(|error| error.to_string())?;
    let mut imports = module.imports().iter();
    if imports.any(|import| import.kind == ExternalKind::Memory) {
        flags.supplies.push(Supply::memory("env.memory")?);
    }
    Ok(flags)
}

/// An instance that has run what a snapshot has.
fn initialized(wasm: &[u8], flags: &Flags) -> Result<Running, String> {
    let program = Program::new(wasm, &flags.config)?;
    let mut original = program.start()?;
    if program.exports("_initialize") {
        original.call("_initialize", &[])?;
    }
    original.call("init", &[])?;
    Ok(original)
}

/// Whether the snapshots go on as the original does.
///
/// Where a program exports `places`, a hash of all addresses that it was given, that depends on more than what it has
/// been asked to do, on clocks for example: then the snapshots of one run agree.
fn compare(
    mut original: Running,
    snapshots: &[(&str, Vec<u8>)],
    flags: &Flags,
) -> Result<(), String> {
    let mut programs = Vec::new();
    let mut have_places = false;
    for (name, wasm) in snapshots {
        let program = Program::new(wasm, &flags.config)?;
        have_places = program.exports("places");
        programs.push((name, program.start()?));
    }
    for steps in [0, 1, 10, 100, 1000, 10_000, 30_000] {
        let expected = original.call("run", &[steps])?;
        let mut all_places = Vec::new();
        for (name, program) in &mut programs {
            let found = program.call("run", &[steps])?;
            if found != expected {
                return Err(format!(
                    "the {name} snapshot's `run({steps})` returned {found:#x}, not {expected:#x}"
                ));
            }
            if have_places {
                all_places.push(program.call("places", &[])?);
            }
        }
        if all_places.iter().any(|places| *places != all_places[0]) {
            return Err(format!("after `run({steps})`, places are {all_places:x?}"));
        }
    }
    Ok(())
}

/// A snapshot, and what was left out of it.
fn snapshot(wasm: &[u8], flags: &Flags, scrub: Scrub) -> Result<(Vec<u8>, Vec<Scrubbed>), String> {
    let options = preinit_engine::Options {
        scrub,
        ..flags.options()
    };
    let outcome = initialize(wasm, &options, &()).map_err(|error| error.to_string())?;
    Ok((outcome.wasm, outcome.report.scrubbed))
}

/// How many bytes were left out.
fn bytes(scrubbed: &[Scrubbed]) -> u64 {
    scrubbed.iter().map(|part| part.bytes).sum()
}
