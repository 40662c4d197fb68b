//! Binaryen's optimizer behind ours, where it is installed.
//!
//! It gets the snapshot as a file and its options as they were typed. Two things are decided for it:
//! the proposals that every engine has are on, and it does not split data segments again, which would
//! undo the layout.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use preinit_core::{Error, ErrorKind};

use crate::input::io_error;

/// The program.
const PROGRAM: &str = "wasm-opt";
/// What it is told if nothing else is typed.
pub(crate) const DEFAULT: &str = "-O2";
/// What keeps it from splitting data segments. Older versions do not know it, and split them.
const KEEP_SEGMENTS: [&str; 1] = ["--skip-pass=memory-packing"];
/// WebAssembly 2.0, and constant expressions that add.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Optimizes a module with the words of `options`, and validates the result.
pub(crate) fn optimize(wasm: &[u8], options: &str) -> Result<Vec<u8>, Error> {
    let scratch = tempfile::tempdir()
        .map_err(|error| io_error("created", &"a temporary directory", &error))?;
    let (input, output) = (
        scratch.path().join("in.wasm"),
        scratch.path().join("out.wasm"),
    );
    std::fs::File::create(&input)
        .and_then(|mut file| file.write_all(wasm))
        .map_err(|error| io_error("written", &input.display(), &error))?;
    let mut done = run(&input, &output, &KEEP_SEGMENTS, options)?;
    if !done.status.success() && String::from_utf8_lossy(&done.stderr).contains("--skip-pass") {
        done = run(&input, &output, &[], options)?;
    }
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        let first = said.lines().find(|line| !line.trim().is_empty());
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!(
                "`{PROGRAM}` failed: {}",
                first.unwrap_or("it did not say why").trim()
            ),
        )
        .with_hint(
            "name what the module needs, as in `--wasm-opt='-O2 -all'`, or leave the option out",
        ));
    }
    let optimized =
        std::fs::read(&output).map_err(|error| io_error("read", &output.display(), &error))?;
    // Decoding validates.
    preinit_core::Module::decode(&optimized).map_err(|error| {
        Error::new(
            ErrorKind::Unsupported,
            format!("`{PROGRAM}` wrote a module that is not valid: {error}"),
        )
        .with_hint("leave out `--wasm-opt`, or try another version of Binaryen")
    })?;
    Ok(optimized)
}

fn run(input: &Path, output: &Path, more: &[&str], options: &str) -> Result<Output, Error> {
    Command::new(PROGRAM)
        .arg(input)
        .arg("-o")
        .arg(output)
        .args(FEATURES)
        .args(more)
        .args(options.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("`{PROGRAM}` could not be run: {error}"),
            )
            .with_hint("install Binaryen, or leave out `--wasm-opt`")
        })
}
