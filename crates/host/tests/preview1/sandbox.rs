//! Attempts to leave the directory, and paths that are none.

use std::fs;

use preinit_host::{Config, Mode};
use tempfile::TempDir;

use crate::guest::*;

const DIR: u64 = 3;

/// `secret` beside the guest's directory `jail`, which holds `file` and `sub/`.
fn jail() -> (TempDir, Guest) {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("secret"), b"secret").unwrap();
    fs::create_dir_all(scratch.path().join("jail/sub")).unwrap();
    fs::write(scratch.path().join("jail/file"), b"file").unwrap();
    let config = Config::new().dir(scratch.path().join("jail"), "/");
    let guest = Guest::new(&config, Mode::Final);
    (scratch, guest)
}

#[test]
fn dots_and_absolute_paths_lead_nowhere() {
    let (scratch, mut guest) = jail();
    let absolute = scratch.path().join("secret");
    let paths = [
        "../secret",
        "sub/../../secret",
        "/file",
        "..",
        absolute.to_str().unwrap(),
    ];
    for path in paths {
        assert_eq!(guest.open(DIR, path, 0, FD_READ), Err(PERM), "{path}");
        assert_eq!(guest.open(DIR, path, CREAT, FD_WRITE), Err(PERM), "{path}");
        assert_eq!(guest.stat(DIR, FOLLOW, path), Err(PERM), "{path}");
        assert_eq!(guest.stat(DIR, 0, path), Err(PERM), "{path}");
        assert_eq!(guest.at_path("path_unlink_file", DIR, path), PERM, "{path}");
        assert_eq!(
            guest.at_path("path_create_directory", DIR, path),
            PERM,
            "{path}"
        );
    }
    let sub = guest.open(DIR, "sub", DIRECTORY, FD_READ).unwrap();
    assert_eq!(guest.open(sub, "../file", 0, FD_READ), Err(PERM));
    let [old, old_length] = guest.put(TEXT, b"file");
    let [new, new_length] = guest.put(OTHER, b"../stolen");
    assert_eq!(
        guest.call("path_rename", &[DIR, old, old_length, DIR, new, new_length]),
        PERM
    );
    assert_eq!(
        guest.call(
            "path_link",
            &[DIR, 0, old, old_length, DIR, new, new_length]
        ),
        PERM
    );
    assert_eq!(
        guest.call("path_symlink", &[old, old_length, DIR, new, new_length]),
        PERM
    );
    let mut names: Vec<_> = fs::read_dir(scratch.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["jail", "secret"]);
}

#[test]
fn paths_have_to_be_text_in_memory() {
    let (_scratch, mut guest) = jail();
    let stat = |guest: &mut Guest, at: u64, length: u64| {
        guest.call("path_filestat_get", &[DIR, 0, at, length, BUFFER])
    };
    guest.put(TEXT, b"a\0b");
    assert_eq!(stat(&mut guest, TEXT, 3), INVAL);
    guest.put(TEXT, b"a\xffb");
    assert_eq!(stat(&mut guest, TEXT, 3), ILSEQ);
    assert_eq!(stat(&mut guest, 65_535, 2), FAULT);
    assert_eq!(stat(&mut guest, TEXT, 5_000), NAMETOOLONG);
    assert_eq!(guest.stat(DIR, 2, "file"), Err(INVAL));
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_inside_work_and_links_outside_do_not() {
        let (scratch, mut guest) = jail();
        let inside = scratch.path().join("jail");
        symlink("../secret", inside.join("up")).unwrap();
        symlink(scratch.path().join("secret"), inside.join("absolute")).unwrap();
        symlink("file", inside.join("good")).unwrap();
        symlink("loop", inside.join("loop")).unwrap();
        symlink("..", inside.join("sub/parent")).unwrap();

        for path in ["up", "absolute", "sub/parent/../secret"] {
            assert_eq!(guest.open(DIR, path, 0, FD_READ), Err(PERM), "{path}");
            assert_eq!(guest.open(DIR, path, CREAT, FD_WRITE), Err(PERM), "{path}");
        }
        assert_eq!(guest.open(DIR, "loop", 0, FD_READ), Err(LOOP));
        let good = guest.open(DIR, "good", 0, FD_READ).unwrap();
        assert_eq!(guest.read(good, 9), Ok(b"file".to_vec()));

        let file = guest.stat(DIR, FOLLOW, "file").unwrap();
        assert_eq!(guest.stat(DIR, FOLLOW, "good").unwrap(), file);
        assert_eq!(guest.stat(DIR, FOLLOW, "sub/parent/good").unwrap(), file);
        let link = guest.stat(DIR, 0, "good").unwrap();
        assert_eq!((link.1, link.2), (7, 4));
        assert_ne!(link.0, file.0);
        assert!(
            guest
                .list(DIR, 4_096)
                .contains(&("good".to_owned(), 7, link.0))
        );

        symlink("file", inside.join("dotted.")).unwrap();
        assert_eq!(guest.stat(DIR, 0, "dotted.").unwrap().1, 7);
        assert_ne!(guest.stat(DIR, 0, "dotted.").unwrap().0, file.0);

        let [at, length] = guest.put(TEXT, b"good");
        let nofollow = [DIR, 0, at, length, 0, FD_READ, 0, 0, RESULT];
        assert_eq!(guest.call("path_open", &nofollow), LOOP);
    }

    #[test]
    fn links_are_read_and_made() {
        let (_scratch, mut guest) = jail();
        let [target, target_length] = guest.put(OTHER, b"file");
        let [at, length] = guest.put(TEXT, b"link");
        guest.ok("path_symlink", &[target, target_length, DIR, at, length]);
        assert_eq!(
            guest.call("path_symlink", &[target, target_length, DIR, at, length]),
            EXIST
        );
        guest.ok("path_readlink", &[DIR, at, length, BUFFER, 64, RESULT]);
        assert_eq!(guest.u32(RESULT), 4);
        assert_eq!(guest.bytes(BUFFER, 4), b"file");
        guest.ok("path_readlink", &[DIR, at, length, BUFFER, 2, RESULT]);
        assert_eq!(guest.u32(RESULT), 2);
        assert_eq!(guest.at_path("path_unlink_file", DIR, "link"), SUCCESS);
        assert_eq!(guest.stat(DIR, 0, "link"), Err(NOENT));
        assert!(guest.stat(DIR, 0, "file").is_ok());

        let [at, length] = guest.put(TEXT, b"link");
        let [target, target_length] = guest.put(OTHER, b"/etc");
        assert_eq!(
            guest.call("path_symlink", &[target, target_length, DIR, at, length]),
            PERM
        );
        let [file, file_length] = guest.put(TEXT, b"file");
        assert_eq!(
            guest.call(
                "path_readlink",
                &[DIR, file, file_length, BUFFER, 9, RESULT]
            ),
            INVAL
        );
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let (scratch, mut guest) = jail();
        let socket = scratch.path().join("jail/socket");
        let _listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
        assert_eq!(guest.open(DIR, "socket", 0, FD_READ), Err(NOTSUP));
        assert_eq!(guest.stat(DIR, 0, "socket").unwrap().1, 6);
    }
}
