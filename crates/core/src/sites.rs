//! Where a module's code can change state that is not read unless it changed, or use what no
//! snapshot can hold.

use crate::constant::ConstRef;
use crate::index::{DataIdx, ElemIdx, FuncIdx, GlobalIdx, TableIdx};
use crate::module::{ElementMode, Module, Origin, Placement};
use crate::names::Names;
use crate::opcodes::immediate;
use cranelift_entity::EntityRef;
use std::ops::Range;
use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Operator};

/// What a flag tells of.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Table(TableIdx),
    /// A mutable global of a reference type.
    Global(GlobalIdx),
    /// The fields and elements of any object.
    Heap,
    /// A passive data segment: dropped.
    Data(DataIdx),
    /// A passive element segment: dropped.
    Element(ElemIdx),
    /// A passive element segment that holds objects: taken from, which makes them shared.
    TakenFrom(ElemIdx),
    /// An imported immutable global that holds a reference: read.
    Read(GlobalIdx),
    /// The outside: about to be asked. Not state; it tells who asks where the engine does not.
    Ask,
}

impl Subject {
    /// "changed table 0 (`t`)".
    pub(crate) fn changed(self, names: &Names<'_>) -> String {
        match self {
            Subject::Table(table) => format!("changed {}", names.table(table)),
            Subject::Global(global) => {
                format!("changed {}, which holds a reference", names.global(global))
            }
            Subject::Heap => "changed an object on the garbage-collected heap".into(),
            Subject::Data(data) => format!("dropped {}", names.data(data)),
            Subject::Element(element) => format!("dropped {}", names.element(element)),
            Subject::TakenFrom(element) => {
                format!("took an object from {}", names.element(element))
            }
            Subject::Read(global) => {
                format!("used the imported reference {}", names.global(global))
            }
            Subject::Ask => "asked the outside".into(),
        }
    }
}

/// An instruction that can change a subject.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) func: FuncIdx,
    /// Where the instruction starts, counted from the start of the module.
    pub(crate) offset: usize,
    pub(crate) instruction: &'static str,
    pub(crate) subject: Subject,
}

/// What one pass over the code tells.
#[derive(Debug, Default)]
pub(crate) struct Code {
    /// In the order of the binary.
    pub(crate) sites: Vec<Site>,
    /// How many data segments instructions can name: one more than the highest index named.
    pub(crate) data_named: usize,
    /// The same for element segments.
    pub(crate) elements_named: usize,
}

/// Finds every site, and the highest segments that an instruction names.
///
/// Bodies that can't hold a relevant instruction are not decoded: most of them.
pub(crate) fn find(module: &Module<'_>) -> Result<Code, BinaryReaderError> {
    let mut code = Code::default();
    let relevant = Relevant::of(module);
    for (func, origin) in &module.functions {
        let Origin::Defined(range) = origin else {
            continue;
        };
        if relevant.may_be_in(&module.bytes[range.clone()]) {
            scan_body(module, func, range, &relevant, &mut code)?;
        }
    }
    Ok(code)
}

/// What makes an instruction of this module relevant.
struct Relevant {
    /// By the first byte of an instruction, whether one that begins so can be.
    opcodes: [bool; 256],
    tables: u32,
    read_globals: Vec<bool>,
    written_globals: Vec<bool>,
    /// Ascending.
    asked: Vec<FuncIdx>,
}

impl Relevant {
    fn of(module: &Module<'_>) -> Self {
        let globals = module.globals.values();
        let read_globals: Vec<bool> = globals.clone().map(is_given_reference).collect();
        let written_globals: Vec<bool> = globals
            .map(|global| global.ty.mutable && global.ty.content_type.is_reference_type())
            .collect();
        let asked: Vec<FuncIdx> = module.imported_functions(WASI, &ASKED).collect();
        let mut opcodes = [false; 256];
        opcodes[0x10] = !asked.is_empty();
        opcodes[0x12] = !asked.is_empty();
        opcodes[0x23] = read_globals.contains(&true);
        opcodes[0x24] = written_globals.contains(&true);
        opcodes[0x26] = !module.tables.is_empty();
        // The prefixes of the GC, the bulk and the atomic instructions.
        opcodes[0xfb] = module.object_types().next().is_some();
        opcodes[0xfc] =
            !module.tables.is_empty() || !module.data.is_empty() || !module.elements.is_empty();
        opcodes[0xfe] = true;
        Relevant {
            opcodes,
            tables: module.tables.len() as u32,
            read_globals,
            written_globals,
            asked,
        }
    }

