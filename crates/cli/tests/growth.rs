//! No pass is quadratic in anything that a module counts: twice the count takes at most 2.2 times the instructions.
//!
//! They are counted by valgrind, on the interpreter. Where there is no valgrind, these tests say that they did not run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

/// How many of each kind there are, and then twice as many.
const COUNT: usize = 20_000;
/// How many times the instructions that may take, in percent.
const MOST: u64 = 220;

/// What a module has many of, and the fields that it has them in.
struct Kind {
    name: &'static str,
    fields: fn(usize) -> String,
    flags: &'static [&'static str],
}

fn kind(name: &'static str, fields: fn(usize) -> String) -> Kind {
    Kind {
        name,
        fields,
        flags: &[],
    }
}

/// So many fields, each with its number in the place of `#`.
fn each(count: usize, field: &str) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        text.push_str(&field.replace('#', &number.to_string()));
        text.push('\n');
        text
    })
}

/// So many types of functions, all of them different.
fn types(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        text.push_str("(type (func (param");
        for bit in 0..16 {
            text.push_str(if number >> bit & 1 == 0 {
                " i32"
            } else {
                " i64"
            });
        }
        text.push_str(")))\n");
        text
    })
}

fn globals(count: usize) -> String {
    each(count, "(global (mut i32) (i32.const #))")
}

fn kinds() -> Vec<Kind> {
    vec![
        kind("types", types),
        kind("functions", |count| {
            each(count, "(func $f# (result i32) (i32.const #))")
        }),
        kind("functions-that-are-called", |count| {
            each(count, "(func $f# (call $g#)) (func $g#)")
        }),
        kind("functions-of-one-name", |count| {
            each(count, "(func (@name \"same\"))")
        }),
        kind("functions-of-long-names", |count| {
            each(count, &format!("(func ${}#)", "x".repeat(60)))
        }),
        kind("locals", |count| {
            let local =
                "(func (local i32 i64 f32 f64 i32 i64 f32 f64) (local.set 3 (f64.const 0)))";
            each(count, local)
        }),
        kind("exports", |count| each(count, "(func (export \"e#\"))")),
        kind("exports-of-one-function", |count| {
            format!("(func $f) {}", each(count, "(export \"e#\" (func $f))"))
        }),
        kind("globals", globals),
        kind("globals-that-change", |count| {
            let sets = each(count, "(global.set # (i32.const 7))");
            format!("{} (func $more {sets})", globals(count))
        }),
        kind("globals-and-exports", |count| {
            each(count, "(global (export \"e#\") (mut i32) (i32.const #))")
        }),
        kind("globals-of-functions", |count| {
            let global = "(global funcref (ref.func $f))";
            format!("(func $f) (elem declare func $f) {}", each(count, global))
        }),
        kind("active-elements", |count| {
            let segment = "(elem (table 0) (offset (i32.const #)) func $f)";
            format!("(table {count} funcref) (func $f) {}", each(count, segment))
        }),
        kind("passive-elements", |count| {
            format!("(func $f) {}", each(count, "(elem func $f)"))
        }),
        kind("entries-of-a-table", |count| {
            format!(
                "(table {count} funcref) (func $f) (elem (i32.const 0) func {})",
                "$f ".repeat(count)
            )
        }),
        kind("active-data", |count| {
            each(count, "(data (i32.const #) \"x\")")
        }),
        kind("passive-data", |count| each(count, "(data \"x\")")),
        kind("custom-sections", |count| {
            each(count, "(@custom \"c#\" \"x\")")
        }),
        kind("instructions", |count| {
            format!("(func {})", "(drop (i32.const 1048576))".repeat(count))
        }),
        kind("calls", |count| {
            format!("(func $f) (func {})", "(call $f)".repeat(count))
        }),
        kind("blocks", |count| {
            format!("(func {} {})", "block ".repeat(count), "end ".repeat(count))
        }),
        kind("targets-of-a-branch", |count| {
            format!(
                "(func (param i32) (block (br_table {} (local.get 0))))",
                "0 ".repeat(count)
            )
        }),
        kind("bytes-apart", |count| {
            let mut code = String::new();
            for number in 0..count {
                let _ = write!(
                    code,
                    "(i32.store8 (i32.const {}) (i32.const 1))",
                    number * 50
                );
            }
            format!("(func $more {code})")
        }),
        kind("imported-functions", |count| {
            each(count, "(import \"m\" \"i#\" (func))")
        }),
        Kind {
            name: "imported-globals",
            fields: |count| each(count, "(import \"m\" \"g#\" (global i32))"),
            flags: &["--import-global", "m.*=1", "--internalize", "all"],
        },
    ]
}

/// The module: its imports come first, and init calls `$more` where there is one.
fn module(fields: &str) -> String {
    let is_import = |line: &&str| line.starts_with("(import");
    let imports: String = fields.lines().filter(is_import).collect();
    let rest: Vec<&str> = fields.lines().filter(|line| !is_import(line)).collect();
    let rest = rest.join("\n");
    let more = match rest.contains("(func $more") {
        true => "(call $more)",
        false => "",
    };
    format!(
        "(module {imports} (memory (export \"memory\") 40) {rest}
           (func (export \"wizer-initialize\") (i32.store (i32.const 0) (i32.const 1)) {more}))"
    )
}

/// The instructions of one run.
fn count(directory: &Path, kind: &Kind, count: usize) -> Result<u64, Failed> {
    let input = directory.join("in.wasm");
    // Reading the text is another's work.
    fs::write(&input, wat::parse_str(module(&(kind.fields)(count)))?)?;
    let done = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(env!("CARGO_BIN_EXE_preinit"))
        // More memory than the interpreter fills is left to a compiler, which valgrind has no room for.
        .args([
            "--engine",
            "wasmi",
            "--max-memory",
            "64M",
            "--prune",
            "code",
            "--quiet",
            "-o",
        ])
        .arg(directory.join("out.wasm"))
        .arg(&input)
        .args(kind.flags)
        // How long threads wait for each other is no property of the input.
        .env("RAYON_NUM_THREADS", "1")
        .output()?;
    let told = String::from_utf8_lossy(&done.stderr);
    let counted = told.split("refs:").nth(1).and_then(|rest| {
        let number = rest.lines().next()?.trim().replace(',', "");
        number.parse().ok()
    });
    match counted {
        Some(counted) if done.status.success() => Ok(counted),
        _ => Err(told.into_owned().into()),
    }
}

fn grows_in_proportion(kind: &Kind) -> Result<(), Failed> {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let once = count(directory.path(), kind, COUNT)?;
    let twice = count(directory.path(), kind, 2 * COUNT)?;
    match twice * 100 <= once * MOST {
        true => Ok(()),
        false => Err(format!("{once} instructions for {COUNT}, {twice} for twice as many").into()),
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let asked = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let can_count = asked.is_ok_and(|status| status.success());
    if !can_count {
        eprintln!("skipped: there is no `valgrind` to count instructions with");
    }
    let trials = kinds().into_iter().map(|kind| {
        let test = Trial::test(kind.name, move || grows_in_proportion(&kind));
        test.with_ignored_flag(!can_count)
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
