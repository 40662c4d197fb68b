//! Binaryen's optimizer behind ours, where it is installed.
//!
//! It gets the snapshot as a file and its options as they were typed. Two things are decided for it:
//! the proposals that every engine has are on, and it does not split data segments again, which would
//! undo the layout.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use preinit_core::{Error, ErrorKind};

use crate::input::io_error;
use crate::leftovers::{Program, Scratch};
use crate::place::Changed;

/// The program.
const PROGRAM: &str = "wasm-opt";
/// What it is told if nothing else is typed.
pub(crate) const DEFAULT: &str = "-O2";
/// What keeps it from splitting data segments. Older versions do not know it, and split them.
const KEEP_SEGMENTS: [&str; 1] = ["--skip-pass=memory-packing"];
/// WebAssembly 2.0, and constant expressions that add.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The optimizer, found before init runs: what is on the way to it may be init's to change.
#[derive(Debug)]
pub(crate) struct WasmOpt<'a> {
    program: PathBuf,
    options: &'a str,
    /// Where temporary files go.
    temporary: PathBuf,
    found: [Stamp; 2],
}

impl<'a> WasmOpt<'a> {
    /// Finds the program, to be run with the words of `options`.
    pub(crate) fn find(options: &'a str) -> Result<Self, Error> {
        let program = find().map_err(|error| not_run(&error))?;
        let temporary = std::env::temp_dir();
        let found = stamps(&program, &temporary)?;
        Ok(WasmOpt {
            program,
            options,
            temporary,
            found,
        })
    }

    /// Optimizes a module, and validates the result.
    pub(crate) fn optimize(&self, wasm: &[u8]) -> Result<Vec<u8>, Error> {
        if stamps(&self.program, &self.temporary)? != self.found {
            return Err(not_run(&io::Error::other(Changed)).with_hint(
                "init, or another program, has changed it or the folder of temporary files",
            ));
        }
        let scratch = Scratch::new()
            .map_err(|error| io_error("created", &"a temporary directory", &error))?;
        let (input, output) = (
            scratch.path().join("in.wasm"),
            scratch.path().join("out.wasm"),
        );
        std::fs::File::create_new(&input)
            .and_then(|mut file| file.write_all(wasm))
            .map_err(|error| io_error("written", &input.display(), &error))?;
        let mut done = self.run(&input, &output, &KEEP_SEGMENTS)?;
        if !done.status.success() && done.said.contains("--skip-pass") {
            done = self.run(&input, &output, &[])?;
        }
        if !done.status.success() {
            let first = done.said.lines().find(|line| !line.trim().is_empty());
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!(
                    "`{PROGRAM}` failed: {}",
                    first.unwrap_or("it did not say why").trim()
                ),
            )
            .with_hint(
                "name what the module needs, as in `--wasm-opt='-O2 -all'`, or leave the option out",
            ));
        }
        let optimized =
            std::fs::read(&output).map_err(|error| io_error("read", &output.display(), &error))?;
        // Decoding validates.
        preinit_core::Module::decode(&optimized).map_err(|error| {
            Error::new(
                ErrorKind::Unsupported,
                format!("`{PROGRAM}` wrote a module that is not valid: {error}"),
            )
            .with_hint("leave out `--wasm-opt`, or try another version of Binaryen")
        })?;
        Ok(optimized)
    }

    fn run(&self, input: &Path, output: &Path, more: &[&str]) -> Result<Done, Error> {
        let mut command = Command::new(&self.program);
        command
            .arg(input)
            .arg("-o")
            .arg(output)
            .args(FEATURES)
            .args(more)
            .args(self.options.split_whitespace())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        complete(&mut command).map_err(|error| not_run(&error))
    }
}

/// How the program ended.
struct Done {
    status: ExitStatus,
    said: String,
}

/// As much of what it says as anyone would read.
const MOST_SAID: u64 = 1 << 16;

fn complete(command: &mut Command) -> io::Result<Done> {
    let mut program = Program::start(command)?;
    let mut said = Vec::new();
    if let Some(mut stderr) = program.stderr() {
        stderr.by_ref().take(MOST_SAID).read_to_end(&mut said)?;
        io::copy(&mut stderr, &mut io::sink())?;
    }
    Ok(Done {
        status: program.wait()?,
        said: String::from_utf8_lossy(&said).into_owned(),
    })
}

fn not_run(error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("`{PROGRAM}` could not be run: {error}"),
    )
    .with_hint("install Binaryen, or leave out `--wasm-opt`")
}

/// The first program of this name in the directories of `PATH`.
#[cfg(unix)]
fn find() -> io::Result<PathBuf> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    for folder in std::env::split_paths(&path) {
        let program = std::path::absolute(folder.join(PROGRAM))?;
        let is_executable = accessat(CWD, &program, Access::EXEC_OK, AtFlags::EACCESS).is_ok();
        if is_executable && program.is_file() {
            return Ok(program);
        }
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        "it is in no directory of `PATH`",
    ))
}

#[cfg(not(unix))]
fn find() -> io::Result<PathBuf> {
    Ok(PROGRAM.into())
}

/// What changes if a file is another, or has another content.
#[cfg(unix)]
type Stamp = (u64, u64, Option<(u64, [i64; 4])>);
#[cfg(not(unix))]
type Stamp = ();

/// Of the program and of the folder for temporary files, whose content does change.
#[cfg(unix)]
fn stamps(program: &Path, folder: &Path) -> Result<[Stamp; 2], Error> {
    use std::os::unix::fs::MetadataExt as _;
    let program = std::fs::metadata(program).map_err(|error| not_run(&error))?;
    let folder = std::fs::metadata(folder)
        .map_err(|error| io_error("created", &"a temporary directory", &error))?;
    let times = [
        program.mtime(),
        program.mtime_nsec(),
        program.ctime(),
        program.ctime_nsec(),
    ];
    Ok([
        (program.dev(), program.ino(), Some((program.size(), times))),
        (folder.dev(), folder.ino(), None),
    ])
}

#[cfg(not(unix))]
fn stamps(_program: &Path, _folder: &Path) -> Result<[Stamp; 2], Error> {
    Ok([(), ()])
}
