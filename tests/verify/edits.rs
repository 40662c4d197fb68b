//! Every way in which a snapshot is made wrong: one byte, entry, field or flag at a time.

use std::ops::Range;

use wasm_encoder::Encode;
use wasmparser::{
    BinaryReader, ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Export,
    FunctionBody, Global, MemoryType, Operator, OperatorsReader, TableType,
};

use crate::parts::{Parts, id, read};

/// The sorts of change, in the order of the table that is printed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    DataByte,
    DataLength,
    DataOffset,
    DataMode,
    /// A byte of what an added start function decodes.
    Stream,
    MemorySize,
    MemoryMaximum,
    TableSize,
    TableMaximum,
    TableInitializer,
    GlobalInitializer,
    /// A constant of an initializer that makes an object, whose fields may be set again later.
    ObjectInitializer,
    GlobalMutability,
    ElementItem,
    ElementLength,
    ElementOffset,
    ElementMode,
    ExportRemoved,
    ExportName,
    ExportIndex,
    ImportName,
    TagType,
    Start,
    /// A constant of an added function that an instruction behind it stores.
    StartValue,
    /// Any other constant of an added function: of a loop that decodes, a test, an address.
    StartDecoding,
    Code,
}

impl Class {
    /// Whether such a change may lead to the same state: a shift of a zero, a path that the data at
    /// hand does not take, a test for a failure that does not happen, a field that is set again, an
    /// operation's number beyond the last one, which is the default.
    pub(crate) fn may_be_without_effect(self) -> bool {
        matches!(
            self,
            Class::StartDecoding | Class::ObjectInitializer | Class::Stream
        )
    }
}

/// One change.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) class: Class,
    /// What it changes, for a person.
    pub(crate) what: String,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    Item(u8, usize, Option<Vec<u8>>),
    Section(u8, Option<Vec<u8>>),
}

impl Edit {
    /// The module that it makes of the one with these parts.
    pub(crate) fn apply(&self, parts: &Parts) -> Vec<u8> {
        match &self.change {
            Change::Item(id, position, item) => parts.with_item(*id, *position, item.as_deref()),
            Change::Section(id, contents) => parts.with_section(*id, contents.as_deref()),
        }
    }
}

/// What the original has, and so what of a snapshot can be seen from its code.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Whether it says that its start function is an earlier snapshot's.
    pub(crate) claims_start: bool,
    /// Definitions that are not imported.
    pub(crate) bodies: usize,
    pub(crate) globals: usize,
    pub(crate) tables: usize,
    pub(crate) memories: usize,
    /// Segments that an instruction names.
    pub(crate) data: Vec<u32>,
    pub(crate) elements: Vec<u32>,
}

/// The changes to one snapshot, all that can be seen by construction:
///
/// - a segment that only lies there, named by no instruction, is left alone;
/// - what the snapshot adds to the index spaces of the original is changed in its initializers and
///   code, not in its type;
/// - custom sections are no state.
pub(crate) fn edits(parts: &Parts, seen: &Seen) -> Result<Vec<Edit>, String> {
    let mut edits = Edits(Vec::new());
    edits.data(parts, seen)?;
    edits.memories(parts, seen)?;
    edits.tables(parts, seen)?;
    edits.globals(parts, seen)?;
    edits.elements(parts, seen)?;
    edits.exports(parts)?;
    edits.imports(parts);
    edits.tags(parts);
    edits.start(parts, seen)?;
    edits.code(parts, seen)?;
    Ok(edits.0)
}

struct Edits(Vec<Edit>);

impl Edits {
    fn item(&mut self, class: Class, what: String, place: (u8, usize), item: Option<Vec<u8>>) {
        let (id, position) = place;
        self.0.push(Edit {
            class,
            what,
            change: Change::Item(id, position, item),
        });
    }

    /// Changes every constant of an expression or a body, one at a time.
    fn constants(
        &mut self,
        class: Class,
        what: &str,
        place: (u8, usize),
        item: &[u8],
        code: Range<usize>,
    ) -> Result<(), String> {
        for Constant {
            at, other, words, ..
        } in constants(item, code)?
        {
            let what = format!("{what}: {words}, at {}", at.start);
            self.item(class, what, place, Some(splice(item, at, &other)));
        }
        Ok(())
    }

