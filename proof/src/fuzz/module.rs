//! A seed → a module: one of wasm-smith's, with functions that change state.

use arbitrary::Unstructured;
use preinit_testkit::edit::{self, Export, Sections};
use preinit_testkit::random::Numbers;
use wasm_smith::{Config, Module};
use wasmparser::ExternalKind;

use super::additions;
use super::changes::{self, Change};
use super::facts::Facts;

/// How many random bytes a module is drawn from: enough for a few short functions.
const ENTROPY: usize = 900;
/// How many functions and loops may be entered in one call, or bytes, entries and elements touched at
/// once: most random loops never end by themselves.
pub const FUEL: u32 = 400;

/// The module that others are linked against: whatever a random module may import.
pub const PROVIDER: &str = r#"(module
    (func (export "a") (param i32) (result i32) (i32.add (local.get 0) (i32.const 3)))
    (func (export "b"))
    (memory (export "m") 1 3)
    (table (export "t") 6 20 funcref)
    (table (export "x") 4 20 externref)
    (global (export "i") (mut i32) (i32.const 7))
    (global (export "c") i64 (i64.const 11))
    (global (export "f") (mut funcref) (ref.null func))
    (global (export "r") (mut anyref) (ref.null any))
    (tag (export "e") (param i32)))"#;

/// What a random module may import: the provider's exports.
const IMPORTS: &str = r#"(module
    (import "env" "a" (func (param i32) (result i32)))
    (import "env" "b" (func))
    (import "env" "m" (memory 1 3))
    (import "env" "t" (table 6 20 funcref))
    (import "env" "x" (table 4 20 externref))
    (import "env" "i" (global (mut i32)))
    (import "env" "c" (global i64))
    (import "env" "f" (global (mut funcref)))
    (import "env" "r" (global (mut anyref)))
    (import "env" "e" (tag (param i32))))"#;

/// A random module.
#[derive(Debug)]
pub struct Random {
    /// The module; everything is exported, by its kind and index (`func3`, `memory0`).
    pub wasm: Vec<u8>,
    /// The functions that were added, by the names of their exports, and what each changes.
    pub changes: Vec<(String, Vec<Change>)>,
    /// The name of the export of the global that holds the fuel, which the code counts down itself: it
    /// traps at the same point in every store.
    pub fuel: String,
}

/// The module of `seed`, or nothing where the seed's bytes give none.
///
/// ```
/// use preinit_proof::fuzz::module::module;
///
/// let one = (0..).find_map(module).expect("most seeds give a module");
/// assert!(!one.changes.is_empty());
/// ```
pub fn module(seed: u64) -> Option<Random> {
    let mut numbers = Numbers::new(seed);
    let bytes = numbers.bytes(ENTROPY);
    let config = config(&mut numbers);
    let mut module = Module::new(config, &mut Unstructured::new(&bytes)).ok()?;
    let fuel = module.ensure_termination(FUEL).ok()?;
    let wasm = module.to_bytes();

    let mut sections = Sections::split(&wasm).ok()?;
    let mut exports: Vec<Export> = Vec::new();
    for export in edit::exports(&wasm).ok()? {
        let name = format!("{}{}", kind_name(export.kind), export.index);
        // Everything is exported once; the same name twice would be the same thing.
        if exports.iter().all(|known| known.name != name) {
            exports.push(Export { name, ..export });
        }
    }
    let fuel = Export {
        name: format!("global{fuel}"),
        kind: ExternalKind::Global,
        index: fuel,
    };
    if !exports.contains(&fuel) {
        exports.push(fuel.clone());
    }
    if numbers.below(3) > 0 {
        let facts = Facts::read(&wasm).ok()?;
        exports.extend(additions::add(&mut sections, &facts).ok()?);
    }
    let facts = Facts::read(&sections.join()).ok()?;
    let functions = changes::functions(&facts, &mut numbers);
    let mut changes = Vec::new();
    for function in functions {
        let index = (facts.functions.len() + changes.len()) as u32;
        let name = format!("change{}", changes.len());
        let ty = (facts.types.len() + changes.len()) as u32;
        function.append(&mut sections, ty).ok()?;
        exports.push(Export {
            name: name.clone(),
            kind: ExternalKind::Func,
            index,
        });
        changes.push((name, function.changes));
    }
    sections.set_exports(&exports);
    Some(Random {
        wasm: sections.join(),
        changes,
        fuel: fuel.name,
    })
}

fn config(numbers: &mut Numbers) -> Config {
    let mut chance = |of: usize| numbers.below(of) == 0;
    let imports = chance(2);
    Config {
        export_everything: true,
        // What traps leaves little to compare: few modules start, or may trap anywhere.
        allow_start_export: chance(8),
        disallow_traps: !chance(4),
        // Without a list, wasm-smith makes imports up.
        available_imports: imports.then(|| wat::parse_str(IMPORTS).ok()).flatten(),
        max_imports: if imports { 5 } else { 0 },
        // Short: compilation is most of what a case costs.
        min_types: 4,
        max_types: 10,
        min_funcs: 1,
        max_funcs: 3,
        max_instructions: 25,
        max_nesting_depth: 4,
        min_globals: 3,
        max_globals: 8,
        min_tables: 1,
        max_tables: 3,
        max_tags: 2,
        max_memories: 2,
        min_data_segments: 1,
        max_data_segments: 3,
        min_element_segments: 1,
        max_element_segments: 4,
        max_elements: 6,
        memory_max_size_required: true,
        max_memory32_bytes: 2 << 16,
        max_memory64_bytes: 2 << 16,
        table_max_size_required: true,
        max_table_elements: 30,
        threads_enabled: false,
        custom_page_sizes_enabled: true,
        compact_imports_enabled: false,
        limit_arrays_in_const_exprs: true,
        ..Config::default()
    }
}

fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "func",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}
