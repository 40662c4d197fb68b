//! Files and directories: contents, attributes, listings, changes.

use std::fs;

use preinit_host::{Clock, Config, DEFAULT_REALTIME_NS, Mode, Stop};
use tempfile::TempDir;

use crate::guest::*;

const DIR: u64 = 3;
const BOTH: u64 = FD_READ | FD_WRITE;

/// `b.txt`, `a.txt`, `sub/inner.txt`.
fn tree() -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("b.txt"), b"0123456789").unwrap();
    fs::write(scratch.path().join("a.txt"), b"a").unwrap();
    fs::create_dir(scratch.path().join("sub")).unwrap();
    fs::write(scratch.path().join("sub/inner.txt"), b"inner").unwrap();
    scratch
}

fn guest_in(scratch: &TempDir, mode: Mode) -> Guest {
    Guest::new(&Config::new().dir(scratch.path(), "/data"), mode)
}

#[test]
fn directories_are_announced_in_order() {
    let scratch = tree();
    let config = Config::new()
        .dir(scratch.path(), "/data")
        .dir(scratch.path().join("sub"), ".");
    let mut guest = Guest::new(&config, Mode::Tentative);
    guest.ok("fd_prestat_get", &[3, RESULT]);
    assert_eq!((guest.u32(RESULT), guest.u32(RESULT + 4)), (0, 5));
    guest.ok("fd_prestat_dir_name", &[3, BUFFER, 5]);
    assert_eq!(guest.bytes(BUFFER, 6), b"/data\0");
    assert_eq!(
        guest.call("fd_prestat_dir_name", &[3, BUFFER, 4]),
        NAMETOOLONG
    );
    guest.ok("fd_prestat_get", &[4, RESULT]);
    assert_eq!(guest.u32(RESULT + 4), 1);
    assert_eq!(guest.call("fd_prestat_get", &[5, RESULT]), BADF);
    assert_eq!(guest.call("fd_prestat_get", &[0, RESULT]), BADF);

    guest.open(4, "inner.txt", 0, FD_READ).unwrap();
    let left = guest.host.finish().unwrap().open_files;
    assert_eq!(left.len(), 1);
    assert_eq!(
        (left[0].guest_path.as_str(), left[0].fd),
        ("./inner.txt", 5)
    );
}

#[test]
fn a_missing_directory_is_named() {
    let missing = Config::new().dir("no/such/directory", "/data");
    let error =
        preinit_host::Host::new(&missing, &preinit_host::Session::new(), Mode::Final).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("cannot open the directory `no/such/directory` for the guest's `/data`: "),
        "{text}"
    );
}

#[test]
fn reading_moves_the_position_and_reading_at_an_offset_does_not() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Tentative);
    let fd = guest.open(DIR, "b.txt", 0, FD_READ).unwrap();
    assert_eq!(guest.read(fd, 4), Ok(b"0123".to_vec()));
    let [vector, count] = guest.vector(&[(BUFFER as u32, 2), (BUFFER as u32 + 8, 4)]);
    guest.ok("fd_pread", &[fd, vector, count, 6, RESULT]);
    assert_eq!(guest.u32(RESULT), 4);
    assert_eq!(
        (guest.bytes(BUFFER, 2), guest.bytes(BUFFER + 8, 2)),
        (&b"67"[..], &b"89"[..])
    );
    guest.ok("fd_tell", &[fd, RESULT]);
    assert_eq!(guest.u64(RESULT), 4);

    guest.ok("fd_seek", &[fd, -3_i64 as u64, 2, RESULT]);
    assert_eq!(guest.u64(RESULT), 7);
    guest.ok("fd_seek", &[fd, 1, 1, RESULT]);
    assert_eq!(guest.read(fd, 40), Ok(b"89".to_vec()));
    assert_eq!(guest.read(fd, 40), Ok(Vec::new()));
    assert_eq!(
        guest.call("fd_seek", &[fd, -1_i64 as u64, 0, RESULT]),
        INVAL
    );
    assert_eq!(guest.call("fd_seek", &[fd, 0, 3, RESULT]), INVAL);
    guest.ok("fd_advise", &[fd, 0, 10, 5]);
    assert_eq!(guest.call("fd_advise", &[fd, 0, 10, 6]), INVAL);

    assert_eq!(guest.try_write(fd, b"x"), Ok(BADF));
    guest.ok("fd_close", &[fd]);
    assert_eq!(guest.read(fd, 1), Err(BADF));
    assert!(guest.host.finish().unwrap().open_files.is_empty());
}

