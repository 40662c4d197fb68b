//! A program whose C library is made to forget what init was told: a real wasi-libc, not one that a case plays.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_engine::host::Config;
use preinit_engine::{Options, Reset, Wasi, initialize};

use crate::read_file;

/// What `look` returns: what was found at init, times ten, and what is found now.
const NOTHING: &str = "`look` returned 0";
const BOTH: &str = "`look` returned 3";

pub(crate) fn trials(directory: &Path) -> Result<Vec<Trial>, String> {
    let wasm = read_file(&directory.join("app.wasm"))?;
    let trial = |name: &str, reset: Option<Reset>, expected: &'static str| {
        let wasm = wasm.clone();
        Trial::test(name, move || look(&wasm, reset, expected))
    };
    Ok(vec![
        trial("wasi-libc: what it was told stays", None, NOTHING),
        trial(
            "wasi-libc: reset, it asks again",
            Some(Reset::WasiLibc),
            BOTH,
        ),
    ])
}

/// Init is given nothing; what comes of it is given a directory and a variable.
fn look(wasm: &[u8], reset: Option<Reset>, expected: &str) -> Result<(), Failed> {
    let mut options = Options {
        wasi: Wasi::Allowed(Box::default()),
        ..Options::default()
    };
    if let Some(reset) = reset {
        options.policy.reset(reset);
    }
    let snapshot = initialize(wasm, &options, &())?;
    let told = snapshot
        .warnings
        .iter()
        .any(|it| it.contains("asked with `fd_prestat_get`"));
    if told == reset.is_some() {
        return Err(format!("warnings: {:?}", snapshot.warnings).into());
    }

    let data = tempfile::tempdir()?;
    fs::write(data.path().join("file"), "")?;
    let given = Config::new()
        .dir(data.path(), "/data")
        .env("APP_SETTING", "1");
    let mut options = Options {
        wasi: Wasi::Allowed(Box::new(given)),
        ..Options::default()
    };
    options.policy.init("look");
    let results = initialize(&snapshot.wasm, &options, &())?.results;
    match results[..] == [expected] {
        true => Ok(()),
        false => Err(format!("{results:?}, not {expected}").into()),
    }
}
