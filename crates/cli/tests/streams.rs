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
    // Whoever runs it got rights that a new content may not have.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o4751)).unwrap();
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
        ("\"$PREINIT\" --help >&-", 7, "it is closed"),
        ("\"$PREINIT\" --version >&-", 7, "it is closed"),
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

/// Asks for all that WASI tells about the three standard streams, reads the first to its end, three bytes at a time and
/// then many, and writes to the others. All answers stay in its memory.
fn nosy() -> String {
    let functions = [
        (
            "fd_fdstat_get",
            "i32 i32",
            "(local.get $fd) (local.get $at)",
        ),
        (
            "fd_filestat_get",
            "i32 i32",
            "(local.get $fd) (local.get $at)",
        ),
        (
            "fd_seek",
            "i32 i64 i32 i32",
            "(local.get $fd) (i64.const 0) (i32.const 1) (local.get $at)",
        ),
        ("fd_tell", "i32 i32", "(local.get $fd) (local.get $at)"),
        ("fd_sync", "i32", "(local.get $fd)"),
        ("fd_datasync", "i32", "(local.get $fd)"),
        (
            "fd_advise",
            "i32 i64 i64 i32",
            "(local.get $fd) (i64.const 0) (i64.const 0) (i32.const 0)",
        ),
        (
            "fd_fdstat_set_flags",
            "i32 i32",
            "(local.get $fd) (i32.const 4)",
        ),
        (
            "fd_pread",
            "i32 i32 i32 i64 i32",
            "(local.get $fd) (i32.const 0) (i32.const 1) (i64.const 0) (local.get $at)",
        ),
        (
            "fd_pwrite",
            "i32 i32 i32 i64 i32",
            "(local.get $fd) (i32.const 0) (i32.const 1) (i64.const 0) (local.get $at)",
        ),
        (
            "poll_oneoff",
            "i32 i32 i32 i32",
            "(i32.const 64) (local.get $at) (i32.const 2) (i32.const 1020)",
        ),
        ("fd_renumber", "i32 i32", "(local.get $fd) (local.get $fd)"),
    ];
    let import = |(name, params, _): &(&str, &str, &str)| {
        format!(
            "(import \"wasi_snapshot_preview1\" \"{name}\" (func ${name} (param {params}) (result i32)))"
        )
    };
    let ask = |(name, _, args): &(&str, &str, &str)| {
        format!(
            "(call $note (call ${name} {args})) (local.set $at (i32.add (local.get $at) (i32.const 64)))"
        )
    };
    let imports: String = functions.iter().map(import).collect();
    let asks: String = functions.iter().map(ask).collect();
    format!(
        r#"(module {imports}
          (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 4)
          ;; Vectors: three bytes at 16384, many at 20480, and all output, 70,000 bytes.
          (data (i32.const 0) "\00\40\00\00\03\00\00\00" "\00\50\00\00\00\40\00\00" "\00\00\01\00\70\11\01\00")
          ;; Two subscriptions, that the stream may be read and written.
          (data (i32.const 72) "\01") (data (i32.const 120) "\02")
          (global $noted (mut i32) (i32.const 30000))
          (func $note (param i32)
            (i32.store8 (global.get $noted) (i32.add (local.get 0) (i32.const 1)))
            (global.set $noted (i32.add (global.get $noted) (i32.const 1))))
          (func $ask (param $fd i32) (local $at i32)
            (i32.store (i32.const 80) (local.get $fd)) (i32.store (i32.const 128) (local.get $fd))
            (local.set $at (i32.add (i32.const 2048) (i32.shl (local.get $fd) (i32.const 10))))
            {asks})
          (func (export "wizer-initialize") (local $vector i32)
            (call $ask (i32.const 0)) (call $ask (i32.const 1)) (call $ask (i32.const 2))
            (loop $more
              (call $note (call $fd_read (i32.const 0) (local.get $vector) (i32.const 1) (i32.const 1000)))
              (call $note (i32.load (i32.const 1000)))
              (if (i32.lt_u (global.get $noted) (i32.const 30050)) (then (br $more)))
              (local.set $vector (i32.const 8))
              (br_if $more (i32.load (i32.const 1000))))
            (memory.fill (i32.const 65536) (i32.const 120) (i32.const 70000))
            (call $note (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 1004)))
            (call $note (call $fd_write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 1008)))))"#
    )
}

