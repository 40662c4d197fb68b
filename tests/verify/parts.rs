//! A module as items that can be replaced one at a time.

use wasm_encoder::Encode;
use wasmparser::{BinaryReader, BinaryReaderError, FromReader, Parser, Payload, SectionLimited};

/// Identifiers of sections.
pub(crate) mod id {
    pub(crate) const IMPORT: u8 = 2;
    pub(crate) const TABLE: u8 = 4;
    pub(crate) const MEMORY: u8 = 5;
    pub(crate) const GLOBAL: u8 = 6;
    pub(crate) const EXPORT: u8 = 7;
    pub(crate) const START: u8 = 8;
    pub(crate) const ELEMENT: u8 = 9;
    pub(crate) const CODE: u8 = 10;
    pub(crate) const DATA: u8 = 11;
    pub(crate) const TAG: u8 = 13;
}

/// A section: one whose items are changed, or any other.
#[derive(Clone, Debug)]
enum Contents {
    Whole(Vec<u8>),
    /// Items without what can be computed: a body of the code section has no size here.
    Items(Vec<Vec<u8>>),
}

/// A module, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Parts(Vec<(u8, Contents)>);

impl Parts {
    pub(crate) fn new(wasm: &[u8]) -> Result<Parts, String> {
        Self::read(wasm).map_err(|error| error.to_string())
    }

    fn read(wasm: &[u8]) -> Result<Parts, BinaryReaderError> {
        let mut parts = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Payload::CodeSectionEntry(body) = &payload {
                if let Some((_, Contents::Items(items))) = parts.last_mut() {
                    items.push(wasm[body.range()].to_vec());
                }
                continue;
            }
            let Some((id, range)) = payload.as_section() else {
                continue;
            };
            let contents = match payload {
                Payload::ImportSection(section) => items(wasm, section)?,
                Payload::TableSection(section) => items(wasm, section)?,
                Payload::MemorySection(section) => items(wasm, section)?,
                Payload::GlobalSection(section) => items(wasm, section)?,
                Payload::ExportSection(section) => items(wasm, section)?,
                Payload::ElementSection(section) => items(wasm, section)?,
                Payload::DataSection(section) => items(wasm, section)?,
                Payload::TagSection(section) => items(wasm, section)?,
                Payload::CodeSectionStart { .. } => Contents::Items(Vec::new()),
                _ => Contents::Whole(wasm[range].to_vec()),
            };
            parts.push((id, contents));
        }
        Ok(Parts(parts))
    }

    /// The items of a section; none if there is no such section.
    pub(crate) fn items(&self, id: u8) -> &[Vec<u8>] {
        self.0
            .iter()
            .find_map(|(found, contents)| match contents {
                Contents::Items(items) if *found == id => Some(items.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Whether there is such a section.
    pub(crate) fn has(&self, id: u8) -> bool {
        self.0.iter().any(|(found, _)| *found == id)
    }

    /// The module with another item in the place of one, or without it.
    pub(crate) fn with_item(&self, id: u8, position: usize, item: Option<&[u8]>) -> Vec<u8> {
        let mut changed = self.clone();
        for (found, contents) in &mut changed.0 {
            if let (true, Contents::Items(items)) = (*found == id, contents) {
                match item {
                    Some(item) => items[position] = item.to_vec(),
                    None => {
                        items.remove(position);
                    }
                }
            }
        }
        changed.join()
    }

    /// The module with other contents of a section that has no items, or without the section.
    pub(crate) fn with_section(&self, id: u8, contents: Option<&[u8]>) -> Vec<u8> {
        let mut changed = self.clone();
        match contents {
            None => changed.0.retain(|(found, _)| *found != id),
            Some(new) => {
                for (found, contents) in &mut changed.0 {
                    if *found == id {
                        *contents = Contents::Whole(new.to_vec());
                    }
                }
            }
        }
        changed.join()
    }

    /// The module.
    pub(crate) fn join(&self) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        for (id, contents) in &self.0 {
            wasm.push(*id);
            match contents {
                Contents::Whole(contents) => contents.as_slice().encode(&mut wasm),
                Contents::Items(items) => {
                    let mut contents = Vec::new();
                    items.len().encode(&mut contents);
                    for item in items {
                        if *id == id::CODE {
                            item.as_slice().encode(&mut contents);
                        } else {
                            contents.extend_from_slice(item);
                        }
                    }
                    contents.as_slice().encode(&mut wasm);
                }
            }
        }
        wasm
    }
}

fn items<'a, T: FromReader<'a>>(
    wasm: &[u8],
    section: SectionLimited<'a, T>,
) -> Result<Contents, BinaryReaderError> {
    let end = section.range().end;
    let mut starts = Vec::new();
    for item in section.into_iter_with_offsets() {
        starts.push(item?.0);
    }
    let ends = starts.iter().copied().skip(1).chain([end]);
    Ok(Contents::Items(
        starts
            .iter()
            .zip(ends)
            .map(|(start, end)| wasm[*start..end].to_vec())
            .collect(),
    ))
}

/// An item read alone.
pub(crate) fn read<'a, T: FromReader<'a>>(item: &'a [u8]) -> Result<T, String> {
    BinaryReader::new(item, 0)
        .read()
        .map_err(|error: BinaryReaderError| error.to_string())
}
