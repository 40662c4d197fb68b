//! Where the output goes when the guest was given the directory that it goes to.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a scene that can't be set is a failed test"
)]

#[path = "support/guest.rs"]
mod guest;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink as link};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use guest::{Call, at_path, module, open, rename, symlink};
use tempfile::TempDir;

const CREAT: i32 = 1;

/// `victim` and the directory `elsewhere` outside, and what the guest is given: `inside`.
struct Scene {
    directory: TempDir,
}

impl Scene {
    fn new(calls: &[Call]) -> Self {
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = directory.path();
        fs::write(path.join("victim"), "victim").unwrap();
        fs::create_dir(path.join("elsewhere")).unwrap();
        fs::create_dir(path.join("inside")).unwrap();
        fs::write(path.join("in.wat"), module(calls)).unwrap();
        Scene { directory }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn inside(&self, name: &str) -> std::path::PathBuf {
        self.path().join("inside").join(name)
    }

    fn command(&self, output: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
        command
            .args(["../in.wat", "--allow-wasi", "--dir", ".", "-o", output])
            .current_dir(self.path().join("inside"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, output: &str) -> Output {
        self.command(output).output().unwrap()
    }

    /// Nothing outside has changed, and no module is anywhere.
    #[track_caller]
    fn assert_untouched(&self, done: &Output) {
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(7), "{stderr}");
        let reasons = [
            "not what it was before init ran",
            "where a path of the command line leads",
        ];
        let is_told = reasons.iter().any(|reason| stderr.contains(reason));
        assert!(is_told, "{stderr}");
        assert!(stderr.contains("help: "), "{stderr}");
        assert_eq!(fs::read(self.path().join("victim")).unwrap(), b"victim");
        assert_eq!(names(&self.path().join("elsewhere")), Vec::<String>::new());
        assert_eq!(
            names(self.path()),
            ["elsewhere", "in.wat", "inside", "victim"]
        );
        for name in names(&self.path().join("inside")) {
            let path = self.inside(&name);
            let is_file = fs::symlink_metadata(&path).unwrap().is_file();
            assert!(
                !is_file || !fs::read(&path).unwrap().starts_with(b"\0asm"),
                "{name}"
            );
            assert!(!name.starts_with(".preinit"), "{name}");
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

#[track_caller]
fn assert_module(path: &Path) {
    let bytes = fs::read(path).unwrap();
    assert!(bytes.starts_with(b"\0asm"), "{}", path.display());
}

#[test]
fn a_link_in_the_place_of_nothing_is_not_followed() {
    let scene = Scene::new(&[symlink("../victim", "out.wasm")]);
    scene.assert_untouched(&scene.run("out.wasm"));
    // To a file that is not there, which would be made outside.
    let scene = Scene::new(&[symlink("../elsewhere/new", "out.wasm")]);
    scene.assert_untouched(&scene.run("out.wasm"));
    // Not even one that leads nowhere else than to the same folder.
    let scene = Scene::new(&[symlink("other", "out.wasm")]);
    scene.assert_untouched(&scene.run("out.wasm"));
}

#[test]
fn a_link_in_the_place_of_a_file_is_not_followed() {
    let remove = || at_path("path_unlink_file", "out.wasm");
    let scene = Scene::new(&[remove(), symlink("../victim", "out.wasm")]);
    fs::write(scene.inside("out.wasm"), "old").unwrap();
    scene.assert_untouched(&scene.run("out.wasm"));
    let scene = Scene::new(&[symlink("../victim", "link"), rename("link", "out.wasm")]);
    fs::write(scene.inside("out.wasm"), "old").unwrap();
    scene.assert_untouched(&scene.run("out.wasm"));
}

#[test]
fn a_directory_in_the_place_of_a_file_is_an_error() {
    let create = || at_path("path_create_directory", "out.wasm");
    let scene = Scene::new(&[at_path("path_unlink_file", "out.wasm"), create()]);
    fs::write(scene.inside("out.wasm"), "old").unwrap();
    scene.assert_untouched(&scene.run("out.wasm"));
    let scene = Scene::new(&[create()]);
    scene.assert_untouched(&scene.run("out.wasm"));
}

#[test]
fn a_folder_that_became_a_link_is_not_followed() {
    for output in ["sub/out.wasm", "./sub/../sub/out.wasm"] {
        let scene = Scene::new(&[rename("sub", "old"), symlink("../elsewhere", "sub")]);
        fs::create_dir(scene.inside("sub")).unwrap();
        scene.assert_untouched(&scene.run(output));
    }
    // The folder itself is elsewhere, or gone.
    let scene = Scene::new(&[rename("sub", "old")]);
    fs::create_dir(scene.inside("sub")).unwrap();
    scene.assert_untouched(&scene.run("sub/out.wasm"));
    let scene = Scene::new(&[at_path("path_remove_directory", "sub")]);
    fs::create_dir(scene.inside("sub")).unwrap();
    scene.assert_untouched(&scene.run("sub/out.wasm"));
    // One of the same name.
    let scene = Scene::new(&[
        rename("sub", "old"),
        at_path("path_create_directory", "sub"),
    ]);
    fs::create_dir(scene.inside("sub")).unwrap();
    scene.assert_untouched(&scene.run("sub/out.wasm"));
}

#[test]
fn a_link_that_leads_elsewhere_now_is_not_followed() {
    for target in ["../victim", "other"] {
        let scene = Scene::new(&[at_path("path_unlink_file", "link"), symlink(target, "link")]);
        fs::write(scene.inside("target"), "old").unwrap();
        link("target", scene.inside("link")).unwrap();
        scene.assert_untouched(&scene.run("link"));
        assert_eq!(fs::read(scene.inside("target")).unwrap(), b"old");
    }
    // In the middle of a chain.
    let scene = Scene::new(&[
        at_path("path_unlink_file", "second"),
        symlink("../victim", "second"),
    ]);
    link("second", scene.inside("first")).unwrap();
    link("target", scene.inside("second")).unwrap();
    scene.assert_untouched(&scene.run("first"));
}

#[test]
fn a_pipe_that_became_something_else_is_not_opened() {
    for calls in [
        vec![
            at_path("path_unlink_file", "pipe"),
            symlink("../victim", "pipe"),
        ],
        vec![at_path("path_unlink_file", "pipe"), open("pipe", CREAT)],
        vec![at_path("path_unlink_file", "pipe")],
        vec![rename("other", "pipe")],
    ] {
        let scene = Scene::new(&calls);
        for name in ["pipe", "other"] {
            let made = Command::new("mkfifo").arg(scene.inside(name)).status();
            assert!(made.unwrap().success());
        }
        scene.assert_untouched(&scene.run("pipe"));
    }
}

#[test]
fn a_file_that_became_a_pipe_is_not_waited_for() {
    let scene = Scene::new(&[rename("pipe", "out.wasm")]);
    fs::write(scene.inside("out.wasm"), "old").unwrap();
    let made = Command::new("mkfifo").arg(scene.inside("pipe")).status();
    assert!(made.unwrap().success());
    scene.assert_untouched(&scene.run("out.wasm"));
}

#[test]
fn what_changes_nothing_about_the_place_is_no_error() {
    // The guest removes the old file, or writes it itself: what stands there is replaced as ever.
    for calls in [
        vec![at_path("path_unlink_file", "out.wasm")],
        vec![open("out.wasm", CREAT)],
        vec![open("new", CREAT), rename("new", "out.wasm")],
        vec![symlink("../victim", "beside")],
    ] {
        let scene = Scene::new(&calls);
        fs::write(scene.inside("out.wasm"), "old").unwrap();
        fs::set_permissions(scene.inside("out.wasm"), fs::Permissions::from_mode(0o751)).unwrap();
        let done = scene.run("out.wasm");
        assert!(done.status.success(), "{done:?}");
        assert_module(&scene.inside("out.wasm"));
        let mode = fs::metadata(scene.inside("out.wasm"))
            .unwrap()
            .permissions();
        assert_eq!(mode.mode() & 0o7777, 0o751);
        assert_eq!(fs::read(scene.path().join("victim")).unwrap(), b"victim");
    }
}

#[test]
fn links_lead_to_where_they_lead() {
    for (steps, place) in [
        (&[("target", "link")][..], "inside/target"),
        (
            &[("second", "link"), ("../elsewhere/new", "second")],
            "elsewhere/new",
        ),
        // Relative to the folder that the link is in.
        (
            &[
                ("../elsewhere/second", "link"),
                ("third", "../elsewhere/second"),
            ],
            "elsewhere/third",
        ),
        (&[("../victim", "link")], "victim"),
    ] {
        let scene = Scene::new(&[]);
        for (target, name) in steps {
            link(target, scene.inside(name)).unwrap();
        }
        let done = scene.run("link");
        assert!(done.status.success(), "{done:?}");
        assert_module(&scene.path().join(place));
        for (_, name) in steps {
            let metadata = fs::symlink_metadata(scene.inside(name)).unwrap();
            assert!(metadata.is_symlink(), "{name}");
        }
    }
}

#[test]
fn what_is_no_place_is_told_before_init_runs() {
    let scene = Scene::new(&[open("trace", CREAT)]);
    link("loop", scene.inside("loop")).unwrap();
    link("missing/new", scene.inside("nowhere")).unwrap();
    link("/dev/fd/99", scene.inside("closed")).unwrap();
    fs::create_dir(scene.inside("sub")).unwrap();
    for output in [
        "loop",
        "nowhere",
        "closed",
        "sub",
        "sub/",
        "sub/.",
        "new/",
        "new/.",
        "..",
        "/",
        "../victim/out.wasm",
        "../victim/",
        "/dev/fd/99",
        "missing/out.wasm",
    ] {
        let done = scene.run(output);
        assert_eq!(done.status.code(), Some(7), "{output}: {done:?}");
        assert!(!scene.inside("trace").exists(), "{output}: init has run");
    }
    assert_eq!(
        names(&scene.path().join("inside")),
        ["closed", "loop", "nowhere", "sub"]
    );
}

#[test]
fn what_a_process_has_open_is_written_to() {
    let scene = Scene::new(&[]);
    let shell = |line: &str| {
        let done = Command::new("sh")
            .args(["-c", line])
            .env("PREINIT", env!("CARGO_BIN_EXE_preinit"))
            .current_dir(scene.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{line}: {done:?}");
    };
    shell("\"$PREINIT\" in.wat -o /dev/fd/3 3>&1 | cat > through-a-pipe");
    assert_module(&scene.path().join("through-a-pipe"));
    shell(
        "echo longer than a module, much longer: $(seq 200) > file; \"$PREINIT\" in.wat -o /dev/fd/3 3<>file",
    );
    assert_module(&scene.path().join("file"));
    assert!(fs::metadata(scene.path().join("file")).unwrap().len() < 300);
    // A file without a name.
    shell("exec 3<>gone; rm gone; \"$PREINIT\" in.wat -o /dev/fd/3; cat <&3 > copy");
    assert_module(&scene.path().join("copy"));
}

#[test]
fn two_runs_leave_one_whole_output() {
    let scene = Scene::new(&[]);
    let large = |byte: u8| {
        format!(
            "(module (memory (export \"m\") 16) (func (export \"wizer-initialize\") (memory.fill (i32.const 0) (i32.const {byte}) (i32.const 1000000))))"
        )
    };
    for byte in [1, 2] {
        fs::write(scene.path().join(format!("{byte}.wat")), large(byte)).unwrap();
    }
    let start = |byte: u8, output: &str| {
        Command::new(env!("CARGO_BIN_EXE_preinit"))
            .args([&format!("{byte}.wat"), "-o", output])
            .current_dir(scene.path())
            .spawn()
            .unwrap()
    };
    let whole: Vec<Vec<u8>> = [1, 2]
        .map(|byte| {
            let name = format!("{byte}.wasm");
            assert!(start(byte, &name).wait().unwrap().success());
            fs::read(scene.path().join(name)).unwrap()
        })
        .into();
    let before = names(scene.path());
    for round in 0..6 {
        let runs = [1, 2, 1, 2].map(|byte| start(byte, "out.wasm"));
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        let left = fs::read(scene.path().join("out.wasm")).unwrap();
        assert!(whole.contains(&left), "{} bytes", left.len());
        // Every other round finds an output.
        if round % 2 == 0 {
            fs::remove_file(scene.path().join("out.wasm")).unwrap();
        }
    }
    let _ = fs::remove_file(scene.path().join("out.wasm"));
    assert_eq!(names(scene.path()), before);
}

/// A program of the guest's making must not be run by us, nor one that may load what the guest has made.
#[test]
fn an_optimizer_that_init_has_planted_is_not_run() {
    const PLANTED: &str = "#!/bin/sh\ntouch ../planted\n";
    let real = "#!/bin/sh\ncp \"$1\" \"$3\"\n";
    let write = |path: &Path, text: &str| {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    let run = |scene: &Scene| {
        let path = format!(":{}/elsewhere:/usr/bin:/bin", scene.path().display());
        let mut command = scene.command("../out.wasm");
        command
            .arg("--wasm-opt")
            .env("PATH", path)
            .output()
            .unwrap()
    };
    let refused = |done: &Output| {
        assert_eq!(done.status.code(), Some(4), "{done:?}");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            said.contains("is not run behind an init that changes files"),
            "{said}"
        );
    };
    // The guest's comes first on the path, but was not there when ours was looked for.
    let scene = Scene::new(&[rename("prepared", "wasm-opt")]);
    write(&scene.inside("prepared"), PLANTED);
    write(&scene.path().join("elsewhere/wasm-opt"), real);
    refused(&run(&scene));
    assert!(!scene.path().join("planted").exists());
    // It takes the place of the one that was found.
    let scene = Scene::new(&[rename("prepared", "wasm-opt")]);
    write(&scene.inside("prepared"), PLANTED);
    write(&scene.inside("wasm-opt"), real);
    refused(&run(&scene));
    assert!(!scene.path().join("planted").exists());
    // What it loads is the guest's.
    let scene = Scene::new(&[rename("prepared", "lib.sh")]);
    write(&scene.inside("prepared"), PLANTED);
    write(&scene.inside("wasm-opt"), "#!/bin/sh\n. ./lib.sh\n");
    refused(&run(&scene));
    assert!(!scene.path().join("planted").exists());
    assert!(!scene.path().join("out.wasm").exists());
    // There is none before init runs: that is told then.
    let scene = Scene::new(&[rename("prepared", "wasm-opt")]);
    write(&scene.inside("prepared"), PLANTED);
    let done = scene
        .command("../out.wasm")
        .arg("--wasm-opt")
        .env("PATH", ":/nowhere")
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(7), "{done:?}");
    assert!(scene.inside("prepared").exists(), "init has run");
}

/// The run ends before the guest does what the next run would follow.
#[track_caller]
fn assert_prevented(scene: &Scene, done: &Output) {
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(
        stderr.contains("where a path of the command line leads"),
        "{stderr}"
    );
    scene.assert_untouched(done);
    let links = names(&scene.path().join("inside"))
        .into_iter()
        .filter(|name| scene.inside(name).is_symlink());
    assert_eq!(links.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_guest_puts_no_link_where_a_path_leads() {
    for calls in [
        vec![symlink("../victim", "out.wasm")],
        // Another way to write the same name, and a name that some systems take for the same.
        vec![symlink("../victim", "sub/../out.wasm")],
        vec![symlink("../victim", "OUT.wasm")],
    ] {
        let scene = Scene::new(&calls);
        fs::create_dir(scene.inside("sub")).unwrap();
        assert_prevented(&scene, &scene.run("out.wasm"));
    }
    let scene = Scene::new(&[rename("sub", "old"), symlink("../elsewhere", "sub")]);
    fs::create_dir(scene.inside("sub")).unwrap();
    assert_prevented(&scene, &scene.run("sub/out.wasm"));
    assert!(scene.inside("sub").is_dir());
    // A folder with a link in it that was made elsewhere.
    let scene = Scene::new(&[
        symlink("../../victim", "new/out.wasm"),
        rename("new", "sub"),
    ]);
    for folder in ["sub", "new"] {
        fs::create_dir(scene.inside(folder)).unwrap();
    }
    scene.assert_untouched(&scene.run("sub/out.wasm"));
    assert!(!scene.inside("sub/out.wasm").is_symlink());
}

#[test]
fn names_that_differ_in_case_are_ways_of_their_own() {
    let scene = Scene::new(&[symlink("../victim", "out.wasm")]);
    fs::copy(scene.path().join("in.wat"), scene.inside("Out.wasm")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
    command
        .args(["Out.wasm", "--allow-wasi", "--dir", ".", "-o", "out.wasm"])
        .current_dir(scene.path().join("inside"))
        .stdin(Stdio::null());
    assert_prevented(&scene, &command.output().unwrap());

    let scene = Scene::new(&[rename("sub", "s2"), symlink("../elsewhere", "sub")]);
    for folder in ["Sub", "sub"] {
        fs::create_dir(scene.inside(folder)).unwrap();
    }
    let mut command = scene.command("../out.wasm");
    let done = command
        .args(["--dir", "Sub::a", "--dir", "sub::b"])
        .output();
    assert_prevented(&scene, &done.unwrap());
}

#[test]
fn many_links_lead_there_and_none_may_be_added() {
    let scene = Scene::new(&[symlink("../victim", "end.wasm")]);
    let through = "s/".repeat(25);
    link(".", scene.inside("s")).unwrap();
    link(format!("{through}mid"), scene.inside("out.wasm")).unwrap();
    link(format!("{through}end.wasm"), scene.inside("mid")).unwrap();
    let done = scene.run("out.wasm");
    assert_eq!(done.status.code(), Some(7), "{done:?}");
    assert!(!scene.inside("end.wasm").is_symlink());
}

#[test]
fn what_would_fail_anyway_is_the_guests_to_handle() {
    for calls in [
        vec![at_path("path_remove_directory", "sub")],
        vec![rename("new", "sub")],
        vec![rename("sub", "sub")],
        vec![symlink("other", "Sub")],
    ] {
        let scene = Scene::new(&calls);
        for folder in ["sub", "new"] {
            fs::create_dir(scene.inside(folder)).unwrap();
        }
        fs::write(scene.inside("sub/kept"), "kept").unwrap();
        // The guest traps where a call fails.
        let done = scene.run("sub/out.wasm");
        assert_ne!(done.status.code(), Some(7), "{done:?}");
        assert_eq!(fs::read(scene.inside("sub/kept")).unwrap(), b"kept");
    }
}

#[test]
fn the_way_may_not_lead_to_the_same_by_another_link() {
    let scene = Scene::new(&[rename("sub", "sub2"), symlink("sub2", "sub")]);
    fs::create_dir(scene.inside("sub")).unwrap();
    assert_prevented(&scene, &scene.run("sub/out.wasm"));
}

#[test]
fn other_directories_and_inputs_are_not_led_elsewhere_either() {
    let scene = Scene::new(&[rename("inner", "i2"), symlink("../elsewhere", "inner")]);
    fs::create_dir(scene.inside("inner")).unwrap();
    let mut command = scene.command("../out.wasm");
    let done = command.args(["--dir", "inner::i"]).output().unwrap();
    assert_prevented(&scene, &done);

    let calls = [
        at_path("path_unlink_file", "text"),
        symlink("../victim", "text"),
    ];
    let scene = Scene::new(&calls);
    fs::write(scene.inside("text"), "text").unwrap();
    let mut command = scene.command("../out.wasm");
    let done = command.args(["--stdin", "text"]).output().unwrap();
    assert_prevented(&scene, &done);
}

#[test]
fn the_current_folder_stays() {
    for calls in [
        vec![
            at_path("path_remove_directory", "work"),
            symlink("../victim", "out.wasm"),
        ],
        vec![rename("work", "old")],
    ] {
        let scene = Scene::new(&calls);
        fs::create_dir(scene.inside("work")).unwrap();
        let inside = scene.path().join("inside");
        let mut command = Command::new(env!("CARGO_BIN_EXE_preinit"));
        command
            .args([
                "../../in.wat",
                "--allow-wasi",
                "--dir",
                "..",
                "-o",
                "out.wasm",
            ])
            .current_dir(inside.join("work"))
            .stdin(Stdio::null());
        assert_prevented(&scene, &command.output().unwrap());
        assert!(inside.join("work").is_dir());
    }
}
