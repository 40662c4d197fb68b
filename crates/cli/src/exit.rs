//! The exit codes: a contract, and the one place that states it.

use std::fmt::Write as _;

use preinit_core::ErrorKind;

/// One exit code of the command.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The number that a shell sees in `$?`.
    pub number: u8,
    /// A short name, the same in every document.
    pub name: &'static str,
    /// When the command ends so.
    pub meaning: &'static str,
}

/// Every exit code, in order of its number.
pub const CODES: &[Code] = &[
    OK,
    BUG,
    USAGE,
    MALFORMED,
    UNSUPPORTED,
    INIT,
    LIMIT,
    IO,
    DIFFERENT,
];

/// The snapshot was written, or agrees.
pub const OK: Code = Code {
    number: 0,
    name: "ok",
    meaning: "the snapshot was written whole, or `check` found no difference",
};
/// An invariant of preinit failed.
pub const BUG: Code = Code {
    number: 1,
    name: "bug",
    meaning: "an invariant of preinit itself failed; please report it",
};
/// The request does not make sense, alone or for this module.
pub const USAGE: Code = Code {
    number: 2,
    name: "usage",
    meaning: "an option is wrong, contradicts another, or does not fit the module",
};
/// The input is no valid module.
pub const MALFORMED: Code = Code {
    number: 3,
    name: "malformed input",
    meaning: "the input, or a preloaded module, is not valid WebAssembly",
};
/// The input or the state reached can't be captured.
pub const UNSUPPORTED: Code = Code {
    number: 4,
    name: "unsupported",
    meaning: "the module, or the state that init reached, can't be captured",
};
/// The init function did not return.
pub const INIT: Code = Code {
    number: 5,
    name: "init failed",
    meaning: "the init function trapped, exited, or called an import that it may not call",
};
/// A limit was reached.
pub const LIMIT: Code = Code {
    number: 6,
    name: "limit reached",
    meaning: "a limit on time, fuel, memory, stack or input was reached",
};
/// A file could not be read or written.
pub const IO: Code = Code {
    number: 7,
    name: "input or output",
    meaning: "a file, directory or stream could not be read or written",
};

/// Two modules were compared and differ.
pub const DIFFERENT: Code = Code {
    number: 8,
    name: "different",
    meaning: "`check` found that the snapshot is not what the original and init come to",
};

/// The code for an error of this kind.
#[must_use]
pub fn code(kind: ErrorKind) -> Code {
    match kind {
        ErrorKind::Policy => USAGE,
        ErrorKind::Malformed => MALFORMED,
        ErrorKind::Unsupported => UNSUPPORTED,
        ErrorKind::Init => INIT,
        ErrorKind::Limit => LIMIT,
        ErrorKind::Io => IO,
        // `ErrorKind` may grow. A kind without a code of its own is a gap in this table: our bug.
        _ => BUG,
    }
}

/// The section at the end of `--help` and of the man page.
pub(crate) fn help_section() -> String {
    let mut text = String::from("Exit status:\n");
    for code in CODES {
        writeln!(text, "  {}  {}", code.number, code.meaning).expect("a String takes every write");
    }
    text
}

/// The page `docs/exit-codes.md`.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::from(
        "# Exit codes\n\n\
         <!-- Generated from crates/cli/src/exit.rs by `cargo run -p xtask -- gen-exit-codes`. -->\n\n\
         What `preinit` (and its alias `wizer`) tells the shell. The numbers are a contract: one that is\n\
         given a meaning keeps it. Whenever the code is not 0, no output file was made and an existing one\n\
         was left as it was; only a device, a pipe, a file that a descriptor leads to, or one that a link leads to and\n\
         whose folder can't be written to, may have been written in part, and then the code is 7, or 6 if the time was over. A signal that ends the command does so without a\n\
         code (a shell shows 128 and its number): the output is the old or the new one, whole, and nothing else is\n\
         left.\n\n\
         | code | name | when |\n|---:|---|---|\n",
    );
    for code in CODES {
        writeln!(
            page,
            "| {} | {} | {} |",
            code.number, code.name, code.meaning
        )
        .expect("a String takes every write");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_positions_in_the_table() {
        for (position, code) in CODES.iter().enumerate() {
            assert_eq!(usize::from(code.number), position, "{}", code.name);
        }
    }

    #[test]
    fn every_kind_has_its_own_code() {
        let kinds = [
            ErrorKind::Bug,
            ErrorKind::Policy,
            ErrorKind::Malformed,
            ErrorKind::Unsupported,
            ErrorKind::Init,
            ErrorKind::Limit,
            ErrorKind::Io,
        ];
        let numbers: Vec<u8> = kinds.iter().map(|kind| code(*kind).number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    }
}
