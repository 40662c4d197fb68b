//! The readers, and the test that each of them can tell right from wrong.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::Trial;
use preinit_testkit::Case;

use crate::tools::Tools;
use crate::{binaryen, v8, wasmi};

/// What came of a snapshot in a reader: a failed assertion is an error beside this.
pub(crate) enum Verdict {
    /// Every assertion holds.
    Passed,
    /// The reader does not take a module of the case, for this reason of its own.
    Unreadable(String),
}

/// A reader: its name in tests and list, and how it is reached or why it can't be.
pub(crate) struct Reader {
    /// The name.
    pub(crate) name: &'static str,
    /// How it is reached. Where it can't be, its tests count as ignored.
    pub(crate) with: Result<With, String>,
}

/// How a reader is reached.
pub(crate) enum With {
    /// A program and its script, in a process for each case.
    Node { node: PathBuf, driver: PathBuf },
    /// In this process.
    Here,
    /// A command that optimizes, in front of wasmtime.
    WasmOpt(Vec<PathBuf>),
}

/// All readers; `here` is the directory of the driver for Node.
///
/// # Errors
///
/// See [`Tools::find`].
pub(crate) fn all(here: &Path) -> Result<Vec<Arc<Reader>>, String> {
    let tools = Tools::find()?;
    let driver = here.join("v8.mjs");
    let reader = |name, with| Arc::new(Reader { name, with });
    Ok(vec![
        reader("v8", tools.node.map(|node| With::Node { node, driver })),
        reader("wasmi", Ok(With::Here)),
        reader("binaryen", tools.wasm_opt.map(With::WasmOpt)),
    ])
}

impl Reader {
    /// Runs the assertions of `case` on its snapshot `wasm`.
    ///
    /// # Errors
    ///
    /// An assertion does not hold, or the reader can't be reached.
    pub(crate) fn read(&self, case: &Case, wasm: &[u8]) -> Result<Verdict, String> {
        match self.with.as_ref().map_err(Clone::clone)? {
            With::Node { node, driver } => v8::read(node, driver, case, wasm),
            With::Here => wasmi::read(case, wasm),
            With::WasmOpt(command) => binaryen::read(command, case, wasm),
        }
    }

    /// A test of this reader, ignored where it can't be reached.
    pub(crate) fn trial(
        self: &Arc<Self>,
        name: &str,
        test: impl FnOnce(&Reader) -> Result<(), String> + Send + 'static,
    ) -> Trial {
        let reader = self.clone();
        let ignored = self.with.is_err();
        Trial::test(format!("{}/{name}", self.name), move || Ok(test(&reader)?))
            .with_ignored_flag(ignored)
    }

    /// A reader must tell a right result from a wrong one, to the last bit of a NaN and of a vector.
    pub(crate) fn self_test(&self) -> Result<(), String> {
        const MODULE: &str = "(module
            (func (export \"nan\") (result f32) (f32.const nan:0x200001))
            (func (export \"vector\") (result v128) (v128.const i64x2 1 2))
            (func (export \"null\") (result externref) (ref.null extern))
            (func (export \"trap\") (unreachable)))";
        const RIGHT: [&str; 4] = [
            "(assert_return (invoke \"nan\") (f32.const nan:0x200001))",
            "(assert_return (invoke \"vector\") (v128.const i64x2 1 2))",
            "(assert_return (invoke \"null\") (ref.null extern))",
            "(assert_trap (invoke \"trap\") \"unreachable\")",
        ];
        const WRONG: [&str; 5] = [
            "(assert_return (invoke \"nan\") (f32.const nan:0x200000))",
            "(assert_return (invoke \"vector\") (v128.const i64x2 1 3))",
            "(assert_return (invoke \"null\") (ref.extern 1))",
            "(assert_trap (invoke \"null\") \"unreachable\")",
            "(assert_return (invoke \"trap\"))",
        ];
        for (assertions, wanted) in [(&RIGHT[..], true), (&WRONG[..], false)] {
            for assertion in assertions {
                let case = Case::parse("self-test", &format!("{MODULE}{assertion}"))?;
                let found = self.read(&case, &case.subject.wasm);
                if matches!(found, Ok(Verdict::Passed)) != wanted {
                    return Err(format!("`{assertion}` is taken for the opposite"));
                }
            }
        }
        Ok(())
    }
}
