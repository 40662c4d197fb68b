//! The wording of state that init left behind and that a snapshot can't hold.

use super::{Error, ErrorKind};

pub(crate) fn changed(findings: Vec<String>) -> Error {
    let message = match findings.len() {
        1 => format!("initialization {}", findings[0]),
        count => format!("initialization changed {count} things that can't be snapshotted yet"),
    };
    let details = if findings.len() == 1 {
        Vec::new()
    } else {
        findings
    };
    Error::new(ErrorKind::Unsupported, message)
        .with_details(details)
        .with_hint("move the change out of the init function, to where the program runs")
}

pub(crate) fn helper_changed(name: &str, findings: Vec<String>) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("initialization changed the state of the preloaded module `{name}`, which the snapshot can't hold"),
    )
    .with_details(findings)
    .with_hint("pass `--preload-state=discard` if the module that will be linked later starts from its own state")
}

pub(crate) fn unanswered(probe: &str) -> Error {
    bug(format!("no value was captured for {probe} (I2)"))
}

pub(crate) fn ill_typed(probe: &str, wanted: &str) -> Error {
    bug(format!(
        "the value captured for {probe} is not {wanted} (I2)"
    ))
}

pub(crate) fn ragged_memory(probe: &str, len: usize, page: u64) -> Error {
    bug(format!(
        "{probe} was captured with {len} bytes, which is no multiple of its page size of {page} (I2)"
    ))
}

fn bug(message: String) -> Error {
    Error::new(ErrorKind::Bug, message).with_hint("please report this with the module")
}
