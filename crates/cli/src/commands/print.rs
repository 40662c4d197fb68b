//! Documents about the command itself, made from the command that parses: completions, the man page, key lists.

use std::io::{self, Write as _};

use clap_complete::Shell;
use preinit_core::Error;

use crate::args::{LowArgs, command};
use crate::compat::groups::Group;
use crate::input::io_error;

/// The completion script for a shell.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "preinit", &mut script);
    script
}

/// The man page, in roff.
#[must_use]
pub fn man_page() -> Vec<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command())
        .render(&mut page)
        .expect("a Vec takes every write");
    page
}

/// The document that the arguments ask for instead of a run, if any.
pub(crate) fn document(low: &LowArgs) -> Option<Vec<u8>> {
    if let Some(shell) = low.completions {
        return Some(completions(shell));
    }
    if low.man {
        return Some(man_page());
    }
    [
        (Group::Wasi, &low.wasi_options),
        (Group::Wasm, &low.wasm_options),
    ]
    .into_iter()
    .find(|(group, values)| group.asks_for_help(values))
    .map(|(group, _)| group.help().into_bytes())
}

/// Prints a document on standard output.
pub(crate) fn print(document: &[u8]) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(document)
        .and_then(|()| stdout.flush())
        .map_err(|error| io_error("written", &"standard output", &error))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_shell_gets_a_script_that_knows_the_options() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(completions(*shell)).unwrap();
            assert!(script.contains("keep-init-func"), "{shell}");
            assert!(
                !script.contains("allow-precompiled"),
                "{shell}: shows a refused option"
            );
        }
    }

    #[test]
    fn the_man_page_ends_with_the_exit_status() {
        let page = String::from_utf8(man_page()).unwrap();
        assert!(page.contains("Exit status") && page.contains("could not be read or written"));
    }
}
