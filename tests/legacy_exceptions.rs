//! Random programs in the legacy encoding of exceptions do what the proposal says: translated, and with
//! their work done at init.
//!
//! `PREINIT_LEGACY_SEEDS=FIRST..END` says which programs.

use libtest_mimic::{Failed, Trial};
use preinit_engine::Options;
use preinit_testkit::legacy::{encode, program, run};
use preinit_testkit::oracle::{End, Run};
use preinit_testkit::random::Numbers;
use preinit_wasmtime::wasmtime::{Extern, Val};

/// The programs of an ordinary run.
const SEEDS: std::ops::Range<u64> = 0..1_000;

/// One in so many is pre-initialized.
const INITIALIZED: u64 = 8;

const FUEL: u64 = 10_000_000;

/// At least so many percent throw something that nobody catches, and as many do not.
const ENOUGH: u64 = 10;

/// The trial.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("legacy-exceptions/random", random)]
}

fn random() -> Result<(), Failed> {
    let seeds = match std::env::var("PREINIT_LEGACY_SEEDS") {
        Ok(range) => range
            .split_once("..")
            .and_then(|(first, end)| Some(first.parse().ok()?..end.parse().ok()?))
            .ok_or("PREINIT_LEGACY_SEEDS is not a range of numbers")?,
        Err(_) => SEEDS,
    };
    let count = seeds.end - seeds.start;
    let mut uncaught = 0;
    for seed in seeds {
        let program = program(&mut Numbers::new(seed));
        let wasm = encode(&program);
        let expected = run(&program);
        let wrong = |what: &str, found: &dyn std::fmt::Debug| {
            format!("program {seed}, {what}: {found:?} instead of {expected:?}\n{program:#?}")
        };
        let found = translated(&wasm).map_err(|error| format!("program {seed}: {error}"))?;
        if found != expected {
            return Err(wrong("translated", &found).into());
        }
        if seed % INITIALIZED == 0 {
            let found = initialized(&wasm).map_err(|error| format!("program {seed}: {error}"))?;
            if found != expected.ok() {
                return Err(wrong("initialized", &found).into());
            }
        }
        uncaught += u64::from(expected.is_err());
    }
    eprintln!("{count} programs, {uncaught} of which throw something that nobody catches");
    let few = uncaught.min(count - uncaught);
    match few * 100 < count * ENOUGH {
        true => Err(format!("{uncaught} of {count} programs end with an exception").into()),
        false => Ok(()),
    }
}

/// What the program notes when it is called; the error is the same where an exception got out.
fn translated(wasm: &[u8]) -> Result<Result<i64, i64>, String> {
    let mut started = Run::new(wasm, FUEL)?;
    let Some(Extern::Func(function)) = started.export("run") else {
        return Err("it has no `run`".into());
    };
    let end = started.call(function, &[], FUEL);
    let noted = noted(&mut started)?;
    match end {
        End::Returned(_) => Ok(Ok(noted)),
        End::Trapped(what) if what == "exception" => Ok(Err(noted)),
        other => Err(format!("it ended with {other:?}")),
    }
}

/// What the snapshot has noted; `None` if its init threw.
fn initialized(wasm: &[u8]) -> Result<Option<i64>, String> {
    let mut options = Options::default();
    options.policy.init("run");
    match preinit_engine::initialize(wasm, &options, &()) {
        Ok(outcome) => noted(&mut Run::new(&outcome.wasm, FUEL)?).map(Some),
        Err(error) if error.to_string().contains("exception") => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn noted(started: &mut Run) -> Result<i64, String> {
    match started.export("noted") {
        Some(Extern::Global(global)) => match global.get(&mut started.store) {
            Val::I64(noted) => Ok(noted),
            other => Err(format!("`noted` is {other:?}")),
        },
        _ => Err("it has no `noted`".into()),
    }
}