    /// Changes every byte, up to a few hundred, of what a start function decodes.
    fn stream(&mut self, place: (u8, usize), item: &[u8], len: usize) {
        let start = item.len() - len;
        for at in (0..len).step_by(len.div_ceil(256).max(1)) {
            let byte = item[start + at] ^ 1;
            let new = splice(item, start + at..start + at + 1, &[byte]);
            let what = format!("data segment {}: byte {at}", place.1);
            self.item(Class::Stream, what, place, Some(new));
        }
    }

    fn data(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        let decoded = added_code(parts, seen)?.decoded;
        for (position, item) in parts.items(id::DATA).iter().enumerate() {
            let place = (id::DATA, position);
            let named = seen.data.contains(&(position as u32));
            let data: Data<'_> = read(item)?;
            let active = matches!(data.kind, DataKind::Active { .. });
            if decoded.contains(&(position as u32)) {
                self.stream(place, item, data.data.len());
            }
            if !active && !named {
                continue;
            }
            let what = format!("data segment {position}");
            let (head, bytes) = item.split_at(item.len() - data.data.len());
            let head = &head[..head.len() - leb(bytes.len()).len()];
            let whole = |head: &[u8], bytes: &[u8]| {
                let mut item = head.to_vec();
                bytes.encode(&mut item);
                Some(item)
            };
            for at in samples(bytes.len()) {
                let mut changed = bytes.to_vec();
                changed[at] ^= 0x11;
                let what = format!("{what}: byte {at}");
                self.item(Class::DataByte, what, place, whole(head, &changed));
            }
            // A zero that is not written, or nothing at all, is what a memory holds anyway.
            if active && bytes.last().is_some_and(|byte| *byte != 0) || !active && !bytes.is_empty()
            {
                let shorter = &bytes[..bytes.len() - 1];
                self.item(Class::DataLength, what.clone(), place, whole(head, shorter));
            }
            if active && bytes.iter().any(|byte| *byte != 0) || !active && !bytes.is_empty() {
                self.item(Class::DataLength, what.clone(), place, whole(head, &[]));
            }
            if !active {
                let mut longer = bytes.to_vec();
                longer.push(b'x');
                self.item(Class::DataLength, what.clone(), place, whole(head, &longer));
            }
            if let DataKind::Active { offset_expr, .. } = &data.kind
                && bytes.iter().any(|byte| *byte != 0)
            {
                self.item(Class::DataMode, what.clone(), place, whole(&[1], bytes));
                let code = offset_expr.get_binary_reader().range();
                self.constants(Class::DataOffset, &what, place, item, code)?;
            }
        }
        Ok(())
    }

    fn memories(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        for (position, item) in parts
            .items(id::MEMORY)
            .iter()
            .enumerate()
            .take(seen.memories)
        {
            let ty: MemoryType = read(item)?;
            let place = (id::MEMORY, position);
            for minimum in neighbors(ty.initial) {
                let new = memory(MemoryType {
                    initial: minimum,
                    ..ty
                });
                self.item(
                    Class::MemorySize,
                    format!("memory {position}"),
                    place,
                    Some(new),
                );
            }
            for maximum in ty.maximum.into_iter().flat_map(neighbors) {
                let new = memory(MemoryType {
                    maximum: Some(maximum),
                    ..ty
                });
                self.item(
                    Class::MemoryMaximum,
                    format!("memory {position}"),
                    place,
                    Some(new),
                );
            }
        }
        Ok(())
    }

    fn tables(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        for (position, item) in parts.items(id::TABLE).iter().enumerate().take(seen.tables) {
            let table: wasmparser::Table<'_> = read(item)?;
            let (ty, place) = (table.ty, (id::TABLE, position));
            let what = format!("table {position}");
            let limits = limits(ty.table64, ty.shared, ty.initial, ty.maximum);
            let at = find(item, &limits).ok_or("a table without its limits")?;
            let with = |ty: TableType| {
                let limits = self::limits(ty.table64, ty.shared, ty.initial, ty.maximum);
                Some(splice(item, at.clone(), &limits))
            };
            for minimum in neighbors(ty.initial) {
                let new = with(TableType {
                    initial: minimum,
                    ..ty
                });
                self.item(Class::TableSize, what.clone(), place, new);
            }
            for maximum in ty.maximum.into_iter().flat_map(neighbors) {
                let new = with(TableType {
                    maximum: Some(maximum),
                    ..ty
                });
                self.item(Class::TableMaximum, what.clone(), place, new);
            }
            if matches!(table.init, wasmparser::TableInit::Expr(_)) && ty.initial > 0 {
                let code = at.end..item.len();
                self.constants(Class::TableInitializer, &what, place, item, code)?;
            }
        }
        Ok(())
    }

