//! Documents about the command itself, made from the command that parses: completions, the man page, key lists.

use std::io;

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::args::{EXAMPLES, LowArgs, command, options};
use crate::compat::groups::Group;
use crate::exit;

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
    render_man_page(&mut page).expect("a Vec takes every write");
    page
}

/// The variables of our own environment that matter.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "SOURCE_DATE_EPOCH",
        "where the guest's fixed real time starts, in seconds since 1970",
    ),
    (
        "NO_COLOR",
        "if not empty, messages have no color unless `--color always` is given",
    ),
];

/// The sections that clap makes, then, in place of its "extra" one, those that every man page has.
fn render_man_page(page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(options());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    let mut rest = Roff::new();
    rest.control("SH", ["EXIT STATUS"]);
    for code in exit::CODES {
        definition(&mut rest, &code.number.to_string(), code.meaning);
    }
    rest.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in ENVIRONMENT {
        definition(&mut rest, name, meaning);
    }
    rest.control("SH", ["EXAMPLES"]);
    for line in EXAMPLES.lines().skip(1) {
        // Lines that start with a space keep their ends.
        rest.text([roman(line)]);
    }
    rest.to_writer(page)
}

fn definition(page: &mut Roff, term: &str, meaning: &str) {
    page.control("TP", []);
    page.text([bold(term)]);
    page.text([roman(meaning)]);
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
    fn the_man_page_has_its_sections() {
        let page = String::from_utf8(man_page()).unwrap();
        for part in [
            "EXIT STATUS",
            "could not be read or written",
            "ENVIRONMENT",
            "EXAMPLES",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("EXTRA"));
    }
}
