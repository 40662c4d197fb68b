//! Element segments that fill tables with what needs no object: functions, nulls and small numbers.

use crate::constant::ConstRef;
use crate::index::{FuncIdx, TableIdx};
use crate::kinds::{Hierarchy, encoded};
use crate::module::Module;
use crate::reference::Ref;
use wasm_encoder::{ConstExpr, Encode};
use wasmparser::RefType;

/// Neighbouring entries that one segment fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: u64,
    pub(crate) items: Items,
}

/// The entries of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// Engines fill these lazily, and older ones know no other form.
    Functions(Vec<FuncIdx>),
    /// Each as an expression.
    Values(Vec<ConstRef>),
}

impl Run {
    /// The runs that write these entries; those that no constant expression can make are left out.
    pub(crate) fn all(
        module: &Module<'_>,
        ty: RefType,
        entries: impl Iterator<Item = (u64, Ref)>,
    ) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let is_any = Hierarchy::of(module, ty) == Hierarchy::Any;
        for (entry, value) in entries {
            let value = match value {
                Ref::Null => ConstRef::Null,
                Ref::Func(func) => ConstRef::Func(func),
                Ref::I31(value) if is_any => ConstRef::I31(value),
                Ref::I31(_) | Ref::Object(_) | Ref::Foreign(_) => continue,
            };
            let by_index = takes_indices(ty);
            let last = runs.last_mut().filter(|last| last.end() == entry);
            match (value, last.map(|run| &mut run.items)) {
                (ConstRef::Func(func), Some(Items::Functions(items))) if by_index => {
                    items.push(func);
                }
                (ConstRef::Func(func), _) if by_index => runs.push(Run {
                    start: entry,
                    items: Items::Functions(vec![func]),
                }),
                (value, Some(Items::Values(items))) => items.push(value),
                (value, _) => runs.push(Run {
                    start: entry,
                    items: Items::Values(vec![value]),
                }),
            }
        }
        runs
    }

    pub(crate) fn len(&self) -> usize {
        match &self.items {
            Items::Functions(items) => items.len(),
            Items::Values(items) => items.len(),
        }
    }

    /// The entry behind the last.
    pub(crate) fn end(&self) -> u64 {
        self.start + self.len() as u64
    }

    /// An active segment, as an item of the element section.
    ///
    /// <https://webassembly.github.io/spec/core/binary/modules.html#element-section>
    pub(crate) fn active(&self, table: TableIdx, ty: RefType, table64: bool) -> Vec<u8> {
        let mut item = Vec::new();
        let offset = if table64 {
            ConstExpr::i64_const(self.start.cast_signed())
        } else {
            ConstExpr::i32_const((self.start as u32).cast_signed())
        };
        // Where the first table and its plain type are meant, the oldest form says so.
        let short = table.as_u32() == 0 && (ty == RefType::FUNCREF || self.is_by_index());
        match (&self.items, short) {
            (Items::Functions(_), true) => {
                item.push(0x00);
                offset.encode(&mut item);
            }
            (Items::Functions(_), false) => {
                item.push(0x02);
                table.as_u32().encode(&mut item);
                offset.encode(&mut item);
                item.push(0x00);
            }
            (Items::Values(_), true) => {
                item.push(0x04);
                offset.encode(&mut item);
            }
            (Items::Values(_), false) => {
                item.push(0x06);
                table.as_u32().encode(&mut item);
                offset.encode(&mut item);
                encoded(ty).encode(&mut item);
            }
        }
        self.encode_items(ty, &mut item);
        item
    }

    /// A passive segment.
    pub(crate) fn passive(&self, ty: RefType) -> Vec<u8> {
        let mut item = Vec::new();
        match &self.items {
            Items::Functions(_) => item.extend([0x01, 0x00]),
            Items::Values(_) => {
                item.push(0x05);
                encoded(ty).encode(&mut item);
            }
        }
        self.encode_items(ty, &mut item);
        item
    }

    pub(crate) fn is_by_index(&self) -> bool {
        matches!(self.items, Items::Functions(_))
    }

    /// The functions that it names.
    pub(crate) fn functions(&self) -> Vec<FuncIdx> {
        match &self.items {
            Items::Functions(items) => items.clone(),
            Items::Values(items) => items
                .iter()
                .filter_map(|item| match item {
                    ConstRef::Func(func) => Some(*func),
                    _ => None,
                })
                .collect(),
        }
    }

    fn encode_items(&self, ty: RefType, item: &mut Vec<u8>) {
        (self.len() as u32).encode(item);
        match &self.items {
            Items::Functions(items) => {
                for func in items {
                    func.as_u32().encode(item);
                }
            }
            Items::Values(items) => {
                for value in items {
                    expression(*value, ty).encode(item);
                }
            }
        }
    }
}

/// Whether a segment of function indices, whose type is `(ref func)`, fits such a table.
pub(crate) fn takes_indices(ty: RefType) -> bool {
    ty == RefType::FUNCREF || ty == RefType::FUNC
}

/// The constant expression that makes a reference.
pub(crate) fn expression(value: ConstRef, ty: RefType) -> ConstExpr {
    match value {
        ConstRef::Func(func) => ConstExpr::ref_func(func.as_u32()),
        ConstRef::I31(value) => {
            let mut bytes = Vec::new();
            ConstExpr::i32_const(value).encode(&mut bytes);
            // The `end` that the encoder adds is ours to add, behind one more instruction.
            bytes.pop();
            bytes.extend([0xfb, 0x1c]);
            ConstExpr::raw(bytes)
        }
        ConstRef::Null | ConstRef::Other => ConstExpr::ref_null(encoded(ty).heap_type),
    }
}

/// An empty passive segment: what a dropped one is, to every instruction.
pub(crate) fn emptied(segment: &crate::module::ElementSegment, bytes: &[u8]) -> Vec<u8> {
    let flags = bytes.first().copied().unwrap_or_default();
    if flags & 0x04 == 0 {
        return vec![0x01, 0x00, 0x00];
    }
    let mut item = vec![0x05];
    encoded(segment.ty).encode(&mut item);
    item.push(0x00);
    item
}