#[test]
fn a_final_run_writes_files() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    let fd = guest.open(DIR, "new.txt", CREAT | EXCL, BOTH).unwrap();
    assert_eq!(guest.open(DIR, "new.txt", CREAT | EXCL, BOTH), Err(EXIST));
    guest.write(fd, b"hello ");
    guest.write(fd, b"world");
    let [vector, count] = guest.vector(&[(BUFFER as u32, 1)]);
    guest.put(BUFFER, b"J");
    guest.ok("fd_pwrite", &[fd, vector, count, 0, RESULT]);
    guest.ok("fd_sync", &[fd]);
    guest.ok("fd_datasync", &[fd]);
    let path = scratch.path().join("new.txt");
    assert_eq!(fs::read(&path).unwrap(), b"Jello world");

    guest.ok("fd_filestat_set_size", &[fd, 5]);
    guest.ok("fd_allocate", &[fd, 4, 4]);
    guest.ok("fd_allocate", &[fd, 0, 2]);
    assert_eq!(guest.call("fd_allocate", &[fd, 0, 0]), INVAL);
    assert_eq!(fs::read(&path).unwrap(), b"Jello\0\0\0");

    guest.ok("fd_fdstat_set_flags", &[fd, 1]);
    guest.ok("fd_seek", &[fd, 0, 0, RESULT]);
    guest.write(fd, b"!");
    assert_eq!(fs::read(&path).unwrap(), b"Jello\0\0\0!");
    guest.ok("fd_tell", &[fd, RESULT]);
    assert_eq!(guest.u64(RESULT), 9);

    guest.open(DIR, "new.txt", TRUNC, FD_WRITE).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"");
}

#[test]
fn a_final_run_changes_directories() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    assert_eq!(guest.at_path("path_create_directory", DIR, "made"), SUCCESS);
    assert_eq!(guest.at_path("path_create_directory", DIR, "made"), EXIST);
    let [old, old_length] = guest.put(TEXT, b"a.txt");
    let [new, new_length] = guest.put(OTHER, b"made/c.txt");
    guest.ok("path_rename", &[DIR, old, old_length, DIR, new, new_length]);
    assert!(scratch.path().join("made/c.txt").is_file());
    assert_eq!(
        guest.at_path("path_remove_directory", DIR, "made"),
        NOTEMPTY
    );
    assert_eq!(guest.at_path("path_unlink_file", DIR, "made"), ISDIR);
    assert_eq!(guest.at_path("path_remove_directory", DIR, "b.txt"), NOTDIR);
    assert_eq!(
        guest.at_path("path_unlink_file", DIR, "made/c.txt"),
        SUCCESS
    );
    assert_eq!(guest.at_path("path_remove_directory", DIR, "made"), SUCCESS);
    assert_eq!(guest.at_path("path_unlink_file", DIR, "made"), NOENT);

    let [old, old_length] = guest.put(TEXT, b"b.txt");
    let [new, new_length] = guest.put(OTHER, b"hard");
    guest.ok(
        "path_link",
        &[DIR, 0, old, old_length, DIR, new, new_length],
    );
    assert_eq!(
        fs::read(scratch.path().join("hard")).unwrap(),
        b"0123456789"
    );
    let followed = [DIR, 1, old, old_length, DIR, new, new_length];
    assert_eq!(guest.call("path_link", &followed), INVAL);
}

