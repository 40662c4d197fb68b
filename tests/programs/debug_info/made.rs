//! A module whose code section is laid out to the byte, with debug information that fits.

use std::borrow::Cow;
use std::ops::Range;

use gimli::constants;
use gimli::write::{
    Address, AttributeValue, DwarfUnit, EndianVec, Expression, LineProgram, LineString, Location,
    LocationList, Range as Listed, RangeList, Sections,
};
use gimli::{Encoding, Format, LineEncoding, LittleEndian};
use wasm_encoder::{
    CustomSection, Encode, EntityType, ExportKind, ExportSection, FunctionSection, GlobalType,
    ImportSection, Module, RawSection, TypeSection, ValType,
};

const CODE: u8 = 10;
/// An address of memory that is one of code too.
const VARIABLE: u64 = 4;
/// Four instructions that do nothing.
const BODY: &[u8] = &[0, 1, 1, 1, 1, 0x0b];

/// How it is laid out.
#[derive(Copy, Clone, Debug)]
pub(super) struct Made {
    pub(super) functions: usize,
    /// Bytes of the number of functions.
    pub(super) count: usize,
    /// Bytes of the first body's size.
    pub(super) size: usize,
    /// Of DWARF.
    pub(super) version: u16,
}

impl Made {
    /// The module; `setup`, the first function, does nothing, and every third has an export.
    pub(super) fn module(self) -> Result<Vec<u8>, String> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        let global = GlobalType {
            val_type: ValType::I32,
            mutable: false,
            shared: false,
        };
        imports.import("env", "base", EntityType::Global(global));
        let mut functions = FunctionSection::new();
        for _ in 0..self.functions {
            functions.function(0);
        }
        let mut exports = ExportSection::new();
        exports.export("setup", ExportKind::Func, 0);
        for function in (1..self.functions).step_by(3) {
            exports.export(&format!("f{function}"), ExportKind::Func, function as u32);
        }
        let (code, bodies) = self.code();

        let mut module = Module::new();
        let sections = self
            .debug_info(&bodies)
            .map_err(|error| error.to_string())?;
        let custom = |(name, data)| CustomSection {
            name: Cow::Borrowed(name),
            data: Cow::Owned(data),
        };
        let (first, last): (Vec<_>, Vec<_>) = sections
            .into_iter()
            .partition(|(name, _)| *name == ".debug_info");
        module.section(&types).section(&imports);
        // A section may stand before the code it is about.
        for section in first.into_iter().map(custom) {
            module.section(&section);
        }
        module.section(&functions).section(&exports);
        module.section(&RawSection {
            id: CODE,
            data: &code,
        });
        for section in last.into_iter().map(custom) {
            module.section(&section);
        }
        Ok(module.finish())
    }

    /// The code section's contents, and where the bodies are.
    fn code(self) -> (Vec<u8>, Vec<Range<u64>>) {
        let mut code = padded(self.functions, self.count);
        let mut bodies = Vec::new();
        for function in 0..self.functions {
            let size = if function == 0 { self.size } else { 1 };
            code.extend(padded(BODY.len(), size));
            bodies.push(code.len() as u64..(code.len() + BODY.len()) as u64);
            code.extend_from_slice(BODY);
        }
        (code, bodies)
    }

    fn debug_info(
        self,
        bodies: &[Range<u64>],
    ) -> gimli::write::Result<Vec<(&'static str, Vec<u8>)>> {
        let encoding = Encoding {
            format: Format::Dwarf32,
            version: self.version,
            address_size: 4,
        };
        let mut dwarf = DwarfUnit::new(encoding);
        dwarf.unit.line_program = lines(encoding, bodies);
        let all = bodies.iter().map(|body| Listed::StartEnd {
            begin: Address::Constant(body.start),
            end: Address::Constant(body.end),
        });
        let all = dwarf.unit.ranges.add(RangeList(all.collect()));
        let root = dwarf.unit.root();
        let entry = dwarf.unit.get_mut(root);
        entry.set(
            constants::DW_AT_name,
            AttributeValue::String(b"made.c".into()),
        );
        entry.set(
            constants::DW_AT_low_pc,
            AttributeValue::Address(Address::Constant(0)),
        );
        entry.set(constants::DW_AT_ranges, AttributeValue::RangeListRef(all));

        for (function, body) in bodies.iter().enumerate() {
            let id = dwarf.unit.add(root, constants::DW_TAG_subprogram);
            let block = dwarf.unit.add(id, constants::DW_TAG_lexical_block);
            let variable = dwarf.unit.add(id, constants::DW_TAG_variable);
            let global = dwarf.unit.add(id, constants::DW_TAG_variable);
            let ranges = dwarf.unit.ranges.add(parts(body));
            let locations = dwarf.unit.locations.add(locations(body, self.version));
            let start = Address::Constant(body.start);
            let entry = dwarf.unit.get_mut(id);
            let name = format!("function_{function}").into_bytes();
            entry.set(constants::DW_AT_name, AttributeValue::String(name));
            entry.set(constants::DW_AT_low_pc, AttributeValue::Address(start));
            // Both forms of an end.
            let end = match function % 2 {
                0 => AttributeValue::Udata(body.end - body.start),
                _ => AttributeValue::Address(Address::Constant(body.end)),
            };
            entry.set(constants::DW_AT_high_pc, end);
            let entry = dwarf.unit.get_mut(block);
            entry.set(
                constants::DW_AT_ranges,
                AttributeValue::RangeListRef(ranges),
            );
            let entry = dwarf.unit.get_mut(variable);
            let value = AttributeValue::LocationListRef(locations);
            entry.set(constants::DW_AT_location, value);
            let mut memory = Expression::new();
            memory.op_addr(Address::Constant(VARIABLE));
            let entry = dwarf.unit.get_mut(global);
            entry.set(constants::DW_AT_location, AttributeValue::Exprloc(memory));
        }
        // What linkers leave of functions that they drop.
        for tombstone in [0, 0xffff_fffe, 0xffff_ffff] {
            let id = dwarf.unit.add(root, constants::DW_TAG_subprogram);
            let gone = AttributeValue::Address(Address::Constant(tombstone));
            let entry = dwarf.unit.get_mut(id);
            entry.set(constants::DW_AT_low_pc, gone);
            entry.set(constants::DW_AT_high_pc, AttributeValue::Udata(3));
        }
        let mut sections = Sections::new(EndianVec::new(LittleEndian));
        dwarf.write(&mut sections)?;
        let mut named = Vec::new();
        sections.for_each(|id, data| {
            if !data.slice().is_empty() {
                named.push((id.name(), data.slice().to_vec()));
            }
            Ok::<(), gimli::write::Error>(())
        })?;
        Ok(named)
    }
}

