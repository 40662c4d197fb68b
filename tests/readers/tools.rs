//! Programs that are no part of a Rust toolchain: Node, and Binaryen's `wasm-opt`.
//!
//! Looked for in this order: where `PREINIT_NODE` and `PREINIT_WASM_OPT` say, on the `PATH`, and where `.ci/run`
//! installs them. A reason in `unreadable.toml` is one version's, so only these versions count.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What `node --version` begins with.
const NODE: &str = "v24.";
/// What `wasm-opt --version` begins with.
const WASM_OPT: &str = "wasm-opt version 132";

/// The programs, or why there are none.
#[derive(Debug)]
pub(crate) struct Tools {
    /// Node.
    pub(crate) node: Result<PathBuf, String>,
    /// The words of a command that is `wasm-opt`: a program, or Node and a script.
    pub(crate) wasm_opt: Result<Vec<PathBuf>, String>,
}

impl Tools {
    /// Looks for the programs.
    ///
    /// # Errors
    ///
    /// A variable names a program that is not of the version wanted: somebody means it to be used.
    pub(crate) fn find() -> Result<Tools, String> {
        let installed = installed();
        let node = pick(
            "PREINIT_NODE",
            NODE,
            vec![
                vec![PathBuf::from("node")],
                vec![installed.join(".bin/node")],
            ],
        )?
        .and_then(|mut words| words.pop())
        .ok_or_else(|| format!("no `node` {NODE}x; `.ci/run` installs it, PREINIT_NODE names it"));
        let mut candidates = vec![vec![PathBuf::from("wasm-opt")]];
        if let Ok(node) = &node {
            candidates.push(vec![node.clone(), installed.join(".bin/wasm-opt")]);
        }
        let wasm_opt = pick("PREINIT_WASM_OPT", WASM_OPT, candidates)?.ok_or_else(|| {
            format!("no `{WASM_OPT}`; `.ci/run` installs it, PREINIT_WASM_OPT names it")
        });
        Ok(Tools { node, wasm_opt })
    }
}

/// The directory of npm packages that `.ci/run` fills; its own rules, written a second time.
fn installed() -> PathBuf {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let cache = || {
        let cache = variable("XDG_CACHE_HOME");
        cache.or_else(|| Some(variable("HOME")?.join(".cache")))
    };
    let tools = variable("PREINIT_CI_TOOLS");
    let tools = tools.or_else(|| Some(cache()?.join("preinit-ci")));
    tools.unwrap_or_default().join("npm/node_modules")
}

/// The first of `candidates` whose version is the one wanted.
fn pick(
    variable: &str,
    wanted: &str,
    candidates: Vec<Vec<PathBuf>>,
) -> Result<Option<Vec<PathBuf>>, String> {
    if let Some(named) = std::env::var_os(variable) {
        let words = vec![PathBuf::from(named)];
        return match version(&words) {
            Some(found) if found.starts_with(wanted) => Ok(Some(words)),
            found => Err(format!(
                "{variable} names `{}`, which is not `{wanted}` but {}",
                words[0].display(),
                found.as_deref().unwrap_or("nothing that runs")
            )),
        };
    }
    let is_it = |words: &Vec<PathBuf>| version(words).is_some_and(|v| v.starts_with(wanted));
    Ok(candidates.into_iter().find(is_it))
}

fn version(words: &[PathBuf]) -> Option<String> {
    let output = command(words).arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command that begins with these words.
pub(crate) fn command(words: &[PathBuf]) -> Command {
    let (program, arguments) = words
        .split_first()
        .map_or((Path::new(""), &[][..]), |(first, rest)| (first, rest));
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
