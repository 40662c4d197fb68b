//! The linking property: a merged module behaves like its parts linked by an engine, on random
//! modules.

use std::fmt;

use preinit_core::{ErrorKind, merge};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasm_encoder::{EntityType, ImportSection, Module, TypeSection};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

use crate::oracle::Run;
use crate::random::{self, Profile};
use crate::{compare, differential, render};

/// Fuel for instantiation.
const FUEL: u64 = 1_000_000;

/// What became of random modules.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Modules looked at.
    pub modules: u64,
    /// Merged modules compared with their linked parts.
    pub compared: u64,
    /// Of these, how many had a start function that ran before another module was instantiated.
    pub started: u64,
    /// Modules of which one part does not start, linked or merged.
    pub traps: u64,
    /// Modules that merging refuses.
    pub refused: u64,
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} modules: {} compared ({} with an early start function), {} that do not start, {} refused",
            self.modules, self.compared, self.started, self.traps, self.refused
        )
    }
}

/// Checks the modules that `seed` gives: a helper, a second one that nothing imports from, and a
/// module that imports whatever it likes of the first.
///
/// # Errors
///
/// Merged and linked modules differ, or merging failed in a way that no module may make it fail.
pub fn check_seed(seed: u64, shares: &mut Shares) -> Result<(), String> {
    let profile = match seed % 2 {
        0 => Profile::Numeric,
        _ => Profile::Everything,
    };
    let Some(helper) = random::module(seed, Profile::Numeric) else {
        return Ok(());
    };
    let Some(bystander) = random::module(!seed, Profile::Everything) else {
        return Ok(());
    };
    let Some(main) = random::importing(seed, profile, imports_of(&helper)?) else {
        return Ok(());
    };
    let helpers = [("bystander", bystander.as_slice()), ("helper", &helper)];
    check(&helpers, &main, shares).map_err(|error| format!("seed {seed}: {error}"))
}

fn check(helpers: &[(&str, &[u8])], main: &[u8], shares: &mut Shares) -> Result<(), String> {
    shares.modules += 1;
    let merged = match merge(helpers, main) {
        Ok(merged) => merged.wasm,
        Err(error) if error.kind() == ErrorKind::Policy => {
            shares.refused += 1;
            return Ok(());
        }
        Err(error) => return Err(render::error(&error)),
    };
    let (mut linked, mut merged) = match (Run::linked(helpers, main, FUEL), Run::new(&merged, FUEL))
    {
        (Ok(linked), Ok(merged)) => (linked, merged),
        (Err(_), Err(_)) => {
            shares.traps += 1;
            return Ok(());
        }
        (Err(error), Ok(_)) => return Err(format!("only the parts do not start: {error}")),
        (Ok(_), Err(error)) => return Err(format!("only the whole does not start: {error}")),
    };
    shares.compared += 1;
    shares.started += u64::from(helpers.iter().any(|(_, wasm)| starts(wasm)));
    compare::states(&mut linked, &mut merged).map_err(|error| format!("at start: {error}"))?;
    for name in merged.names() {
        let comparable = differential::calls(&mut linked, &mut merged, &name)
            .map_err(|error| format!("calling `{name}`: {error}"))?;
        if !comparable {
            return Ok(());
        }
    }
    compare::states(&mut linked, &mut merged).map_err(|error| format!("after all calls: {error}"))
}

fn starts(wasm: &[u8]) -> bool {
    Parser::new(0)
        .parse_all(wasm)
        .any(|payload| matches!(payload, Ok(Payload::StartSection { .. })))
}

/// A module that imports everything that `helper` exports, and does nothing else.
///
/// # Errors
///
/// The module cannot be read.
fn imports_of(helper: &[u8]) -> Result<Vec<u8>, String> {
    let text = |error: wasmparser::BinaryReaderError| error.to_string();
    let mut types = TypeSection::new();
    let mut functions = Vec::new();
    let mut tables = Vec::new();
    let mut memories = Vec::new();
    let mut globals = Vec::new();
    let mut imports = ImportSection::new();
    let mut again = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(helper) {
        match payload.map_err(text)? {
            Payload::TypeSection(section) => {
                let read = again.parse_type_section(&mut types, section);
                read.map_err(|error| error.to_string())?;
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    match import.map_err(text)?.ty {
                        ty @ TypeRef::Func(_) => functions.push(ty),
                        ty => return Err(format!("a random module imports {ty:?}")),
                    }
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    functions.push(TypeRef::Func(ty.map_err(text)?));
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    tables.push(TypeRef::Table(table.map_err(text)?.ty));
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    memories.push(TypeRef::Memory(memory.map_err(text)?));
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    globals.push(TypeRef::Global(global.map_err(text)?.ty));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(text)?;
                    let space = match export.kind {
                        ExternalKind::Func | ExternalKind::FuncExact => &functions,
                        ExternalKind::Table => &tables,
                        ExternalKind::Memory => &memories,
                        ExternalKind::Global => &globals,
                        ExternalKind::Tag => continue,
                    };
                    let ty = *space
                        .get(export.index as usize)
                        .ok_or_else(|| format!("`{}` is not there", export.name))?;
                    let ty: EntityType =
                        again.entity_type(ty).map_err(|error| error.to_string())?;
                    imports.import("helper", export.name, ty);
                }
            }
            _ => {}
        }
    }
    let mut module = Module::new();
    module.section(&types).section(&imports);
    Ok(module.finish())
}
