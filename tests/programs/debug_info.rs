//! Debug information: what a debugger says of the snapshot's code is what it says of the
//! original's, wherever the number of functions puts it.

mod facts;
mod made;
mod pruned;

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_core::merge;
use preinit_engine::{Options, Preload, initialize};

use crate::read_file;
use facts::DebugInfo;
use made::Made;

/// What a module under test imports; a start function checks that it is what init saw.
const GIVEN: &str = r#"(module (global (export "base") i32 (i32.const 5)))"#;

/// One test for each module, compiled or made.
///
/// # Errors
///
/// A module cannot be read.
pub(crate) fn trials(root: &Path) -> Result<Vec<Trial>, String> {
    let mut trials = Vec::new();
    for version in [4, 5] {
        let wasm = read_file(&root.join(format!("dwarf{version}.wasm")))?;
        let (damaged, main) = (wasm.clone(), wasm.clone());
        trials.push(trial(format!("compiled-{version}"), move || {
            compiled(&wasm)
        }));
        trials.push(trial(format!("damaged-{version}"), move || {
            (0..DAMAGES).try_for_each(|seed| survives(&damaged, seed))
        }));
        trials.push(trial(format!("linked-{version}"), move || {
            linked(&main, "", 0, 0)?;
            linked(&main, "(func (export \"other\") (nop))", 1, 0)?;
            // Indices of globals are others then, in the code and in what tells where variables are.
            linked(
                &main,
                "(global (mut i32) (i32.const 1)) (func (nop)) (func (nop))",
                1,
                1,
            )
        }));
        let program = read_file(&root.join(format!("dwarf{version}.wasm")))?;
        trials.push(trial(format!("compiled-pruned-{version}"), move || {
            pruned::check(&program, "setup", |name| {
                name == "sum" || name.ends_with('1')
            })
        }));
        trials.push(trial(format!("made-pruned-{version}"), move || {
            let made = Made {
                functions: 200,
                count: 2,
                size: 1,
                version,
            };
            pruned::check(&made.module()?, "setup", |_| true)
        }));
        for (name, functions, count, size, moved) in [
            ("count-fits", 125, 1, 1, 0),
            ("count-grows", 126, 1, 1, 1),
            ("count-grows-to-three-bytes", 16383, 2, 1, 1),
            ("count-is-padded", 127, 2, 1, 0),
            ("size-is-padded", 127, 1, 2, 0),
        ] {
            trials.push(trial(format!("{name}-{version}"), move || {
                let made = Made {
                    functions,
                    count,
                    size,
                    version,
                };
                let wasm = made.module()?;
                let snapshot = snapshot(&wasm, "setup")?;
                same(&wasm, &snapshot, moved, 0)
            }));
        }
    }
    Ok(trials)
}

fn trial(name: String, check: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(format!("debug-info/{name}"), move || {
        check().map_err(Failed::from)
    })
}

/// A C program of 127 functions.
fn compiled(wasm: &[u8]) -> Result<(), String> {
    let first = snapshot(wasm, "setup")?;
    same(wasm, &first, 1, 0)?;
    // The number has room now, and the start function gives way to another.
    let second = snapshot(&first, "a0000(1)")?;
    same(&first, &second, 0, 0)
}

