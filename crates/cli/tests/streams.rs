//! Outputs that are not simply a new file, and streams that end early. What a table of cases can't set up.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail like tests")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const OK: &str = r#"(module (memory 1) (func (export "wizer-initialize")) (func (export "run")))"#;
const TRAP: &str = r#"(module (func (export "wizer-initialize") unreachable))"#;
/// Longer than a pipe holds, so that writing it needs a reader.
const LARGE: &str = r#"(module (memory (export "m") 16)
    (func (export "wizer-initialize") (memory.fill (i32.const 0) (i32.const 1) (i32.const 1000000))))"#;
const LOOP: &str = r#"(module (func (export "wizer-initialize") (loop br 0)))"#;

fn directory() -> TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, text) in [
        ("ok.wat", OK),
        ("trap.wat", TRAP),
        ("large.wat", LARGE),
        ("loop.wat", LOOP),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    directory
}

fn command(directory: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
    command
        .args(args)
        .current_dir(directory)
        .stdin(Stdio::null());
    command
}

fn run(directory: &Path, args: &[&str]) -> Output {
    command(directory, args).output().unwrap()
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[track_caller]
fn assert_module(path: &Path) {
    let bytes = fs::read(path).unwrap();
    assert!(
        bytes.starts_with(b"\0asm"),
        "{}: {} bytes",
        path.display(),
        bytes.len()
    );
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs a line of shell in which `$PREINIT` is the command.
fn shell(directory: &Path, line: &str) -> Output {
    Command::new("sh")
        .args(["-c", line])
        .env("PREINIT", env!("CARGO_BIN_EXE_preinit"))
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn the_input_may_be_the_output() {
    let directory = directory();
    let path = directory.path().join("ok.wat");
    assert_exit(&run(directory.path(), &["ok.wat", "-o", "ok.wat"]), 0);
    assert_module(&path);
}

#[test]
fn a_new_file_gets_the_permissions_that_the_umask_leaves() {
    let directory = directory();
    for (umask, mode) in [("022", 0o644), ("027", 0o640), ("077", 0o600)] {
        let line = format!("umask {umask}; \"$PREINIT\" ok.wat -o {umask}.wasm");
        assert_exit(&shell(directory.path(), &line), 0);
        let metadata = fs::metadata(directory.path().join(format!("{umask}.wasm"))).unwrap();
        assert_eq!(
            metadata.permissions().mode() & 0o7777,
            mode,
            "umask {umask}"
        );
    }
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let directory = directory();
    let path = directory.path().join("out.wasm");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
    assert_exit(&run(directory.path(), &["ok.wat", "-o", "out.wasm"]), 0);
    assert_module(&path);
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
        0o751
    );
}

#[test]
fn a_symlink_is_written_through() {
    let directory = directory();
    let (link, target) = (
        directory.path().join("link"),
        directory.path().join("target"),
    );
    symlink("target", &link).unwrap();
    for old in [
        None,
        Some("old, and longer than any module that this test writes here: ".repeat(9)),
    ] {
        if let Some(old) = old {
            fs::write(&target, old).unwrap();
        }
        assert_exit(&run(directory.path(), &["ok.wat", "-o", "link"]), 0);
        assert_module(&target);
        let length = fs::metadata(&target).unwrap().len();
        assert!(length < 300, "the old content is gone: {length} bytes");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}

#[test]
fn a_failure_leaves_the_target_of_a_symlink() {
    let directory = directory();
    let target = directory.path().join("target");
    fs::write(&target, "old").unwrap();
    symlink("target", directory.path().join("link")).unwrap();
    let before = names(directory.path());
    assert_exit(&run(directory.path(), &["trap.wat", "-o", "link"]), 5);
    assert_eq!(fs::read(&target).unwrap(), b"old");
    symlink("absent", directory.path().join("dangling")).unwrap();
    assert_exit(&run(directory.path(), &["trap.wat", "-o", "dangling"]), 5);
    fs::remove_file(directory.path().join("dangling")).unwrap();
    assert_eq!(names(directory.path()), before);
}

#[test]
fn a_device_stays_a_device() {
    let directory = directory();
    assert_exit(&run(directory.path(), &["ok.wat", "-o", "/dev/null"]), 0);
    assert!(
        fs::symlink_metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    );
}

#[test]
fn a_named_pipe_is_written_through() {
    let directory = directory();
    let pipe = directory.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let child = command(directory.path(), &["large.wat", "-o", "pipe"])
        .spawn()
        .unwrap();
    let bytes = fs::read(&pipe).unwrap();
    assert_exit(&child.wait_with_output().unwrap(), 0);
    assert!(bytes.starts_with(b"\0asm") && bytes.len() > 1_000_000);
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn a_failure_does_not_open_a_named_pipe() {
    let directory = directory();
    let pipe = directory.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    // Nobody reads: opening it would wait for ever.
    assert_exit(&run(directory.path(), &["trap.wat", "-o", "pipe"]), 5);
}

#[test]
fn the_name_of_standard_output_appends_like_standard_output() {
    let directory = directory();
    let line = "{ printf before; \"$PREINIT\" ok.wat -o /dev/stdout; } > both";
    assert_exit(&shell(directory.path(), line), 0);
    let both = fs::read(directory.path().join("both")).unwrap();
    assert!(both.starts_with(b"before\0asm"), "{both:?}");
}

#[test]
fn a_full_device_is_an_output_error() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let directory = directory();
    for line in [
        "\"$PREINIT\" ok.wat > /dev/full",
        "\"$PREINIT\" ok.wat -o /dev/full",
    ] {
        let output = shell(directory.path(), line);
        assert_exit(&output, 7);
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("could not be written"),
            "{line}"
        );
    }
}

#[test]
fn a_reader_that_leaves_is_an_output_error() {
    let directory = directory();
    let mut child = command(directory.path(), &["large.wat"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_exit(&output, 7);
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("`standard output` could not be written")
    );
}

/// A stream that is not there is told before init runs; here that would never end.
#[test]
fn closed_streams_are_told_before_anything_runs() {
    let directory = directory();
    for (line, code, said) in [
        (
            "\"$PREINIT\" <&-",
            7,
            "`standard input` could not be read: it is closed",
        ),
        ("\"$PREINIT\" - -o x <&-", 7, "it is closed"),
        ("\"$PREINIT\" check ok.wat - <&-", 7, "it is closed"),
        ("\"$PREINIT\" 0>/dev/null", 7, "it is open for writing only"),
        (
            "\"$PREINIT\" loop.wat >&-",
            7,
            "`standard output` could not be written: it is closed",
        ),
        ("\"$PREINIT\" loop.wat -o - >&-", 7, "it is closed"),
        (
            "\"$PREINIT\" loop.wat -o /dev/stdout >&-",
            7,
            "it is closed",
        ),
        (
            "\"$PREINIT\" loop.wat -o /proc/self/fd/1 >&-",
            7,
            "it is closed",
        ),
        (
            "\"$PREINIT\" loop.wat 1</dev/null",
            7,
            "it is open for reading only",
        ),
        (
            "\"$PREINIT\" loop.wat 1<ok.wat",
            7,
            "it is open for reading only",
        ),
        (
            "\"$PREINIT\" loop.wat -o /dev/fd/9",
            7,
            "could not be written",
        ),
        ("\"$PREINIT\" --man >&-", 7, "it is closed"),
        (
            "\"$PREINIT\" --man 1</dev/null",
            7,
            "it is open for reading only",
        ),
        ("\"$PREINIT\" --completions zsh >&-", 7, "it is closed"),
        ("\"$PREINIT\" -S help >&-", 7, "it is closed"),
        ("\"$PREINIT\" --help >&-", 7, ""),
        ("\"$PREINIT\" --version >&-", 7, ""),
        ("\"$PREINIT\" trap.wat 2>&-", 5, ""),
        ("\"$PREINIT\" trap.wat <&- >&- 2>&-", 7, ""),
        ("\"$PREINIT\" --help > /dev/full", 7, ""),
        ("\"$PREINIT\" --completions zsh > /dev/full", 7, ""),
        // Open both ways, as Python's `DEVNULL` and Node's `ignore` are.
        ("\"$PREINIT\" ok.wat 1<>/dev/null", 0, ""),
        ("\"$PREINIT\" 0<>/dev/null", 3, "the input is empty"),
    ] {
        let output = shell(directory.path(), line);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(code), "{line}: {output:?}");
        assert!(stderr.contains(said), "{line}: {stderr}");
        assert!(!stderr.contains("panicked"), "{line}");
    }
}

/// The descriptors 0, 1 and 2 are taken by something: a file that gets one of them would get the messages.
#[test]
fn a_file_is_not_taken_for_a_stream_that_is_closed() {
    let directory = directory();
    assert_exit(&run(directory.path(), &["ok.wat", "-o", "right.wasm"]), 0);
    let right = fs::read(directory.path().join("right.wasm")).unwrap();
    for closed in ["2>&-", ">&-", "<&-", "<&- >&-", "<&- >&- 2>&-"] {
        let line = format!("\"$PREINIT\" -v ok.wat -o out.wasm {closed}");
        assert_exit(&shell(directory.path(), &line), 0);
        assert_eq!(
            fs::read(directory.path().join("out.wasm")).unwrap(),
            right,
            "{line}"
        );
    }
}

/// A limit that ends a program by a signal, unless it prefers the error.
#[test]
fn a_file_that_may_not_be_that_large_is_an_output_error() {
    let directory = directory();
    let before = names(directory.path());
    let output = shell(
        directory.path(),
        "ulimit -f 100; \"$PREINIT\" large.wat -o out.wasm",
    );
    assert_exit(&output, 7);
    assert_eq!(names(directory.path()), before);
}

#[test]
fn paths_need_not_be_utf8() {
    let directory = directory();
    let name = |bytes: &[u8]| std::ffi::OsString::from_vec(bytes.to_vec());
    let (input, output) = (name(b"in-\xff.wat"), name(b"out-\xfe.wasm"));
    fs::copy(
        directory.path().join("ok.wat"),
        directory.path().join(&input),
    )
    .unwrap();
    let result = command(directory.path(), &["-v"])
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .output();
    assert_exit(&result.unwrap(), 0);
    assert_module(&directory.path().join(&output));
    let missing = command(directory.path(), &[])
        .arg(name(b"missing-\xff.wasm"))
        .output();
    assert_exit(&missing.unwrap(), 7);
}

#[test]
fn large_modules_go_through_standard_input() {
    let directory = directory();
    assert_exit(
        &run(
            directory.path(),
            &["large.wat", "-o", "large.wasm", "--keep-init-func"],
        ),
        0,
    );
    let module = fs::read(directory.path().join("large.wasm")).unwrap();
    let mut child = command(directory.path(), &[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&module));
    let mut bytes = Vec::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    writer.join().unwrap().unwrap();
    assert_exit(&child.wait_with_output().unwrap(), 0);
    assert!(bytes.starts_with(b"\0asm") && bytes.len() > 1_000_000);
}

/// `script` gives the command a terminal. The decision itself is tested where it is made; this is about asking the
/// right stream.
#[test]
fn a_terminal_gets_no_binary() {
    let directory = directory();
    let line = format!("{} ok.wat", env!("CARGO_BIN_EXE_preinit"));
    let Ok(output) = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(directory.path())
        .stdin(Stdio::null())
        .output()
    else {
        return;
    };
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("not written to a terminal"), "{shown}");
}
