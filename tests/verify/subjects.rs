//! What is checked and mutated: the snapshots of the suite's cases, of hand-written pairs, and of
//! guests.

use std::path::Path;
use std::time::Duration;

use preinit_engine::{Options, Wasi};
use preinit_testkit::{Case, Expect, Scratch, trials};
use wasmparser::{Operator, Parser, Payload};

use crate::edits::Seen;

/// An original, its snapshot, and the options for both.
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) original: Vec<u8>,
    pub(crate) snapshot: Vec<u8>,
    pub(crate) options: Options,
    /// The directories that the options name.
    _scratch: Option<Scratch>,
}

/// The snapshots of all cases below `root` that give one.
pub(crate) fn of_cases(root: &Path) -> Result<Vec<Subject>, String> {
    let mut subjects = Vec::new();
    for file in trials::files(root)? {
        let case = Case::read(root, &file)?;
        if case.header.expect != Expect::Ok || case.header.known_bug.is_some() {
            continue;
        }
        let scratch = Scratch::new(&case)?;
        let options = scratch.options(&case)?;
        let outcome = preinit_engine::initialize(&case.subject.wasm, &options, &())
            .map_err(|error| format!("{}: {error}", case.name))?;
        subjects.push(Subject {
            name: case.name,
            original: case.subject.wasm,
            snapshot: outcome.wasm,
            options: impatient(options, 6),
            _scratch: Some(scratch),
        });
    }
    Ok(subjects)
}

/// The pairs below `root`: of `name.original.wat` both `name.snapshot.wat`, which was written by hand,
/// and a snapshot of our own.
pub(crate) fn of_pairs(root: &Path) -> Result<Vec<Subject>, String> {
    let text = |error: std::io::Error| format!("`{}`: {error}", root.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root).map_err(text)? {
        let name = entry.map_err(text)?.file_name();
        if let Some(name) = name.to_string_lossy().strip_suffix(".original.wat") {
            names.push(name.to_owned());
        }
    }
    names.sort();
    let mut subjects = Vec::new();
    for name in names {
        let module = |part: &str| {
            wat::parse_file(root.join(format!("{name}.{part}.wat"))).map_err(|e| e.to_string())
        };
        let original = module("original")?;
        let outcome = preinit_engine::initialize(&original, &Options::default(), &())
            .map_err(|error| format!("{name}: {error}"))?;
        for (how, snapshot) in [("by-hand", module("snapshot")?), ("made", outcome.wasm)] {
            subjects.push(Subject {
                name: format!("pairs/{name}/{how}"),
                original: original.clone(),
                snapshot,
                options: impatient(Options::default(), 6),
                _scratch: None,
            });
        }
    }
    Ok(subjects)
}

/// The snapshots of the guests that compile quickly enough to be checked many times.
pub(crate) fn of_guests(root: &Path) -> Result<Vec<Subject>, String> {
    let subject = |name: &str| {
        let file = root.join(format!("{name}.wasm"));
        let original = std::fs::read(&file).map_err(|e| format!("`{}`: {e}", file.display()))?;
        let options = Options {
            wasi: Wasi::Allowed(Box::default()),
            ..Options::default()
        };
        let outcome = preinit_engine::initialize(&original, &options, &())
            .map_err(|error| format!("{name}: {error}"))?;
        Ok(Subject {
            name: format!("guests/{name}"),
            original,
            snapshot: outcome.wasm,
            options: impatient(options, 6),
            _scratch: None,
        })
    };
    ["as", "cpp"].into_iter().map(subject).collect()
}

/// A start function that is made wrong may never end.
fn impatient(mut options: Options, seconds: u64) -> Options {
    let timeout = &mut options.limits.timeout;
    timeout.get_or_insert(Duration::from_secs(seconds));
    options
}

impl Seen {
    /// Reads the original.
    pub(crate) fn new(original: &[u8]) -> Result<Seen, String> {
        let mut seen = Seen::default();
        for payload in Parser::new(0).parse_all(original) {
            seen.take(payload.map_err(|error| error.to_string())?)
                .map_err(|error| error.to_string())?;
        }
        Ok(seen)
    }

    fn take(&mut self, payload: Payload<'_>) -> Result<(), wasmparser::BinaryReaderError> {
        match payload {
            Payload::TableSection(section) => self.tables = section.count() as usize,
            Payload::MemorySection(section) => self.memories = section.count() as usize,
            Payload::GlobalSection(section) => self.globals = section.count() as usize,
            Payload::CustomSection(custom) => self.claims_start |= custom.name() == "preinit",
            Payload::CodeSectionEntry(body) => {
                self.bodies += 1;
                let mut operators = body.get_operators_reader()?;
                while !operators.eof() {
                    match operators.read()? {
                        Operator::MemoryInit { data_index, .. }
                        | Operator::DataDrop { data_index } => self.data.push(data_index),
                        Operator::ArrayNewData {
                            array_data_index, ..
                        }
                        | Operator::ArrayInitData {
                            array_data_index, ..
                        } => self.data.push(array_data_index),
                        Operator::TableInit { elem_index, .. }
                        | Operator::ElemDrop { elem_index } => self.elements.push(elem_index),
                        Operator::ArrayNewElem {
                            array_elem_index, ..
                        }
                        | Operator::ArrayInitElem {
                            array_elem_index, ..
                        } => self.elements.push(array_elem_index),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}
