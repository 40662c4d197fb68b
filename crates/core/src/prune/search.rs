//! What the exports and the start function of a module lead to.
//!
//! A function is *called* if something may call it: it is exported, started, named by live code or by
//! a live constant; or it is an entry of a table that is *open*, or through which live code calls by
//! a type that the function's matches. A table is open if its entries can get away: it is exported or
//! imported, or live code reads them. A function that is an entry and nothing else is *listed*.
//!
//! Active segments are a part of what they fill. What they do to imported memories and tables others
//! can see.
//!
//! <https://webassembly.github.io/spec/core/exec/instructions.html#xref-syntax-instructions-syntax-instr-control-mathsf-call-indirect-x-y>

use super::entries::Entries;
use super::live::{Live, Role};
use super::marks::{Marks, Named};
use crate::error::{Result, emit as bugs};
use crate::index::TypeIdx;
use crate::kinds::is_subtype;
use crate::module::Module;
use crate::rewrite::{Contents, Space, bug};
use std::collections::BTreeSet;
use wasm_encoder::reencode::Reencode;
use wasmparser::{
    ConstExpr, DataKind, Element, ElementItems, ElementKind, Operator, TableInit, TypeRef,
};

/// Finds what is live.
pub(super) fn find(module: &Module<'_>, contents: &Contents<'_>) -> Result<Live> {
    let mut search = Search::new(module, contents);
    for export in &contents.exports {
        search.export(Space::of_export(export.kind), export.index);
    }
    if let Some(start) = module.start {
        search.call(start.as_u32());
    }
    search.imported_state();
    search.finish()
}

/// What is yet to be looked at.
enum Task {
    Type(u32),
    Call(u32),
    List(u32),
    Table(u32),
    Global(u32),
    Tag(u32),
    Memory(u32),
    Element(u32),
    Data(u32),
}

struct Search<'m, 'a> {
    module: &'m Module<'a>,
    contents: &'m Contents<'a>,
    live: Live,
    tasks: Vec<Task>,
    /// By table.
    entries: Vec<Entries>,
    /// By space, what each import is.
    imported: [Vec<TypeRef>; Space::ALL.len()],
    /// The group of each type, with the index of the group's first, until it has been looked at.
    groups: Vec<Option<(usize, u32)>>,
}

impl<'m, 'a> Search<'m, 'a> {
    fn new(module: &'m Module<'a>, contents: &'m Contents<'a>) -> Self {
        let imported = Space::ALL.map(|space| {
            let imports = contents.imports_of(space);
            imports.map(|import| import.ty).collect::<Vec<_>>()
        });
        let count = |space: Space| imported[space as usize].len() + contents.defined(space);
        let none = |space: Space| vec![false; count(space)];
        let entries = vec![Entries::default(); count(Space::Table)];
        Search {
            module,
            contents,
            live: Live {
                types: vec![false; contents.type_count()],
                functions: vec![Role::Gone; count(Space::Func)],
                tables: none(Space::Table),
                memories: none(Space::Memory),
                globals: none(Space::Global),
                tags: none(Space::Tag),
                elements: vec![false; contents.elements.len()],
                data: vec![false; contents.data.len()],
                written: BTreeSet::new(),
                names_data: false,
            },
            tasks: Vec::new(),
            entries,
            imported,
            groups: groups(contents),
        }
    }

    /// The position among the definitions of its space; `None` for an import.
    fn definition(&self, space: Space, index: u32) -> Option<usize> {
        (index as usize).checked_sub(self.imported[space as usize].len())
    }

    /// Others see it, and may do to it what its type allows.
    fn export(&mut self, space: Space, index: u32) {
        self.mark(match space {
            Space::Func => Named::Func(index),
            Space::Table => Named::Table(index),
            Space::Memory => Named::Memory(index),
            Space::Global => Named::Global(index),
            Space::Tag => Named::Tag(index),
        });
        match space {
            Space::Table => self.open(index),
            Space::Global => {
                self.live.written.insert(index);
            }
            Space::Func | Space::Memory | Space::Tag => {}
        }
    }

