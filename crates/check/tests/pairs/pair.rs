//! What every test here does: compare two modules in the text format.

use preinit_check::{Error, Options, Session, Verdict, check};
use preinit_engine::Preload;

/// A pair of modules and the options for both.
pub(crate) struct Pair {
    original: Vec<u8>,
    snapshot: Vec<u8>,
    pub(crate) options: Options,
}

impl Pair {
    pub(crate) fn new(original: &str, snapshot: &str) -> Self {
        Pair {
            original: wat(original),
            snapshot: wat(snapshot),
            options: Options::default(),
        }
    }

    /// Adds the module that `name` is imported from.
    pub(crate) fn preload(mut self, name: &str, text: &str) -> Self {
        self.options.preloads.push(Preload {
            name: name.to_owned(),
            wasm: wat(text),
        });
        self
    }

    pub(crate) fn verdict(&self) -> Result<Verdict, Error> {
        check(
            &self.original,
            &self.snapshot,
            &self.options,
            &Session::new(),
        )
    }

    /// The two are the same.
    pub(crate) fn agrees(&self) -> Verdict {
        let verdict = self.verdict().expect("the two can be compared");
        assert!(verdict.findings.is_empty(), "{:#?}", verdict.findings);
        verdict
    }

    /// The two differ in exactly this.
    pub(crate) fn differs(&self, lines: &[&str]) {
        let verdict = self.verdict().expect("the two can be compared");
        assert_eq!(verdict.findings.to_lines(), lines);
    }

    /// The two can't be compared, for a reason that starts so.
    pub(crate) fn refused(&self, message: &str) -> Error {
        let error = self.verdict().expect_err("the two can't be compared");
        assert!(error.to_string().starts_with(message), "{error}");
        error
    }
}

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// Fields of a module, around `init`, which is the body of the init function, or the start function
/// of the snapshot. Both have the same code: the snapshot starts a copy of it.
pub(crate) fn bodies(fields: &str, init: &str, start: &str) -> Pair {
    Pair::new(
        &format!("(module {fields} (func (export \"wizer-initialize\") {init}))"),
        &format!("(module {fields} (func {init}) (func $start {start}) (start $start))"),
    )
}
