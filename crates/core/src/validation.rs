//! Validation: of inputs all of it, of outputs what the input's does not prove already.
//!
//! A function body is valid or not in the light of its module's index spaces alone: the types,
//! functions, tables, memories, globals and tags that it can name, with their types, and the
//! segments and declared functions. A snapshot's bodies are the original's bytes. Where the spaces
//! agree as well, the original's validation is theirs; bodies that name what may have moved
//! (segments, and functions that are no longer declared) are validated again.
//!
//! <https://webassembly.github.io/spec/core/valid/conventions.html#contexts>

use crate::constant;
use crate::index::{FuncIdx, GlobalIdx};
use crate::module::{Module, Origin};
use crate::opcodes::may_hold;
use crate::section::id;
use crate::sightings::Sightings;
use rayon::prelude::*;
use std::collections::BTreeSet;
use wasmparser::types::Types;
use wasmparser::{
    BinaryReader, BinaryReaderError, ElementItems, ExternalKind, FuncToValidate,
    FuncValidatorAllocations, FunctionBody, Parser, Payload, RefType, TableInit, ValType,
    ValidPayload, Validator, ValidatorResources, WasmFeatures,
};

/// Less code than this is validated sooner than another thread begins.
const PARALLEL: usize = 1 << 18;

/// How many bodies one piece of that work has: many are small.
const TOGETHER: usize = 16;

/// Every proposal, and the legacy encoding of exceptions.
pub(crate) fn features() -> WasmFeatures {
    WasmFeatures::all()
}

/// What a validation has found, beside that the module is valid.
pub(crate) struct Proof {
    pub(crate) types: Types,
    pub(crate) sightings: Sightings,
}

/// Validates all of a module. Of several errors the first in the file is returned.
pub(crate) fn whole(wasm: &[u8]) -> Result<Proof, BinaryReaderError> {
    let (bodies, types) = sections(wasm)?;
    let sightings = self::bodies(wasm, bodies)?;
    Ok(Proof { types, sightings })
}

/// Validates a module whose bodies are those of `original`, as far as that proves nothing.
pub(crate) fn against(original: &Module<'_>, wasm: &[u8]) -> Result<(), BinaryReaderError> {
    let (bodies, _) = sections(wasm)?;
    let before = Spaces::read(original.bytes)?;
    let after = Spaces::read(wasm)?;
    if !after.extend(&before, original) {
        return self::bodies(wasm, bodies).map(|_| ());
    }
    let lost: BTreeSet<FuncIdx> = before
        .declared
        .difference(&after.declared)
        .copied()
        .collect();
    let unproved = bodies
        .into_iter()
        .filter(|(func, body)| {
            let bytes = body.as_bytes();
            let same = original
                .functions
                .get(FuncIdx::from_u32(func.index))
                .is_some_and(|origin| match origin {
                    Origin::Defined(range) => original.bytes[range.clone()] == *bytes,
                    Origin::Imported => false,
                });
            !same || names_what_moved(bytes, &lost)
        })
        .collect();
    self::bodies(wasm, unproved).map(|_| ())
}

/// Whether a body may name a segment, or a function that is no longer declared.
fn names_what_moved(body: &[u8], lost: &BTreeSet<FuncIdx>) -> bool {
    // `memory.init`, `data.drop`, `table.init`, `elem.drop`; arrays made from segments; `ref.func`.
    may_hold(body, 0xfc, |next| matches!(next, 8 | 9 | 12 | 13))
        || may_hold(body, 0xfb, |next| matches!(next, 9 | 10 | 18 | 19))
        || (!lost.is_empty()
            && may_hold(body, 0xd2, |func| lost.contains(&FuncIdx::from_u32(func))))
}

type Body<'a> = (FuncToValidate<ValidatorResources>, FunctionBody<'a>);

/// Validates everything but the bodies.
fn sections(wasm: &[u8]) -> Result<(Vec<Body<'_>>, Types), BinaryReaderError> {
    let mut validator = Validator::new_with_features(features());
    let mut bodies = Vec::new();
    let mut parser = Parser::new(0);
    parser.set_features(features());
    let mut types = None;
    for payload in parser.parse_all(wasm) {
        match validator.payload(&payload?)? {
            ValidPayload::Func(func, body) => bodies.push((func, body)),
            ValidPayload::End(found) => types = Some(found),
            ValidPayload::Ok | ValidPayload::Parser(_) => {}
        }
    }
    let types = types.expect("parsing comes to the module's end or fails");
    Ok((bodies, types))
}

