//! Check: the emitted bytes are a valid module that rebuilds the image.
//!
//! Reads the output like anybody else's module and shares nothing with layout and emit but the
//! image. A snapshot exists only behind this check (I5, I6).

mod fillings;
mod places;
mod repeats;

use crate::changes::{Changes, TableChange};
use crate::constant::{self, ConstRef};
use crate::emit::Emitted;
use crate::error::{Result, emit as wording};
use crate::exports::EMPTY_BODY;
use crate::filling::Filling;
use crate::image::{Image, MemoryImage};
use crate::index::{FuncIdx, MemoryIdx, TableIdx};
use crate::layout::Layout;
use crate::module::{Module, Origin};
use crate::plan::Plan;
use crate::reference::Ref;
use crate::report::Report;
use crate::start::is_left_to_code;
use crate::validation;
use crate::value::Value;
use cranelift_entity::EntityRef;
use repeats::Repeats;
use std::collections::HashMap;
use wasmparser::{
    BinaryReaderError, DataKind, ElementItems, ElementKind, Parser, Payload, TableInit, TypeRef,
    ValType,
};

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
    changes: &Changes,
    layout: &Layout,
    emitted: Emitted,
) -> Result<Snapshot> {
    validation::against(module, &emitted.wasm).map_err(|error| wording::invalid_output(&error))?;
    // Where time does not matter, the shortcut is checked as well.
    debug_assert!(validation::whole(&emitted.wasm).is_ok());
    let rebuilt =
        Rebuilt::read(&emitted.wasm).map_err(|error| wording::unreadable("the output", &error))?;
    rebuilt.compare(
        module,
        plan,
        image,
        (emitted.functions_added, emitted.starts),
    )?;
    rebuilt.compare_references(module, plan, changes)?;
    let report = Report::new(module, plan, (image, changes), layout, &emitted);
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
    references: Vec<ConstRef>,
    /// The minimum of every table that it defines, and what its entries are at first.
    tables: Vec<(u64, ConstRef)>,
    /// Active element segments with constant offsets, in the order of their application.
    elements: Vec<(TableIdx, u64, Vec<ConstRef>)>,
    /// Active segments with constant offsets: by memory, in the order of their application.
    data: HashMap<MemoryIdx, Vec<(u64, &'a [u8])>>,
    /// Passive segments.
    passive: HashMap<u32, &'a [u8]>,
    /// Passive element segments.
    lists: HashMap<u32, Vec<ConstRef>>,
    bodies: Vec<&'a [u8]>,
    exports: Vec<(&'a str, u32)>,
    imported_functions: u32,
    start: Option<u32>,
}

impl<'a> Rebuilt<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self, BinaryReaderError> {
        let mut rebuilt = Rebuilt::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(reader) => {
                    for import in reader.into_imports() {
                        let function =
                            matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                        rebuilt.imported_functions += u32::from(function);
                    }
                }
                Payload::TableSection(reader) => {
                    for table in reader {
                        let table = table?;
                        let initial = match &table.init {
                            TableInit::RefNull => ConstRef::Null,
                            TableInit::Expr(expr) => ConstRef::of(expr)?,
                        };
                        rebuilt.tables.push((table.ty.initial, initial));
                    }
                }
                Payload::ElementSection(reader) => {
                    for (index, element) in (0u32..).zip(reader) {
                        rebuilt.element(index, element?)?;
                    }
                }
                Payload::CodeSectionEntry(body) => rebuilt.bodies.push(&wasm[body.range()]),
                Payload::MemorySection(reader) => {
                    for memory in reader {
                        rebuilt.minimums.push(memory?.initial);
                    }
                }
                Payload::GlobalSection(reader) => {
                    for global in reader {
                        let initializer = global?.init_expr;
                        rebuilt.globals.push(constant::number(&initializer)?);
                        rebuilt.references.push(ConstRef::of(&initializer)?);
                    }
                }
                Payload::ExportSection(reader) => {
                    for export in reader {
                        let export = export?;
                        rebuilt.exports.push((export.name, export.index));
                    }
                }
                Payload::StartSection { func, .. } => rebuilt.start = Some(func),
                Payload::DataSection(reader) => {
                    for (index, data) in (0u32..).zip(reader) {
                        rebuilt.segment(index, data?)?;
                    }
                }
                _ => {}
            }
        }
        Ok(rebuilt)
    }

    fn element(
        &mut self,
        index: u32,
        element: wasmparser::Element<'a>,
    ) -> Result<(), BinaryReaderError> {
        let place = match &element.kind {
            ElementKind::Active {
                table_index,
                offset_expr,
            } => match constant::offset(offset_expr)? {
                Some(offset) => Some((TableIdx::from_u32(table_index.unwrap_or(0)), offset)),
                None => return Ok(()),
            },
            ElementKind::Passive => None,
            ElementKind::Declared => return Ok(()),
        };
        let items: Result<Vec<ConstRef>, _> = match element.items {
            ElementItems::Functions(functions) => functions
                .into_iter()
                .map(|func| Ok(ConstRef::Func(FuncIdx::from_u32(func?))))
                .collect(),
            ElementItems::Expressions(_, expressions) => expressions
                .into_iter()
                .map(|expr| ConstRef::of(&expr?))
                .collect(),
        };
        match place {
            Some((table, offset)) => self.elements.push((table, offset, items?)),
            None => {
                self.lists.insert(index, items?);
            }
        }
        Ok(())
    }

    fn segment(&mut self, index: u32, data: wasmparser::Data<'a>) -> Result<(), BinaryReaderError> {
        let DataKind::Active {
            memory_index,
            offset_expr,
        } = &data.kind
        else {
            self.passive.insert(index, data.data);
            return Ok(());
        };
        if let Some(offset) = constant::offset(offset_expr)? {
            let memory = MemoryIdx::from_u32(*memory_index);
            self.data
                .entry(memory)
                .or_default()
                .push((offset, data.data));
        }
        Ok(())
    }

    fn compare(
        &self,
        module: &Module<'_>,
        plan: &Plan,
        image: &Image,
        (functions_added, starts): (usize, bool),
    ) -> Result<()> {
        let original = module
            .functions
            .values()
            .take(module.kept_functions())
            .filter_map(|origin| match origin {
                Origin::Defined(range) => Some(&module.bytes[range.clone()]),
                Origin::Imported => None,
            });
        let kept = self.bodies.len().checked_sub(functions_added);
        if kept.is_none_or(|kept| !original.eq(self.bodies[..kept].iter().copied())) {
            return Err(wording::not_rebuilt("the code section"));
        }
        let last = self.imported_functions + self.bodies.len() as u32;
        let start = starts.then(|| last - 1);
        if self.start != start {
            return Err(wording::not_rebuilt("the start section"));
        }
        let behind = functions_added.checked_sub(usize::from(plan.adds_empty));
        let empty = behind.and_then(|behind| self.bodies.iter().nth_back(behind));
        if plan.adds_empty && empty != Some(&EMPTY_BODY.as_slice()) {
            return Err(wording::not_rebuilt("`_initialize`"));
        }
        let planned = plan
            .exports
            .iter()
            .map(|export| (export.name.as_str(), export.index));
        if !planned.eq(self.exports.iter().copied()) {
            return Err(wording::not_rebuilt("the list of exports"));
        }
        let repeats = match starts {
            false => Repeats::default(),
            true => Repeats::read(&self.bodies, self.imported_functions)
                .map_err(|error| wording::unreadable("the start function", &error))?,
        };
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
            let rebuilt = || {
                let bare = repeats.without(memory, contents)?;
                let places = &repeats.places;
                let mut pieces = places.pieces(memory, &bare, &self.passive)?.peekable();
                let mut segments = segments.iter().peekable();
                // Both ascend.
                let all = std::iter::from_fn(|| match (segments.peek(), pieces.peek()) {
                    (Some((segment, _)), Some(Some((piece, _)))) if piece < segment => {
                        pieces.next()
                    }
                    (Some(_), _) => segments.next().copied().map(Some),
                    (None, _) => pieces.next(),
                });
                Some(rebuilds(all, &bare))
            };
            if self.minimums.get(position) != Some(&contents.pages()) || rebuilt() != Some(true) {
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

impl Rebuilt<'_> {
    /// What constants say of changed globals and tables; the rest is left to the start function.
    fn compare_references(
        &self,
        module: &Module<'_>,
        plan: &Plan,
        changes: &Changes,
    ) -> Result<()> {
        let imported = |defined: usize, all: usize| all - defined;
        let first = imported(self.references.len(), module.globals.len());
        for (index, value) in &changes.references {
            let ValType::Ref(ty) = module.globals[*index].ty.content_type else {
                continue;
            };
            let is_constant =
                module.globals[*index].origin.is_defined() && !is_left_to_code(module, ty, *value);
            if is_constant && !says(self.references.get(index.index() - first), *value) {
                return Err(wording::not_rebuilt(&module.names.global(*index)));
            }
        }
        let first = imported(self.tables.len(), module.tables.len());
        for (index, change) in &changes.tables {
            let TableChange::Anew(entries) = change else {
                continue;
            };
            let name = module.names.table(*index);
            let Some((minimum, initial)) = self.tables.get(index.index() - first) else {
                return Err(wording::not_rebuilt(&name));
            };
            let filling = Filling::of(module, plan, changes, *index);
            let mut filled = match &filling {
                None => vec![*initial; entries.len()],
                Some(_) => self
                    .filled(*index, (*minimum, *initial), entries.len())
                    .map_err(|error| wording::unreadable("the start function", &error))?
                    .ok_or_else(|| wording::not_rebuilt(&name))?,
            };
            let is_decoded = filling.as_ref().is_some_and(Filling::is_decoded);
            for (table, offset, items) in &self.elements {
                let offset = usize::try_from(*offset).unwrap_or(usize::MAX);
                if table == index {
                    filled
                        .get_mut(offset..offset.saturating_add(items.len()))
                        .ok_or_else(|| wording::not_rebuilt(&name))?
                        .copy_from_slice(items);
                }
            }
            let ty = module.tables[*index].ty.element_type;
            let right = filled.len() == entries.len()
                && (filling.is_some() || *minimum == entries.len() as u64)
                && entries.iter().zip(&filled).all(|(value, filled)| {
                    is_decoded || is_left_to_code(module, ty, *value) || says(Some(filled), *value)
                });
            if !right {
                return Err(wording::not_rebuilt(&name));
            }
        }
        Ok(())
    }
}

impl Rebuilt<'_> {
    /// What the start function makes of a table that it fills, which has so many entries in the end.
    fn filled(
        &self,
        table: TableIdx,
        (minimum, initial): (u64, ConstRef),
        size: usize,
    ) -> Result<Option<Vec<ConstRef>>, BinaryReaderError> {
        let declared = usize::try_from(minimum)
            .ok()
            .filter(|minimum| *minimum <= size);
        let (Some(declared), Some(start)) = (declared, self.bodies.last()) else {
            return Ok(None);
        };
        fillings::apply(start, table, vec![initial; declared], size, &self.lists)
    }
}

