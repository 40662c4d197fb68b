//! Small edits of a binary module, section by section.
//!
//! The suite must change modules without the code under test: a section is a count and items, so
//! appending an item or replacing the exports needs no more than that.

use std::ops::Range;
use wasm_encoder::{ConstExpr, Encode, ExportKind, ExportSection};
use wasmparser::{BinaryReader, ExternalKind, Parser, Payload};

const TYPE: u8 = 1;
const FUNCTION: u8 = 3;
const EXPORT: u8 = 7;
const START: u8 = 8;
const CODE: u8 = 10;
const DATA: u8 = 11;
const DATA_COUNT: u8 = 12;

/// A module as its sections: identifier and contents.
#[derive(Clone, Debug)]
pub struct Sections(Vec<(u8, Vec<u8>)>);

/// One export: its name, what it is and its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The name.
    pub name: String,
    /// What is exported.
    pub kind: ExternalKind,
    /// Its index in the index space of its kind.
    pub index: u32,
}

impl Sections {
    /// Splits a core module into its sections.
    ///
    /// # Errors
    ///
    /// The bytes are not a sequence of sections behind the header of a core module.
    pub fn split(wasm: &[u8]) -> Result<Sections, String> {
        let body = wasm
            .strip_prefix(b"\0asm\x01\0\0\0")
            .ok_or("not a core module")?;
        let mut reader = BinaryReader::new(body, 8);
        let mut sections = Vec::new();
        while !reader.eof() {
            let id = reader.read_u8().map_err(text)?;
            let size = reader.read_var_u32().map_err(text)?;
            let contents = reader.read_bytes(size as usize).map_err(text)?;
            sections.push((id, contents.to_vec()));
        }
        Ok(Sections(sections))
    }

    /// The offsets at which a section begins, and the end of the module.
    pub fn boundaries(&self) -> Vec<usize> {
        let mut at = 8;
        let mut out = vec![at];
        for (_, contents) in &self.0 {
            let mut size = Vec::new();
            contents.len().encode(&mut size);
            at += 1 + size.len() + contents.len();
            out.push(at);
        }
        out
    }

    /// The module again.
    pub fn join(&self) -> Vec<u8> {
        let mut out = b"\0asm\x01\0\0\0".to_vec();
        for (id, contents) in &self.0 {
            out.push(*id);
            contents.as_slice().encode(&mut out);
        }
        out
    }

    /// Appends one encoded item to the section `id`, which is made where there is none.
    ///
    /// # Errors
    ///
    /// The section does not begin with a count.
    pub fn append(&mut self, id: u8, item: &[u8]) -> Result<(), String> {
        let at = match self.0.iter().position(|(section, _)| *section == id) {
            Some(at) => at,
            None => {
                let at = self
                    .0
                    .iter()
                    .position(|(section, _)| order(*section) > order(id))
                    .unwrap_or(self.0.len());
                self.0.insert(at, (id, vec![0]));
                at
            }
        };
        let contents = &mut self.0[at].1;
        let mut reader = BinaryReader::new(contents, 0);
        let count = reader.read_var_u32().map_err(text)?;
        let items = contents[reader.original_position()..].to_vec();
        contents.clear();
        (count + 1).encode(contents);
        contents.extend_from_slice(&items);
        contents.extend_from_slice(item);
        Ok(())
    }

    /// Fills parts of a memory with a byte when the module is instantiated, behind all other segments. `wide` tells
    /// whether the memory has 64-bit addresses.
    ///
    /// # Errors
    ///
    /// The section of data segments cannot be parsed.
    pub fn fill(
        &mut self,
        (memory, wide): (u32, bool),
        ranges: &[Range<u64>],
        byte: u8,
    ) -> Result<(), String> {
        for range in ranges {
            let mut item = vec![0x02];
            memory.encode(&mut item);
            match wide {
                true => ConstExpr::i64_const(range.start.cast_signed()).encode(&mut item),
                false => ConstExpr::i32_const((range.start as u32).cast_signed()).encode(&mut item),
            }
            vec![byte; (range.end - range.start) as usize].encode(&mut item);
            self.append(DATA, &item)?;
        }
        if let Some((_, count)) = self.0.iter_mut().find(|(id, _)| *id == DATA_COUNT) {
            let before = BinaryReader::new(count, 0).read_var_u32().map_err(text)?;
            count.clear();
            (before + ranges.len() as u32).encode(count);
        }
        Ok(())
    }

