//! The linking properties, on random modules: a merged module behaves like its parts linked by an
//! engine, and an internalized import like one that was given from outside.

use std::fmt;

use preinit_core::{ErrorKind, Internalize, Supply, internalize, merge};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasm_encoder::{EntityType, ImportSection, Module, TypeSection};
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

use crate::oracle::Run;
use crate::random::{self, Profile};
use crate::{compare, differential, render};

/// Fuel for instantiation.
const FUEL: u64 = 5_000_000;

/// What the modules import whose imports are internalized.
const STATE: &str = r#"(module $state
    (memory (export "m0") 1 4) (memory (export "m1") i64 2 3)
    (table (export "t0") 3 20 funcref) (table (export "t1") 5 5 externref)
    (global (export "g0") i32 (i32.const 7)) (global (export "g1") (mut i64) (i64.const -1))
    (global (export "g2") f32 (f32.const 0.5)) (global (export "g3") externref (ref.null extern))
    (global (export "g4") (mut i32) (i32.const 3)))"#;

/// A helper whose start function changes everything that a segment of a later module could fill, so
/// that a segment which is applied too early is seen.
const STARTER: &str = r#"(module $starter
    (memory $m0 (export "m0") 1 4) (memory $m1 (export "m1") i64 1 3)
    (table $t0 (export "t0") 30 40 funcref)
    (global (export "base") i32 (i32.const 20))
    (elem (table $t0) (i32.const 20) func $one) (data (memory $m1) (i64.const 9) "nine")
    (func $one (result i32) (i32.const 1))
    (func (export "zeroth") (result i32) (i32.load $m0 (i32.const 0)))
    (func $start (local $i i32)
        (loop $next
            (i32.store8 $m0 (local.get $i)
                (i32.add (i32.load8_u $m0 (local.get $i)) (i32.const 1)))
            (i64.store8 $m1 (i64.extend_i32_u (local.get $i))
                (i64.add (i64.load8_u $m1 (i64.extend_i32_u (local.get $i))) (i64.const 1)))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $next (i32.lt_u (local.get $i) (i32.const 65536))))
        (table.fill $t0 (i32.const 0) (ref.func $one) (i32.const 25)))
    (start $start))"#;

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

/// Checks a module that `seed` gives and that imports from a helper with a busy start function.
///
/// # Errors
///
/// See [`check_seed`].
pub fn check_started(seed: u64, shares: &mut Shares) -> Result<(), String> {
    let starter = wat::parse_str(STARTER).map_err(|error| error.to_string())?;
    let profile = Profile::Everything;
    let Some(main) = random::importing(seed, profile, imports_of(&starter)?) else {
        return Ok(());
    };
    let helpers = [("helper", starter.as_slice())];
    check(&helpers, &main, shares).map_err(|error| format!("seed {seed}: {error}"))
}

/// Checks that a module which `seed` gives behaves alike with imports internalized, some or all.
///
/// # Errors
///
/// It does not, or internalizing failed.
pub fn check_internalized(seed: u64, shares: &mut Shares) -> Result<(), String> {
    let state = wat::parse_str(STATE).map_err(|error| error.to_string())?;
    let Some(main) = random::importing(seed, Profile::Everything, imports_of(&state)?) else {
        return Ok(());
    };
    shares.modules += 1;
    let imports = Parser::new(0)
        .parse_all(&main)
        .find_map(|payload| match payload {
            Ok(Payload::ImportSection(section)) => Some(section),
            _ => None,
        });
    let mut supplies = Vec::new();
    let mut wanted = Internalize::default();
    let mut choice = random::Numbers::new(seed);
    for import in imports
        .into_iter()
        .flat_map(|section| section.into_imports())
    {
        let name = import.map_err(|error| error.to_string())?.name;
        let wants = seed.is_multiple_of(3) || choice.below(2) == 0;
        let path = format!("helper.{name}");
        let supply = match name {
            "m0" | "m1" => Supply::memory(&path),
            "t0" | "t1" => Supply::table(&path),
            "g0" => Supply::global(&format!("{path}=7")),
            "g1" => Supply::global(&format!("{path}=-1")),
            "g2" => Supply::global(&format!("{path}=0.5")),
            "g3" => Supply::global(&format!("{path}=null")),
            _ => Supply::global(&format!("{path}=3")),
        };
        if wants {
            supplies.push(supply?);
            wanted.add(&path)?;
        }
    }
    let internal = internalize(&main, &wanted, &supplies).map_err(|error| render::error(&error))?;
    let state = [("helper", state.as_slice())];
    let linked = Run::linked(&state, &main, FUEL);
    let internal = Run::linked(&state, &internal.wasm, FUEL);
    compare(linked, internal, shares).map_err(|error| format!("seed {seed}: {error}"))
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
    let linked = Run::linked(helpers, main, FUEL);
    let compared = shares.compared;
    compare(linked, Run::new(&merged, FUEL), shares)?;
    let started = helpers.iter().any(|(_, wasm)| starts(wasm));
    shares.started += u64::from(started && shares.compared > compared);
    Ok(())
}

/// Compares two instances, or that there is neither.
fn compare(
    linked: Result<Run, String>,
    whole: Result<Run, String>,
    shares: &mut Shares,
) -> Result<(), String> {
    let (mut linked, mut whole) = match (linked, whole) {
        (Ok(linked), Ok(whole)) => (linked, whole),
        (Err(_), Err(_)) => {
            shares.traps += 1;
            return Ok(());
        }
        (Err(error), Ok(_)) => return Err(format!("only the parts do not start: {error}")),
        (Ok(_), Err(error)) => return Err(format!("only the whole does not start: {error}")),
    };
    shares.compared += 1;
    compare::states(&mut linked, &mut whole).map_err(|error| format!("at start: {error}"))?;
    for name in whole.names() {
        let comparable = differential::calls(&mut linked, &mut whole, &name)
            .map_err(|error| format!("calling `{name}`: {error}"))?;
        if !comparable {
            return Ok(());
        }
    }
    compare::states(&mut linked, &mut whole).map_err(|error| format!("after all calls: {error}"))
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