    fn globals(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        for (position, item) in parts.items(id::GLOBAL).iter().enumerate() {
            let global: Global<'_> = read(item)?;
            let what = format!("global {position}");
            let place = (id::GLOBAL, position);
            let code = global.init_expr.get_binary_reader().range();
            let class = match makes_an_object(&global.init_expr)? {
                true => Class::ObjectInitializer,
                false => Class::GlobalInitializer,
            };
            self.constants(class, &what, place, item, code.clone())?;
            // One that is not mutable may become it, where nobody can see.
            if position < seen.globals && global.ty.mutable {
                let flag = code.start - 1;
                let new = splice(item, flag..flag + 1, &[0]);
                self.item(Class::GlobalMutability, what, place, Some(new));
            }
        }
        Ok(())
    }

    fn elements(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        for (position, item) in parts.items(id::ELEMENT).iter().enumerate() {
            let place = (id::ELEMENT, position);
            let what = format!("element segment {position}");
            let element: Element<'_> = read(item)?;
            let named = seen.elements.contains(&(position as u32));
            let range = match &element.items {
                ElementItems::Functions(items) => items.range(),
                ElementItems::Expressions(_, items) => items.range(),
            };
            let (active, passive) = match &element.kind {
                ElementKind::Active { offset_expr, .. } => {
                    let code = offset_expr.get_binary_reader().range();
                    self.constants(Class::ElementOffset, &what, place, item, code)?;
                    (true, false)
                }
                ElementKind::Passive => (false, true),
                ElementKind::Declared => (false, false),
            };
            let seen = active || (passive && named);
            if !seen {
                continue;
            }
            let empty = match &element.items {
                ElementItems::Functions(items) => items.count() == 0,
                ElementItems::Expressions(_, items) => items.count() == 0,
            };
            if passive && !empty {
                // Declared: dropped before anything runs.
                let mut new = item.clone();
                new[0] |= 2;
                self.item(Class::ElementMode, what.clone(), place, Some(new));
            }
            let mut starts = Vec::new();
            match element.items {
                ElementItems::Functions(items) => {
                    for function in items.into_iter_with_offsets() {
                        let (start, function) = function.map_err(text)?;
                        starts.push(start);
                        for other in neighbors(function.into()) {
                            let end = start + leb(function as usize).len();
                            let new = splice(item, start..end, &leb(other as usize));
                            let what = format!("{what}: item {}", starts.len() - 1);
                            self.item(Class::ElementItem, what, place, Some(new));
                        }
                    }
                }
                ElementItems::Expressions(_, items) => {
                    for expression in items.into_iter_with_offsets() {
                        let (start, expression) = expression.map_err(text)?;
                        starts.push(start);
                        let code = expression.get_binary_reader().range();
                        let what = format!("{what}: item {}", starts.len() - 1);
                        self.constants(Class::ElementItem, &what, place, item, code)?;
                    }
                }
            }
            // What a segment leaves out may stand in the table from its initializer.
            let initialized = parts.items(id::TABLE).iter().any(|item| item[0] == 0x40);
            if let Some(last) = starts.last()
                && !(active && initialized)
            {
                let mut new = item[..range.start].to_vec();
                (starts.len() - 1).encode(&mut new);
                new.extend_from_slice(&item[range.start + leb(starts.len()).len()..*last]);
                self.item(Class::ElementLength, what, place, Some(new));
            }
        }
        Ok(())
    }

    fn exports(&mut self, parts: &Parts) -> Result<(), String> {
        for (position, item) in parts.items(id::EXPORT).iter().enumerate() {
            let export: Export<'_> = read(item)?;
            let what = format!("export `{}`", export.name);
            let place = (id::EXPORT, position);
            self.item(Class::ExportRemoved, what.clone(), place, None);
            let tail = &item[item.len() - leb(export.index as usize).len() - 1..];
            let mut renamed = Vec::new();
            format!("{}~", export.name).as_str().encode(&mut renamed);
            renamed.extend_from_slice(tail);
            self.item(Class::ExportName, what.clone(), place, Some(renamed));
            for other in neighbors(export.index.into()) {
                let end = item.len() - leb(export.index as usize).len();
                let new = splice(item, end..item.len(), &leb(other as usize));
                self.item(Class::ExportIndex, what.clone(), place, Some(new));
            }
        }
        Ok(())
    }