/// Validates bodies of `wasm`.
fn bodies(wasm: &[u8], bodies: Vec<Body<'_>>) -> Result<Sightings, BinaryReaderError> {
    let mut sightings = Sightings::default();
    let bytes: usize = bodies.iter().map(|(_, body)| body.as_bytes().len()).sum();
    if bytes < PARALLEL {
        let mut allocations = FuncValidatorAllocations::default();
        for body in bodies {
            self::body(wasm, body, &mut allocations, &mut sightings)?;
        }
        return Ok(sightings);
    }
    let found: Vec<Result<Sightings, BinaryReaderError>> = bodies
        .into_par_iter()
        .chunks(TOGETHER)
        .map_init(FuncValidatorAllocations::default, |allocations, bodies| {
            let mut sightings = Sightings::default();
            for body in bodies {
                self::body(wasm, body, allocations, &mut sightings)?;
            }
            Ok(sightings)
        })
        .collect();
    for found in found {
        sightings.add(found?);
    }
    Ok(sightings)
}

/// Validates one body.
fn body(
    wasm: &[u8],
    (func, body): Body<'_>,
    allocations: &mut FuncValidatorAllocations,
    sightings: &mut Sightings,
) -> Result<(), BinaryReaderError> {
    let mut validator = func.into_validator(std::mem::take(allocations));
    let mut reader = body.get_binary_reader();
    reader.set_features(features());
    validator.read_locals(&mut reader)?;
    while !reader.eof() {
        let at = reader.original_position();
        sightings.note(at, wasm.get(at..).unwrap_or_default());
        reader.visit_operator(&mut validator.visitor(at))??;
    }
    reader.finish_expression(&validator.visitor(reader.original_position()))?;
    *allocations = validator.into_allocations();
    Ok(())
}

/// What a body can name.
#[derive(Default)]
struct Spaces<'a> {
    /// Sections as they stand, behind the number of their items.
    types: &'a [u8],
    functions: &'a [u8],
    imports: &'a [u8],
    tags: &'a [u8],
    /// Element type, 64-bit addresses, shared.
    tables: Vec<(RefType, bool, bool)>,
    /// 64-bit addresses, shared, page size.
    memories: Vec<(bool, bool, Option<u32>)>,
    /// Type, mutable, shared.
    globals: Vec<(ValType, bool, bool)>,
    /// The functions that `ref.func` may name.
    declared: BTreeSet<FuncIdx>,
}

