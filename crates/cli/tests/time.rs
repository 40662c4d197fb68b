//! `--timeout`, against everything that can take long. What hangs is killed after a minute, and fails.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail like tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A module with a memory of 16 MiB that imports WASI's functions and does this again and again.
fn endless(body: &str) -> String {
    wasi(&format!("(loop $again {body} (br $again))"))
}

/// The same, once. The first buffer of all vectors is the whole memory but for its beginning.
fn wasi(body: &str) -> String {
    let imports: String = [
        ("fd_read", "i32 i32 i32 i32"),
        ("fd_write", "i32 i32 i32 i32"),
        ("fd_readdir", "i32 i32 i32 i64 i32"),
        ("poll_oneoff", "i32 i32 i32 i32"),
        ("random_get", "i32 i32"),
        ("clock_time_get", "i32 i64 i32"),
    ]
    .iter()
    .map(|(name, params)| {
        format!(
            "(import \"wasi_snapshot_preview1\" \"{name}\" (func ${name} (param {params}) (result i32)))"
        )
    })
    .collect();
    format!(
        r#"(module {imports} (memory (export "memory") 256)
          (data (i32.const 0) "\00\10\00\00\00\f0\ff\00")
          (func (export "wizer-initialize") {body}))"#
    )
}

const READ: &str =
    "(drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))";
const WRITE: &str =
    "(drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))";
/// Durations that are all zero.
const POLL: &str = "(drop (call $poll_oneoff (i32.const 4096) (i32.const 4096) (i32.const 300000) (i32.const 16)))";
const LIST: &str = "(drop (call $fd_readdir (i32.const 3) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 16)))";
const DRAW: &str = "(drop (call $random_get (i32.const 4096) (i32.const 1048576)))";
const CLOCK: &str = "(drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 16)))";

struct Scene(TempDir);