/// The guest's world has standard streams of one kind, whatever ours are.
#[test]
fn what_our_streams_are_does_not_show_in_a_snapshot() {
    let directory = directory();
    let path = directory.path();
    fs::write(path.join("nosy.wat"), nosy()).unwrap();
    let input = "0123456789".repeat(200);
    fs::write(path.join("input"), &input).unwrap();
    let mut first = None;
    for engine in ["auto", "wasmi", "winch", "cranelift"] {
        let command = format!("\"$PREINIT\" nosy.wat -o out.wasm --allow-wasi --engine {engine}");
        for line in [
            format!("{command} < input > printed 2> said"),
            format!("cat input | {command} 2>&1 | cat > printed"),
            format!(
                "(cut -b -7 input; sleep 0.1; cut -b 8- input) | tr -d '\\n' | {command} > /dev/null 2> /dev/null"
            ),
            format!("{command} < input >&- 2>&-"),
            format!("{command} --stdin input > printed 2> said"),
            format!("{command} --timeout 60s < input > printed 2> said"),
            format!("{command} --timeout 60s < input | cat > /dev/null 2> said"),
        ] {
            if engine == "wasmi" && line.contains("--timeout") {
                // It has no clock, and says so.
                continue;
            }
            assert_exit(&shell(path, &line), 0);
            let bytes = fs::read(path.join("out.wasm")).unwrap();
            let first = first.get_or_insert_with(|| bytes.clone());
            assert!(*first == bytes, "{line}");
        }
    }
    let printed = fs::read_to_string(path.join("printed")).unwrap();
    assert_eq!(printed, "x".repeat(70_000));
}

#[test]
fn without_input_all_streams_are_alike() {
    let directory = directory();
    let path = directory.path();
    fs::write(path.join("nosy.wat"), nosy()).unwrap();
    let mut first = None;
    let command = "\"$PREINIT\" nosy.wat -o out.wasm --allow-wasi > printed 2> said";
    for line in [
        format!("{command} < /dev/null"),
        format!("{command} <&-"),
        format!(": | {command}"),
        format!("{command} --inherit-stdio=false"),
    ] {
        assert_exit(&shell(path, &line), 0);
        let bytes = fs::read(path.join("out.wasm")).unwrap();
        let first = first.get_or_insert_with(|| bytes.clone());
        assert!(*first == bytes, "{line}");
    }
}

/// Prints time and again, and notes how often it could not.
const CHATTY: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1) (data (i32.const 0) "\10\00\00\00\06\00\00\00") (data (i32.const 16) "hello\n")
    (func (export "wizer-initialize") (local $left i32)
      (local.set $left (i32.const 1000000))
      (loop $again
        (if (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))"#;

#[test]
fn output_that_can_not_be_passed_on_is_an_error_of_ours() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let directory = directory();
    let path = directory.path();
    fs::write(path.join("chatty.wat"), CHATTY).unwrap();
    fs::write(path.join("nosy.wat"), nosy()).unwrap();
    let before = names(path);
    for module in ["chatty.wat", "nosy.wat"] {
        for engine in ["auto", "wasmi", "winch", "cranelift"] {
            let line = format!(
                "\"$PREINIT\" {module} -o out.wasm --allow-wasi --engine {engine} > /dev/full"
            );
            let output = shell(path, &line);
            assert_exit(&output, 7);
            let stderr = String::from_utf8_lossy(&output.stderr);
            let expected = "error: `standard output` does not take the guest's output: ";
            assert_eq!(stderr.matches(expected).count(), 1, "{line}: {stderr}");
            assert!(stderr.contains("help: redirect the stream"), "{stderr}");
        }
    }
    let to_stderr = "\"$PREINIT\" nosy.wat -o out.wasm --allow-wasi > /dev/null 2> /dev/full";
    assert_exit(&shell(path, to_stderr), 7);
    let input = "\"$PREINIT\" nosy.wat -o out.wasm --allow-wasi < .";
    let output = shell(path, input);
    assert_exit(&output, 7);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.contains("`standard input` can't be read: "),
        "{stderr}"
    );
    assert_eq!(names(path), before);
}

#[test]
fn a_reader_that_leaves_ends_the_run() {
    let directory = directory();
    let path = directory.path();
    fs::write(path.join("chatty.wat"), CHATTY).unwrap();
    let before = names(path);
    for engine in ["auto", "winch", "cranelift"] {
        let args = [
            "chatty.wat",
            "-o",
            "out.wasm",
            "--allow-wasi",
            "--engine",
            engine,
        ];
        let mut child = command(path, &args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut read = [0; 6];
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"hello\n");
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_exit(&output, 7);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            stderr.contains("`standard output` does not take"),
            "{stderr}"
        );
        assert_eq!(names(path), before);
    }
}
