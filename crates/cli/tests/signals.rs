//! Signals in every phase: nothing is left behind, and we end as whoever sent the signal expects.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that can't be set is a failed test"
)]

#[path = "support/guest.rs"]
#[expect(dead_code, reason = "one of its calls is enough here")]
mod guest;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Longer than a pipe holds, so that writing it needs a reader.
const LARGE: &str = r#"(module (memory (export "m") 16)
    (func (export "wizer-initialize") (memory.fill (i32.const 0) (i32.const 1) (i32.const 1000000))))"#;
const OK: &str = r#"(module (memory 1) (func (export "wizer-initialize")))"#;
/// Says which processes it has, and goes on for longer than any test.
const WASM_OPT: &str = "#!/bin/sh\nsleep 1000 & echo $$ $! > pids.new; mv pids.new pids; wait\n";
/// A hang is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// An output that was there before, and an empty folder for temporary files.
struct Scene {
    directory: TempDir,
}

impl Scene {
    fn new() -> Self {
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = directory.path();
        fs::create_dir(path.join("temporary")).unwrap();
        fs::create_dir(path.join("data")).unwrap();
        for (name, text) in [("ok.wat", OK), ("large.wat", LARGE), ("out.wasm", "old")] {
            fs::write(path.join(name), text).unwrap();
        }
        // Init leaves a trace, then it goes on and on.
        let looping = guest::module(&[guest::open("started", 1)]);
        let looping = looping.replace(
            "(then unreachable))\n  )",
            "(then unreachable)) (loop br 0))",
        );
        assert!(looping.contains("loop"));
        fs::write(path.join("loop.wat"), looping).unwrap();
        fs::write(path.join("wasm-opt"), WASM_OPT).unwrap();
        fs::set_permissions(path.join("wasm-opt"), fs::Permissions::from_mode(0o755)).unwrap();
        Scene { directory }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn with_pipe(self) -> Self {
        let made = Command::new("mkfifo")
            .arg(self.path().join("pipe"))
            .status();
        assert!(made.unwrap().success());
        self
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
        command
            .args(words.split(' '))
            .current_dir(self.path())
            .env("TMPDIR", self.path().join("temporary"))
            .env("PATH", format!("{}:/usr/bin:/bin", self.path().display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn await_file(&self, name: &str) {
        let start = Instant::now();
        while !self.path().join(name).exists() {
            assert!(start.elapsed() < PATIENCE, "there is no {name}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What was there is there, and nothing else.
    #[track_caller]
    fn assert_clean(&self) {
        let mut names = names(self.path());
        names.retain(|name| name != "pids" && name != "pipe");
        let expected = [
            "data",
            "large.wat",
            "loop.wat",
            "ok.wat",
            "out.wasm",
            "temporary",
            "wasm-opt",
        ];
        assert_eq!(names, expected);
        assert_eq!(fs::read(self.path().join("out.wasm")).unwrap(), b"old");
        assert_eq!(
            self::names(&self.path().join("temporary")),
            Vec::<String>::new()
        );
        let pids = fs::read_to_string(self.path().join("pids")).unwrap_or_default();
        for pid in pids.split_whitespace() {
            // What it has started itself is killed, and may take a moment to be gone.
            let start = Instant::now();
            while runs(pid) {
                assert!(start.elapsed() < PATIENCE, "{pid} is still running");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn runs(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat
        .rsplit_once(") ")
        .and_then(|(_, rest)| rest.chars().next());
    state.is_some_and(|state| state != 'Z' && state != 'X')
}

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

fn ended(mut child: Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it does not stop");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

const SIGNALS: [Signal; 5] = [
    Signal::INT,
    Signal::TERM,
    Signal::HUP,
    Signal::USR1,
    Signal::ALARM,
];

/// Starts a run, brings it to a phase, and ends it by each of the signals there.
fn interrupt(start: impl Fn(&Scene) -> (Child, Option<OwnedFd>)) {
    for signal in SIGNALS {
        let scene = Scene::new().with_pipe();
        let (child, held) = start(&scene);
        send(&child, signal);
        assert_eq!(ended(child).signal(), Some(signal.as_raw()), "{signal:?}");
        scene.assert_clean();
        drop(held);
    }
}

#[test]
fn while_the_module_is_read() {
    interrupt(|scene| {
        let mut child = scene
            .command("- -o out.wasm")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More than a pipe holds: some of it has been read then.
        stdin.write_all(&[b' '; 200_000]).unwrap();
        (child, Some(stdin.into()))
    });
}

#[test]
fn while_init_runs() {
    interrupt(|scene| {
        let words = "loop.wat -o out.wasm --allow-wasi --dir data";
        let child = scene.command(words).spawn().unwrap();
        scene.await_file("data/started");
        (child, None)
    });
}

#[test]
fn while_standard_output_is_written() {
    interrupt(|scene| {
        let mut child = scene
            .command("large.wat")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        (child, Some(stdout.into()))
    });
}

#[test]
fn while_a_pipe_is_written() {
    interrupt(|scene| {
        let child = scene.command("large.wat -o pipe").spawn().unwrap();
        let mut pipe = File::open(scene.path().join("pipe")).unwrap();
        pipe.read_exact(&mut [0]).unwrap();
        (child, Some(pipe.into()))
    });
}

#[test]
fn while_the_optimizer_runs() {
    interrupt(|scene| {
        let child = scene
            .command("ok.wat -o out.wasm --wasm-opt")
            .spawn()
            .unwrap();
        scene.await_file("pids");
        (child, None)
    });
}

/// At any moment of a run, wherever that happens to be.
#[test]
fn at_any_moment() {
    for step in 0..40 {
        let scene = Scene::new();
        let child = scene.command("large.wat -o out.wasm").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(step * 3));
        send(&child, Signal::TERM);
        let status = ended(child);
        let by_signal = status.signal() == Some(Signal::TERM.as_raw());
        assert!(status.success() || by_signal, "{status}");
        let output = fs::read(scene.path().join("out.wasm")).unwrap();
        let is_new = output.starts_with(b"\0asm") && output.len() > 1_000_000;
        // A signal may come when all is done but the end.
        assert!(
            is_new || (by_signal && output == b"old"),
            "{status}: {}",
            output.len()
        );
        fs::write(scene.path().join("out.wasm"), "old").unwrap();
        scene.assert_clean();
    }
}

#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    let scene = Scene::new();
    let line = format!(
        "trap '' HUP INT; exec {} loop.wat -o out.wasm --allow-wasi --dir data",
        env!("CARGO_BIN_EXE_preinit")
    );
    let child = Command::new("sh")
        .args(["-c", &line])
        .current_dir(scene.path())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    scene.await_file("data/started");
    send(&child, Signal::HUP);
    send(&child, Signal::INT);
    send(&child, Signal::TERM);
    assert_eq!(ended(child).signal(), Some(Signal::TERM.as_raw()));
    scene.assert_clean();
}

/// Tells this test that it is the process that becomes the command, in a session of its own.
const IN_SESSION: &str = "PREINIT_TEST_IN_SESSION";

/// The command on a real terminal, at which somebody types Ctrl-C.
#[test]
fn typed_at_a_terminal() {
    if let Ok(words) = std::env::var(IN_SESSION) {
        rustix::process::setsid().unwrap();
        rustix::process::ioctl_tiocsctty(rustix::stdio::stdin()).unwrap();
        panic!(
            "{}",
            Command::new(env!("CARGO_BIN_EXE_preinit"))
                .args(words.split(' '))
                .exec()
        );
    }
    for (words, mark) in [
        (
            "loop.wat -o out.wasm --allow-wasi --dir data",
            "data/started",
        ),
        ("ok.wat -o out.wasm --wasm-opt", "pids"),
    ] {
        let scene = Scene::new();
        let (keyboard, terminal) = terminal();
        let stream = || Stdio::from(terminal.try_clone().unwrap());
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "typed_at_a_terminal", "--nocapture"])
            .env(IN_SESSION, words)
            .env("TMPDIR", scene.path().join("temporary"))
            .env("PATH", format!("{}:/usr/bin:/bin", scene.path().display()))
            .current_dir(scene.path())
            .stdin(stream())
            .stdout(stream())
            .stderr(stream())
            .spawn()
            .unwrap();
        drop(terminal);
        // Somebody looks at what is shown, until the terminal is closed.
        let mut screen = File::from(keyboard.as_fd().try_clone_to_owned().unwrap());
        let looking = std::thread::spawn(move || {
            let mut shown = Vec::new();
            let _ = screen.read_to_end(&mut shown);
            String::from_utf8_lossy(&shown).into_owned()
        });
        scene.await_file(mark);
        File::from(keyboard).write_all(b"\x03").unwrap();
        let status = ended(child);
        let shown = looking.join().unwrap();
        assert_eq!(status.signal(), Some(Signal::INT.as_raw()), "{shown}");
        assert!(!shown.contains("error"), "{shown}");
        scene.assert_clean();
    }
}

/// A pseudo-terminal: where somebody types and looks, and what the command has.
fn terminal() -> (OwnedFd, OwnedFd) {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let name = ptsname(&keyboard, Vec::new()).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let terminal = openat(CWD, &name, flags, Mode::empty()).unwrap();
    (keyboard, terminal)
}
