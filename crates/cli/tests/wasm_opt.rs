//! `--wasm-opt`, with programs in the place of Binaryen's: what they get, and what becomes of what
//! they write.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that can't be set is a failed test"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MODULE: &str = r#"(module (memory (export "memory") 1)
    (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
    (func (export "run") (result i32) (i32.load (i32.const 8))))"#;

struct Scene {
    directory: tempfile::TempDir,
}

impl Scene {
    /// With a `wasm-opt` that is this shell script, or with none.
    fn new(script: Option<&str>) -> Self {
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = directory.path();
        fs::write(path.join("in.wat"), MODULE).unwrap();
        if let Some(script) = script {
            let program = path.join("wasm-opt");
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Scene { directory }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn output(&self) -> PathBuf {
        self.path().join("out.wasm")
    }

    fn run(&self, options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_preinit"))
            .args(["in.wat", "-o", "out.wasm"])
            .args(options)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.path().display()))
            .output()
            .unwrap()
    }

    /// A module that differs in one thing, beside the scene.
    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), wat::parse_str(text).unwrap()).unwrap();
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn it_gets_the_snapshot_and_the_options() {
    let scene = Scene::new(Some("echo \"$@\" > args; cp \"$1\" \"$3\""));
    let plain = scene.run(&[]);
    assert!(plain.status.success(), "{}", stderr(&plain));
    let snapshot = fs::read(scene.output()).unwrap();
    let done = scene.run(&["--wasm-opt", "--verify"]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert_eq!(fs::read(scene.output()).unwrap(), snapshot);
    let words = fs::read_to_string(scene.path().join("args")).unwrap();
    assert!(words.contains("--skip-pass=memory-packing"), "{words}");
    assert!(words.trim_end().ends_with(" -O2"), "{words}");
    assert!(scene.run(&["--wasm-opt=-O4 -all"]).status.success());
    let words = fs::read_to_string(scene.path().join("args")).unwrap();
    assert!(words.trim_end().ends_with(" -O4 -all"), "{words}");
}

#[test]
fn without_it_there_is_no_output() {
    let scene = Scene::new(None);
    let done = Command::new(env!("CARGO_BIN_EXE_preinit"))
        .args(["in.wat", "-o", "out.wasm", "--wasm-opt"])
        .current_dir(scene.path())
        .env_clear()
        .env("PATH", scene.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(7), "{}", stderr(&done));
    assert!(stderr(&done).contains("`wasm-opt` could not be run"));
    assert!(stderr(&done).contains("install Binaryen"));
    assert!(!scene.output().exists());
}

#[test]
fn what_it_says_when_it_fails_is_told() {
    let scene = Scene::new(Some("echo 'no such pass' >&2; exit 1"));
    let done = scene.run(&["--wasm-opt=--magic"]);
    assert_eq!(done.status.code(), Some(4), "{}", stderr(&done));
    assert!(stderr(&done).contains("`wasm-opt` failed: no such pass"));
    assert!(!scene.output().exists());
}

#[test]
fn an_older_one_gets_no_option_that_it_does_not_know() {
    let unknown =
        "case \"$*\" in *skip-pass*) echo \"Unknown option '--skip-pass'\" >&2; exit 1;; esac";
    let scene = Scene::new(Some(&format!("{unknown}; cp \"$1\" \"$3\"")));
    let done = scene.run(&["--wasm-opt", "--verify"]);
    assert!(done.status.success(), "{}", stderr(&done));
    assert!(scene.output().exists());
}

#[test]
fn what_it_writes_is_validated() {
    let scene = Scene::new(Some("echo nonsense > \"$3\""));
    let done = scene.run(&["--wasm-opt"]);
    assert_eq!(done.status.code(), Some(4), "{}", stderr(&done));
    assert!(stderr(&done).contains("not valid"), "{}", stderr(&done));
    assert!(!scene.output().exists());
}

#[test]
fn what_it_changes_is_seen() {
    let snapshot = MODULE.replace(
        r#"(func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))"#,
        r#"(data (i32.const 8) "*")"#,
    );
    for (old, new) in [
        (r#""*""#, r#""+""#),
        ("1)", "2)"),
        (r#"(export "run")"#, r#"(export "ran")"#),
        ("(module", r#"(module (import "env" "new" (func))"#),
        ("(i32.load (i32.const 8))", "(i32.const 43)"),
        ("(i32.load (i32.const 8))", "unreachable"),
        (
            "(i32.load (i32.const 8))",
            "(i32.store (i32.const 9) (i32.const 1)) (i32.const 42)",
        ),
    ] {
        let scene = Scene::new(Some("cp other.wasm \"$3\""));
        scene.write("other.wasm", &snapshot);
        let done = scene.run(&["--wasm-opt", "--verify"]);
        assert!(done.status.success(), "{}", stderr(&done));
        fs::remove_file(scene.output()).unwrap();
        scene.write("other.wasm", &snapshot.replacen(old, new, 1));
        let done = scene.run(&["--wasm-opt", "--verify"]);
        assert_eq!(done.status.code(), Some(1), "{new}: {}", stderr(&done));
        assert!(!scene.output().exists());
    }
}
