//! What a module declares, as far as generated code needs to know it.

use wasmparser::{
    CompositeInnerType, ElementItems, ElementKind, GlobalType, MemoryType, Parser, Payload,
    RefType, SubType, TableType, TypeRef,
};

/// The index spaces of a module, imports first.
#[derive(Debug, Default)]
pub struct Facts {
    /// The types, flattened.
    pub types: Vec<SubType>,
    /// The type of each function.
    pub functions: Vec<u32>,
    /// The tables.
    pub tables: Vec<TableType>,
    /// The memories.
    pub memories: Vec<MemoryType>,
    /// The globals.
    pub globals: Vec<GlobalType>,
    /// The type of each tag.
    pub tags: Vec<u32>,
    /// The element type of each element segment, and whether it is passive and holds anything.
    pub elements: Vec<(RefType, bool)>,
    /// Of each data segment, whether it is passive and holds anything.
    pub data: Vec<bool>,
    /// Whether code may name data segments.
    pub has_data_count: bool,
}

impl Facts {
    /// Reads a valid module.
    ///
    /// # Errors
    ///
    /// It cannot be parsed.
    pub fn read(wasm: &[u8]) -> Result<Facts, wasmparser::BinaryReaderError> {
        let mut facts = Facts::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(section) => {
                    for group in section {
                        facts.types.extend(group?.into_types());
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        match import?.ty {
                            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => facts.functions.push(ty),
                            TypeRef::Table(ty) => facts.tables.push(ty),
                            TypeRef::Memory(ty) => facts.memories.push(ty),
                            TypeRef::Global(ty) => facts.globals.push(ty),
                            TypeRef::Tag(ty) => facts.tags.push(ty.func_type_idx),
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        facts.functions.push(ty?);
                    }
                }
                Payload::TableSection(section) => {
                    for table in section {
                        facts.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(section) => {
                    for memory in section {
                        facts.memories.push(memory?);
                    }
                }
                Payload::TagSection(section) => {
                    for tag in section {
                        facts.tags.push(tag?.func_type_idx);
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        facts.globals.push(global?.ty);
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let element = element?;
                        let (ty, count) = match &element.items {
                            ElementItems::Functions(items) => (RefType::FUNC, items.count()),
                            ElementItems::Expressions(ty, items) => (*ty, items.count()),
                        };
                        let is_passive = matches!(element.kind, ElementKind::Passive);
                        facts.elements.push((ty, is_passive && count > 0));
                    }
                }
                Payload::DataCountSection { .. } => facts.has_data_count = true,
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data?;
                        let is_passive = matches!(data.kind, wasmparser::DataKind::Passive);
                        facts.data.push(is_passive && !data.data.is_empty());
                    }
                }
                _ => {}
            }
        }
        Ok(facts)
    }

    /// What a type is made of.
    pub fn inner(&self, ty: u32) -> Option<&CompositeInnerType> {
        Some(&self.types.get(ty as usize)?.composite_type.inner)
    }

    /// Whether `ty` is `wanted` or declared as one of its subtypes, at some distance.
    pub fn is_subtype(&self, ty: u32, wanted: u32) -> bool {
        let mut at = Some(ty);
        // A supertype comes before its subtypes, so this ends.
        while let Some(ty) = at {
            if ty == wanted {
                return true;
            }
            let sub = self.types.get(ty as usize);
            at = sub.and_then(|sub| sub.supertype_idx?.as_module_index());
        }
        false
    }
}
