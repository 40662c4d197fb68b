//! `--verify` and `check` of an init that changes files: it can't be run again, which is no bug and no difference.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that can't be set is a failed test"
)]

#[path = "support/guest.rs"]
mod guest;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use guest::{Arg, Call, DIR, RESULT, at_path, module, open, rename, symlink};
use tempfile::TempDir;

const CREAT: i32 = 1;
const EXCL: i32 = 4;
const TRUNC: i32 = 8;

fn scene(calls: &[Call]) -> TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = directory.path();
    fs::create_dir_all(path.join("data/empty")).unwrap();
    fs::write(path.join("data/file"), "text").unwrap();
    fs::write(path.join("in.wat"), module(calls)).unwrap();
    directory
}

fn run(directory: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_preinit"))
        .args(args)
        .args(["--allow-wasi", "--dir", "data"])
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The file that was opened first.
const FILE: i32 = 4;

fn changes() -> Vec<Vec<Call>> {
    let times = |path| {
        let args = vec![
            Arg::Int(DIR),
            Arg::Int(1),
            Arg::Text(path),
            Arg::Long(1),
            Arg::Long(1),
            Arg::Int(1 | 4),
        ];
        ("path_filestat_set_times", args)
    };
    let link = (
        "path_link",
        vec![
            Arg::Int(DIR),
            Arg::Int(0),
            Arg::Text("file"),
            Arg::Int(DIR),
            Arg::Text("link"),
        ],
    );
    // One buffer of four bytes at address 0, described at address 16, which the call before has written: all zeros would be
    // no bytes at all.
    let written = |name: &'static str| {
        let mut args = vec![Arg::Int(FILE), Arg::Int(1000), Arg::Int(1)];
        if name == "fd_pwrite" {
            args.push(Arg::Long(0));
        }
        args.push(Arg::Int(RESULT));
        (name, args)
    };
    let at_file = |name, rest: Vec<Arg>| {
        let mut args = vec![Arg::Int(FILE)];
        args.extend(rest);
        vec![open("file", 0), (name, args)]
    };
    vec![
        vec![at_path("path_create_directory", "new")],
        vec![at_path("path_remove_directory", "empty")],
        vec![at_path("path_unlink_file", "file")],
        vec![symlink("file", "link")],
        vec![link],
        vec![rename("file", "other")],
        vec![times("file")],
        vec![open("new", CREAT)],
        vec![open("new", CREAT | EXCL)],
        vec![open("file", TRUNC)],
        at_file("fd_filestat_set_size", vec![Arg::Long(9)]),
        at_file(
            "fd_filestat_set_times",
            vec![Arg::Long(1), Arg::Long(1), Arg::Int(5)],
        ),
        at_file("fd_allocate", vec![Arg::Long(0), Arg::Long(99)]),
        vec![open("file", 0), written("fd_write")],
        vec![open("file", 0), written("fd_pwrite")],
        // What comes first does not matter.
        vec![open("file", 0), at_path("path_create_directory", "new")],
    ]
}

/// The module, with a vector of one buffer at address 1000.
fn with_vector(directory: &Path) {
    let path = directory.join("in.wat");
    let text = fs::read_to_string(&path).unwrap();
    let vector = "(data (i32.const 1000) \"\\00\\00\\00\\00\\04\\00\\00\\00\")";
    let memory = "(memory (export \"memory\") 1)";
    fs::write(&path, text.replace(memory, &format!("{memory} {vector}"))).unwrap();
}

#[test]
fn a_change_of_any_kind_can_not_be_verified() {
    for (number, calls) in changes().iter().enumerate() {
        let name = calls.last().map(|(name, _)| name);
        let directory = scene(calls);
        with_vector(directory.path());
        let done = run(directory.path(), &["in.wat", "-o", "out.wasm", "--verify"]);
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(4), "{number} {name:?}: {stderr}");
        assert!(
            stderr.contains("an effect that a second run can't have"),
            "{stderr}"
        );
        assert!(!stderr.contains("bug"), "{name:?}: {stderr}");
        assert!(!directory.path().join("out.wasm").exists());
    }
}

#[test]
fn a_change_of_any_kind_can_not_be_checked() {
    for (number, calls) in changes().iter().enumerate() {
        let name = calls.last().map(|(name, _)| name);
        let directory = scene(calls);
        with_vector(directory.path());
        let made = run(directory.path(), &["in.wat", "-o", "out.wasm"]);
        assert!(made.status.success(), "{name:?}: {made:?}");
        for prune in ["exports", "code"] {
            let before = tree(directory.path());
            let done = run(
                directory.path(),
                &["check", "in.wat", "out.wasm", "--prune", prune],
            );
            let stderr = String::from_utf8_lossy(&done.stderr);
            // What an earlier run has left may make a second run the same.
            let expected = [0, 4].contains(&done.status.code().unwrap());
            assert!(expected, "{number} {name:?} {prune}: {stderr}");
            assert_eq!(tree(directory.path()), before, "{name:?}");
        }
    }
}

/// Nothing that a check leaves behind.
fn tree(directory: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(directory.join("data")).unwrap();
    let mut all: Vec<_> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, entry.metadata().unwrap().len())
        })
        .collect();
    all.sort();
    all
}

/// What fails in both runs is the same in both.
#[test]
fn what_was_there_before_does_not_matter() {
    let text = module(&[at_path("path_create_directory", "empty")]);
    let directory = scene(&[]);
    let tolerant = text.replace("(then unreachable)", "(then)");
    fs::write(directory.path().join("in.wat"), tolerant).unwrap();
    let done = run(directory.path(), &["in.wat", "-o", "out.wasm", "--verify"]);
    assert!(done.status.success(), "{done:?}");
    let done = run(directory.path(), &["check", "in.wat", "out.wasm"]);
    assert!(done.status.success(), "{done:?}");
}

/// An init that notes whether the directory was there, and so is another the second time.
#[test]
fn what_init_left_itself_is_no_difference() {
    let text = module(&[at_path("path_create_directory", "new")]);
    let directory = scene(&[]);
    let noting = text
        .replace("(if (call", "(i32.store (i32.const 0) (call")
        .replace(" (then unreachable))", ")");
    fs::write(directory.path().join("in.wat"), noting).unwrap();
    let made = run(directory.path(), &["in.wat", "-o", "out.wasm"]);
    assert!(made.status.success(), "{made:?}");
    for prune in ["exports", "code"] {
        let done = run(
            directory.path(),
            &["check", "in.wat", "out.wasm", "--prune", prune],
        );
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(4), "{prune}: {stderr}");
        assert!(
            stderr.contains("create the directory `data/new`"),
            "{stderr}"
        );
    }
}