    fn call(&mut self, func: u32) {
        if self.live.functions[func as usize] < Role::Called {
            self.live.functions[func as usize] = Role::Called;
            self.tasks.push(Task::Call(func));
        }
    }

    fn mark(&mut self, named: Named) {
        let (set, index, task): (_, _, fn(u32) -> Task) = match named {
            Named::Func(func) => return self.call(func),
            Named::Type(index) => (&mut self.live.types, index, Task::Type),
            Named::Table(index) => (&mut self.live.tables, index, Task::Table),
            Named::Memory(index) => (&mut self.live.memories, index, Task::Memory),
            Named::Global(index) => (&mut self.live.globals, index, Task::Global),
            Named::Tag(index) => (&mut self.live.tags, index, Task::Tag),
            Named::Element(index) => (&mut self.live.elements, index, Task::Element),
            Named::Data(index) => (&mut self.live.data, index, Task::Data),
        };
        if !std::mem::replace(&mut set[index as usize], true) {
            self.tasks.push(task(index));
        }
    }

    fn marks(&mut self, look: impl FnOnce(&mut Marks) -> Result<()>) -> Result<()> {
        let mut marks = Marks::default();
        look(&mut marks)?;
        for named in marks.named {
            self.mark(named);
        }
        Ok(())
    }

    fn open(&mut self, table: u32) {
        for func in self.entries[table as usize].open() {
            self.call(func);
        }
    }

    /// A function is an entry of a table.
    fn list(&mut self, table: u32, func: u32) {
        if self.live.functions[func as usize] == Role::Gone {
            self.live.functions[func as usize] = Role::Listed;
            self.tasks.push(Task::List(func));
        }
        let imported = self.definition(Space::Func, func).is_none();
        let kind = (self.function_type(func), imported);
        let module = self.module;
        let fits = |kind, wanted| fits(module, kind, wanted);
        if self.entries[table as usize].list(func, kind, fits) {
            self.call(func);
        }
    }

    /// Live code calls through a table by a type.
    fn call_through(&mut self, table: u32, ty: u32) {
        let module = self.module;
        let fits = |kind, wanted| fits(module, kind, wanted);
        for func in self.entries[table as usize].call_by(ty, fits) {
            self.call(func);
        }
    }

    /// What instantiation does to imported memories and tables, others see.
    fn imported_state(&mut self) {
        for data in &self.contents.data {
            if let DataKind::Active { memory_index, .. } = data.kind
                && self.definition(Space::Memory, memory_index).is_none()
            {
                self.mark(Named::Memory(memory_index));
            }
        }
        for element in &self.contents.elements {
            if let Some(table) = target(element)
                && self.definition(Space::Table, table).is_none()
            {
                self.mark(Named::Table(table));
            }
        }
    }

    fn finish(mut self) -> Result<Live> {
        while let Some(task) = self.tasks.pop() {
            self.look(task)?;
        }
        Ok(self.live)
    }

    fn look(&mut self, task: Task) -> Result<()> {
        match task {
            Task::Type(index) => self.group(index),
            Task::List(func) => {
                let ty = self.function_type(func);
                self.mark(Named::Type(ty));
                Ok(())
            }
            Task::Call(func) => {
                let ty = self.function_type(func);
                self.mark(Named::Type(ty));
                match self.definition(Space::Func, func) {
                    Some(position) => self.body(position),
                    None => self.import(Space::Func, func),
                }
            }
            Task::Table(index) => self.table(index),
            Task::Memory(index) => self.memory(index),
            Task::Global(index) => match self.definition(Space::Global, index) {
                None => self.import(Space::Global, index),
                Some(position) => {
                    let global = &self.contents.globals[position];
                    self.marks(|marks| {
                        marks.global_type(global.ty).map_err(|error| bug(&error))?;
                        marks.constant(&global.init_expr)
                    })
                }
            },
            Task::Tag(index) => match self.definition(Space::Tag, index) {
                None => self.import(Space::Tag, index),
                Some(position) => {
                    let ty = self.contents.tags[position].func_type_idx;
                    self.mark(Named::Type(ty));
                    Ok(())
                }
            },
            Task::Element(index) => self.segment(index),
            // Live code may copy its bytes; where an active one goes is a part of the memory.
            Task::Data(index) => match &self.contents.data[index as usize].kind {
                DataKind::Passive => Ok(()),
                DataKind::Active {
                    memory_index,
                    offset_expr,
                } => {
                    self.mark(Named::Memory(*memory_index));
                    self.marks(|marks| marks.constant(offset_expr))
                }
            },
        }
    }

