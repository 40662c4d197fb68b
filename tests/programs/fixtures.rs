//! The fixtures: what C, C++ and Rust authors get from `preinit.h` and `preinit-guest`.

use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use serde::Deserialize;

use crate::flags::Flags;
use crate::run::{Ended, Program};
use crate::{read_file, read_list, snapshot};

/// The arguments that the list promises to commands.
const ARGUMENTS: [&str; 2] = ["a", "b"];

/// `fixtures.toml`, which explains its keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    fixture: Vec<Fixture>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    file: PathBuf,
    about: String,
    flags: Vec<String>,
    plain: Behavior,
    snapshot: Behavior,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Behavior {
    #[serde(default)]
    calls: Vec<(String, Vec<i32>, i32)>,
    stdout: Option<String>,
    status: Option<u32>,
}

/// One test for each fixture.
///
/// # Errors
///
/// The list cannot be read, or misses a module that lies beside it.
pub(crate) fn trials(root: &Path) -> Result<Vec<Trial>, String> {
    let list: List = read_list(&root.join("fixtures.toml"))?;
    every_module_is_listed(root, &list)?;
    Ok(list
        .fixture
        .into_iter()
        .map(|fixture| {
            let root = root.to_owned();
            let name = fixture.file.with_extension("");
            Trial::test(format!("fixtures/{}", name.display()), move || {
                check(&root, &fixture)
                    .map_err(|error| Failed::from(format!("{}: {error}", fixture.about)))
            })
        })
        .collect())
}

fn every_module_is_listed(root: &Path, list: &List) -> Result<(), String> {
    let text = |error: std::io::Error| format!("cannot read `{}`: {error}", root.display());
    for entry in std::fs::read_dir(root).map_err(text)? {
        let file = PathBuf::from(entry.map_err(text)?.file_name());
        let listed = list.fixture.iter().any(|fixture| fixture.file == file);
        if file.extension().is_some_and(|end| end == "wasm") && !listed {
            return Err(format!(
                "`fixtures.toml` does not list `{}`",
                file.display()
            ));
        }
    }
    Ok(())
}

fn check(root: &Path, fixture: &Fixture) -> Result<(), String> {
    let wasm = read_file(&root.join(&fixture.file))?;
    let flags = Flags::parse(root, &fixture.flags)?;

    let program = Program::new(&wasm, &flags.config)?;
    behaves(&program, &fixture.plain).map_err(|error| format!("the original: {error}"))?;

    let program = Program::new(&snapshot::make(&wasm, &flags)?, &flags.config)?;
    if program.exports("_initialize") {
        return Err("the snapshot: it still exports `_initialize`".into());
    }
    behaves(&program, &fixture.snapshot).map_err(|error| format!("the snapshot: {error}"))
}

fn behaves(program: &Program, expected: &Behavior) -> Result<(), String> {
    for (name, arguments, result) in &expected.calls {
        let mut running = program.start()?;
        if program.exports("_initialize") {
            running.call("_initialize", &[])?;
        }
        let returned = running.call(name, arguments)?;
        if returned != *result {
            return Err(format!(
                "`{name}` of {arguments:?} returned {returned}, not {result}"
            ));
        }
    }
    let expected = match (&expected.stdout, expected.status) {
        (Some(stdout), Some(status)) => Ended {
            stdout: stdout.clone(),
            status,
        },
        (None, None) => return Ok(()),
        _ => return Err("`stdout` and `status` belong together".into()),
    };
    let ended = program.command(&ARGUMENTS)?;
    if ended != expected {
        return Err(format!("`_start` came to {ended:?}, not {expected:?}"));
    }
    Ok(())
}
