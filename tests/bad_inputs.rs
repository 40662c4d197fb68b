//! Bad inputs: every case's module cut short and damaged, and noise.

use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use preinit_testkit::hostile::{mutation, survive, truncations};
use preinit_testkit::random::Numbers;
use preinit_testkit::{Case, trials};

/// Damaged copies made of each case's module.
const MUTATIONS: usize = 25;
/// Larger modules are left out: they are large by repetition and teach nothing new.
const MAX_BYTES: usize = 20_000;

/// The tests, over the modules of the cases below `root`.
pub(crate) fn trials(root: &Path) -> Vec<Trial> {
    type Test = fn(&Path) -> Result<(), Failed>;
    let tests: [(&str, Test); 3] = [
        ("bad-inputs/truncated", truncated),
        ("bad-inputs/damaged", damaged),
        ("bad-inputs/noise", |_| noise()),
    ];
    tests
        .into_iter()
        .map(|(name, test)| {
            let root = root.to_owned();
            Trial::test(name, move || test(&root))
        })
        .collect()
}

/// The modules under test, each with the name of its first init function.
fn modules(root: &Path) -> Result<Vec<(String, Vec<u8>, String)>, Failed> {
    let files: Vec<PathBuf> = trials::files(root)?;
    let mut modules = Vec::new();
    for file in files {
        // A case that does not parse fails as a test of its own.
        let Ok(case) = Case::read(root, &file) else {
            continue;
        };
        let init = case.header.init.first().cloned();
        let init = init.unwrap_or_else(|| "wizer-initialize".to_owned());
        if case.subject.wasm.len() <= MAX_BYTES {
            modules.push((case.name, case.subject.wasm, init));
        }
    }
    Ok(modules)
}

fn truncated(root: &Path) -> Result<(), Failed> {
    for (name, wasm, init) in modules(root)? {
        for prefix in truncations(&wasm) {
            survive(prefix, &init)
                .map_err(|error| format!("{name} cut at {}: {error}", prefix.len()))?;
        }
    }
    Ok(())
}

fn damaged(root: &Path) -> Result<(), Failed> {
    let mut numbers = Numbers::new(7);
    let (mut tried, mut snapshots) = (0, 0);
    for (name, wasm, init) in modules(root)? {
        for _ in 0..MUTATIONS {
            let bytes = mutation(&wasm, &mut numbers);
            tried += 1;
            snapshots += usize::from(survive(&bytes, &init).map_err(|error| {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("{name}: {error}\n{hex}")
            })?);
        }
    }
    // If nothing damaged gets past the decoder, this tests the decoder alone.
    if snapshots * 50 < tried {
        return Err(format!("only {snapshots} of {tried} gave a snapshot").into());
    }
    Ok(())
}

fn noise() -> Result<(), Failed> {
    let mut numbers = Numbers::new(1);
    for i in 0..2_000 {
        let length = numbers.below(200);
        let mut bytes = numbers.bytes(length);
        if i % 2 == 0 {
            bytes.splice(..0, *b"\0asm\x01\0\0\0");
        }
        if survive(&bytes, "init")? {
            return Err(format!("a snapshot of noise: {bytes:02x?}").into());
        }
    }
    for text in [
        "",
        "(module",
        "(module)",
        "\0asm\x02\0\0\0",
        "\0asm\x0d\0\x01\0",
    ] {
        if survive(text.as_bytes(), "init")? {
            return Err(format!("a snapshot of `{text}`").into());
        }
    }
    Ok(())
}
