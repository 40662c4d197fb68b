//! Files that are exchanged under our hands, and pipes, which nobody may wait for.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use preinit_host::{Config, Mode, Session};

use crate::guest::*;

const DIR: u64 = 3;
/// `fstflags` that set both times.
const BOTH_TIMES: u64 = 1 | 4;

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Fails if this waits for ever.
fn in_time(work: impl FnOnce() + Send + 'static) {
    let (done, wait) = channel();
    let working = std::thread::spawn(move || {
        work();
        done.send(()).unwrap();
    });
    if wait.recv_timeout(Duration::from_secs(60)).is_err() && !working.is_finished() {
        panic!("a call waits for ever");
    }
    working.join().unwrap();
}

fn set_times(guest: &mut Guest, flags: u64, path: &str) -> u16 {
    let [at, length] = guest.put(TEXT, path.as_bytes());
    let args = [
        DIR,
        flags,
        at,
        length,
        1_000_000_000,
        2_000_000_000,
        BOTH_TIMES,
    ];
    guest.call("path_filestat_set_times", &args)
}

#[test]
fn a_pipe_is_no_file() {
    let scratch = tempfile::tempdir().unwrap();
    make_pipe(&scratch.path().join("pipe"));
    symlink("pipe", scratch.path().join("link")).unwrap();
    in_time(move || {
        let mut guest = Guest::new(&Config::new().dir(scratch.path(), "/"), Mode::Final);
        for path in ["pipe", "link"] {
            for rights in [0, FD_READ, FD_WRITE, FD_READ | FD_WRITE] {
                for oflags in [0, CREAT, TRUNC] {
                    assert_eq!(guest.open(DIR, path, oflags, rights), Err(NOTSUP));
                }
            }
            guest.stat(DIR, FOLLOW, path).unwrap();
            assert_eq!(set_times(&mut guest, FOLLOW, path), NOTSUP);
        }
        // That of the link itself needs no handle.
        assert_eq!(set_times(&mut guest, 0, "link"), SUCCESS);
        assert_eq!(guest.open(DIR, "pipe", DIRECTORY, FD_READ), Err(NOTDIR));
    });
}

#[test]
fn times_are_set_through_a_handle() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let scratch = tempfile::tempdir().unwrap();
    let path = |name: &str| scratch.path().join(name);
    fs::write(path("file"), "text").unwrap();
    fs::write(path("written"), "text").unwrap();
    fs::set_permissions(path("written"), fs::Permissions::from_mode(0o200)).unwrap();
    fs::create_dir(path("directory")).unwrap();
    symlink("file", path("link")).unwrap();
    let mut guest = Guest::new(&Config::new().dir(scratch.path(), "/"), Mode::Final);
    for (name, changed) in [
        ("link", "file"),
        ("written", "written"),
        ("directory", "directory"),
    ] {
        assert_eq!(set_times(&mut guest, FOLLOW, name), SUCCESS, "{name}");
        let metadata = fs::metadata(path(changed)).unwrap();
        assert_eq!((metadata.atime(), metadata.mtime()), (1, 2), "{name}");
    }
    assert_ne!(fs::symlink_metadata(path("link")).unwrap().mtime(), 2);
    assert_eq!(set_times(&mut guest, FOLLOW, "missing"), NOENT);
    symlink("../secret", path("out")).unwrap();
    assert_eq!(set_times(&mut guest, FOLLOW, "out"), PERM);
}

/// A file and a pipe take turns under one name, while a guest opens it and sets its times.
#[test]
fn a_file_that_becomes_a_pipe_is_not_waited_for() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("file"), "text").unwrap();
    make_pipe(&scratch.path().join("pipe"));
    fs::hard_link(scratch.path().join("file"), scratch.path().join("name")).unwrap();
    in_time(move || {
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let path = scratch.path();
            let ended = &ended;
            scope.spawn(move || {
                while !ended.load(Ordering::Relaxed) {
                    for turn in ["pipe", "file"] {
                        fs::hard_link(path.join(turn), path.join("next")).unwrap();
                        fs::rename(path.join("next"), path.join("name")).unwrap();
                    }
                }
            });
            let mut guest = Guest::new(&Config::new().dir(path, "/"), Mode::Final);
            for round in 0..20_000_u64 {
                let rights = [FD_READ, FD_WRITE][(round % 2) as usize];
                let oflags = [0, CREAT, TRUNC][(round % 3) as usize];
                match guest.open(DIR, "name", oflags, rights) {
                    Ok(fd) => guest.ok("fd_close", &[fd]),
                    Err(errno) => assert_eq!(errno, NOTSUP),
                }
                let errno = set_times(&mut guest, FOLLOW, "name");
                assert!([SUCCESS, NOTSUP].contains(&errno), "{errno}");
            }
            ended.store(true, Ordering::Relaxed);
        });
    });
}

/// A guest may have exchanged a directory that it was given for a link by the time that another run begins.
#[test]
fn directories_are_looked_up_once() {
    let scratch = tempfile::tempdir().unwrap();
    let inside = scratch.path().join("inside");
    fs::create_dir_all(inside.join("sub")).unwrap();
    fs::create_dir(scratch.path().join("outside")).unwrap();
    fs::write(scratch.path().join("outside/secret"), "secret").unwrap();
    let config = Config::new()
        .dir(&inside, "/")
        .dir(inside.join("sub"), "/sub");
    let session = Session::new();
    let mut guest = Guest::in_session(&config, &session, Mode::Final);
    let [old, old_length] = guest.put(TEXT, b"sub");
    let [new, new_length] = guest.put(OTHER, b"old");
    guest.ok("path_rename", &[DIR, old, old_length, DIR, new, new_length]);
    let [target, target_length] = guest.put(OTHER, b"../outside");
    guest.ok(
        "path_symlink",
        &[target, target_length, DIR, old, old_length],
    );
    let mut again = Guest::in_session(&config, &session, Mode::Tentative);
    assert_eq!(again.open(DIR + 1, "secret", 0, FD_READ), Err(NOENT));
    assert_eq!(session.attempted(), Some("rename `/sub` to `/old`"));
}