#[test]
fn times_can_be_set_and_yet_show_as_the_constant() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    let fd = guest.open(DIR, "b.txt", 0, BOTH).unwrap();
    guest.ok("fd_filestat_set_times", &[fd, 0, 5_000_000_000, 4]);
    let modified = |name: &str| {
        fs::metadata(scratch.path().join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    let epoch = std::time::UNIX_EPOCH;
    assert_eq!(modified("b.txt"), epoch + std::time::Duration::from_secs(5));
    let [at, length] = guest.put(TEXT, b"a.txt");
    guest.ok(
        "path_filestat_set_times",
        &[DIR, FOLLOW, at, length, 0, 7_000_000_000, 4],
    );
    assert_eq!(modified("a.txt"), epoch + std::time::Duration::from_secs(7));
    guest.ok("fd_filestat_set_times", &[DIR, 0, 0, 8]);
    let now = modified(".").duration_since(epoch).unwrap().as_nanos();
    assert_eq!(
        now,
        u128::from(DEFAULT_REALTIME_NS + preinit_host::CLOCK_STEP_NS)
    );
    assert_eq!(guest.call("fd_filestat_set_times", &[fd, 0, 0, 3]), INVAL);

    guest.stat(DIR, FOLLOW, "a.txt").unwrap();
    for time in [40, 48, 56] {
        assert_eq!(guest.u64(BUFFER + time), DEFAULT_REALTIME_NS);
    }
    let real = Config::new()
        .dir(scratch.path(), "/data")
        .clock(Clock::Host);
    let mut real = Guest::new(&real, Mode::Tentative);
    real.stat(DIR, FOLLOW, "a.txt").unwrap();
    assert_eq!(real.u64(BUFFER + 48), 7_000_000_000);
}

#[test]
fn listings_are_sorted_and_agree_with_the_attributes() {
    let scratch = tree();
    fs::write(scratch.path().join("B"), b"").unwrap();
    fs::write(scratch.path().join("é"), b"").unwrap();
    let mut guest = guest_in(&scratch, Mode::Tentative);
    let all = guest.list(DIR, 4_096);
    let names: Vec<_> = all
        .iter()
        .map(|(name, file_type, _)| (name.as_str(), *file_type))
        .collect();
    let expected = [
        (".", 3),
        ("..", 3),
        ("B", 4),
        ("a.txt", 4),
        ("b.txt", 4),
        ("sub", 3),
        ("é", 4),
    ];
    assert_eq!(names, expected);
    // A buffer that holds one entry at a time, or only part of the next one.
    assert_eq!(guest.list(DIR, 30), all);
    assert_eq!(guest.list(DIR, 77), all);
    for (name, file_type, inode) in &all {
        if name != ".." {
            let (found, found_type, _) = guest.stat(DIR, FOLLOW, name).unwrap();
            assert_eq!((found, found_type), (*inode, *file_type), "{name}");
        }
    }
    let sub = guest.open(DIR, "sub", DIRECTORY, FD_READ).unwrap();
    let inner = guest.list(sub, 4_096);
    assert_eq!(inner[1].2, all[0].2);
    assert_eq!(inner[2].0, "inner.txt");
    guest.ok("fd_readdir", &[sub, BUFFER, 64, u64::MAX, RESULT]);
    assert_eq!(guest.u32(RESULT), 0);

    // The same tree elsewhere, made in another order, looks the same.
    let other = tempfile::tempdir().unwrap();
    fs::create_dir(other.path().join("sub")).unwrap();
    for name in ["é", "B", "a.txt", "b.txt"] {
        fs::write(other.path().join(name), b"").unwrap();
    }
    assert_eq!(guest_in(&other, Mode::Tentative).list(DIR, 4_096), all);
}

#[test]
fn a_listing_survives_the_removal_of_what_it_has_shown() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    let first = 2 * 24 + 3 + 24 + 5;
    guest.ok("fd_readdir", &[DIR, BUFFER, first, 0, RESULT]);
    let cookie = guest.u64(BUFFER + 2 * 24 + 3);
    assert_eq!(guest.at_path("path_unlink_file", DIR, "a.txt"), SUCCESS);
    guest.ok("fd_readdir", &[DIR, BUFFER, 4_096, cookie, RESULT]);
    assert_eq!(guest.bytes(BUFFER + 24, 5), b"b.txt");
    assert_eq!(guest.list(DIR, 4_096).len(), 4);
}

#[test]
fn attributes_do_not_depend_on_how_a_file_is_reached() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Tentative);
    let direct = guest.stat(DIR, FOLLOW, "sub/inner.txt").unwrap();
    assert_eq!((direct.1, direct.2), (4, 5));
    assert_eq!(
        guest.stat(DIR, 0, "./sub/../sub/inner.txt").unwrap(),
        direct
    );
    let sub = guest.open(DIR, "sub/", DIRECTORY, FD_READ).unwrap();
    assert_eq!(guest.stat(sub, FOLLOW, "inner.txt").unwrap(), direct);
    let fd = guest.open(sub, "inner.txt", 0, FD_READ).unwrap();
    guest.ok("fd_filestat_get", &[fd, BUFFER]);
    assert_eq!(guest.filestat(), direct);
    assert_eq!((guest.u64(BUFFER), guest.u64(BUFFER + 24)), (0, 1));
    guest.ok("fd_filestat_get", &[sub, BUFFER]);
    assert_eq!(guest.filestat(), guest.stat(DIR, FOLLOW, "sub").unwrap());
    assert_eq!(guest.filestat().2, 0);
}

