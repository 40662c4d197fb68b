//! The order in which merged modules come to life.
//!
//! Instantiating one module after the other applies the segments of the first and starts it, then
//! those of the second, and so on; one module applies all its active segments and then starts. The
//! difference shows where a start function runs before segments of a later module are applied to
//! something that it can reach. Such segments become passive, and a generated start function applies
//! them at their time.
//!
//! <https://webassembly.github.io/spec/core/exec/modules.html#instantiation>

use super::resolution::{Item, Party, Resolution};
use crate::calls::reactor;
use crate::error::Result;
use crate::rewrite::{Maps, Remap, Space, bug, without_end};
use std::collections::HashSet;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{Function, Instruction};
use wasmparser::{ConstExpr, DataKind, ElementItems, ElementKind};

/// One thing that the start function of a merged module does.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// Apply an element segment of a module, and drop it.
    Element { party: usize, position: usize },
    /// The same with a data segment.
    Data { party: usize, position: usize },
    /// Call a function, by its index in the merged module.
    Call(u32),
}

/// What the start function does, in order. Segments that it applies are passive.
pub(super) struct Sequence {
    steps: Vec<Step>,
    /// The same steps, to look one up.
    taken: HashSet<Step>,
}

impl Sequence {
    pub(super) fn new(parties: &[Party<'_>], resolution: &Resolution<'_>, maps: &[Maps]) -> Self {
        let mut sequence = Sequence {
            steps: Vec::new(),
            taken: HashSet::new(),
        };
        // Who has run code so far.
        let mut runners: Vec<usize> = Vec::new();
        for (at, party) in parties.iter().enumerate() {
            let waits = |space: Space, index: u32| match resolution.item(at, space, index) {
                Item::Open(_) => !runners.is_empty(),
                // A module can't reach what a later one defines.
                Item::Defined { party: owner, .. } => runners.iter().any(|runner| *runner >= owner),
            };
            for (position, element) in party.contents.elements.iter().enumerate() {
                if let ElementKind::Active { table_index, .. } = &element.kind
                    && waits(Space::Table, table_index.unwrap_or(0))
                {
                    sequence.steps.push(Step::Element {
                        party: at,
                        position,
                    });
                }
            }
            for (position, data) in party.contents.data.iter().enumerate() {
                if let DataKind::Active { memory_index, .. } = &data.kind
                    && waits(Space::Memory, *memory_index)
                {
                    sequence.steps.push(Step::Data {
                        party: at,
                        position,
                    });
                }
            }
            let own_reactor = party.name.and_then(|_| reactor(&party.module));
            let calls: Vec<u32> = party
                .module
                .start
                .into_iter()
                .chain(own_reactor)
                .map(|func| maps[at].functions[func.as_u32() as usize])
                .collect();
            if !calls.is_empty() {
                runners.push(at);
                sequence.steps.extend(calls.into_iter().map(Step::Call));
            }
        }
        sequence.taken = sequence.steps.iter().copied().collect();
        sequence
    }

    /// Whether the start function applies this element segment.
    pub(super) fn applies_element(&self, party: usize, position: usize) -> bool {
        self.taken.contains(&Step::Element { party, position })
    }

    /// Whether the start function applies this data segment.
    pub(super) fn applies_data(&self, party: usize, position: usize) -> bool {
        self.taken.contains(&Step::Data { party, position })
    }

    /// Whether it applies any data segment, so that code names one.
    pub(super) fn names_data(&self) -> bool {
        let is_data = |step: &Step| matches!(step, Step::Data { .. });
        self.steps.iter().any(is_data)
    }

    /// Whether it applies any segment.
    pub(super) fn needs_bulk_memory(&self) -> bool {
        let is_call = |step: &Step| matches!(step, Step::Call(_));
        !self.steps.iter().all(is_call)
    }

    /// What the start section says.
    pub(super) fn start(&self) -> Start {
        match self.steps.as_slice() {
            [] => Start::None,
            [Step::Call(only)] => Start::Existing(*only),
            _ => Start::Generated,
        }
    }

    /// The body of the generated function.
    pub(super) fn body(&self, parties: &[Party<'_>], maps: &[Maps]) -> Result<Function> {
        let mut body = Function::new([]);
        for step in &self.steps {
            match *step {
                Step::Call(func) => {
                    body.instruction(&Instruction::Call(func));
                }
                Step::Element { party, position } => {
                    let element = &parties[party].contents.elements[position];
                    if let ElementKind::Active {
                        table_index,
                        offset_expr,
                    } = &element.kind
                    {
                        let count = match &element.items {
                            ElementItems::Functions(items) => items.count(),
                            ElementItems::Expressions(_, items) => items.count(),
                        };
                        let maps = &maps[party];
                        let elem_index = maps.elements[position];
                        whole(&mut body, offset_expr, count, maps)?;
                        body.instruction(&Instruction::TableInit {
                            elem_index,
                            table: maps.tables[table_index.unwrap_or(0) as usize],
                        });
                        body.instruction(&Instruction::ElemDrop(elem_index));
                    }
                }
                Step::Data { party, position } => {
                    let data = &parties[party].contents.data[position];
                    if let DataKind::Active {
                        memory_index,
                        offset_expr,
                    } = &data.kind
                    {
                        let maps = &maps[party];
                        let data_index = maps.data[position];
                        whole(&mut body, offset_expr, data.data.len() as u32, maps)?;
                        body.instruction(&Instruction::MemoryInit {
                            mem: maps.memories[*memory_index as usize],
                            data_index,
                        });
                        body.instruction(&Instruction::DataDrop(data_index));
                    }
                }
            }
        }
        body.instruction(&Instruction::End);
        Ok(body)
    }
}

/// Which start function a merged module has.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Start {
    None,
    Existing(u32),
    Generated,
}

/// The operands of `memory.init` and `table.init` for a segment as a whole.
fn whole(body: &mut Function, offset: &ConstExpr<'_>, count: u32, maps: &Maps) -> Result<()> {
    let offset = Remap::new(maps).const_expr(offset.clone());
    let offset = offset.map_err(|error| bug(&error))?;
    body.raw(without_end(&offset));
    body.instruction(&Instruction::I32Const(0));
    body.instruction(&Instruction::I32Const(count.cast_signed()));
    Ok(())
}
