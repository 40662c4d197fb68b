use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::process::Stdio;

use super::*;

/// Tells a test that it is the process in which everything goes, and where its files are.
const SCENE: &str = "PREINIT_TEST_LEFTOVERS";
const ENDED: i32 = 42;

fn file_in(folder: &Path, name: &str) -> Registered {
    let create = || {
        let file = File::create_new(folder.join(name))?;
        Ok((file, OwnedFd::from(File::open(folder)?)))
    };
    let (_, registered) = file(create, OsStr::new(name)).unwrap();
    registered
}

fn sleeping() -> Program {
    let mut command = Command::new("sh");
    command.args(["-c", "sleep 1000 & wait"]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    Program::start(&mut command).unwrap()
}

/// Whether a group of processes has one that is not a zombie.
fn runs(group: u32) -> bool {
    let Ok(processes) = fs::read_dir("/proc") else {
        return false;
    };
    let stats = processes.flatten().filter_map(|process| {
        let stat = fs::read_to_string(process.path().join("stat")).ok()?;
        let (_, rest) = stat.rsplit_once(") ")?;
        let mut words = rest.split(' ');
        let (state, _, of) = (words.next()?, words.next()?, words.next()?);
        (state != "Z" && state != "X").then(|| of.to_owned())
    });
    stats.into_iter().any(|of| of == group.to_string())
}

/// Fails if a group goes on. What a program has started is killed with it, and may take a moment to be gone.
fn assert_ends(group: u32) {
    let ends = (0..1000).any(|_| {
        std::thread::sleep(PATIENCE);
        !runs(group)
    });
    assert!(ends, "{group} is still running");
}

/// Clearing is for good, so it has a process of its own.
#[test]
fn everything_goes_and_nothing_comes_after_it() {
    if let Some(scene) = env::var_os(SCENE) {
        return end_with_all(Path::new(&scene));
    }
    let scene = tempfile::tempdir().unwrap();
    let done = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "leftovers::tests::everything_goes_and_nothing_comes_after_it",
            "--nocapture",
        ])
        .env(SCENE, scene.path())
        .env("TMPDIR", scene.path())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(ENDED), "{done:?}");
    let left: Vec<_> = fs::read_dir(scene.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let group = fs::read_to_string(scene.path().join("group")).unwrap();
    assert_ends(group.parse().unwrap());
}

fn end_with_all(scene: &Path) {
    let program = sleeping();
    let group = program.child.id();
    assert!(runs(group));
    fs::write(scene.join("group"), group.to_string()).unwrap();
    let scratch = Scratch::new().unwrap();
    fs::write(scratch.path().join("in"), "text").unwrap();
    let registered = file_in(scene, "temporary");
    assert_eq!(fs::read_dir(scene).unwrap().count(), 3);
    let clearing = || {
        clear();
        clear();
    };
    std::thread::scope(|scope| {
        scope.spawn(clearing);
        scope.spawn(clearing);
    });
    // From here on only the end is left: each of these waits for it.
    std::thread::spawn(|| registered.keep());
    std::thread::spawn(|| program.wait());
    std::thread::spawn(Scratch::new);
    let waits = std::thread::spawn(wait_if_cleared);
    std::thread::sleep(Duration::from_millis(50));
    assert!(!waits.is_finished());
    std::process::exit(ENDED);
}

#[test]
fn what_is_not_needed_any_more_goes_at_once() {
    let scene = tempfile::tempdir().unwrap();
    let (kept, dropped) = (
        file_in(scene.path(), "kept"),
        file_in(scene.path(), "dropped"),
    );
    drop(dropped);
    kept.keep();
    assert!(scene.path().join("kept").exists());
    assert!(!scene.path().join("dropped").exists());

    let scratch = Scratch::new().unwrap();
    let path = scratch.path().to_owned();
    fs::write(path.join("in"), "text").unwrap();
    drop(scratch);
    assert!(!path.exists());

    let program = sleeping();
    let group = program.child.id();
    drop(program);
    assert_ends(group);
    let status = Program::start(Command::new("sh").args(["-c", "exit 3"]))
        .unwrap()
        .wait();
    assert_eq!(status.unwrap().code(), Some(3));
}
