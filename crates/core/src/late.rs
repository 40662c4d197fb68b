//! Which functions of a twin [in parts](crate::Parts) are late, and what the first part has in their places.

pub(crate) mod scan;

use crate::error::{Result, emit as wording};
use crate::exports::fresh_prefix;
use crate::externs::is_function;
use crate::handover::function_types;
use crate::index::{FuncIdx, GlobalIdx, LateIdx, MemoryIdx, TableIdx, TagIdx, TypeIdx};
use crate::module::{Module, Origin};
use crate::plan::Plan;
use cranelift_entity::{EntityRef, PrimaryMap, SecondaryMap, packed_option::PackedOption};
use scan::Scan;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasm_encoder::{Encode, RefType, TableType};

/// Which functions the first part has.
#[derive(Copy, Clone, Debug)]
pub struct Likely<'a> {
    /// Those that are likely to run.
    pub functions: &'a BTreeSet<FuncIdx>,
    /// All whose bodies have no more bytes than that: what stands for a late one takes as long to compile.
    pub small: usize,
}

impl<'a> Likely<'a> {
    /// These, and all that are not worth being late.
    pub fn new(functions: &'a BTreeSet<FuncIdx>) -> Self {
        Likely {
            functions,
            small: 80,
        }
    }
}

/// The functions that are left out of the first part.
pub(crate) struct Late {
    prefix: String,
    table_name: String,
    functions: PrimaryMap<LateIdx, Function>,
    of: SecondaryMap<FuncIdx, PackedOption<LateIdx>>,
    /// The types of all functions.
    function_types: Vec<TypeIdx>,
    /// The types of late functions.
    types: BTreeSet<TypeIdx>,
    /// The functions of the first part that late ones call.
    called: BTreeSet<FuncIdx>,
    /// The index that the table of late functions has.
    table: u32,
    /// How many memories, tables, globals and tags the first part shows to later ones.
    shown: [u32; 4],
}

struct Function {
    func: FuncIdx,
    /// In the original.
    body: Range<usize>,
    /// Whether the first part can call it.
    has_callers: bool,
}

/// The functions that can be late, with those that they call, and all that the first part can call.
struct Candidates {
    callees: BTreeMap<FuncIdx, Vec<FuncIdx>>,
    called: BTreeSet<FuncIdx>,
}

impl Candidates {
    fn find(module: &Module<'_>, plan: &Plan, likely: Likely<'_>) -> Result<Self> {
        let first: BTreeSet<FuncIdx> = plan.calls.iter().map(|call| call.func).collect();
        let exports = module.exports.iter().filter(|it| is_function(it.kind));
        let exported = exports.map(|export| FuncIdx::from_u32(export.index));
        let mut found = Candidates {
            callees: BTreeMap::new(),
            // What references and others can refer to.
            called: module.referenced.iter().copied().chain(exported).collect(),
        };
        for (func, body) in module.bodies() {
            let scan = Scan::of(&module.bytes[body.clone()], body.start)
                .map_err(|error| wording::unreadable("the code", &error))?;
            let callees = scan.calls.iter().map(|call| call.callee);
            let is_first = likely.functions.contains(&func) || first.contains(&func);
            match is_first || scan.is_tied {
                true => found.called.extend(callees),
                false => {
                    found.callees.insert(func, callees.collect());
                }
            }
        }
        found.leave_small(module, likely.small);
        Ok(found)
    }

    /// Leaves in the first part what takes no longer to compile than what would stand for it, and is called there.
    fn leave_small(&mut self, module: &Module<'_>, small: usize) {
        let is_small = |func: FuncIdx| match &module.functions[func] {
            Origin::Defined(body) => body.len() <= small,
            Origin::Imported => false,
        };
        let mut open: Vec<FuncIdx> = self.called.iter().copied().collect();
        while let Some(func) = open.pop() {
            if is_small(func)
                && let Some(callees) = self.callees.remove(&func)
            {
                let called = &mut self.called;
                open.extend(callees.into_iter().filter(|callee| called.insert(*callee)));
            }
        }
    }
}

impl Late {
    /// Finds them: all that are not likely to run, but for those that are called first and those that are tied to the
    /// first part.
    pub(crate) fn find(module: &Module<'_>, plan: &Plan, likely: Likely<'_>) -> Result<Late> {
        let prefix = fresh_prefix(module);
        let mut late = Late {
            table_name: format!("{prefix}late"),
            prefix,
            functions: PrimaryMap::new(),
            of: SecondaryMap::new(),
            function_types: function_types(module),
            types: BTreeSet::new(),
            called: BTreeSet::new(),
            table: module.tables.len() as u32,
            shown: [
                module.memories.len() as u32,
                module.tables.len() as u32,
                (module.globals.len() + plan.flags.len()) as u32,
                module.tags.len() as u32,
            ],
        };
        let Candidates { callees, called } = Candidates::find(module, plan, likely)?;
        for (func, callees) in callees {
            if let Origin::Defined(body) = &module.functions[func] {
                late.called.extend(callees);
                late.of[func] = late.functions.next_key().into();
                late.types.extend(late.function_types.get(func.index()));
                late.functions.push(Function {
                    func,
                    body: body.clone(),
                    has_callers: called.contains(&func),
                });
            }
        }
        let of = &late.of;
        late.called.retain(|func| of[*func].is_none());
        Ok(late)
    }