/// Whether a constant expression makes this reference.
fn says(expression: Option<&ConstRef>, value: Ref) -> bool {
    match (expression, value) {
        (Some(ConstRef::Null), Ref::Null) => true,
        (Some(ConstRef::Func(said)), Ref::Func(value)) => *said == value,
        (Some(ConstRef::I31(said)), Ref::I31(value)) => *said == value,
        _ => false,
    }
}

/// Whether these segments, applied to zeros, give exactly this image.
///
/// They have to be ascending and disjoint, which ours are; then no byte is written twice, and it
/// is enough that every segment agrees with the image and that no run lies outside of them. Zeros
/// behind all that was written before change nothing: what comes next may lie there as well.
fn rebuilds<'s>(
    segments: impl Iterator<Item = Option<(u64, &'s [u8])>>,
    contents: &MemoryImage,
) -> bool {
    let mut runs = contents.runs().iter().peekable();
    let mut end = 0;
    for segment in segments {
        let Some((start, bytes)) = segment.filter(|(start, _)| *start >= end) else {
            return false;
        };
        if bytes.iter().all(|byte| *byte == 0) {
            continue;
        }
        end = start + bytes.len() as u64;
        let mut at = start;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rebuilds(segments: &[(u64, &[u8])], contents: &MemoryImage) -> bool {
        super::rebuilds(segments.iter().copied().map(Some), contents)
    }

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
        assert!(rebuilds(
            &[(12, &[0; 9]), (10, &[0; 9]), (10, &joined)],
            &image()
        ));
    }

    #[test]
    fn any_lost_added_or_changed_byte_is_seen() {
        let wrong: [&[(u64, &[u8])]; 8] = [
            &[],
            &[(10, &[1, 2])],
            &[(40, &[3])],
            &[(10, &[1, 3]), (40, &[3])],
            &[(10, &[1, 2, 9]), (40, &[3])],
            &[(10, &[1, 2]), (39, &[9, 3])],
            &[(10, &[1, 2]), (40, &[3]), (40, &[3])],
            &[(10, &[1, 2]), (40, &[3]), (11, &[0])],
        ];
        for segments in wrong {
            assert!(!rebuilds(segments, &image()), "{segments:?}");
        }
    }
}
