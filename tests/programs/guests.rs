//! The guests: programs whose init is worth its time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use serde::Deserialize;

use crate::flags::Flags;
use crate::poison::poisoned;
use crate::run::{Ended, Program, Running};
use crate::{read_file, read_list, snapshot};

/// `guests.toml`, which explains its keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    guest: Vec<Guest>,
    #[serde(default)]
    variant: Vec<Variant>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Guest {
    name: String,
    file: PathBuf,
    init: String,
    reactor: bool,
    flags: Vec<String>,
    call: String,
    results: Vec<i32>,
    stdout: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    name: String,
    guest: String,
    flags: Vec<String>,
    results: Vec<i32>,
}

/// One test for each guest and each variant.
///
/// # Errors
///
/// The list cannot be read, or a variant names no guest.
pub(crate) fn trials(root: &Path) -> Result<Vec<Trial>, String> {
    let list: List = read_list(&root.join("guests.toml"))?;
    let mut guests: BTreeMap<String, Guest> = BTreeMap::new();
    for guest in list.guest {
        guests.insert(guest.name.clone(), guest);
    }
    let mut variants = Vec::new();
    for variant in list.variant {
        let base = guests
            .get(&variant.guest)
            .ok_or_else(|| format!("`{}` is a variant of no guest", variant.name))?;
        variants.push(Guest {
            name: variant.name,
            flags: variant.flags,
            results: variant.results,
            ..base.clone()
        });
    }
    Ok(guests
        .into_values()
        .chain(variants)
        .map(|guest| {
            let root = root.to_owned();
            Trial::test(format!("guests/{}", guest.name), move || {
                check(&root, &guest).map_err(Failed::from)
            })
        })
        .collect())
}

fn check(root: &Path, guest: &Guest) -> Result<(), String> {
    let wasm = wasm_of(root, guest)?;
    let flags = Flags::parse(root, &guest.flags)?;
    let stdout = match &guest.stdout {
        Some(file) => Some(
            String::from_utf8(read_file(&root.join(file))?).map_err(|error| error.to_string())?,
        ),
        None => None,
    };

    original(guest, &wasm, &flags, stdout.as_deref()).map_err(|e| format!("the original: {e}"))?;
    let wasm = snapshot::make(&wasm, &flags)?;
    pre_initialized(guest, &wasm, &flags, stdout.as_deref())
        .map_err(|e| format!("the snapshot: {e}"))?;
    let (whole, left_out) = snapshot::whole(&wasm_of(root, guest)?, &flags)?;
    pre_initialized(
        guest,
        &poisoned(&whole, &left_out)?,
        &flags,
        stdout.as_deref(),
    )
    .map_err(|e| format!("with another byte in all that is dead: {e}"))?;
    // Results do not depend on how many calls were made before.
    let wasm = snapshot::warm_and_pruned(&wasm_of(root, guest)?, &flags, &guest.call)?;
    pre_initialized(guest, &wasm, &flags, stdout.as_deref())
        .map_err(|e| format!("the warm and pruned snapshot: {e}"))
}

fn wasm_of(root: &Path, guest: &Guest) -> Result<Vec<u8>, String> {
    read_file(&root.join(&guest.file))
}

fn original(guest: &Guest, wasm: &[u8], flags: &Flags, stdout: Option<&str>) -> Result<(), String> {
    let program = Program::new(wasm, &flags.config)?;
    if program.exports("_initialize") != guest.reactor {
        return Err("the list's `reactor` is wrong".into());
    }
    let mut running = program.start()?;
    if guest.reactor {
        running.call("_initialize", &[])?;
    }
    running.call(&guest.init, &[])?;
    compare(guest, &mut running)?;
    prints(&program, stdout)
}

fn pre_initialized(
    guest: &Guest,
    wasm: &[u8],
    flags: &Flags,
    stdout: Option<&str>,
) -> Result<(), String> {
    let program = Program::new(wasm, &flags.config)?;
    for gone in [guest.init.as_str(), "_initialize"] {
        if program.exports(gone) {
            return Err(format!("it still exports `{gone}`"));
        }
    }
    compare(guest, &mut program.start()?)?;
    // No instance may lean on what another one did, least of all through a shared image.
    for (argument, expected) in (0..).zip(&guest.results) {
        let result = program.start()?.call(&guest.call, &[argument])?;
        if result != *expected {
            return Err(format!(
                "in a fresh instance, `{}({argument})` returned {result}, not {expected}",
                guest.call
            ));
        }
    }
    prints(&program, stdout)
}

/// Makes the calls in one instance, in order.
fn compare(guest: &Guest, running: &mut Running) -> Result<(), String> {
    let results = (0..)
        .zip(&guest.results)
        .map(|(argument, _)| running.call(&guest.call, &[argument]))
        .collect::<Result<Vec<_>, _>>()?;
    if results != guest.results {
        return Err(format!(
            "`{}` returned {results:?}, not {:?}",
            guest.call, guest.results
        ));
    }
    Ok(())
}

fn prints(program: &Program, stdout: Option<&str>) -> Result<(), String> {
    let Some(stdout) = stdout else {
        return Ok(());
    };
    let expected = Ended {
        stdout: stdout.to_owned(),
        status: 0,
    };
    let ended = program.command(&[])?;
    if ended != expected {
        return Err(format!("`_start` came to {ended:?}, not {expected:?}"));
    }
    Ok(())
}
