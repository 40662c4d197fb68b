//! The header of a case: what `;;!` lines may say.

use std::collections::BTreeMap;

use preinit_core::ErrorKind;
use serde::Deserialize;

/// The prefix that marks a line of the header.
const MARK: &str = ";;!";

/// What a case asks of the tool, and what it expects back.
///
/// Every key is optional; a header without any means "run the default init function with nothing
/// allowed and expect a snapshot".
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Header {
    /// Init functions in order, as given to `-f`; none means the default one.
    pub init: Vec<String>,
    /// Init functions of a second run, on the first one's snapshot: what comes of it is a snapshot
    /// of a snapshot, and *original + init* is called with these behind the others.
    pub again: Vec<String>,
    /// Typical calls behind the init functions, as given to `--warm-up`.
    pub warm_up: Vec<String>,
    /// Exports that stay, as given to `--keep-export`.
    pub keep_export: Vec<String>,
    /// As given to `--prune`.
    pub prune: Option<String>,
    /// As given to `--layout`.
    pub layout: Option<String>,
    /// As given to `--max-segments`.
    pub allow_segments: Option<usize>,
    /// Renames in order, each `dst=src`.
    pub renames: Vec<String>,
    /// Whether the init functions stay exported.
    pub keep_init_func: bool,
    /// As given to `--keep-initialize`.
    pub keep_initialize: Option<String>,
    /// As given to `--reset`.
    pub reset: Option<String>,
    /// What is to come of it.
    pub expect: Expect,
    /// The module under test, by its identifier (`"$main"`); the first module where not given.
    pub subject: Option<String>,
    /// Import module name → identifier of an earlier module of the same file (`"$helper"`).
    pub preload: BTreeMap<String, String>,
    /// What becomes of a preloaded module's own state.
    pub preload_state: PreloadState,
    /// Memories for imports, each as given to `--import-memory`. The script registers a module that
    /// exports the like, for the original and, unless they are internalized, for the snapshot.
    pub import_memory: Vec<String>,
    /// The same for tables.
    pub import_table: Vec<String>,
    /// The same for globals.
    pub import_global: Vec<String>,
    /// Imports that become definitions, each as given to `--internalize`.
    pub internalize: Vec<String>,
    /// As given to `--guard-address`.
    pub guard_address: Option<u64>,
    /// Whether code bytes of the snapshot may differ from the original's: linking moved indices.
    pub code_moves: bool,
    /// Whether init gets the hermetic WASI preview 1. Such a case runs its assertions on the
    /// snapshot alone, with every WASI import replaced by a function that traps.
    pub wasi: bool,
    /// Arguments that the guest sees, its name first.
    pub args: Vec<String>,
    /// Environment that the guest sees.
    pub env: BTreeMap<String, String>,
    /// Guest directory → file name → contents.
    pub dirs: BTreeMap<String, BTreeMap<String, String>>,
    /// Standard input; closed where not given.
    pub stdin: Option<String>,
    /// Fuel for init.
    pub fuel: Option<u64>,
    /// Time for init, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// Memory for init, in bytes.
    pub memory: Option<u64>,
    /// Whether the assertions also run on *original + init*. Say `false`, with a comment why, only
    /// where the two must differ.
    pub original: Option<bool>,
    /// Whether the printed snapshot is kept beside the case; `false` for large ones.
    pub golden: Option<bool>,
    /// The most data segments that the snapshot may have.
    pub max_segments: Option<usize>,
    /// The most bytes that the snapshot may have.
    pub max_bytes: Option<usize>,
    /// The proposals that the snapshot may use.
    pub features: Features,
    /// Why the tool cannot pass this case yet. The goldens beside it hold what is right and are
    /// written by hand; the case fails as soon as the tool passes it, so that this line goes away.
    pub known_bug: Option<String>,
    /// Whether this module's snapshot may not be taken again with an empty init function; such a
    /// case says why in a comment.
    pub skip_idempotence: bool,
}

/// A set of proposals.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Features {
    /// Every proposal.
    #[default]
    All,
    /// None: the module is one of the first release of WebAssembly.
    Mvp,
}

/// What is to come of a case.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// A snapshot.
    #[default]
    Ok,
    /// The input is not a valid module.
    Malformed,
    /// The input, or something that init did, cannot be kept.
    Unsupported,
    /// The policy does not fit the module.
    Policy,
    /// Init failed.
    Init,
    /// Init ran into a limit.
    Limit,
}

impl Expect {
    /// The kind of error that this expects, if it expects one.
    pub fn kind(self) -> Option<ErrorKind> {
        match self {
            Expect::Ok => None,
            Expect::Malformed => Some(ErrorKind::Malformed),
            Expect::Unsupported => Some(ErrorKind::Unsupported),
            Expect::Policy => Some(ErrorKind::Policy),
            Expect::Init => Some(ErrorKind::Init),
            Expect::Limit => Some(ErrorKind::Limit),
        }
    }
}

/// What becomes of a preloaded module's own state.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PreloadState {
    /// A change is refused.
    #[default]
    Refuse,
    /// A change is lost.
    Discard,
    /// It becomes state of the snapshot, which then has the helpers' code, too.
    Merge,
}

impl Header {
    /// Reads the header of `text`.
    ///
    /// # Errors
    ///
    /// The header is not TOML, has an unknown key, or a `;;!` line stands below the first line
    /// that is neither header nor comment (where it would silently mean nothing).
    pub fn parse(text: &str) -> Result<Header, String> {
        let mut lines = Vec::new();
        let mut ended = false;
        for (number, line) in text.lines().enumerate() {
            match line.trim_start().strip_prefix(MARK) {
                Some(rest) if !ended => lines.push(rest.strip_prefix(' ').unwrap_or(rest)),
                Some(_) => {
                    return Err(format!(
                        "line {}: a `{MARK}` line below the header",
                        number + 1
                    ));
                }
                // Ordinary comments may stand before the header and inside it.
                None => ended |= !line.trim().is_empty() && !line.trim_start().starts_with(";;"),
            }
        }
        toml::from_str(&lines.join("\n")).map_err(|error| format!("header: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_late_lines_are_refused() {
        assert!(Header::parse(";;! ini = []").is_err());
        assert!(Header::parse("(module)\n;;! init = []").is_err());
        let header =
            Header::parse("\n;; Why.\n;;! init = [\"a\"]\n;;! expect = \"limit\"\n(module)");
        let header = header.unwrap();
        assert_eq!(header.init, ["a"]);
        assert_eq!(header.expect, Expect::Limit);
    }
}