    fn function_type(&self, func: u32) -> u32 {
        match self.definition(Space::Func, func) {
            Some(position) => self.contents.functions[position],
            None => match self.imported[Space::Func as usize].get(func as usize) {
                Some(TypeRef::Func(ty) | TypeRef::FuncExact(ty)) => *ty,
                _ => unreachable!("function imports are of function types"),
            },
        }
    }

    fn import(&mut self, space: Space, index: u32) -> Result<()> {
        let ty = self.imported[space as usize].get(index as usize).copied();
        self.marks(|marks| match ty {
            Some(ty) => marks.entity_type(ty).map(drop).map_err(|error| bug(&error)),
            None => Ok(()),
        })
    }

    /// All types of the group that a type is in: what it is depends on them.
    fn group(&mut self, index: u32) -> Result<()> {
        let Some((group, first)) = self.groups[index as usize] else {
            return Ok(());
        };
        let types = self.contents.types[group].types();
        let end = first + types.len() as u32;
        for ty in first..end {
            self.groups[ty as usize] = None;
            self.mark(Named::Type(ty));
        }
        self.marks(|marks| {
            for ty in types {
                marks.sub_type(ty.clone()).map_err(|error| bug(&error))?;
            }
            Ok(())
        })
    }

    fn table(&mut self, index: u32) -> Result<()> {
        match self.definition(Space::Table, index) {
            None => {
                self.import(Space::Table, index)?;
                self.open(index);
            }
            Some(position) => {
                let table = &self.contents.tables[position];
                self.marks(|marks| {
                    marks
                        .table_type(table.ty)
                        .map(drop)
                        .map_err(|error| bug(&error))
                })?;
                if let TableInit::Expr(expr) = &table.init {
                    self.entry(index, expr)?;
                }
            }
        }
        for (segment, element) in (0..).zip(&self.contents.elements) {
            if target(element) == Some(index) {
                self.mark(Named::Element(segment));
            }
        }
        Ok(())
    }

    fn memory(&mut self, index: u32) -> Result<()> {
        if self.definition(Space::Memory, index).is_none() {
            self.import(Space::Memory, index)?;
        }
        for (segment, data) in (0..).zip(&self.contents.data) {
            if matches!(data.kind, DataKind::Active { memory_index, .. } if memory_index == index) {
                self.mark(Named::Data(segment));
            }
        }
        Ok(())
    }

    /// An element segment: entries of the table that it fills, or what live code can read.
    fn segment(&mut self, index: u32) -> Result<()> {
        let element = &self.contents.elements[index as usize];
        let unreadable = |error| bugs::unreadable("an element segment", &error);
        let table = target(element);
        if let ElementKind::Active { offset_expr, .. } = &element.kind {
            self.marks(|marks| marks.constant(offset_expr))?;
        }
        if let Some(table) = table {
            self.mark(Named::Table(table));
        }
        match &element.items {
            ElementItems::Functions(items) => {
                for func in items.clone() {
                    let func = func.map_err(unreadable)?;
                    match table {
                        Some(table) => self.list(table, func),
                        None => self.call(func),
                    }
                }
            }
            ElementItems::Expressions(ty, items) => {
                self.marks(|marks| marks.ref_type(*ty).map(drop).map_err(|error| bug(&error)))?;
                for expr in items.clone() {
                    let expr = expr.map_err(unreadable)?;
                    match table {
                        Some(table) => self.entry(table, &expr)?,
                        None => self.marks(|marks| marks.constant(&expr))?,
                    }
                }
            }
        }
        Ok(())
    }