/// The code of a module that is linked with another comes first, and is as long as it was. The other's globals come
/// before its own.
fn linked(wasm: &[u8], fields: &str, moved: usize, globals: u32) -> Result<(), String> {
    let helper = format!(r#"(module {fields} (global (export "base") i32 (i32.const 5)))"#);
    let helper = wat::parse_str(helper).map_err(|error| error.to_string())?;
    let linked = merge(&[("env", &helper)], wasm).map_err(|error| format!("{error:?}"))?;
    if let Some(note) = linked.notes.first() {
        return Err(format!("a note with `{fields}`: {note}"));
    }
    same(wasm, &linked.wasm, moved, globals)
}

/// How many damaged copies of a module are tried.
const DAMAGES: u32 = 100;

/// Debug information that makes no sense is no reason to refuse, and none to panic.
fn survives(wasm: &[u8], seed: u32) -> Result<(), String> {
    let damaged = damage(wasm, seed)?;
    let outcome = initialize(&damaged, &options("setup")?, &())
        .map_err(|error| format!("seed {seed}: {error:?}"))?;
    let (before, after) = (DebugInfo::read(&damaged)?, DebugInfo::read(&outcome.wasm)?);
    for (name, old) in before.sections() {
        match after.sections().get(name) {
            Some(new) if new.len() == old.len() => {}
            _ => return Err(format!("seed {seed}: `{name}` changed its length")),
        }
    }
    Ok(())
}

/// Changes a few bytes of debug information, by a linear congruential generator.
fn damage(wasm: &[u8], seed: u32) -> Result<Vec<u8>, String> {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below.max(1)
    };
    let ranges = DebugInfo::read(wasm)?.ranges;
    let mut wasm = wasm.to_vec();
    for _ in 0..=next(4) {
        let range = ranges[next(ranges.len())].clone();
        // Often in a header, where the structure is.
        let len = if next(2) == 0 {
            range.len()
        } else {
            range.len().min(64)
        };
        let value = [0, 1, 0x7f, 0x80, 0xff, next(256) as u8];
        wasm[range.start + next(len)] = value[next(value.len())];
    }
    Ok(wasm)
}

fn options(init: &str) -> Result<Options, String> {
    let mut options = Options {
        preloads: vec![Preload {
            name: "env".into(),
            wasm: wat::parse_str(GIVEN).map_err(|error| error.to_string())?,
        }],
        ..Options::default()
    };
    options.policy.init(init).keep_init_func(true);
    Ok(options)
}

fn snapshot(wasm: &[u8], init: &str) -> Result<Vec<u8>, String> {
    let outcome = initialize(wasm, &options(init)?, &()).map_err(|error| format!("{error:?}"))?;
    match outcome
        .warnings
        .iter()
        .find(|warning| warning.contains("no longer fits"))
    {
        Some(warning) => Err(format!("a warning: {warning}")),
        None => Ok(outcome.wasm),
    }
}

/// Everything that is said of each byte of code is the same, though it lies `moved` bytes farther, and globals have
/// others in front of them.
fn same(original: &[u8], snapshot: &[u8], moved: usize, globals: u32) -> Result<(), String> {
    let (before, after) = (DebugInfo::read(original)?, DebugInfo::read(snapshot)?);
    for (body, (old, new)) in before.bodies.iter().zip(&after.bodies).enumerate() {
        if new.start != old.start + moved {
            return Err(format!("body {body} moved from {old:?} to {new:?}"));
        }
    }
    let (old, new) = (before.frames()?, after.frames()?);
    let named = old.iter().filter(|frames| !frames.is_empty()).count();
    let bytes: usize = before.bodies.iter().map(ExactSizeIterator::len).sum();
    // An earlier snapshot's start function has none.
    if named * 10 < bytes * 9 {
        return Err(format!("only {named} of {bytes} bytes have a name"));
    }
    equal("frames", &old, &new)?;
    let pointer = |index| format!("WasmGlobal {{ index: {index} }}");
    let renamed = |fact: &String| fact.replace(&pointer(1), &pointer(1 + globals));
    let old = before.facts()?;
    let expected: Vec<String> = old.iter().map(renamed).collect();
    if globals > 0 && expected == old {
        return Err("no expression names the stack pointer".into());
    }
    equal("facts", &expected, &after.facts()?)?;
    if moved == 0 && globals == 0 && before.sections() != after.sections() {
        return Err("sections changed although nothing moved".into());
    }
    Ok(())
}

/// The snapshot may have more code than the original, at the end.
fn equal<T: PartialEq + std::fmt::Debug>(what: &str, old: &[T], new: &[T]) -> Result<(), String> {
    if let Some(position) = old.iter().zip(new).position(|(old, new)| old != new) {
        return Err(format!(
            "{what} {position}: {:?} became {:?}",
            old[position], new[position]
        ));
    }
    match old.len() <= new.len() && !old.is_empty() {
        true => Ok(()),
        false => Err(format!("{} {what} became {}", old.len(), new.len())),
    }
}