/// One line for each function.
fn lines(encoding: Encoding, bodies: &[Range<u64>]) -> LineProgram {
    let name = |name: &[u8]| LineString::String(name.to_vec());
    let mut program = LineProgram::new(
        encoding,
        LineEncoding::default(),
        name(b"/source"),
        None,
        name(b"made.c"),
        None,
    );
    let directory = program.default_directory();
    let file = program.add_file(name(b"made.c"), directory, None);
    for (line, body) in (1..).zip(bodies) {
        program.begin_sequence(Some(Address::Constant(body.start)));
        program.row().file = file;
        program.row().line = line;
        program.generate_row();
        program.end_sequence(body.end - body.start);
    }
    program
}

/// Ranges in every form: addresses, and offsets from one.
fn parts(body: &Range<u64>) -> RangeList {
    RangeList(vec![
        Listed::StartLength {
            begin: Address::Constant(body.start),
            length: 1,
        },
        Listed::StartEnd {
            begin: Address::Constant(body.start + 2),
            end: Address::Constant(body.start + 3),
        },
        Listed::BaseAddress {
            address: Address::Constant(body.start),
        },
        Listed::OffsetPair { begin: 4, end: 5 },
    ])
}

/// The same of locations.
fn locations(body: &Range<u64>, version: u16) -> LocationList {
    let data = || {
        let mut data = Expression::new();
        data.op_addr(Address::Constant(VARIABLE));
        data
    };
    let mut list = vec![
        Location::StartLength {
            begin: Address::Constant(body.start),
            length: 1,
            data: data(),
        },
        Location::StartEnd {
            begin: Address::Constant(body.start + 2),
            end: Address::Constant(body.start + 3),
            data: data(),
        },
        Location::BaseAddress {
            address: Address::Constant(body.start),
        },
        Location::OffsetPair {
            begin: 4,
            end: 5,
            data: data(),
        },
    ];
    if version >= 5 {
        list.push(Location::DefaultLocation { data: data() });
    }
    LocationList(list)
}

/// A LEB128 of this length.
fn padded(value: usize, length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    (value as u32).encode(&mut bytes);
    while bytes.len() < length {
        if let Some(last) = bytes.last_mut() {
            *last |= 0x80;
        }
        bytes.push(0);
    }
    bytes
}