    pub(crate) fn len(&self) -> u32 {
        self.functions.len() as u32
    }

    pub(crate) fn functions(&self) -> impl Iterator<Item = FuncIdx> {
        self.functions.values().map(|late| late.func)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.functions.values().map(|late| late.body.len()).sum()
    }

    pub(crate) fn size(&self, late: LateIdx) -> usize {
        self.functions[late].body.len()
    }

    /// Where the body stands in the original.
    pub(crate) fn body(&self, late: LateIdx) -> Range<usize> {
        self.functions[late].body.clone()
    }

    pub(crate) fn func(&self, late: LateIdx) -> FuncIdx {
        self.functions[late].func
    }

    pub(crate) fn index(&self, func: FuncIdx) -> Option<LateIdx> {
        self.of[func].expand()
    }

    /// The type of a late function.
    pub(crate) fn ty(&self, late: LateIdx) -> TypeIdx {
        self.function_type(self.func(late))
    }

    /// The type of any function.
    pub(crate) fn function_type(&self, func: FuncIdx) -> TypeIdx {
        self.function_types[func.index()]
    }

    /// The index of the table of late functions, here and in later parts.
    pub(crate) fn table_index(&self) -> u32 {
        self.table
    }

    /// The export that is this table.
    pub(crate) fn table(&self) -> &str {
        &self.table_name
    }

    pub(crate) fn type_export(&self, ty: TypeIdx) -> String {
        format!("{}type{}", self.prefix, ty.as_u32())
    }

    pub(crate) fn memory_export(&self, memory: MemoryIdx) -> String {
        format!("{}memory{}", self.prefix, memory.as_u32())
    }

    pub(crate) fn table_export(&self, table: TableIdx) -> String {
        format!("{}table{}", self.prefix, table.as_u32())
    }

    pub(crate) fn global_export(&self, global: GlobalIdx) -> String {
        format!("{}global{}", self.prefix, global.as_u32())
    }

    pub(crate) fn tag_export(&self, tag: TagIdx) -> String {
        format!("{}tag{}", self.prefix, tag.as_u32())
    }

    pub(crate) fn function_export(&self, func: FuncIdx) -> String {
        format!("{}function{}", self.prefix, func.as_u32())
    }

    /// The types of late functions, in the order of the globals that show them.
    pub(crate) fn types(&self) -> impl Iterator<Item = TypeIdx> {
        self.types.iter().copied()
    }

    /// The type of the table of late functions.
    pub(crate) fn table_type(&self) -> TableType {
        TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: self.len().into(),
            maximum: Some(self.len().into()),
            shared: false,
        }
    }

    /// Names each export that the first part has for the later ones, its kind and its index. `first_type` is the
    /// index of the global that shows the first type.
    pub(crate) fn export(&self, first_type: u32, mut export: impl FnMut(&str, u8, u32)) {
        let [memories, tables, globals, tags] = self.shown;
        export(self.table(), 0x01, self.table);
        for index in 0..memories {
            export(&self.memory_export(MemoryIdx::from_u32(index)), 0x02, index);
        }
        for index in 0..tables {
            export(&self.table_export(TableIdx::from_u32(index)), 0x01, index);
        }
        for index in 0..globals {
            export(&self.global_export(GlobalIdx::from_u32(index)), 0x03, index);
        }
        for index in 0..tags {
            export(&self.tag_export(TagIdx::from_u32(index)), 0x04, index);
        }
        for func in &self.called {
            export(&self.function_export(*func), 0x00, func.as_u32());
        }
        for (index, ty) in (first_type..).zip(self.types()) {
            export(&self.type_export(ty), 0x03, index);
        }
    }

    /// Writes the body that the first part has for a late function: it calls what the table has for it.
    pub(crate) fn stub(&self, module: &Module<'_>, late: LateIdx, body: &mut Vec<u8>) {
        let Function {
            func, has_callers, ..
        } = self.functions[late];
        body.push(0x00);
        if has_callers {
            for param in 0..module.signature(func).params().len() as u32 {
                body.push(0x20);
                param.encode(body);
            }
            self.call(late, false, body);
        } else {
            // `unreachable`: nothing comes here.
            body.push(0x00);
        }
        body.push(0x0b);
    }

    /// Writes a call of a late function whose arguments are on the stack.
    pub(crate) fn call(&self, late: LateIdx, is_tail: bool, body: &mut Vec<u8>) {
        body.push(0x41);
        late.as_u32().cast_signed().encode(body);
        body.push(if is_tail { 0x13 } else { 0x11 });
        self.ty(late).as_u32().encode(body);
        self.table.encode(body);
    }
}