    fn imports(&mut self, parts: &Parts) {
        for (position, item) in parts.items(id::IMPORT).iter().enumerate() {
            // The module's name comes first, its length in front.
            if item.first().is_some_and(|len| (1..0x80).contains(len)) {
                let mut new = item.clone();
                new[1] = if new[1] == b'a' { b'b' } else { b'a' };
                let what = format!("import {position}");
                self.item(Class::ImportName, what, (id::IMPORT, position), Some(new));
            }
        }
    }

    fn tags(&mut self, parts: &Parts) {
        for (position, item) in parts.items(id::TAG).iter().enumerate() {
            let (attribute, ty) = item.split_at(1);
            for other in neighbors(u64::from(ty[0])) {
                let mut new = attribute.to_vec();
                new.extend(leb(other as usize));
                let what = format!("tag {position}");
                self.item(Class::TagType, what, (id::TAG, position), Some(new));
            }
        }
    }

    fn start(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        if !parts.has(id::START) {
            return Ok(());
        }
        // One that only compares imports with what init saw leaves no state.
        let removed = added_code(parts, seen)?.writes.then_some(None);
        for contents in removed.into_iter().chain([Some(vec![0])]) {
            self.0.push(Edit {
                class: Class::Start,
                what: "the start section".to_owned(),
                change: Change::Section(id::START, contents),
            });
        }
        Ok(())
    }

    fn code(&mut self, parts: &Parts, seen: &Seen) -> Result<(), String> {
        for (position, item) in parts.items(id::CODE).iter().enumerate() {
            let place = (id::CODE, position);
            let body = FunctionBody::new(BinaryReader::new(item, 0));
            let operators = body.get_operators_reader().map_err(text)?;
            let code = operators.original_position()..item.len();
            let own = position < seen.bodies;
            // A start function that is replaced, rightly or not, is dead: no change of it can be told.
            let added = parts.items(id::CODE).len() > seen.bodies;
            if seen.claims_start && added && position + 1 == seen.bodies {
                continue;
            }
            let constants = constants(item, code)?;
            // One of each body of the original is enough: they are compared as bytes.
            let made = if own { 1 } else { usize::MAX };
            for Constant {
                at,
                other,
                words,
                stored,
            } in constants.into_iter().take(made)
            {
                let class = match (own, stored) {
                    (true, _) => Class::Code,
                    (false, true) => Class::StartValue,
                    (false, false) => Class::StartDecoding,
                };
                let what = format!("function body {position}: {words}, at {}", at.start);
                self.item(class, what, place, Some(splice(item, at, &other)));
            }
        }
        Ok(())
    }
}

/// What the code that a snapshot adds does.
#[derive(Debug, Default)]
struct Added {
    /// The data segments that it reads.
    decoded: Vec<u32>,
    /// Whether anything in it can change state.
    writes: bool,
}

fn added_code(parts: &Parts, seen: &Seen) -> Result<Added, String> {
    let mut added = Added::default();
    for item in parts.items(id::CODE).iter().skip(seen.bodies) {
        let body = FunctionBody::new(BinaryReader::new(item, 0));
        let mut operators = body.get_operators_reader().map_err(text)?;
        while !operators.eof() {
            let operator = operators.read().map_err(text)?;
            match operator {
                Operator::MemoryInit { data_index, .. } => added.decoded.push(data_index),
                Operator::ArrayNewData {
                    array_data_index, ..
                } => added.decoded.push(array_data_index),
                _ => {}
            }
            added.writes |= stores(&operator)
                || matches!(
                    operator,
                    Operator::MemoryInit { .. }
                        | Operator::MemoryGrow { .. }
                        | Operator::MemoryFill { .. }
                        | Operator::TableGrow { .. }
                        | Operator::TableInit { .. }
                        | Operator::TableFill { .. }
                        | Operator::DataDrop { .. }
                        | Operator::ElemDrop { .. }
                );
        }
    }
    Ok(added)
}

