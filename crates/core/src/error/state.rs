//! The wording of state that init left behind and that a snapshot can't hold.

use super::{Error, ErrorKind};

/// How many findings are told one by one.
const TOLD: usize = 100;

pub(crate) fn cannot_hold(mut findings: Vec<String>) -> Error {
    let (message, details) = match findings.len() {
        1 => (
            format!(
                "a snapshot can't hold what initialization left: {}",
                findings[0]
            ),
            Vec::new(),
        ),
        count => {
            findings.truncate(TOLD);
            if count > TOLD {
                findings.push(format!("and {} more", count - TOLD));
            }
            (
                format!("a snapshot can't hold {count} things that initialization left"),
                findings,
            )
        }
    };
    Error::new(ErrorKind::Unsupported, message)
        .with_details(details)
        .with_hint(
            "clear it before the init function returns, and make it anew where the program runs",
        )
}

pub(crate) fn helper_changed(name: &str, findings: Vec<String>) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("initialization changed the state of the preloaded module `{name}`, which the snapshot can't hold"),
    )
    .with_details(findings)
    .with_hint(
        "pass `--preload-state=merge` to make it part of the snapshot, or `--preload-state=discard` \
         if the module that will be linked later starts from its own state",
    )
}

pub(crate) fn no_room(what: &str) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!("there is not enough memory on this machine for the contents of {what}"),
    )
    .with_hint("initialize less, or give preinit more memory")
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

pub(crate) fn no_guard(memory: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!(
            "initialization changed the imported shared {memory}, and nothing tells several threads \
             who restores it"
        ),
    )
    .with_hint(
        "name four bytes with `--guard-address`: zero in a fresh memory, aligned, used by nothing else",
    )
}

pub(crate) fn bad_guard_address(memory: &str, address: u64) -> Error {
    Error::new(
        ErrorKind::Policy,
        format!("the guard address {address:#x} is not aligned to four bytes inside of {memory}"),
    )
    .with_hint("choose one below the memory's declared minimum")
}

pub(crate) fn used_guard_address(memory: &str, address: u64) -> Error {
    Error::new(
        ErrorKind::Policy,
        format!("the bytes of {memory} at the guard address {address:#x} are in use"),
    )
    .with_hint("choose four bytes that are zero before and after initialization")
}
