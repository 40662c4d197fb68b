//! A later part: some late functions, in a module of their own.

use crate::error::{Error, Result, emit as wording};
use crate::exceptions::standard_exceptions;
use crate::externs::kind_byte;
use crate::handover::{Means, encode_plain, for_each_group, unknown_types};
use crate::index::{FuncIdx, GlobalIdx, LateIdx, TypeIdx};
use crate::instrument::{Edit, edits};
use crate::late::Late;
use crate::late::scan::{CallSite, Scan, is_typed};
use crate::module::Module;
use crate::plan::Plan;
use crate::section::{Vector, id, write_header, write_section};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ConstExpr, Encode, EntityType, GlobalType, TagKind, TagType};
use wasmparser::{CompositeInnerType, ExternalKind, ValType};

/// What every import of a later part is imported from.
const FROM: &str = "first";

/// The export that is the function which was wanted.
const WANTED: &str = "wanted";

/// What a type of a part costs, and what an import does, in bytes of code that take as long.
const TYPE: usize = 150;
const ITEM: usize = 10;

/// A later part.
#[derive(Debug)]
pub struct Part {
    wasm: Vec<u8>,
    imports: Vec<String>,
    late: Vec<LateIdx>,
    functions: Vec<FuncIdx>,
    imported_functions: u32,
}

impl Part {
    /// The binary module. Its instance writes itself into the table of late functions.
    pub fn wasm(&self) -> &[u8] {
        &self.wasm
    }

    /// The exports of the first part that it imports, in order.
    pub fn imports(&self) -> impl Iterator<Item = &str> {
        self.imports.iter().map(String::as_str)
    }

    /// Its export that is the function it was made for.
    pub fn wanted(&self) -> &'static str {
        WANTED
    }

    /// The late functions that it holds.
    pub fn late(&self) -> &[LateIdx] {
        &self.late
    }

    /// The same functions, as the original counts them.
    pub fn functions(&self) -> &[FuncIdx] {
        &self.functions
    }

    /// The function that it has at a position of its own index space, as the original counts them.
    pub fn function(&self, index: u32) -> Option<FuncIdx> {
        let defined = index.checked_sub(self.imported_functions)?;
        self.functions.get(defined as usize).copied()
    }
}

/// What later parts take from the original.
pub(super) struct Original {
    types: Types,
    /// What a part takes beside its functions, in bytes of code that take as long to compile.
    pub(super) overhead: usize,
    /// The code section, and where it stands.
    code: Vec<u8>,
    code_at: usize,
    /// The stores to flags of all bodies, in order.
    edits: Vec<(usize, Edit)>,
    /// Everything but functions, in the order of its index space, under the names that the first part has for it.
    items: Vec<(String, EntityType)>,
    /// The position of the memory that the original exports as `memory`.
    memory: Option<u32>,
    /// The types of the tags.
    tags: Vec<TypeIdx>,
    /// Whether a table or a global holds references of types that the module defines.
    has_typed_items: bool,
    names: HashMap<FuncIdx, String>,
    has_tries: bool,
}

impl Original {
    pub(super) fn of(module: &Module<'_>, plan: &Plan, late: &Late) -> Result<Self> {
        let contents = |wanted| {
            let section = module.sections.iter().find(|it| it.id == wanted);
            section.map(|it| it.range.clone()).unwrap_or_default()
        };
        let code = contents(id::CODE);
        let memory = module
            .export("memory")
            .filter(|export| export.kind == ExternalKind::Memory);
        let named = late.functions().filter_map(|func| {
            let name = module.names().raw_function(func)?;
            Some((func, name.to_owned()))
        });
        let types = Types::of(module, contents(id::TYPE));
        let items = items(module, plan, late).map_err(|error| wording::untranslated(&error))?;
        Ok(Original {
            overhead: TYPE * types.always(module) + ITEM * items.len(),
            types,
            code: module.bytes[code.clone()].to_vec(),
            code_at: code.start,
            edits: edits(module, plan),
            items,
            memory: memory.map(|export| export.index),
            tags: module.tags.values().copied().collect(),
            has_typed_items: has_typed_items(module),
            names: named.collect(),
            has_tries: module.sightings.has_tries,
        })
    }

    pub(super) fn name(&self, func: FuncIdx) -> String {
        match self.names.get(&func) {
            Some(raw) => format!("function `{}`", crate::demangle(raw)),
            None => format!("function {}", func.as_u32()),
        }
    }

