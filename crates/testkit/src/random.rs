//! Random modules, the same on every machine for a seed.

use arbitrary::Unstructured;
use wasm_smith::{Config, Module};
use wasmparser::ExternalKind;

use crate::edit::{self, Export, Sections};

/// How many random bytes a module is drawn from.
const ENTROPY: usize = 3_000;

/// A sequence of numbers that depends on its seed alone (SplitMix64).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The sequence of `seed`.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The next number below `limit`, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.draw() % limit as u64) as usize
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let numbers = std::iter::repeat_with(|| self.draw().to_le_bytes());
        numbers
            .take(count.div_ceil(8))
            .flatten()
            .take(count)
            .collect()
    }
}

/// How much of the language a random module may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Numbers, memories and bulk memory: what most modules are made of.
    Numeric,
    /// What the interpreter runs.
    Interpreted,
    /// Everything that the oracle's engine runs.
    Everything,
}

impl Profile {
    /// What traps leaves little to compare: `choice` gives few modules a start function, and few
    /// the instructions that may trap.
    fn config(self, choice: u8) -> Config {
        let everything = self == Profile::Everything;
        let more = self != Profile::Numeric;
        Config {
            export_everything: true,
            allow_start_export: choice.is_multiple_of(4),
            generate_custom_sections: true,
            // Functions alone can be replaced by stubs whose state nobody has to compare.
            available_imports: wat::parse_str(self.imports()).ok(),
            max_imports: 3,
            min_funcs: 3,
            max_funcs: 12,
            min_globals: 2,
            max_globals: 12,
            min_memories: 1,
            max_memories: 3,
            max_tables: 2,
            max_data_segments: 12,
            max_element_segments: 6,
            max_instructions: 120,
            // Small and bounded, so that growing and comparing costs nothing.
            memory_max_size_required: true,
            max_memory32_bytes: 10 << 16,
            max_memory64_bytes: 10 << 16,
            table_max_size_required: true,
            max_table_elements: 200,
            disallow_traps: !everything || choice % 4 != 1,
            memory64_enabled: true,
            bulk_memory_enabled: true,
            simd_enabled: true,
            threads_enabled: false,
            custom_page_sizes_enabled: more,
            reference_types_enabled: more,
            exceptions_enabled: everything,
            gc_enabled: everything,
            tail_call_enabled: more,
            relaxed_simd_enabled: everything,
            wide_arithmetic_enabled: more,
            compact_imports_enabled: false,
            ..Config::default()
        }
    }
}

impl Profile {
    fn imports(self) -> &'static str {
        match self {
            Profile::Numeric | Profile::Everything => {
                r#"(module
                    (import "env" "a" (func (param i32) (result i32)))
                    (import "env" "b" (func)))"#
            }
            // wasmi 2.0.0 loses its stack where such a function as `b` is called in tail position.
            Profile::Interpreted => {
                r#"(module
                    (import "env" "a" (func (param i32) (result i32)))
                    (import "env" "b" (func (param i64 f64))))"#
            }
        }
    }
}

/// The module of `seed`, with its exports renamed to their kind and index (`func3`, `memory0`), or
/// nothing where the seed's bytes give no module.
pub fn module(seed: u64, profile: Profile) -> Option<Vec<u8>> {
    from_bytes(&Numbers::new(seed).bytes(ENTROPY), profile)
}

/// A module that imports some of what the module `available` imports.
pub fn importing(seed: u64, profile: Profile, available: Vec<u8>) -> Option<Vec<u8>> {
    // Other bytes than those of the module that it imports from, which may have the same seed.
    let mut numbers = Numbers::new(seed.rotate_left(32));
    let bytes = numbers.bytes(ENTROPY);
    let (choice, bytes) = bytes.split_first()?;
    let config = Config {
        available_imports: Some(available),
        max_imports: 20,
        ..profile.config(*choice)
    };
    renamed(&Module::new(config, &mut Unstructured::new(bytes)).ok()?)
}

/// The module drawn from `bytes`; see [`module`].
pub fn from_bytes(bytes: &[u8], profile: Profile) -> Option<Vec<u8>> {
    let (choice, bytes) = bytes.split_first()?;
    renamed(&Module::new(profile.config(*choice), &mut Unstructured::new(bytes)).ok()?)
}

/// Renames exports to their kind and index.
fn renamed(module: &Module) -> Option<Vec<u8>> {
    let wasm = module.to_bytes();
    let exports: Vec<Export> = edit::exports(&wasm)
        .ok()?
        .into_iter()
        .enumerate()
        .map(|(i, export)| Export {
            name: format!("{}{i}", kind_name(export.kind)),
            ..export
        })
        .collect();
    let mut sections = Sections::split(&wasm).ok()?;
    sections.set_exports(&exports);
    Some(sections.join())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_module() {
        assert_eq!(
            module(1, Profile::Everything),
            module(1, Profile::Everything)
        );
        assert_ne!(module(1, Profile::Numeric), module(2, Profile::Numeric));
        assert_eq!(Numbers::new(3).bytes(13).len(), 13);
    }
}
