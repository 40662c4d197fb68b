//! What a user should know although the run succeeded.

use crate::frozen::{self, States};
use preinit_core::{Mapping, Report};
use preinit_host::{Exchanged, Summary};

/// Copying fewer bytes takes no longer than mapping them.
const WORTH_MAPPING: u64 = 1 << 20;

/// That an engine which could map the initial memories copies them, where that takes long.
pub(crate) fn not_mapped(report: &Report) -> Option<String> {
    let bytes: u64 = report.memories.iter().map(|memory| memory.bytes).sum();
    match &report.mapping {
        Mapping::Copied(obstacle) if bytes >= WORTH_MAPPING => Some(format!(
            "wasmtime will copy {bytes} bytes for each instance instead of mapping them, because \
             {obstacle}; to change that, {}",
            obstacle.remedy()
        )),
        _ => None,
    }
}

/// One sentence for each thing frozen that may not be meant to be.
pub(crate) fn warnings(
    notes: &[String],
    wasi: Option<&Summary>,
    states: States<'_>,
) -> Vec<String> {
    let mut warnings = notes.to_vec();
    let Some(wasi) = wasi else {
        return warnings;
    };
    for draw in &wasi.draws {
        warnings.push(format!(
            "{} drew {} bytes of randomness with `{}`: what was made of them is the same in every \
             instance of the snapshot",
            draw.caller, draw.bytes, draw.function
        ));
    }
    warnings.extend(frozen::warnings(states, wasi));
    for exchanged in &wasi.exchanged {
        let Exchanged { fd, given, now, .. } = exchanged;
        let done = match now {
            Some(now) => format!("init made descriptor {fd} {now} instead of {given}"),
            None => format!("init closed {given} (descriptor {fd})"),
        };
        warnings.push(format!(
            "{done}: where the snapshot starts, that descriptor is again what its host gives"
        ));
    }
    for file in &wasi.open_files {
        // What took the place of something given is told of above.
        if !wasi
            .exchanged
            .iter()
            .any(|exchanged| exchanged.fd == file.fd)
        {
            warnings.push(format!(
                "`{}` was still open (descriptor {}) after initialization: the snapshot starts without it",
                file.guest_path, file.fd
            ));
        }
    }
    warnings
}
