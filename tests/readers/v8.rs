//! V8, in Node: the whole script goes there as JSON, and a verdict comes back.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use preinit_testkit::Case;
use serde::{Deserialize, Serialize};

use crate::adapter::{Adapter, adapter};
use crate::list;
use crate::reader::Verdict;
use crate::script::{self, Action, What};

/// A command with what JavaScript needs beside it.
#[derive(Serialize)]
struct Step<'a> {
    #[serde(flatten)]
    command: &'a script::Command,
    adapter: Option<Adapter>,
}

/// What the driver prints.
#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
enum Answer {
    Passed,
    Unreadable { reason: String },
    Failed { reason: String },
}

/// Runs the assertions of `case` on the snapshot `wasm` in Node.
pub(crate) fn read(
    node: &Path,
    driver: &Path,
    case: &Case,
    wasm: &[u8],
) -> Result<Verdict, String> {
    let commands = script::commands(case, wasm)?;
    let text = serde_json::to_vec(&steps(&commands)).map_err(|error| error.to_string())?;
    let failed = |error: std::io::Error| format!("cannot run node: {error}");
    let mut child = Command::new(node)
        .arg(driver)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let mut input = child.stdin.take().ok_or("node has no standard input")?;
    input.write_all(&text).map_err(failed)?;
    drop(input);
    let output = child.wait_with_output().map_err(failed)?;
    match serde_json::from_slice(&output.stdout) {
        Ok(Answer::Passed) => Ok(Verdict::Passed),
        Ok(Answer::Unreadable { reason }) => Ok(Verdict::Unreadable(list::stable(&reason))),
        Ok(Answer::Failed { reason }) => Err(reason),
        Err(error) => Err(format!(
            "node ended with {} and no verdict ({error}):\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// The commands, each with the adapter of its action.
fn steps(commands: &[script::Command]) -> Vec<Step<'_>> {
    let mut current: &[u8] = &[];
    let mut named: BTreeMap<&str, &[u8]> = BTreeMap::new();
    commands
        .iter()
        .map(|command| {
            let action = match &command.what {
                What::Module { id, wasm } => {
                    current = &wasm.0;
                    named.extend(id.as_deref().map(|id| (id, current)));
                    None
                }
                What::Register { .. } => None,
                What::Run { action }
                | What::Return { action, .. }
                | What::Trap { action, .. }
                | What::Exception { action }
                | What::Exhaustion { action } => Some(action),
            };
            let adapter = action.and_then(|action| {
                let (Action::Invoke { id, .. } | Action::Get { id, .. }) = action else {
                    return None;
                };
                let wasm = match id {
                    Some(id) => named.get(id.as_str())?,
                    None => current,
                };
                adapter(wasm, action)
            });
            Step { command, adapter }
        })
        .collect()
}
