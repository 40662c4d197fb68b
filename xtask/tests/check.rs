//! The repository passes its own checks, so that `cargo test` tells as soon as it does not.

use std::process::Command;

#[test]
fn generated_files_are_fresh_and_documents_are_true() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("check")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
