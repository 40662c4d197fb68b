//! What a start function brings along: types, functions and segments behind the module's own.

use crate::index::{FuncIdx, TypeIdx};
use wasm_encoder::{Encode, Function, TypeSection};

/// How many items of each kind the module has already: the indices of the first ones added.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Bases {
    pub(crate) types: u32,
    pub(crate) functions: u32,
    pub(crate) elements: u32,
    pub(crate) data: u32,
}

/// Everything that is added, in the order of its indices.
#[derive(Debug)]
pub(crate) struct Additions {
    bases: Bases,
    /// Each as an item of the type section.
    pub(crate) types: Vec<Vec<u8>>,
    pub(crate) functions: Vec<AddedFunction>,
    /// How many of the functions are no part of the start function: the first ones, of types of the module.
    stay: usize,
    /// Each as an item of the element section: passive.
    pub(crate) elements: Vec<Vec<u8>>,
    /// The contents of passive segments.
    pub(crate) data: Vec<Vec<u8>>,
    /// The features that added code needs, by their names in `target_features`.
    pub(crate) features: Vec<&'static str>,
    /// Functions that added code refers to.
    pub(crate) referenced: Vec<FuncIdx>,
    /// How many bytes of the data are the stream that objects are decoded from.
    pub(crate) stream: usize,
}

/// One added function.
#[derive(Debug)]
pub(crate) struct AddedFunction {
    pub(crate) name: &'static str,
    pub(crate) ty: u32,
    /// Its body, without its size.
    pub(crate) body: Vec<u8>,
}

impl Additions {
    pub(crate) fn new(bases: Bases) -> Self {
        Additions {
            bases,
            types: Vec::new(),
            functions: Vec::new(),
            stay: 0,
            elements: Vec::new(),
            data: Vec::new(),
            features: Vec::new(),
            referenced: Vec::new(),
            stream: 0,
        }
    }

    /// The start function, if there is one: the last one added.
    pub(crate) fn start(&self) -> Option<u32> {
        let last = self.functions.len() as u32;
        (!self.of_start().is_empty()).then(|| self.bases.functions + last - 1)
    }

    /// The functions that a start function consists of.
    pub(crate) fn of_start(&self) -> &[AddedFunction] {
        &self.functions[self.stay..]
    }

    /// Adds a function that stays though the start function is replaced: before all of that one's.
    pub(super) fn staying(&mut self, name: &'static str, ty: TypeIdx, body: Function) {
        debug_assert!(self.of_start().is_empty(), "it comes first");
        self.function(name, ty.as_u32(), body);
        self.stay += 1;
    }

    /// Adds a type, written by `write` as the only one of a section; equal ones are one.
    pub(super) fn ty(&mut self, write: impl FnOnce(&mut TypeSection)) -> u32 {
        let mut section = TypeSection::new();
        write(&mut section);
        let mut bytes = Vec::new();
        section.encode(&mut bytes);
        // The size and the count of one, each a single byte for what is added here.
        let item = bytes.split_off(2);
        let position = self.types.iter().position(|known| *known == item);
        let position = position.unwrap_or_else(|| {
            self.types.push(item);
            self.types.len() - 1
        });
        self.bases.types + position as u32
    }

    pub(super) fn function(&mut self, name: &'static str, ty: u32, body: Function) -> u32 {
        self.functions.push(AddedFunction {
            name,
            ty,
            body: body.into_raw_body(),
        });
        self.bases.functions + self.functions.len() as u32 - 1
    }

    pub(super) fn data(&mut self, contents: Vec<u8>) -> u32 {
        self.data.push(contents);
        self.bases.data + self.data.len() as u32 - 1
    }

    pub(super) fn element(&mut self, item: Vec<u8>) -> u32 {
        self.elements.push(item);
        self.bases.elements + self.elements.len() as u32 - 1
    }
}