impl<'a> Spaces<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut spaces = Spaces::default();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((section, range)) = payload.as_section() {
                let mut reader = BinaryReader::new(&wasm[range.clone()], range.start);
                let slot = match section {
                    id::TYPE => Some(&mut spaces.types),
                    id::FUNCTION => Some(&mut spaces.functions),
                    id::IMPORT => Some(&mut spaces.imports),
                    id::TAG => Some(&mut spaces.tags),
                    _ => None,
                };
                if let Some(slot) = slot {
                    reader.read_var_u32()?;
                    *slot = reader.read_bytes(reader.bytes_remaining())?;
                }
            }
            spaces.payload(payload)?;
        }
        Ok(spaces)
    }

    fn payload(&mut self, payload: Payload<'a>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TableSection(reader) => {
                for table in reader {
                    let table = table?;
                    let ty = table.ty;
                    self.tables.push((ty.element_type, ty.table64, ty.shared));
                    if let TableInit::Expr(expr) = &table.init {
                        constant::functions(expr, &mut self.declared)?;
                    }
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    let memory = memory?;
                    let key = (memory.memory64, memory.shared, memory.page_size_log2);
                    self.memories.push(key);
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader {
                    let global = global?;
                    let ty = global.ty;
                    self.globals.push((ty.content_type, ty.mutable, ty.shared));
                    constant::functions(&global.init_expr, &mut self.declared)?;
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export?;
                    if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                        self.declared.insert(FuncIdx::from_u32(export.index));
                    }
                }
            }
            Payload::ElementSection(reader) => {
                for element in reader {
                    match element?.items {
                        ElementItems::Functions(functions) => {
                            for func in functions {
                                self.declared.insert(FuncIdx::from_u32(func?));
                            }
                        }
                        ElementItems::Expressions(_, expressions) => {
                            for expr in expressions {
                                constant::functions(&expr?, &mut self.declared)?;
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether whatever `before`, the spaces of `original`, names is the same here to its code.
    fn extend(&self, before: &Spaces<'_>, original: &Module<'_>) -> bool {
        self.types.starts_with(before.types)
            && self.functions.starts_with(before.functions)
            && self.imports == before.imports
            && self.tags == before.tags
            && self.tables.starts_with(&before.tables)
            && self.memories.starts_with(&before.memories)
            && self.globals_extend(&before.globals, original)
    }

    /// Whether globals are the same, or can't be set where no code sets them.
    fn globals_extend(&self, before: &[(ValType, bool, bool)], original: &Module<'_>) -> bool {
        // Imported globals are in no list here: where imports are the same, so are those.
        let imported = (original.globals.len() - before.len()) as u32;
        self.globals.len() >= before.len()
            && (imported..)
                .zip(self.globals.iter().zip(before))
                .all(|(index, (after, before))| {
                    let frozen = (before.0, false, before.2);
                    let is_set = original
                        .sightings
                        .global_sets
                        .contains(&GlobalIdx::from_u32(index));
                    after == before || (*after == frozen && !is_set)
                })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::TypeIdx;
    use crate::rare::Rare;

    const ORIGINAL: &str = r#"(module
        (type (func (param i32))) (import "m" "f" (func (type 0))) (table 1 funcref)
        (global $g (mut i32) (i32.const 0)) (memory 1)
        (func (export "a") (type 0) (global.set $g (local.get 0)))
        (func (export "b") (drop (ref.func 1))) (data "x") (func (data.drop 0)))"#;

    fn accepts(change: impl Fn(&str) -> String) -> bool {
        let original = wat::parse_str(ORIGINAL).unwrap();
        let module = Module::decode(&original).unwrap();
        let changed = wat::parse_str(change(ORIGINAL)).unwrap();
        let accepted = against(&module, &changed).is_ok();
        // The shortcut may never accept what the whole proof does not.
        assert_eq!(accepted, whole(&changed).is_ok());
        accepted
    }

    #[test]
    fn a_body_is_proved_again_wherever_its_surroundings_differ() {
        assert!(accepts(str::to_owned));
        assert!(accepts(
            |text| text.replace("(i32.const 0)", "(i32.const 7)")
        ));
        assert!(accepts(|text| text.replace("(memory 1)", "(memory 9)")));
        assert!(accepts(
            |text| text.replace("(data.drop 0))", "(data.drop 0)) (func)")
        ));
        // The global's type, its mutability, a function that is not declared, a segment too few.
        assert!(!accepts(
            |text| text.replace("(mut i32) (i32.const 0)", "(mut i64) (i64.const 0)")
        ));
        assert!(!accepts(|text| text.replace("(mut i32)", "i32")));
        assert!(!accepts(|text| text.replace(r#"(export "a")"#, "")));
        assert!(!accepts(|text| text.replace(r#"(data "x")"#, "")));
        assert!(!accepts(|text| text.replace("(param i32)", "(param i64)")));
        assert!(!accepts(
            |text| text.replace("(local.get 0)", "(i64.const 0)")
        ));
    }

    #[test]
    fn selects_and_typed_blocks_are_seen() {
        let many = "(type (func))".repeat(70);
        let globals = "(global (mut i32) (i32.const 0))".repeat(301);
        let text = format!(
            r#"(module {many} {globals} (type $big (func (param i32)))
            (func (param i32) (result i32)
                (block) (drop (block (result i32) (i32.const 27)))
                (loop (type 3)) (if (type 5) (i32.const 4) (then))
                (i32.const 1) (block (type $big) (param i32) (drop (i32.const 10240)) (drop))
                (global.set 300 (i32.const 36))
                (select (i32.const 27) (select (i32.const 1) (i32.const 2) (local.get 0)) (local.get 0))))"#
        );
        let wasm = wat::parse_str(text).unwrap();
        let Sightings {
            selects,
            global_sets,
            named,
            has_tries,
            rare,
        } = whole(&wasm).unwrap().sightings;
        assert_eq!(selects.len(), 2);
        assert!(!has_tries);
        assert_eq!(named, [5]);
        assert!(selects.iter().all(|at| wasm[*at] == 0x1b));
        assert!(rare.is_sorted_by_key(|(at, _)| *at));
        let typed = [3, 5, 70].map(|ty| Rare::Block(TypeIdx::from_u32(ty)));
        assert!(rare.iter().map(|(_, it)| *it).eq(typed));
        assert_eq!(
            global_sets.into_iter().next(),
            Some(GlobalIdx::from_u32(300))
        );
    }

    #[test]
    fn the_first_of_several_errors_is_told_on_any_number_of_threads() {
        let nops = "nop ".repeat(PARALLEL / 2);
        let text = format!("(module (func {nops} drop) (func drop) (func {nops} i32.add))");
        let wasm = wat::parse_str(&text).unwrap();
        let error = whole(&wasm).err().unwrap();
        assert!(error.offset() < wasm.len() / 2 + 64, "{error}");
    }
}