    /// Replaces the exports; no exports, no section.
    pub fn set_exports(&mut self, exports: &[Export]) {
        let mut section = ExportSection::new();
        for export in exports {
            section.export(&export.name, kind(export.kind), export.index);
        }
        let mut encoded = Vec::new();
        section.encode(&mut encoded);
        // The encoder puts the size first; a section here holds the contents alone.
        let mut reader = BinaryReader::new(&encoded, 0);
        reader.read_var_u32().expect("the encoder wrote a size");
        let contents = encoded[reader.original_position()..].to_vec();
        let at = self.0.iter().position(|(id, _)| *id == EXPORT);
        match (at, exports.is_empty()) {
            (Some(at), true) => {
                self.0.remove(at);
            }
            (Some(at), false) => self.0[at].1 = contents,
            (None, true) => {}
            (None, false) => {
                let at = self
                    .0
                    .iter()
                    .position(|(id, _)| order(*id) > order(EXPORT))
                    .unwrap_or(self.0.len());
                self.0.insert(at, (EXPORT, contents));
            }
        }
    }
}

/// The exports of a module, in order.
///
/// # Errors
///
/// The bytes cannot be parsed.
pub fn exports(wasm: &[u8]) -> Result<Vec<Export>, String> {
    let mut out = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ExportSection(section) = payload.map_err(text)? {
            for export in section {
                let export = export.map_err(text)?;
                out.push(Export {
                    name: export.name.to_owned(),
                    kind: export.kind,
                    index: export.index,
                });
            }
        }
    }
    Ok(out)
}

/// `wasm` with an empty function appended to its index space, exported as `name` if there is one.
///
/// # Errors
///
/// The bytes cannot be parsed.
pub fn with_empty_function(wasm: &[u8], name: Option<&str>) -> Result<Vec<u8>, String> {
    let (mut types, mut functions) = (0, 0);
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(text)? {
            Payload::TypeSection(section) => {
                for group in section {
                    types += group.map_err(text)?.types().len();
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let ty = import.map_err(text)?.ty;
                    functions += u32::from(matches!(
                        ty,
                        wasmparser::TypeRef::Func(_) | wasmparser::TypeRef::FuncExact(_)
                    ));
                }
            }
            Payload::FunctionSection(section) => functions += section.count(),
            _ => {}
        }
    }
    let mut sections = Sections::split(wasm)?;
    sections.append(TYPE, &[0x60, 0, 0])?;
    let mut index = Vec::new();
    types.encode(&mut index);
    sections.append(FUNCTION, &index)?;
    // A body of two bytes: no locals, and `end`.
    sections.append(CODE, &[2, 0, 0x0b])?;
    if let Some(name) = name {
        let mut all = exports(wasm)?;
        all.push(Export {
            name: name.to_owned(),
            kind: ExternalKind::Func,
            index: functions,
        });
        sections.set_exports(&all);
    }
    Ok(sections.join())
}

/// `wasm` without its start section.
///
/// # Errors
///
/// The bytes cannot be parsed.
pub fn without_start(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let mut sections = Sections::split(wasm)?;
    sections.0.retain(|(id, _)| *id != START);
    Ok(sections.join())
}

/// Where a section stands among the others; custom sections (0) may stand anywhere, so they never
/// come "after" one that is to be inserted.
fn order(id: u8) -> u8 {
    match id {
        // Tags stand between memories and globals, the data count before the code.
        13 => 11,
        0..=5 => 2 * id,
        12 => 19,
        _ => 2 * id.min(100),
    }
}

fn kind(kind: ExternalKind) -> ExportKind {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
        ExternalKind::Table => ExportKind::Table,
        ExternalKind::Memory => ExportKind::Memory,
        ExternalKind::Global => ExportKind::Global,
        ExternalKind::Tag => ExportKind::Tag,
    }
}

fn text(error: wasmparser::BinaryReaderError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validates(wasm: &[u8]) -> bool {
        wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all())
            .validate_all(wasm)
            .is_ok()
    }

    #[test]
    fn an_empty_function_fits_anywhere() {
        for text in [
            "(module)",
            "(module (tag) (global i32 (i32.const 1)) (data \"x\") (func (data.drop 0)))",
            "(module (rec (type (struct)) (type (array i8))) (import \"a\" \"b\" (func)) (start 0))",
            "(module (@custom \"a\" (after func) \"x\") (func (export \"f\")))",
        ] {
            let wasm = wat::parse_str(text).unwrap();
            let more = with_empty_function(&wasm, Some("f!")).unwrap();
            assert!(validates(&more), "{text}");
            let last = exports(&more).unwrap().pop().unwrap();
            assert_eq!(last.name, "f!");
            assert!(validates(&with_empty_function(&wasm, None).unwrap()));
            assert!(exports(&without_start(&more).unwrap()).is_ok());
        }
    }

    #[test]
    fn splitting_and_joining_is_the_identity() {
        let wasm = wat::parse_str("(module (memory 1) (data (i32.const 0) \"x\"))").unwrap();
        let sections = Sections::split(&wasm).unwrap();
        assert_eq!(sections.join(), wasm);
        assert_eq!(sections.boundaries().last(), Some(&wasm.len()));
    }
}
