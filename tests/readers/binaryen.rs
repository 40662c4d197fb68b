//! Binaryen's optimizer between preinit and the engine: a second tool must understand what was written.

use std::path::PathBuf;

use preinit_testkit::{Case, script};
use wast::parser::{self, ParseBuffer};
use wast::{Wast, WastDirective};

use crate::reader::Verdict;
use crate::{list, tools};

/// Features of Binaryen that no engine has by default, and that change its encoding when they are on.
const OFF: [&str; 9] = [
    "compact-imports",
    "custom-descriptors",
    "strings",
    "fp16",
    "multibyte",
    "relaxed-atomics",
    "acquire-release-atomics",
    "stack-switching",
    "shared-everything",
];

/// Optimizes the snapshot `wasm`, and runs the assertions of `case` on what comes out, in wasmtime.
pub(crate) fn read(wasm_opt: &[PathBuf], case: &Case, wasm: &[u8]) -> Result<Verdict, String> {
    let failed = |error: std::io::Error| format!("cannot run wasm-opt: {error}");
    let directory = tempfile::tempdir().map_err(failed)?;
    let (input, output) = (
        directory.path().join("in.wasm"),
        directory.path().join("out.wasm"),
    );
    std::fs::write(&input, wasm).map_err(failed)?;
    let ran = tools::command(wasm_opt)
        .args(["-all", "-O2"])
        .args(OFF.map(|feature| format!("--disable-{feature}")))
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .output()
        .map_err(failed)?;
    if !ran.status.success() {
        return Ok(Verdict::Unreadable(reason(&ran.stderr)));
    }
    let optimized = std::fs::read(&output).map_err(failed)?;
    script::run(case, &any_trap(&script::playing(case, &optimized, "")?)?)?;
    Ok(Verdict::Passed)
}

/// The script with assertions that take any trap: Binaryen replaces what surely traps by `unreachable`.
fn any_trap(script: &str) -> Result<String, String> {
    let buffer = ParseBuffer::new(script).map_err(|error| error.to_string())?;
    let wast = parser::parse::<Wast<'_>>(&buffer).map_err(|error| error.to_string())?;
    let starts = wast
        .directives
        .iter()
        .map(|directive| directive.span().offset());
    let ends = starts.clone().skip(1).chain([script.len()]);
    let mut out = String::with_capacity(script.len());
    let mut done = 0;
    for (directive, (start, end)) in wast.directives.iter().zip(starts.zip(ends)) {
        if let WastDirective::AssertTrap { message, .. } = directive
            && let Some(at) = script[start..end].rfind(&format!("\"{message}\""))
        {
            out.push_str(&script[done..start + at]);
            out.push_str("\"\"");
            done = start + at + message.len() + 2;
        }
    }
    out.push_str(&script[done..]);
    Ok(out)
}

/// The line that says why, of the many that a refusal can be.
fn reason(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let telling = ["exception", "Fatal", "error", "Assertion"];
    let line = text
        .lines()
        .find(|line| telling.iter().any(|word| line.contains(word)));
    list::stable(line.or(text.lines().next()).unwrap_or("no reason given"))
}
