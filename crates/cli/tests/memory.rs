//! Processes that get less memory than they would like: what fits gives the same snapshot, what does not is an error.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail like tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A program with a memory that grows, and with objects.
const FITS: &str = r#"(module (memory (export "m") 1)
    (type $list (struct (field (ref null $list))))
    (global $list (mut (ref null $list)) (ref.null $list))
    (func (export "wizer-initialize")
        (drop (memory.grow (i32.const 63)))
        (memory.fill (i32.const 3000000) (i32.const 7) (i32.const 500))
        (global.set $list (struct.new $list (struct.new $list (ref.null $list))))))"#;

/// The same without objects, for engines that have none.
const PLAIN: &str = r#"(module (memory (export "m") 1)
    (func (export "wizer-initialize")
        (drop (memory.grow (i32.const 63)))
        (memory.fill (i32.const 3000000) (i32.const 7) (i32.const 500))))"#;

/// Fills 2 GiB.
const FILLS: &str = r#"(module (memory 32768)
    (func (export "wizer-initialize") (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x7fff0000))))"#;

fn directory() -> TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, text) in [
        ("fits.wat", FITS),
        ("plain.wat", PLAIN),
        ("fills.wat", FILLS),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

/// Runs the command with so many MiB of address space, or with all.
fn run(directory: &Path, mebibytes: Option<u32>, args: &str) -> Output {
    let limit = mebibytes.map_or_else(String::new, |count| format!("ulimit -v {};", count * 1024));
    Command::new("sh")
        .args(["-c", &format!("{limit} exec \"$PREINIT\" {args}")])
        .env("PREINIT", env!("CARGO_BIN_EXE_preinit"))
        .current_dir(directory)
        .output()
        .unwrap()
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
}

#[test]
fn a_limit_on_address_space_changes_no_bytes() {
    let directory = directory();
    let path = directory.path();
    for (file, engines) in [
        ("fits", &["auto", "cranelift"][..]),
        ("plain", &["auto", "winch", "cranelift", "wasmi"]),
    ] {
        assert_exit(&run(path, None, &format!("{file}.wat -o whole.wasm")), 0);
        let whole = fs::read(path.join("whole.wasm")).unwrap();
        for engine in engines {
            let args = format!("{file}.wat --verify --engine {engine} -o limited.wasm");
            assert_exit(&run(path, Some(1024), &args), 0);
            assert_eq!(
                whole,
                fs::read(path.join("limited.wasm")).unwrap(),
                "{file} {engine}"
            );
        }
    }
}

#[test]
fn memory_that_is_not_given_is_a_limit() {
    let directory = directory();
    let path = directory.path();
    // What the memory takes fits into the first limit, not what is read of it; into the others nothing fits.
    let engines = ["auto", "wasmi", "cranelift"];
    let small = engines
        .iter()
        .flat_map(|engine| [(1024, *engine), (128, *engine)]);
    for (mebibytes, engine) in small.chain([(3072, "auto")]) {
        let args = format!("fills.wat --engine {engine} -o out.wasm");
        let output = run(path, Some(mebibytes), &args);
        assert_exit(&output, 6);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains("help:"), "{mebibytes} {engine}: {stderr}");
        assert!(!path.join("out.wasm").exists());
    }
}