    /// The bytes of the original in this range, which is one of its code.
    fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.code[range.start - self.code_at..range.end - self.code_at]
    }

    /// What a late function's body consists of.
    pub(super) fn scan(&self, late: &Late, index: LateIdx) -> Result<Scan> {
        let body = late.body(index);
        Scan::of(self.bytes(body.clone()), body.start).map_err(unreadable)
    }

    /// The part that holds `chosen`, and shows `wanted`.
    pub(super) fn part(&self, late: &Late, wanted: LateIdx, chosen: &[LateIdx]) -> Result<Part> {
        let mut bodies = Vec::with_capacity(chosen.len());
        let mut imported: BTreeMap<FuncIdx, u32> = BTreeMap::new();
        let mut named: BTreeSet<TypeIdx> = self.tags.iter().copied().collect();
        let mut has_typed = self.has_typed_items;
        for index in chosen {
            let scan = self.scan(late, *index)?;
            let callees = scan.calls.iter().map(|call| call.callee);
            let of_first = callees.clone().filter(|it| late.index(*it).is_none());
            imported.extend(of_first.map(|callee| (callee, 0)));
            named.insert(late.ty(*index));
            named.extend(callees.map(|callee| late.function_type(callee)));
            named.extend(&scan.types);
            has_typed |= scan.has_typed_references;
            bodies.push((*index, scan.calls));
        }
        for (position, index) in (0..).zip(imported.values_mut()) {
            *index = position;
        }
        let first = imported.len() as u32;
        let mut own: BTreeMap<LateIdx, u32> = BTreeMap::new();
        own.extend(chosen.iter().copied().zip(first..));

        let mut imports = Vector::default();
        let mut names = Vec::new();
        let functions = imported.keys().map(|func| {
            let ty = late.function_type(*func).as_u32();
            (late.function_export(*func), EntityType::Function(ty))
        });
        let all = self.items.iter().cloned().chain(functions);
        for (name, ty) in all {
            imports.push(|bytes| {
                FROM.encode(bytes);
                name.encode(bytes);
                ty.encode(bytes);
            });
            names.push(name);
        }
        let mut types = Vector::default();
        let mut segments = Vector::default();
        let mut code = Vector::default();
        for (index, calls) in &bodies {
            types.push(|bytes| late.ty(*index).as_u32().encode(bytes));
            segments.push(|bytes| segment(late, *index, own[index], bytes));
            let body = self.body(late, *index, calls, (&imported, &own));
            code.push(|bytes| body.as_slice().encode(bytes));
        }
        let mut exports = Vector::default();
        let mut export = |name: &str, kind, index: u32| {
            exports.push(|bytes| {
                name.encode(bytes);
                bytes.push(kind_byte(kind));
                index.encode(bytes);
            });
        };
        export(WANTED, ExternalKind::Func, own[&wanted]);
        if let Some(memory) = self.memory {
            // A host looks for it in the instance that calls.
            export("memory", ExternalKind::Memory, memory);
        }

        let mut wasm = Vec::new();
        write_header(&mut wasm);
        match has_typed {
            true => self.types.write_whole(&mut wasm),
            false => self.types.write(&named, &mut wasm),
        }
        imports.write(&mut wasm, id::IMPORT);
        types.write(&mut wasm, id::FUNCTION);
        exports.write(&mut wasm, id::EXPORT);
        segments.write(&mut wasm, id::ELEMENT);
        code.write(&mut wasm, id::CODE);
        if self.has_tries {
            wasm = standard_exceptions(&wasm)?.into_owned();
        }
        Ok(Part {
            wasm,
            imports: names,
            functions: chosen.iter().map(|index| late.func(*index)).collect(),
            late: chosen.to_vec(),
            imported_functions: first,
        })
    }

    /// A body as the twin has it, whose calls find their way.
    fn body(
        &self,
        late: &Late,
        index: LateIdx,
        calls: &[CallSite],
        (imported, own): (&BTreeMap<FuncIdx, u32>, &BTreeMap<LateIdx, u32>),
    ) -> Vec<u8> {
        let range = late.body(index);
        let first = self.edits.partition_point(|(at, _)| *at < range.start);
        let mut edits = self.edits[first..]
            .iter()
            .take_while(|(at, _)| *at < range.end)
            .peekable();
        let mut calls = calls.iter().peekable();
        let mut body = Vec::with_capacity(range.len() + 64);
        let mut copied = range.start;
        loop {
            let edit = edits.peek().map(|(at, _)| *at);
            let call = calls.peek().map(|call| call.range.start);
            match (edit, call) {
                // A flag is set in front of the instruction that it tells of.
                (Some(at), call) if call.is_none_or(|call| at <= call) => {
                    body.extend_from_slice(self.bytes(copied..at));
                    copied = at;
                    if let Some((_, edit)) = edits.next() {
                        edit.encode(&mut body);
                    }
                }
                (_, Some(at)) => {
                    body.extend_from_slice(self.bytes(copied..at));
                    if let Some(call) = calls.next() {
                        copied = call.range.end;
                        self::call(late, call, (imported, own), &mut body);
                    }
                }
                _ => break,
            }
        }
        body.extend_from_slice(self.bytes(copied..range.end));
        body
    }
}