    /// A constant that is an entry of a table.
    fn entry(&mut self, table: u32, expr: &ConstExpr<'_>) -> Result<()> {
        let unreadable = |error| bugs::unreadable("a constant expression", &error);
        let mut operators = expr.get_operators_reader();
        let first = operators.read().map_err(unreadable)?;
        match first {
            Operator::RefFunc { function_index } if operators.is_end_then_eof() => {
                self.list(table, function_index);
                Ok(())
            }
            _ => self.marks(|marks| marks.constant(expr)),
        }
    }

    fn body(&mut self, position: usize) -> Result<()> {
        let unreadable = |error| bugs::unreadable("the code", &error);
        let body = &self.contents.bodies[position];
        let mut marks = Marks::default();
        for local in body.get_locals_reader().map_err(unreadable)? {
            let (_, ty) = local.map_err(unreadable)?;
            marks.val_type(ty).map_err(|error| bug(&error))?;
        }
        let operators = body.get_operators_reader().map_err(unreadable)?;
        for operator in operators {
            let operator = operator.map_err(unreadable)?;
            self.exception(&operator);
            let from = marks.named.len();
            let reads = matches!(
                operator,
                Operator::GlobalGet { .. } | Operator::GlobalAtomicGet { .. }
            );
            marks.operator(operator)?;
            for named in &marks.named[from..] {
                match named {
                    Named::Global(global) if !reads => {
                        self.live.written.insert(*global);
                    }
                    Named::Data(_) => self.live.names_data = true,
                    _ => {}
                }
            }
        }
        for named in marks.named {
            self.mark(named);
        }
        Ok(())
    }

    /// Instructions that do more to a table than to name it.
    fn exception(&mut self, operator: &Operator<'_>) {
        match *operator {
            Operator::CallIndirect {
                type_index,
                table_index,
            }
            | Operator::ReturnCallIndirect {
                type_index,
                table_index,
            } => self.call_through(table_index, type_index),
            Operator::TableGet { table } => self.open(table),
            Operator::TableCopy {
                dst_table,
                src_table,
            } => {
                self.open(dst_table);
                self.open(src_table);
            }
            Operator::TableAtomicGet { table_index, .. }
            | Operator::TableAtomicRmwXchg { table_index, .. }
            | Operator::TableAtomicRmwCmpxchg { table_index, .. } => self.open(table_index),
            _ => {}
        }
    }
}

/// Whether a call by the type can reach a function of this type, imported or not.
fn fits(module: &Module<'_>, (found, imported): (u32, bool), wanted: u32) -> bool {
    let (found, wanted) = (TypeIdx::from_u32(found), TypeIdx::from_u32(wanted));
    // What is imported may be of a subtype of the type that it is imported by.
    is_subtype(module, found, wanted) || (imported && is_subtype(module, wanted, found))
}

/// For each type the position of its group, and the index of that group's first type.
fn groups(contents: &Contents<'_>) -> Vec<Option<(usize, u32)>> {
    let mut groups = Vec::new();
    for (position, group) in contents.types.iter().enumerate() {
        let first = groups.len() as u32;
        groups.extend(group.types().map(|_| Some((position, first))));
    }
    groups
}

/// The table that a segment fills.
fn target(element: &Element<'_>) -> Option<u32> {
    match element.kind {
        ElementKind::Active { table_index, .. } => Some(table_index.unwrap_or(0)),
        ElementKind::Passive | ElementKind::Declared => None,
    }
}
