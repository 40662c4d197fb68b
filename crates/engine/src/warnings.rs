//! What a user should know although the run succeeded.

use preinit_host::Summary;

/// One sentence for each thing frozen that may not be meant to be.
pub(crate) fn warnings(notes: &[String], wasi: Option<&Summary>) -> Vec<String> {
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
    for file in &wasi.open_files {
        warnings.push(format!(
            "`{}` was still open (descriptor {}) after initialization: the snapshot starts without it",
            file.guest_path, file.fd
        ));
    }
    warnings
}