    /// <https://webassembly.github.io/spec/core/binary/instructions.html>
    fn may_be_in(&self, body: &[u8]) -> bool {
        let of = |list: &[bool], index: u32| list.get(index as usize).copied().unwrap_or(false);
        body.iter().enumerate().any(|(at, byte)| {
            self.opcodes[usize::from(*byte)]
                && immediate(&body[at + 1..]).is_some_and(|next| match byte {
                    0x10 | 0x12 => self.asks(next),
                    0x23 => of(&self.read_globals, next),
                    0x24 => of(&self.written_globals, next),
                    0x26 => next < self.tables,
                    // Conversions, copies and fills of memory, and sizes are not.
                    0xfc => matches!(next, 8 | 9 | 12..=15 | 17),
                    // Nor are the atomic instructions of memories.
                    0xfe => next > 0x4e,
                    _ => true,
                })
        })
    }

    fn asks(&self, func: u32) -> bool {
        self.asked.binary_search(&FuncIdx::from_u32(func)).is_ok()
    }
}

/// The module of the imports whose callers are told apart.
const WASI: &str = "wasi_snapshot_preview1";
/// Those imports: what they answer is frozen, and its user should know who asked.
const ASKED: [&str; 8] = [
    "args_get",
    "args_sizes_get",
    "clock_time_get",
    "environ_get",
    "environ_sizes_get",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "random_get",
];

fn scan_body(
    module: &Module<'_>,
    func: FuncIdx,
    range: &Range<usize>,
    relevant: &Relevant,
    code: &mut Code,
) -> Result<(), BinaryReaderError> {
    let body = FunctionBody::new(BinaryReader::new(&module.bytes[range.clone()], range.start));
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let (operator, offset) = operators.read_with_offset()?;
        // What an earlier snapshot's own functions name goes with them.
        let stays = func.index() < module.kept_functions();
        if let Some(data) = data_named(&operator).filter(|_| stays) {
            code.data_named = code.data_named.max(data as usize + 1);
        }
        if let Some(element) = element_named(&operator).filter(|_| stays) {
            code.elements_named = code.elements_named.max(element as usize + 1);
        }
        let found = [
            taking(module, &operator),
            effect(module, &operator),
            ask(relevant, &operator),
        ];
        for (instruction, subject) in found.into_iter().flatten() {
            code.sites.push(Site {
                func,
                offset,
                instruction,
                subject,
            });
        }
    }
    Ok(())
}

fn data_named(operator: &Operator<'_>) -> Option<u32> {
    match *operator {
        Operator::MemoryInit { data_index, .. } | Operator::DataDrop { data_index } => {
            Some(data_index)
        }
        Operator::ArrayNewData {
            array_data_index, ..
        }
        | Operator::ArrayInitData {
            array_data_index, ..
        } => Some(array_data_index),
        _ => None,
    }
}

fn element_named(operator: &Operator<'_>) -> Option<u32> {
    match *operator {
        Operator::TableInit { elem_index, .. } | Operator::ElemDrop { elem_index } => {
            Some(elem_index)
        }
        Operator::ArrayNewElem {
            array_elem_index, ..
        }
        | Operator::ArrayInitElem {
            array_elem_index, ..
        } => Some(array_elem_index),
        _ => None,
    }
}

/// An instruction that makes objects of a passive segment reachable in two ways.
fn taking(module: &Module<'_>, operator: &Operator<'_>) -> Option<(&'static str, Subject)> {
    let (instruction, element) = match *operator {
        Operator::TableInit { elem_index, .. } => ("table.init", elem_index),
        Operator::ArrayNewElem {
            array_elem_index, ..
        } => ("array.new_elem", array_elem_index),
        Operator::ArrayInitElem {
            array_elem_index, ..
        } => ("array.init_elem", array_elem_index),
        _ => return None,
    };
    let element = ElemIdx::from_u32(element);
    let segment = module.elements.get(element)?;
    let holds_objects =
        segment.mode == ElementMode::Passive && segment.items.contains(&ConstRef::Other);
    holds_objects.then_some((instruction, Subject::TakenFrom(element)))
}

/// A call that asks the outside.
fn ask(relevant: &Relevant, operator: &Operator<'_>) -> Option<(&'static str, Subject)> {
    match *operator {
        Operator::Call { function_index } if relevant.asks(function_index) => {
            Some(("call", Subject::Ask))
        }
        Operator::ReturnCall { function_index } if relevant.asks(function_index) => {
            Some(("return_call", Subject::Ask))
        }
        _ => None,
    }
}

