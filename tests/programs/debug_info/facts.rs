//! What the debug information of a module says, with addresses as places in bodies.

use std::collections::BTreeMap;
use std::ops::Range;

use gimli::{
    AttributeValue, Dwarf, EndianSlice, Expression, LittleEndian, Operation, SectionId, Unit,
};
use wasmparser::{ExternalKind, KnownCustom, Name, Parser, Payload, TypeRef};

type Reader<'a> = EndianSlice<'a, LittleEndian>;

/// A function and a line: one frame of several where code is inlined.
pub(super) type Frame = (String, String, u32);

/// A module's code and its debug information.
pub(super) struct DebugInfo<'a> {
    /// Where bodies are, counted from the start of the code section's contents.
    pub(super) bodies: Vec<Range<usize>>,
    /// Where the contents of its sections are in the module, names aside.
    pub(super) ranges: Vec<Range<usize>>,
    sections: BTreeMap<&'a str, &'a [u8]>,
    /// What bodies are called in facts.
    labels: Vec<String>,
}

impl<'a> DebugInfo<'a> {
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self, String> {
        let mut code = 0;
        let mut info = DebugInfo {
            bodies: Vec::new(),
            ranges: Vec::new(),
            sections: BTreeMap::new(),
            labels: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(text)? {
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    info.labels.push(format!("body {}", info.bodies.len()));
                    info.bodies.push(range.start - code..range.end - code);
                }
                Payload::CustomSection(section) if section.name().starts_with(".debug_") => {
                    let start = section.data_offset();
                    info.ranges.push(start..start + section.data().len());
                    info.sections.insert(section.name(), section.data());
                }
                _ => {}
            }
        }
        Ok(info)
    }

    /// With bodies called by the names of their functions, or of exports where there are none.
    pub(super) fn by_name(mut self, wasm: &[u8]) -> Result<Self, String> {
        let mut imported = 0;
        let mut names = BTreeMap::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(text)? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        let is_function = matches!(import.map_err(text)?.ty, TypeRef::Func(_));
                        imported += u32::from(is_function);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export.map_err(text)?;
                        if export.kind == ExternalKind::Func {
                            names.insert(export.index, export.name.to_owned());
                        }
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(subsections) = section.as_known() {
                        for subsection in subsections {
                            if let Name::Function(map) = subsection.map_err(text)? {
                                for naming in map {
                                    let naming = naming.map_err(text)?;
                                    names.insert(naming.index, naming.name.to_owned());
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        for (index, name) in names {
            let body = index.checked_sub(imported).map(|body| body as usize);
            if let Some(label) = body.and_then(|body| self.labels.get_mut(body)) {
                *label = name;
            }
        }
        Ok(self)
    }

    /// What bodies are called, in their order.
    pub(super) fn labels(&self) -> &[String] {
        &self.labels
    }

    pub(super) fn sections(&self) -> &BTreeMap<&'a str, &'a [u8]> {
        &self.sections
    }

    fn section(&self, id: SectionId) -> Reader<'a> {
        let data = self.sections.get(id.name()).copied().unwrap_or_default();
        EndianSlice::new(data, LittleEndian)
    }

    fn dwarf(&self) -> Result<Dwarf<Reader<'a>>, String> {
        Dwarf::load(|id| Ok(self.section(id))).map_err(|error: gimli::Error| text(error))
    }

    /// What `addr2line` says of every byte of every body.
    pub(super) fn frames(&self) -> Result<Vec<Vec<Frame>>, String> {
        let context = addr2line::Context::from_dwarf(self.dwarf()?).map_err(text)?;
        let mut all = Vec::new();
        for address in self.bodies.iter().cloned().flatten() {
            let lookup = context.find_frames(address as u64).skip_all_loads();
            let mut lookup = lookup.map_err(text)?;
            let mut frames = Vec::new();
            while let Some(frame) = lookup.next().map_err(text)? {
                let name = frame.function.map(|function| {
                    function
                        .raw_name()
                        .map(std::borrow::Cow::into_owned)
                        .map_err(text)
                });
                let location = frame.location;
                frames.push((
                    name.transpose()?.unwrap_or_default(),
                    location
                        .as_ref()
                        .and_then(|location| location.file)
                        .unwrap_or_default()
                        .to_owned(),
                    location.and_then(|location| location.line).unwrap_or(0),
                ));
            }
            all.push(frames);
        }
        Ok(all)
    }

    /// Every address in entries, lists, line programs and the table of ranges.
    pub(super) fn facts(&self) -> Result<Vec<String>, String> {
        let dwarf = self.dwarf()?;
        let mut facts = Vec::new();
        let mut headers = dwarf.units();
        while let Some(header) = headers.next().map_err(text)? {
            let unit = dwarf.unit(header).map_err(text)?;
            self.entries(&dwarf, &unit, &mut facts).map_err(text)?;
            self.lines(&unit, &mut facts).map_err(text)?;
        }
        let aranges = gimli::DebugAranges::from(self.section(SectionId::DebugAranges));
        let mut headers = aranges.headers();
        while let Some(header) = headers.next().map_err(text)? {
            let mut entries = header.entries();
            while let Some(entry) = entries.next_raw().map_err(text)? {
                let (start, end) = (entry.address(), entry.address() + entry.length());
                let whole = self
                    .bodies
                    .iter()
                    .position(|body| (body.start as u64, body.end as u64) == (start, end));
                facts.push(match whole {
                    Some(body) => format!("arange of {}", self.label(body)),
                    None => format!("arange of memory, {start:#x} to {end:#x}"),
                });
            }
        }
        Ok(facts)
    }

    fn entries(
        &self,
        dwarf: &Dwarf<Reader<'a>>,
        unit: &Unit<Reader<'a>>,
        facts: &mut Vec<String>,
    ) -> gimli::Result<()> {
        let mut entries = unit.entries();
        while let Some(entry) = entries.next_dfs()? {
            for attribute in entry.attrs() {
                let name = format!("{:?} {}", entry.offset(), attribute.name());
                let value = attribute.value();
                if let Some(address) = dwarf.attr_address(unit, value)? {
                    facts.push(format!("{name}: {}", self.place(address)));
                }
                if let Some(mut ranges) = dwarf.attr_ranges(unit, value)? {
                    while let Some(range) = ranges.next()? {
                        let range = (self.place(range.begin), self.place(range.end));
                        facts.push(format!("{name}: {} to {}", range.0, range.1));
                    }
                }
                if let Some(mut locations) = dwarf.attr_locations(unit, value)? {
                    while let Some(location) = locations.next()? {
                        let range = (
                            self.place(location.range.begin),
                            self.place(location.range.end),
                        );
                        let data = expression(dwarf, unit, location.data)?;
                        facts.push(format!("{name}: {} to {}: {data}", range.0, range.1));
                    }
                }
                if let AttributeValue::Exprloc(data) = value {
                    facts.push(format!("{name}: {}", expression(dwarf, unit, data)?));
                }
            }
        }
        Ok(())
    }

    fn lines(&self, unit: &Unit<Reader<'a>>, facts: &mut Vec<String>) -> gimli::Result<()> {
        let Some(program) = unit.line_program.clone() else {
            return Ok(());
        };
        let mut rows = program.rows();
        while let Some((_, row)) = rows.next_row()? {
            facts.push(format!(
                "line {:?} of file {} at {}, end {}",
                row.line(),
                row.file_index(),
                self.place(row.address()),
                row.end_sequence()
            ));
        }
        Ok(())
    }

    /// What stands for a body in facts.
    fn label(&self, body: usize) -> String {
        quoted(&self.labels[body])
    }

    /// An address of code: a body and the distance from its start. The end of a body is a place too.
    fn place(&self, address: u64) -> String {
        let body = self
            .bodies
            .partition_point(|body| (body.end as u64) < address);
        match self.bodies.get(body) {
            Some(range) if range.start as u64 <= address => {
                format!("{} + {}", self.label(body), address - range.start as u64)
            }
            _ => format!("{address:#x}"),
        }
    }
}

/// A label as facts have it.
pub(super) fn quoted(label: &str) -> String {
    format!("`{label}`")
}

/// The operations, with addresses of memory as they are.
fn expression<'a>(
    dwarf: &Dwarf<Reader<'a>>,
    unit: &Unit<Reader<'a>>,
    expression: Expression<Reader<'a>>,
) -> gimli::Result<String> {
    let mut text = String::new();
    let mut operations = expression.operations(unit.encoding());
    while let Some(operation) = operations.next()? {
        text.push_str(&match operation {
            Operation::AddressIndex { index } => {
                format!("memory {:#x} ", dwarf.address(unit, index)?)
            }
            Operation::Address { address } => format!("memory {address:#x} "),
            other => format!("{other:?} "),
        });
    }
    Ok(text)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
