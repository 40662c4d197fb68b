//! Sections as bytes: ids, their order, and vectors of items that are copied or made.

use crate::module::{Module, Section};
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// Section ids, and the order that the specification gives to known sections.
///
/// <https://webassembly.github.io/spec/core/binary/modules.html#sections>
pub(crate) mod id {
    pub(crate) const CUSTOM: u8 = 0;
    pub(crate) const TYPE: u8 = 1;
    pub(crate) const IMPORT: u8 = 2;
    pub(crate) const FUNCTION: u8 = 3;
    pub(crate) const TABLE: u8 = 4;
    pub(crate) const MEMORY: u8 = 5;
    pub(crate) const GLOBAL: u8 = 6;
    pub(crate) const EXPORT: u8 = 7;
    pub(crate) const START: u8 = 8;
    pub(crate) const ELEMENT: u8 = 9;
    pub(crate) const CODE: u8 = 10;
    pub(crate) const DATA: u8 = 11;
    pub(crate) const DATA_COUNT: u8 = 12;
    pub(crate) const TAG: u8 = 13;

    /// The ids of known sections in the order in which they appear: tags (13) stand between
    /// memories and globals, the data count (12) before the code.
    const ORDER: [u8; 13] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

    /// Whether a section of this id stands behind the place of those with id `place`.
    pub(crate) fn follows(section: u8, place: u8) -> bool {
        rank(section).is_some_and(|section| Some(section) > rank(place))
    }

    /// The position of a known section in the order; custom sections have none.
    fn rank(id: u8) -> Option<usize> {
        ORDER.iter().position(|known| *known == id)
    }
}

/// The magic number and the version of a core module.
pub(crate) fn write_header(wasm: &mut Vec<u8>) {
    wasm.extend_from_slice(b"\0asm\x01\0\0\0");
}

/// An unsigned LEB128, as short as it can be.
pub(crate) fn leb(mut value: u64, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// A section of these contents.
pub(crate) fn write_section(wasm: &mut Vec<u8>, id: u8, contents: &[u8]) {
    wasm.push(id);
    contents.encode(wasm);
}

/// A section whose contents are a count and that many items.
#[derive(Default)]
pub(crate) struct Vector {
    count: u32,
    items: Vec<u8>,
}

impl Vector {
    /// The items of a decoded section, to append to.
    pub(crate) fn copy_of(module: &Module<'_>, section: Option<&Section<'_>>) -> Self {
        let Some(section) = section else {
            return Self::default();
        };
        Self::of(&module.bytes[section.range.clone()])
    }

    /// The items of a section with these contents, which can be read.
    pub(crate) fn of(contents: &[u8]) -> Self {
        let mut reader = BinaryReader::new(contents, 0);
        let count = reader
            .read_var_u32()
            .expect("a decoded section starts with its count");
        Vector {
            count,
            items: contents[reader.current_position()..].to_vec(),
        }
    }

    /// Removes the last items, which are types or the types of functions.
    pub(crate) fn drop_last(
        &mut self,
        module: &Module<'_>,
        section: Option<&Section<'_>>,
        items: usize,
    ) {
        let Some(section) = section.filter(|_| items > 0) else {
            return;
        };
        let contents = &module.bytes[section.range.clone()];
        let mut reader = BinaryReader::new(contents, section.range.start);
        let kept = self.count - items as u32;
        let first = reader
            .read_var_u32()
            .map(|_| reader.current_position())
            .unwrap_or_default();
        for _ in 0..kept {
            let read = match section.id {
                id::TYPE => reader.read::<wasmparser::RecGroup>().map(|_| ()),
                _ => reader.read_var_u32().map(|_| ()),
            };
            debug_assert!(read.is_ok(), "a decoded section can be read again");
        }
        self.items.truncate(reader.current_position() - first);
        self.count = kept;
    }

    /// Adds one item, encoded by `write`.
    pub(crate) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.count += 1;
        write(&mut self.items);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Writes the section; one without items is left out.
    pub(crate) fn write(&self, wasm: &mut Vec<u8>, id: u8) {
        if self.is_empty() {
            return;
        }
        let mut count = Vec::with_capacity(5);
        self.count.encode(&mut count);
        wasm.push(id);
        ((count.len() + self.items.len()) as u32).encode(wasm);
        wasm.extend_from_slice(&count);
        wasm.extend_from_slice(&self.items);
    }
}