/// Whether a global holds a reference that whoever instantiates the module decides on.
fn is_given_reference(global: &crate::module::Global) -> bool {
    !global.ty.mutable && global.is_reference() && !global.origin.is_defined()
}

/// What an instruction can change, beyond what an image records.
fn effect(module: &Module<'_>, operator: &Operator<'_>) -> Option<(&'static str, Subject)> {
    let table = |table: u32| Subject::Table(TableIdx::from_u32(table));
    Some(match *operator {
        Operator::TableSet { table: t } => ("table.set", table(t)),
        Operator::TableGrow { table: t } => ("table.grow", table(t)),
        Operator::TableFill { table: t } => ("table.fill", table(t)),
        Operator::TableCopy { dst_table, .. } => ("table.copy", table(dst_table)),
        Operator::TableInit { table: t, .. } => ("table.init", table(t)),
        Operator::TableAtomicSet { table_index, .. } => ("table.atomic.set", table(table_index)),
        Operator::TableAtomicRmwXchg { table_index, .. } => {
            ("table.atomic.rmw.xchg", table(table_index))
        }
        Operator::TableAtomicRmwCmpxchg { table_index, .. } => {
            ("table.atomic.rmw.cmpxchg", table(table_index))
        }
        Operator::GlobalGet { global_index } => {
            let global = GlobalIdx::from_u32(global_index);
            let given = is_given_reference(module.globals.get(global)?);
            return given.then_some(("global.get", Subject::Read(global)));
        }
        Operator::GlobalSet { global_index } => {
            return global_effect(module, "global.set", global_index);
        }
        Operator::GlobalAtomicSet { global_index, .. } => {
            return global_effect(module, "global.atomic.set", global_index);
        }
        Operator::GlobalAtomicRmwXchg { global_index, .. } => {
            return global_effect(module, "global.atomic.rmw.xchg", global_index);
        }
        Operator::GlobalAtomicRmwCmpxchg { global_index, .. } => {
            return global_effect(module, "global.atomic.rmw.cmpxchg", global_index);
        }
        Operator::DataDrop { data_index } => {
            let data = DataIdx::from_u32(data_index);
            // Dropping what instantiation has dropped already changes nothing.
            let passive = matches!(module.data.get(data)?.placement, Placement::Passive);
            return passive.then_some(("data.drop", Subject::Data(data)));
        }
        Operator::ElemDrop { elem_index } => {
            let element = ElemIdx::from_u32(elem_index);
            let passive = module.elements.get(element)?.mode == ElementMode::Passive;
            return passive.then_some(("elem.drop", Subject::Element(element)));
        }
        _ => return heap_write(operator).map(|instruction| (instruction, Subject::Heap)),
    })
}

fn global_effect(
    module: &Module<'_>,
    instruction: &'static str,
    global: u32,
) -> Option<(&'static str, Subject)> {
    let global = GlobalIdx::from_u32(global);
    let reference = module
        .globals
        .get(global)?
        .ty
        .content_type
        .is_reference_type();
    reference.then_some((instruction, Subject::Global(global)))
}

/// The instructions that write into an object which may be older than they are.
fn heap_write(operator: &Operator<'_>) -> Option<&'static str> {
    Some(match operator {
        Operator::StructSet { .. } => "struct.set",
        Operator::ArraySet { .. } => "array.set",
        Operator::ArrayFill { .. } => "array.fill",
        Operator::ArrayCopy { .. } => "array.copy",
        Operator::ArrayInitData { .. } => "array.init_data",
        Operator::ArrayInitElem { .. } => "array.init_elem",
        Operator::StructAtomicSet { .. } => "struct.atomic.set",
        Operator::StructAtomicRmwAdd { .. }
        | Operator::StructAtomicRmwSub { .. }
        | Operator::StructAtomicRmwAnd { .. }
        | Operator::StructAtomicRmwOr { .. }
        | Operator::StructAtomicRmwXor { .. }
        | Operator::StructAtomicRmwXchg { .. }
        | Operator::StructAtomicRmwCmpxchg { .. } => "struct.atomic.rmw",
        Operator::ArrayAtomicSet { .. } => "array.atomic.set",
        Operator::ArrayAtomicRmwAdd { .. }
        | Operator::ArrayAtomicRmwSub { .. }
        | Operator::ArrayAtomicRmwAnd { .. }
        | Operator::ArrayAtomicRmwOr { .. }
        | Operator::ArrayAtomicRmwXor { .. }
        | Operator::ArrayAtomicRmwXchg { .. }
        | Operator::ArrayAtomicRmwCmpxchg { .. } => "array.atomic.rmw",
        _ => return None,
    })
}