#[test]
fn rights_show_how_a_file_was_opened_and_can_be_given_up() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    let fd = guest.open(DIR, "b.txt", 0, BOTH).unwrap();
    guest.ok("fd_fdstat_get", &[fd, BUFFER]);
    assert_eq!(guest.bytes(BUFFER, 1), [4]);
    let rights = guest.u64(BUFFER + 8);
    assert_eq!(rights & BOTH, BOTH);
    guest.ok("fd_fdstat_set_rights", &[fd, rights & !FD_WRITE, 0]);
    assert_eq!(guest.try_write(fd, b"x"), Ok(BADF));
    assert_eq!(
        guest.call("fd_fdstat_set_rights", &[fd, rights, 0]),
        NOTCAPABLE
    );
    guest.ok("fd_fdstat_get", &[DIR, BUFFER]);
    assert_eq!(guest.bytes(BUFFER, 1), [3]);
    // What a C library intersects with before it opens a file.
    assert_eq!(guest.u64(BUFFER + 16) & BOTH, BOTH);
    assert_eq!(guest.call("fd_fdstat_set_flags", &[fd, 1 << 5]), INVAL);
}

#[test]
fn a_directory_is_not_a_file_nor_the_other_way_round() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Final);
    assert_eq!(guest.open(DIR, "b.txt", DIRECTORY, FD_READ), Err(NOTDIR));
    assert_eq!(guest.open(DIR, "sub", 0, FD_WRITE), Err(ISDIR));
    assert_eq!(
        guest.open(DIR, "sub", CREAT | DIRECTORY, FD_READ),
        Err(INVAL)
    );
    assert_eq!(guest.open(DIR, "none", 0, FD_READ), Err(NOENT));
    assert_eq!(guest.open(DIR, "", 0, FD_READ), Err(NOENT));
    assert_eq!(guest.open(DIR, "sub", 1 << 4, FD_READ), Err(INVAL));
    let sub = guest.open(DIR, "sub", 0, FD_READ).unwrap();
    assert_eq!(guest.read(sub, 1), Err(ISDIR));
    assert_eq!(guest.try_write(sub, b"x"), Ok(BADF));
    assert_eq!(guest.call("fd_seek", &[sub, 0, 0, RESULT]), BADF);
    assert_eq!(guest.call("fd_advise", &[sub, 0, 0, 0]), BADF);
    guest.ok("fd_sync", &[sub]);
    let file = guest.open(DIR, "b.txt", 0, FD_READ).unwrap();
    assert_eq!(guest.open(file, "x", 0, FD_READ), Err(NOTDIR));
    assert_eq!(guest.open(99, "x", 0, FD_READ), Err(BADF));
    assert_eq!(
        guest.call("fd_readdir", &[file, BUFFER, 64, 0, RESULT]),
        NOTDIR
    );
}