fn makes_an_object(expression: &ConstExpr<'_>) -> Result<bool, String> {
    let mut operators = expression.get_operators_reader();
    while !operators.eof() {
        if matches!(
            operators.read().map_err(text)?,
            Operator::StructNew { .. }
                | Operator::ArrayNew { .. }
                | Operator::ArrayNewFixed { .. }
                | Operator::ArrayNewDefault { .. }
        ) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An instruction that pushes a constant, and one that pushes another.
struct Constant {
    at: Range<usize>,
    other: Vec<u8>,
    /// The instruction and the next one.
    words: String,
    /// Whether the next one stores it.
    stored: bool,
}

/// The constants of the code in `item`.
fn constants(item: &[u8], code: Range<usize>) -> Result<Vec<Constant>, String> {
    let mut found = Vec::new();
    let mut operators = OperatorsReader::new(BinaryReader::new(&item[code.clone()], code.start));
    while !operators.eof() {
        let start = operators.original_position();
        let operator = operators.read().map_err(text)?;
        let end = operators.original_position();
        if let Some(other) = other(&operator) {
            let next = operators.clone().read().unwrap_or(Operator::Nop);
            found.push(Constant {
                at: start..end,
                other,
                words: format!("{operator:?} before {next:?}"),
                stored: stores(&next),
            });
        }
    }
    Ok(found)
}

fn stores(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::GlobalSet { .. }
            | Operator::TableSet { .. }
            | Operator::I32Store { .. }
            | Operator::I32Store8 { .. }
            | Operator::I32Store16 { .. }
            | Operator::I64Store { .. }
            | Operator::F32Store { .. }
            | Operator::F64Store { .. }
            | Operator::V128Store { .. }
            | Operator::StructSet { .. }
            | Operator::ArraySet { .. }
    )
}

/// An instruction that pushes another value of the same type.
fn other(operator: &Operator<'_>) -> Option<Vec<u8>> {
    use wasm_encoder::Instruction as I;
    let instruction = match operator {
        Operator::I32Const { value } => I::I32Const(value.wrapping_add(1)),
        Operator::I64Const { value } => I::I64Const(value.wrapping_add(1)),
        Operator::F32Const { value } => I::F32Const(wasm_encoder::Ieee32::new(value.bits() ^ 1)),
        Operator::F64Const { value } => I::F64Const(wasm_encoder::Ieee64::new(value.bits() ^ 1)),
        Operator::V128Const { value } => I::V128Const(value.i128() ^ 1),
        Operator::RefFunc { function_index } => I::RefFunc(function_index ^ 1),
        _ => return None,
    };
    let mut bytes = Vec::new();
    instruction.encode(&mut bytes);
    Some(bytes)
}

fn splice(item: &[u8], range: Range<usize>, new: &[u8]) -> Vec<u8> {
    [&item[..range.start], new, &item[range.end..]].concat()
}

fn find(item: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = item.windows(part.len()).position(|window| window == part)?;
    Some(start..start + part.len())
}

/// Where bytes are changed: both ends and the middle.
fn samples(len: usize) -> Vec<usize> {
    let mut samples: Vec<usize> = [0, len / 2, len.saturating_sub(1)]
        .into_iter()
        .filter(|at| *at < len)
        .collect();
    samples.dedup();
    samples
}

fn neighbors(value: u64) -> impl Iterator<Item = u64> {
    [value.checked_sub(1), value.checked_add(1)]
        .into_iter()
        .flatten()
}

fn leb(value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.encode(&mut bytes);
    bytes
}

fn limits(wide: bool, shared: bool, minimum: u64, maximum: Option<u64>) -> Vec<u8> {
    let flags = u8::from(maximum.is_some()) | u8::from(shared) << 1 | u8::from(wide) << 2;
    let mut bytes = vec![flags];
    minimum.encode(&mut bytes);
    if let Some(maximum) = maximum {
        maximum.encode(&mut bytes);
    }
    bytes
}

fn memory(ty: MemoryType) -> Vec<u8> {
    let mut bytes = limits(ty.memory64, ty.shared, ty.initial, ty.maximum);
    if let Some(log2) = ty.page_size_log2 {
        bytes[0] |= 8;
        log2.encode(&mut bytes);
    }
    bytes
}

fn text(error: wasmparser::BinaryReaderError) -> String {
    error.to_string()
}