fn call(
    late: &Late,
    call: &CallSite,
    (imported, own): (&BTreeMap<FuncIdx, u32>, &BTreeMap<LateIdx, u32>),
    body: &mut Vec<u8>,
) {
    let direct = match late.index(call.callee) {
        Some(callee) => match own.get(&callee) {
            Some(index) => *index,
            None => return late.call(callee, call.is_tail, body),
        },
        // All that the bodies call are there.
        None => imported.get(&call.callee).copied().unwrap_or_default(),
    };
    body.push(if call.is_tail { 0x12 } else { 0x10 });
    direct.encode(body);
}

/// An active segment that puts a function into its entry of the table.
fn segment(late: &Late, index: LateIdx, func: u32, bytes: &mut Vec<u8>) {
    bytes.push(0x02);
    late.table_index().encode(bytes);
    ConstExpr::i32_const(index.as_u32().cast_signed()).encode(bytes);
    bytes.extend([0x00, 0x01]);
    func.encode(bytes);
}

/// The types of the original.
///
/// Engines make code for each type of a module, which takes longer than a small function does.
struct Types {
    /// As they stand.
    whole: Vec<u8>,
    /// One by one, if none refers to another.
    plain: Option<Vec<Vec<u8>>>,
}

impl Types {
    fn of(module: &Module<'_>, contents: Range<usize>) -> Self {
        Types {
            whole: module.bytes[contents].to_vec(),
            plain: plain_types(module),
        }
    }

    /// How many types each part has that names no more than it has to.
    fn always(&self, module: &Module<'_>) -> usize {
        match self.plain {
            Some(_) => 0,
            None => module.subtypes.len(),
        }
    }

    fn write_whole(&self, wasm: &mut Vec<u8>) {
        write_section(wasm, id::TYPE, &self.whole);
    }

    /// Writes the section, with functions of nothing in the places of types that are not `named`.
    fn write(&self, named: &BTreeSet<TypeIdx>, wasm: &mut Vec<u8>) {
        let Some(plain) = &self.plain else {
            return self.write_whole(wasm);
        };
        let mut types = Vector::default();
        for (index, ty) in (0..).map(TypeIdx::from_u32).zip(plain) {
            types.push(|bytes| match named.contains(&index) {
                true => bytes.extend_from_slice(ty),
                false => bytes.extend([0x60, 0x00, 0x00]),
            });
        }
        types.write(wasm, id::TYPE);
    }
}

/// Whether a table or a global holds references of types that the module defines.
fn has_typed_items(module: &Module<'_>) -> bool {
    let tables = module.tables.values();
    let globals = module.globals.values();
    tables
        .map(|table| ValType::Ref(table.ty.element_type))
        .chain(globals.map(|global| global.ty.content_type))
        .any(is_typed)
}

/// Each type, if none refers to another.
fn plain_types(module: &Module<'_>) -> Option<Vec<Vec<u8>>> {
    let mut types = Vec::with_capacity(module.subtypes.len());
    let mut are_plain = unknown_types(module, Means::ALL).is_empty();
    for_each_group(module, |group| {
        for subtype in group.types() {
            let mut bytes = Vec::new();
            match &subtype.composite_type.inner {
                CompositeInnerType::Func(func) => encode_plain(func, &mut bytes),
                _ => are_plain = false,
            }
            types.push(bytes);
        }
    });
    are_plain.then_some(types)
}

fn unreadable(error: wasmparser::BinaryReaderError) -> Error {
    wording::unreadable("the code", &error)
}

/// Everything but functions, with the flags behind the globals and the table of late functions behind the tables.
fn items(
    module: &Module<'_>,
    plan: &Plan,
    late: &Late,
) -> Result<Vec<(String, EntityType)>, String> {
    let mut same = RoundtripReencoder;
    let mut items = Vec::new();
    for (memory, item) in &module.memories {
        let ty = EntityType::Memory(item.ty.into());
        items.push((late.memory_export(memory), ty));
    }
    for (table, item) in &module.tables {
        let ty = same.table_type(item.ty).map_err(|it| it.to_string())?;
        items.push((late.table_export(table), EntityType::Table(ty)));
    }
    let ty = EntityType::Table(late.table_type());
    items.push((late.table().to_owned(), ty));
    for (global, item) in &module.globals {
        let ty = same.global_type(item.ty).map_err(|it| it.to_string())?;
        items.push((late.global_export(global), EntityType::Global(ty)));
    }
    let flags = (module.globals.len() as u32..).map(GlobalIdx::from_u32);
    for global in flags.take(plan.flags.len()) {
        let ty = GlobalType {
            val_type: wasm_encoder::ValType::I32,
            mutable: true,
            shared: false,
        };
        items.push((late.global_export(global), EntityType::Global(ty)));
    }
    for (tag, ty) in &module.tags {
        let ty = TagType {
            kind: TagKind::Exception,
            func_type_idx: ty.as_u32(),
        };
        items.push((late.tag_export(tag), EntityType::Tag(ty)));
    }
    Ok(items)
}
