//! Check: the emitted bytes are a valid module that rebuilds the image.
//!
//! Reads the output like anybody else's module and shares nothing with layout and emit but the
//! image. A snapshot exists only behind this check (I5, I6).

use crate::emit::Emitted;
use crate::error::{Result, emit as wording};
use crate::image::{Image, MemoryImage};
use crate::index::MemoryIdx;
use crate::layout::Layout;
use crate::module::Module;
use crate::plan::Plan;
use crate::report::Report;
use crate::section::id;
use crate::value::Value;
use std::collections::HashMap;
use wasmparser::{BinaryReaderError, ConstExpr, DataKind, Operator, Parser, Payload, Validator};

/// A pre-initialized module: validated, and checked against the state it was made from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    wasm: Vec<u8>,
    report: Report,
}

impl Snapshot {
    /// The binary module.
    pub fn wasm(&self) -> &[u8] {
        &self.wasm
    }

    /// The binary module, without a copy.
    pub fn into_wasm(self) -> Vec<u8> {
        self.wasm
    }

    /// What it holds.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// Accepts what was emitted, or says which promise it would break.
///
/// # Errors
///
/// [`Bug`](crate::ErrorKind::Bug): invalid output (I6), or one that rebuilds another state (I5).
pub fn check(
    module: &Module<'_>,
    plan: &Plan,
    image: &Image,
    layout: &Layout,
    emitted: Emitted,
) -> Result<Snapshot> {
    Validator::new_with_features(crate::decode::features())
        .validate_all(&emitted.wasm)
        .map_err(|error| wording::invalid_output(&error))?;
    let rebuilt =
        Rebuilt::read(&emitted.wasm).map_err(|error| wording::unreadable("the output", &error))?;
    rebuilt.compare(module, plan, image)?;
    let report = Report::new(module, image, layout, emitted.wasm.len(), emitted.notes);
    Ok(Snapshot {
        wasm: emitted.wasm,
        report,
    })
}

/// What the output says about state, read from its bytes.
#[derive(Default)]
struct Rebuilt<'a> {
    /// The minimum of every memory that it defines, in order.
    minimums: Vec<u64>,
    globals: Vec<Option<Value>>,
    /// Active segments with constant offsets: by memory, in the order of their application.
    data: HashMap<MemoryIdx, Vec<(u64, &'a [u8])>>,
    code: &'a [u8],
    exports: Vec<(&'a str, u32)>,
    starts: bool,
}

impl<'a> Rebuilt<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut rebuilt = Rebuilt::default();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((id::CODE, range)) = payload.as_section() {
                rebuilt.code = &wasm[range];
            }
            match payload {
                Payload::MemorySection(reader) => {
                    for memory in reader {
                        rebuilt.minimums.push(memory?.initial);
                    }
                }
                Payload::GlobalSection(reader) => {
                    for global in reader {
                        rebuilt.globals.push(value(&global?.init_expr)?);
                    }
                }
                Payload::ExportSection(reader) => {
                    for export in reader {
                        let export = export?;
                        rebuilt.exports.push((export.name, export.index));
                    }
                }
                Payload::StartSection { .. } => rebuilt.starts = true,
                Payload::DataSection(reader) => {
                    for data in reader {
                        rebuilt.segment(data?)?;
                    }
                }
                _ => {}
            }
        }
        Ok(rebuilt)
    }

    fn segment(&mut self, data: wasmparser::Data<'a>) -> Result<(), BinaryReaderError> {
        let DataKind::Active {
            memory_index,
            offset_expr,
        } = &data.kind
        else {
            return Ok(());
        };
        if let Some(offset) = crate::decode::constant(offset_expr)? {
            let memory = MemoryIdx::from_u32(*memory_index);
            self.data
                .entry(memory)
                .or_default()
                .push((offset, data.data));
        }
        Ok(())
    }

    fn compare(&self, module: &Module<'_>, plan: &Plan, image: &Image) -> Result<()> {
        let code = module
            .sections
            .iter()
            .find(|section| section.id == id::CODE);
        let code = code.map_or(&[][..], |section| &module.bytes[section.range.clone()]);
        if self.code != code {
            return Err(wording::not_rebuilt("the code section"));
        }
        if self.starts {
            return Err(wording::not_rebuilt("the start section"));
        }
        let planned = plan
            .exports
            .iter()
            .map(|export| (export.name.as_str(), export.index));
        if !planned.eq(self.exports.iter().copied()) {
            return Err(wording::not_rebuilt("the list of exports"));
        }
        let defined = module
            .memories
            .iter()
            .filter(|(_, item)| item.origin.is_defined());
        for (position, (memory, _)) in defined.enumerate() {
            let name = module.names.memory(memory);
            let contents = image
                .memory(memory)
                .ok_or_else(|| wording::not_rebuilt(&name))?;
            let segments = self.data.get(&memory).map_or(&[][..], Vec::as_slice);
            if self.minimums.get(position) != Some(&contents.pages())
                || !rebuilds(segments, contents)
            {
                return Err(wording::not_rebuilt(&name));
            }
        }
        self.compare_globals(module, image)
    }

    fn compare_globals(&self, module: &Module<'_>, image: &Image) -> Result<()> {
        let defined = module
            .globals
            .iter()
            .filter(|(_, global)| global.origin.is_defined());
        for (position, (index, global)) in defined.enumerate() {
            let differs = global.is_recorded()
                && self.globals.get(position).copied().flatten() != image.global(index);
            if differs {
                return Err(wording::not_rebuilt(&module.names.global(index)));
            }
        }
        Ok(())
    }
}

