//! What of an original can still be named once it has started.
//!
//! The original may be a snapshot itself, with a start function that preinit gave it. A snapshot of
//! it has another one in its place. That is right if nobody can tell: if what is replaced stands at
//! the end and is named by nothing but itself.

use crate::facts::Facts;
use preinit_core::{Error, ErrorKind};
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, DataSection, ElementSection, ExportSection, GlobalSection, ImportSection,
    TableSection, TagSection,
};
use wasmparser::{BinaryReader, FunctionBody, Parser, Payload};

/// How many functions and types, from the first on, a snapshot has to keep.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visible {
    pub(crate) functions: usize,
    pub(crate) types: usize,
}

impl Visible {
    /// All of a module, but for an earlier start function of preinit's.
    pub(crate) fn new(facts: &Facts<'_>) -> Result<Self, Error> {
        let all = Visible {
            functions: facts.functions.len(),
            types: facts.types.len(),
        };
        let starts_last = facts.start.map(|start| start as usize + 1) == Some(all.functions);
        if !(facts.preinitialized && starts_last) {
            return Ok(all);
        }
        named(facts).map_err(|error| {
            Error::new(
                ErrorKind::Bug,
                format!("a valid module could not be read: {error}"),
            )
        })
    }

    /// How many of the bodies, which are those of functions that are not imported.
    pub(crate) fn bodies(self, facts: &Facts<'_>) -> usize {
        let imported = facts.functions.len() - facts.bodies.len();
        self.functions.saturating_sub(imported)
    }
}

/// What is named by everything but the code at the end that only the end names.
fn named(facts: &Facts<'_>) -> Result<Visible, reencode::Error> {
    let imported = facts.functions.len() - facts.bodies.len();
    let mut named = Named {
        functions: imported,
        types: 0,
    };
    for payload in Parser::new(0).parse_all(facts.bytes) {
        // Writing a section again visits each index in it.
        match payload? {
            Payload::ImportSection(section) => {
                named.parse_import_section(&mut ImportSection::new(), section)?;
            }
            Payload::TableSection(section) => {
                named.parse_table_section(&mut TableSection::new(), section)?;
            }
            Payload::TagSection(section) => {
                named.parse_tag_section(&mut TagSection::new(), section)?;
            }
            Payload::GlobalSection(section) => {
                named.parse_global_section(&mut GlobalSection::new(), section)?;
            }
            Payload::ExportSection(section) => {
                named.parse_export_section(&mut ExportSection::new(), section)?;
            }
            Payload::ElementSection(section) => {
                named.parse_element_section(&mut ElementSection::new(), section)?;
            }
            Payload::DataSection(section) => {
                named.parse_data_section(&mut DataSection::new(), section)?;
            }
            _ => {}
        }
    }
    let mut read = 0;
    // Each body may name functions further on, whose bodies then count, too.
    while let Some(body) = facts.bodies.get(read)
        && imported + read < named.functions
    {
        let body = FunctionBody::new(BinaryReader::new(body, 0));
        named.parse_function_body(&mut CodeSection::new(), body)?;
        read += 1;
    }
    for ty in &facts.functions[..named.functions] {
        named.types = named.types.max(*ty as usize + 1);
    }
    Ok(Visible {
        functions: named.functions,
        types: named.types,
    })
}

/// One more than the highest index named so far.
struct Named {
    functions: usize,
    types: usize,
}

impl Reencode for Named {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        self.functions = self.functions.max(function as usize + 1);
        Ok(function)
    }

    fn type_index(&mut self, ty: u32) -> Result<u32, reencode::Error> {
        self.types = self.types.max(ty as usize + 1);
        Ok(ty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(text: &str) -> Visible {
        let wasm = wat::parse_str(text).unwrap();
        Visible::new(&Facts::read(&wasm, "it").unwrap()).unwrap()
    }

    #[test]
    fn only_an_earlier_start_function_is_out_of_sight() {
        let module = |custom: &str, last: &str| {
            visible(&format!(
                "(module (type (func)) (type (struct (field i32))) (type (func (param i64))) {custom}
                   (func (type 0) (call 1)) (func (type 0)) (export \"f\" (func 0))
                   (func (type 2) (drop (struct.new_default 1)))
                   (func $start (type 0) (call 2 (i64.const 1))) {last})"
            ))
        };
        let ours = "(@custom \"preinit\" \"x\")";
        let (all, front) = (
            Visible {
                functions: 4,
                types: 3,
            },
            Visible {
                functions: 2,
                types: 1,
            },
        );
        assert_eq!(module(ours, "(start $start)"), front);
        assert_eq!(module("", "(start $start)"), all);
        assert_eq!(module(ours, ""), all);
        let named = module(ours, "(start $start) (elem declare func 2)");
        assert_eq!(
            named,
            Visible {
                functions: 3,
                types: 3
            }
        );
    }
}