#[test]
fn a_tentative_run_stops_before_each_effect() {
    let scratch = tree();
    let mut guest = guest_in(&scratch, Mode::Tentative);
    let fd = guest.open(DIR, "b.txt", 0, BOTH).unwrap();
    let [a, a_length] = guest.put(TEXT, b"a.txt");
    let [n, n_length] = guest.put(OTHER, b"new");
    guest.put(BUFFER, b"x");
    let [vector, count] = guest.vector(&[(BUFFER as u32, 1)]);
    let open = |path: u64, length: u64, oflags: u64| {
        vec![DIR, 1, path, length, oflags, BOTH, 0, 0, RESULT]
    };
    let effects: [(&str, Vec<u64>, &str); 14] = [
        (
            "path_open",
            open(n, n_length, CREAT),
            "create the file `/data/new`",
        ),
        (
            "path_open",
            open(a, a_length, TRUNC),
            "truncate the file `/data/a.txt`",
        ),
        (
            "path_create_directory",
            vec![DIR, n, n_length],
            "create the directory `/data/new`",
        ),
        (
            "path_unlink_file",
            vec![DIR, a, a_length],
            "remove the file `/data/a.txt`",
        ),
        (
            "path_remove_directory",
            vec![DIR, OTHER + 8, 3],
            "remove the directory `/data/sub`",
        ),
        (
            "path_rename",
            vec![DIR, a, a_length, DIR, n, n_length],
            "rename `/data/a.txt` to `/data/new`",
        ),
        (
            "path_link",
            vec![DIR, 0, a, a_length, DIR, n, n_length],
            "create the link `/data/new`",
        ),
        (
            "path_symlink",
            vec![a, a_length, DIR, n, n_length],
            "create the link `/data/new`",
        ),
        (
            "path_filestat_set_times",
            vec![DIR, 1, a, a_length, 0, 0, 1],
            "set the times of `/data/a.txt`",
        ),
        (
            "fd_filestat_set_times",
            vec![fd, 0, 0, 1],
            "set the times of the file `/data/b.txt`",
        ),
        (
            "fd_filestat_set_size",
            vec![fd, 3],
            "set the size of the file `/data/b.txt`",
        ),
        (
            "fd_allocate",
            vec![fd, 0, 100],
            "extend the file `/data/b.txt`",
        ),
        (
            "fd_write",
            vec![fd, vector, count, RESULT],
            "write to the file `/data/b.txt`",
        ),
        (
            "fd_pwrite",
            vec![fd, vector, count, 0, RESULT],
            "write to the file `/data/b.txt`",
        ),
    ];
    guest.put(OTHER + 8, b"sub");
    for (name, args, effect) in effects {
        let effect = effect.to_owned();
        assert_eq!(
            guest.try_call(name, &args),
            Err(Stop::StartOver { effect }),
            "{name}"
        );
    }
    // What would fail anyway is no reason to start over.
    assert_eq!(guest.at_path("path_unlink_file", DIR, "none"), NOENT);
    assert_eq!(guest.at_path("path_create_directory", DIR, "sub"), EXIST);
    guest.ok("fd_allocate", &[fd, 0, 10]);
    guest.ok("fd_sync", &[fd]);
    let [vector, _] = guest.vector(&[]);
    guest.ok("fd_write", &[fd, vector, 0, RESULT]);
    assert_eq!(guest.list(DIR, 4_096).len(), 5);
    assert_eq!(
        fs::read(scratch.path().join("b.txt")).unwrap(),
        b"0123456789"
    );
}

#[cfg(unix)]
#[test]
fn a_slash_at_the_end_means_a_directory() {
    const NOTDIR: u16 = 54;
    let scratch = tree();
    std::os::unix::fs::symlink("sub", scratch.path().join("link")).unwrap();
    let mut guest = guest_in(&scratch, Mode::Final);
    let directory = guest.stat(DIR, 0, "sub").unwrap();
    for path in ["sub/", "sub/.", "link/", "link/."] {
        assert_eq!(guest.stat(DIR, 0, path), Ok(directory), "{path}");
    }
    assert_ne!(guest.stat(DIR, 0, "link").unwrap().1, directory.1);
    for path in ["a.txt/", "a.txt/."] {
        assert_eq!(guest.stat(DIR, 0, path), Err(NOTDIR), "{path}");
        assert_eq!(guest.stat(DIR, FOLLOW, path), Err(NOTDIR), "{path}");
    }
    let mut renamed = |from: &str, to: &str| {
        let [old, old_length] = guest.put(TEXT, from.as_bytes());
        let [new, new_length] = guest.put(TEXT + 256, to.as_bytes());
        guest.call("path_rename", &[DIR, old, old_length, DIR, new, new_length])
    };
    assert_eq!(renamed("a.txt", "b.txt/"), NOTDIR);
    assert_eq!(renamed("link/", "other"), NOTDIR);
    assert_eq!(guest.at_path("path_create_directory", DIR, "new/"), 0);
    let mut renamed = |from: &str, to: &str| {
        let [old, old_length] = guest.put(TEXT, from.as_bytes());
        let [new, new_length] = guest.put(TEXT + 256, to.as_bytes());
        guest.call("path_rename", &[DIR, old, old_length, DIR, new, new_length])
    };
    assert_eq!(renamed("new/", "newer/"), 0);
    assert_eq!(guest.at_path("path_remove_directory", DIR, "link/"), NOTDIR);
    assert_eq!(guest.at_path("path_remove_directory", DIR, "newer/"), 0);
}