/// Whether these segments, applied to zeros, give exactly this image.
///
/// They have to be ascending and disjoint, which ours are; then no byte is written twice, and it
/// is enough that every segment agrees with the image and that no run lies outside of them.
fn rebuilds(segments: &[(u64, &[u8])], contents: &MemoryImage) -> bool {
    let mut runs = contents.runs().iter().peekable();
    let mut end = 0;
    for (start, bytes) in segments {
        if *start < end {
            return false;
        }
        end = start + bytes.len() as u64;
        let mut at = *start;
        while let Some(run) = runs.next_if(|run| run.end() <= end) {
            if run.start < at {
                return false;
            }
            let zeros = &bytes[(at - start) as usize..(run.start - start) as usize];
            let held = &bytes[(run.start - start) as usize..(run.end() - start) as usize];
            if zeros.iter().any(|byte| *byte != 0) || held != contents.run_bytes(run) {
                return false;
            }
            at = run.end();
        }
        if bytes[(at - start) as usize..].iter().any(|byte| *byte != 0) {
            return false;
        }
    }
    runs.next().is_none()
}

/// The value of an initialiser that is a single constant.
fn value(expr: &ConstExpr<'_>) -> Result<Option<Value>, BinaryReaderError> {
    let mut operators = expr.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => Value::I32(value),
        Operator::I64Const { value } => Value::I64(value),
        Operator::F32Const { value } => Value::F32(value.bits()),
        Operator::F64Const { value } => Value::F64(value.bits()),
        Operator::V128Const { value } => Value::V128(value.i128().cast_unsigned()),
        _ => return Ok(None),
    };
    Ok(matches!(operators.read()?, Operator::End).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> MemoryImage {
        let mut image = MemoryImage::new(1);
        image.push(10, &[1, 2]);
        image.push(40, &[3]);
        image
    }

    #[test]
    fn exact_segments_and_joined_ones_rebuild() {
        let mut joined = vec![0; 31];
        joined[..2].copy_from_slice(&[1, 2]);
        joined[30] = 3;
        assert!(rebuilds(&[(10, &[1, 2]), (40, &[3])], &image()));
        assert!(rebuilds(&[(10, &joined)], &image()));
        assert!(rebuilds(&[(0, &[0]), (10, &joined), (50, &[0])], &image()));
    }

    #[test]
    fn any_lost_added_or_changed_byte_is_seen() {
        let wrong: [&[(u64, &[u8])]; 7] = [
            &[],
            &[(10, &[1, 2])],
            &[(40, &[3])],
            &[(10, &[1, 3]), (40, &[3])],
            &[(10, &[1, 2, 9]), (40, &[3])],
            &[(10, &[1, 2]), (39, &[9, 3])],
            &[(10, &[1, 2]), (40, &[3]), (40, &[3])],
        ];
        for segments in wrong {
            assert!(!rebuilds(segments, &image()), "{segments:?}");
        }
    }
}