impl Scene {
    fn new(module: &str) -> Self {
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        fs::write(directory.path().join("in.wat"), module).unwrap();
        Scene(directory)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
        command
            .args(args)
            .current_dir(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// A run of `in.wat` that may take a second.
    fn second(&self, more: &[&str]) -> Command {
        let args = [
            "in.wat",
            "-o",
            "out.wasm",
            "--allow-wasi",
            "--timeout",
            "1s",
        ];
        self.command(&[&args[..], more].concat())
    }

    /// Fails unless the time was over and nothing but the input is there.
    #[track_caller]
    fn assert_over(&self, child: Child, during: &str) {
        let output = ended(child);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(6), "{stderr}");
        assert!(stderr.starts_with("error: "), "{stderr}");
        assert!(stderr.contains(during), "{during}: {stderr}");
        assert!(stderr.contains("--timeout"), "{stderr}");
        assert!(!self.path().join("out.wasm").exists());
    }
}

/// What a run left, which has a minute for it.
#[track_caller]
fn ended(mut child: Child) -> Output {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("it hangs: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    // What holds a pipe open that nobody reads is gone with the process.
    child.wait_with_output().unwrap()
}

/// What the message says, by the engine: with the names of functions where there is one.
const CALLS: &str = "`wizer-initialize` did not end within 1s";

#[test]
fn calls_of_the_host_look_at_the_clock() {
    for body in [DRAW, WRITE, POLL, LIST, CLOCK] {
        let scene = Scene::new(&endless(body));
        for engine in ["auto", "cranelift"] {
            let run = scene.second(&["--dir", ".", "--engine", engine]).spawn();
            scene.assert_over(run.unwrap(), CALLS);
        }
    }
}

#[test]
fn one_call_of_the_host_looks_at_the_clock() {
    // 4 GiB in one call, time and again, and without a loop in between.
    let vector: String = (0..255)
        .map(|entry| {
            format!(
                "(i64.store offset={} (i32.const 0) (i64.load (i32.const 0)))",
                8 * entry
            )
        })
        .collect();
    let call =
        "(drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 255) (i32.const 4088)))";
    let scene = Scene::new(&wasi(&format!("{vector} {}", call.repeat(3_000))));
    let run = scene
        .second(&["--engine", "cranelift"])
        .stdout(fs::File::create("/dev/null").unwrap())
        .spawn();
    scene.assert_over(run.unwrap(), CALLS);
}

#[test]
fn an_input_that_does_not_come_is_not_waited_for() {
    let scene = Scene::new(&wasi(READ));
    for engine in ["auto", "winch", "cranelift"] {
        let mut child = scene
            .second(&["--engine", engine])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        scene.assert_over(child, "");
        drop(stdin);
    }
    // The module itself.
    let mut child = scene
        .command(&["--timeout", "1s"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.take();
    scene.assert_over(
        child,
        "the time allowed (1s) was over during the step `read`",
    );
    drop(stdin);
    // A pipe that nobody opens.
    make_pipe(&scene.path().join("pipe"));
    for args in [
        &["pipe", "--timeout", "1s"][..],
        &["in.wat", "--timeout", "1s", "--preload", "a=pipe"],
        &[
            "in.wat",
            "--timeout",
            "1s",
            "--allow-wasi",
            "--stdin",
            "pipe",
        ],
        &["check", "in.wat", "pipe", "--timeout", "1s"],
    ] {
        let child = scene.command(args).spawn().unwrap();
        scene.assert_over(
            child,
            "the time allowed (1s) was over during the step `read`",
        );
    }
}

#[test]
fn an_output_that_nobody_reads_is_not_waited_for() {
    let scene = Scene::new(&wasi(WRITE));
    for engine in ["auto", "winch", "cranelift"] {
        let child = scene
            .second(&["--engine", engine])
            .stdout(Stdio::piped())
            .spawn();
        scene.assert_over(
            child.unwrap(),
            "the time allowed (1s) was over during the phase `",
        );
    }
    // Not even our own message finds a reader.
    let stderr = WRITE.replace("(i32.const 1)", "(i32.const 2)");
    let scene = Scene::new(&wasi(&stderr));
    let child = scene.second(&[]).spawn().unwrap();
    let output = ended_unread(child);
    assert_eq!(output, Some(6));
    assert!(!scene.path().join("out.wasm").exists());
}

/// The code of a run whose pipes nobody reads.
#[track_caller]
fn ended_unread(mut child: Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if start.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_snapshot_that_nobody_reads_is_not_waited_for() {
    // More than a pipe holds.
    let fill = "(memory.fill (i32.const 0) (i32.const 1) (i32.const 1000000))";
    let scene = Scene::new(&wasi(fill));
    make_pipe(&scene.path().join("pipe"));
    let step = "the time allowed (1s) was over during the step `write`";
    let to_pipe = scene
        .command(&["in.wat", "-o", "pipe", "--timeout", "1s"])
        .spawn();
    scene.assert_over(to_pipe.unwrap(), step);
    let mut unread = scene.command(&["in.wat", "--timeout", "1s"]);
    scene.assert_over(unread.stdout(Stdio::piped()).spawn().unwrap(), step);
}

#[test]
fn another_program_is_not_waited_for() {
    let scene = Scene::new(&wasi(""));
    let program = scene.path().join("wasm-opt");
    fs::write(&program, "#!/bin/sh\nexec sleep 70\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", scene.path().display());
    let child = scene.second(&["--wasm-opt"]).env("PATH", path).spawn();
    scene.assert_over(
        child.unwrap(),
        "the time allowed (1s) was over during the step `wasm-opt`",
    );
}

#[test]
fn instructions_that_take_long_are_not_waited_for() {
    // In one instruction after the other, without a loop that would look at the clock.
    let fill = "(memory.fill (i32.const 0) (i32.const 1) (i32.const 16777216))";
    let scene = Scene::new(&wasi(&fill.repeat(9_000)));
    for engine in ["auto", "cranelift"] {
        let child = scene.second(&["--engine", engine]).spawn().unwrap();
        scene.assert_over(child, "");
    }
}

#[test]
fn a_compiler_is_not_waited_for() {
    // One function takes what a compiler does to all, and nobody looks at a clock meanwhile.
    let work =
        "(local.set 0 (i32.add (i32.mul (local.get 0) (local.get 1)) (i32.load (local.get 0))))";
    let function = format!(
        "(func (export \"wizer-initialize\") (local i32 i32) {})",
        work.repeat(200_000)
    );
    let module = wat::parse_str(format!("(module (memory 1) {function})")).unwrap();
    let scene = Scene::new("");
    fs::write(scene.path().join("in.wat"), module).unwrap();
    for (engine, during) in [
        ("winch", ""),
        ("cranelift", "(50ms) was over during the phase `"),
    ] {
        let mut child = scene.command(&[
            "in.wat",
            "-o",
            "out.wasm",
            "--timeout",
            "50ms",
            "--engine",
            engine,
        ]);
        scene.assert_over(child.spawn().unwrap(), during);
    }
}

#[test]
fn what_is_over_in_time_is_not_ended() {
    let scene = Scene::new(&wasi(READ));
    for args in [&["--verify"][..], &["--engine", "cranelift"], &[]] {
        let child = scene.command(
            &[
                &[
                    "in.wat",
                    "-o",
                    "out.wasm",
                    "--allow-wasi",
                    "--timeout",
                    "59s",
                ],
                args,
            ]
            .concat(),
        );
        let output = ended({ child }.spawn().unwrap());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}
