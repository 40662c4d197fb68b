//! A body with legacy exceptions, or with many standard ones around an instruction → one in which no
//! `try_table` lies in another.

use super::blocks::{Blocks, EXCEPTION};
use super::tries::{End, Receiver, Tries, Try};
use super::{Failure, LOCALS, Plain, Surroundings, Written, missing, too_much};
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{BlockType, Catch, Function, Handle, Instruction, ValType};
use wasmparser::Operator;

/// The body without its size.
pub(super) fn translate(
    surroundings: &Surroundings<'_>,
    position: usize,
    tries: &Tries,
    blocks: &mut Blocks<'_>,
) -> Written<Vec<u8>> {
    let body = &surroundings.bodies[position];
    let function = surroundings.imported_functions + position;
    let function = u32::try_from(function).map_err(|_| missing("an index"))?;
    let signature = surroundings.signature(surroundings.function(function)?)?;
    let params = signature.params().len() as u32;
    let mut locals: Vec<(u32, ValType)> = Vec::new();
    let mut first_caught = params;
    for local in body.get_locals_reader()? {
        let (count, ty) = local?;
        first_caught = first_caught.saturating_add(count);
        locals.push((count, Plain.val_type(ty)?));
    }
    locals.push((tries.nested_rethrows, EXCEPTION));
    let needed = first_caught.saturating_add(tries.nested_rethrows);
    if needed > LOCALS {
        let what = "locals, with those for caught exceptions";
        return Err(too_much(what, needed as usize, LOCALS as usize));
    }
    let mut writer = Writer {
        function: Function::new(locals),
        frames: Vec::new(),
        depth: 1,
        first_caught,
        caught: 0,
        receiving: vec![None; tries.len()],
        blocks,
    };
    writer.frames.push(Frame {
        label: 0,
        receiver: None,
        kind: Kind::Function,
    });
    let mut coming = tries.iter();
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Try { blockty } => {
                if let Some((at, found)) = coming.next() {
                    writer.begin(at, found, blockty)?;
                }
            }
            Operator::TryTable { try_table } => {
                if let Some((at, _)) = coming.next() {
                    writer.begin_table(at, &try_table)?;
                }
            }
            Operator::Catch { .. } | Operator::CatchAll => writer.handler()?,
            Operator::Rethrow { relative_depth } => writer.rethrow(relative_depth),
            Operator::Delegate { .. } | Operator::End => writer.end()?,
            operator => {
                let throws = writer.throws(&operator)?;
                let instruction = Plain.instruction(operator)?;
                writer.other(instruction, throws);
            }
        }
    }
    Ok(writer.function.into_raw_body())
}

/// A construct of the original that is open.
struct Frame {
    /// Which label of the translation stands for it, counted from the function's.
    label: u32,
    /// The label to go to with what is thrown here; without one it leaves the function.
    receiver: Option<u32>,
    kind: Kind,
}

enum Kind {
    Function,
    Block,
    /// A legacy one with handlers.
    Try {
        tags: Vec<Option<u32>>,
        /// How many of its handlers have begun.
        begun: usize,
        /// The local that holds what a handler caught, if that is thrown again.
        caught: Option<u32>,
    },
    /// A standard one, with the clauses as labels of the translation.
    Table(Vec<Catch>),
}

struct Writer<'w, 's> {
    function: Function,
    frames: Vec<Frame>,
    /// How many labels the translation has here.
    depth: u32,
    /// The first local for caught exceptions.
    first_caught: u32,
    /// How many of them are in use.
    caught: u32,
    /// By the position of a construct that is open, where to go with what is thrown in its body.
    receiving: Vec<Option<u32>>,
    blocks: &'w mut Blocks<'s>,
}

impl Writer<'_, '_> {
    fn put(&mut self, instruction: Instruction<'_>) {
        self.function.instruction(&instruction);
    }

    fn open(&mut self, instruction: Instruction<'_>) {
        self.put(instruction);
        self.depth += 1;
    }

    fn close(&mut self) {
        self.put(Instruction::End);
        self.depth -= 1;
    }

    /// How to name a label here.
    fn relative(&self, label: u32) -> u32 {
        self.depth - 1 - label
    }

    /// The label of the translation that stands for one of the original. All are there in a valid body.
    fn label(&self, label: u32) -> u32 {
        let frame = self.frames.iter().rev().nth(label as usize);
        frame.map_or(0, |frame| frame.label)
    }

    /// What a label of the original is called here.
    fn renamed(&self, label: u32) -> u32 {
        self.relative(self.label(label))
    }

    /// Where to go with what is thrown here.
    fn receiver(&self) -> Option<u32> {
        self.frames.last().and_then(|frame| frame.receiver)
    }

    /// The same, for what is thrown beside the innermost construct.
    fn receiver_around(&self) -> Option<u32> {
        let around = self.frames.iter().rev().nth(1);
        around.and_then(|frame| frame.receiver)
    }

    fn begin(&mut self, at: usize, found: &Try, ty: wasmparser::BlockType) -> Written<()> {
        let label = self.depth;
        self.open(Instruction::Block(Plain.block_type(ty)?));
        let mut receiver = self.receiver();
        let kind = match &found.end {
            End::Handlers(tags) if !tags.is_empty() => {
                receiver = Some(self.depth);
                let body = self.blocks.body(ty)?;
                self.open(Instruction::Block(body));
                Kind::Try {
                    tags: tags.clone(),
                    begun: 0,
                    caught: found.rethrown.then_some(self.first_caught + self.caught),
                }
            }
            End::Handlers(_) | End::Clauses => Kind::Block,
            End::Delegate(to) => {
                receiver = match *to {
                    Receiver::Try(at) => self.receiving[at],
                    Receiver::Caller => None,
                };
                Kind::Block
            }
        };
        self.receiving[at] = receiver;
        self.frames.push(Frame {
            label,
            receiver,
            kind,
        });
        Ok(())
    }

    fn begin_table(&mut self, at: usize, table: &wasmparser::TryTable) -> Written<()> {
        let mut clauses = Vec::with_capacity(table.catches.len());
        for clause in &table.catches {
            let mut clause = Plain.catch(*clause)?;
            let label = label_of(&mut clause);
            *label = self.label(*label);
            clauses.push(clause);
        }
        let label = self.depth;
        self.open(Instruction::Block(Plain.block_type(table.ty)?));
        let mut receiver = self.receiver();
        let mut kind = Kind::Block;
        if !clauses.is_empty() {
            receiver = Some(self.depth);
            let body = self.blocks.body(table.ty)?;
            self.open(Instruction::Block(body));
            kind = Kind::Table(clauses);
        }
        self.receiving[at] = receiver;
        self.frames.push(Frame {
            label,
            receiver,
            kind,
        });
        Ok(())
    }

    /// Ends the body of the innermost construct. What was thrown in it is on the stack then.
    fn end_body(&mut self) {
        self.put(Instruction::Br(self.renamed(0)));
        self.close();
        let around = self.receiver_around();
        if let Some(frame) = self.frames.last_mut() {
            frame.receiver = around;
        }
    }

    /// Throws what is on the stack, for these clauses to catch, or whatever is around.
    fn dispatch(&mut self, mut clauses: Vec<Catch>) -> Written<()> {
        if let Some(around) = self.receiver_around() {
            let label = self.relative(around);
            clauses.push(Catch::AllRef { label });
        }
        let throwing = self.blocks.throwing()?;
        self.open(Instruction::TryTable(throwing, clauses.into()));
        self.put(Instruction::ThrowRef);
        self.close();
        self.put(Instruction::Unreachable);
        Ok(())
    }

    fn handler(&mut self) -> Written<()> {
        let Some(Frame {
            kind:
                Kind::Try {
                    tags,
                    begun,
                    caught,
                },
            ..
        }) = self.frames.last_mut()
        else {
            return Ok(());
        };
        let caught = *caught;
        let is_first = *begun == 0;
        *begun += 1;
        if is_first {
            let tags = std::mem::take(tags);
            self.caught += u32::from(caught.is_some());
            self.end_body();
            if tags == [None] {
                // Nothing else can be caught.
                self.put(match caught {
                    Some(caught) => Instruction::LocalSet(caught),
                    None => Instruction::Drop,
                });
                return Ok(());
            }
            for tag in tags.iter().rev() {
                let handler = self.blocks.handler(*tag, caught.is_some())?;
                self.open(Instruction::Block(handler));
            }
            let again = caught.is_some();
            let clauses = (0..).zip(&tags).map(|(label, tag)| match (*tag, again) {
                (Some(tag), true) => Catch::OneRef { tag, label },
                (Some(tag), false) => Catch::One { tag, label },
                (None, true) => Catch::AllRef { label },
                (None, false) => Catch::All { label },
            });
            self.dispatch(clauses.collect())?;
        } else {
            self.put(Instruction::Br(self.renamed(0)));
        }
        self.close();
        if let Some(caught) = caught {
            self.put(Instruction::LocalSet(caught));
        }
        Ok(())
    }

    fn rethrow(&mut self, label: u32) {
        let frame = self.frames.iter().rev().nth(label as usize);
        if let Some(Frame {
            kind: Kind::Try {
                caught: Some(caught),
                ..
            },
            ..
        }) = frame
        {
            self.put(Instruction::LocalGet(*caught));
            self.put(match self.receiver() {
                Some(receiver) => Instruction::Br(self.relative(receiver)),
                None => Instruction::ThrowRef,
            });
        }
    }

    /// Ends the innermost construct.
    fn end(&mut self) -> Written<()> {
        match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(Kind::Table(clauses)) => {
                let mut clauses = std::mem::take(clauses);
                self.end_body();
                for clause in &mut clauses {
                    let label = label_of(clause);
                    *label = self.relative(*label);
                }
                self.dispatch(clauses)?;
            }
            Some(Kind::Try { caught, .. }) => self.caught -= u32::from(caught.is_some()),
            Some(Kind::Block | Kind::Function) | None => {}
        }
        self.close();
        self.frames.pop();
        Ok(())
    }

    /// The type of the block that an instruction needs around it here: it may throw, and something catches.
    fn throws(&mut self, operator: &Operator<'_>) -> Written<Option<BlockType>> {
        if self.receiver().is_none() {
            return Ok(None);
        }
        Ok(Some(match *operator {
            Operator::Call { function_index } => self.blocks.call(function_index)?,
            Operator::CallIndirect {
                type_index,
                table_index,
            } => self.blocks.call_indirect(type_index, table_index)?,
            Operator::CallRef { type_index } => self.blocks.call_ref(type_index)?,
            Operator::Throw { tag_index } => self.blocks.throw(tag_index)?,
            Operator::ThrowRef => self.blocks.throwing()?,
            // Where a stack is switched to.
            Operator::Resume { .. }
            | Operator::ResumeThrow { .. }
            | Operator::ResumeThrowRef { .. }
            | Operator::Suspend { .. }
            | Operator::Switch { .. } => {
                return Err(reencode::Error::UserError(Failure::Stacks));
            }
            // A tail call leaves the body before what it calls throws; other instructions trap at most.
            _ => return Ok(None),
        }))
    }

    /// An instruction that catches nothing, but may throw or name labels.
    fn other(&mut self, mut instruction: Instruction<'_>, throws: Option<BlockType>) {
        match &mut instruction {
            Instruction::Br(label)
            | Instruction::BrIf(label)
            | Instruction::BrOnNull(label)
            | Instruction::BrOnNonNull(label)
            | Instruction::BrOnCast {
                relative_depth: label,
                ..
            }
            | Instruction::BrOnCastFail {
                relative_depth: label,
                ..
            }
            | Instruction::BrOnCastDescEq {
                relative_depth: label,
                ..
            }
            | Instruction::BrOnCastDescEqFail {
                relative_depth: label,
                ..
            } => *label = self.renamed(*label),
            Instruction::BrTable(labels, default) => {
                for label in labels.to_mut() {
                    *label = self.renamed(*label);
                }
                *default = self.renamed(*default);
            }
            Instruction::Resume { resume_table, .. }
            | Instruction::ResumeThrow { resume_table, .. }
            | Instruction::ResumeThrowRef { resume_table, .. } => {
                for handle in resume_table.to_mut() {
                    if let Handle::OnLabel { label, .. } = handle {
                        *label = self.renamed(*label);
                    }
                }
            }
            _ => {}
        }
        if let (Some(ty), Some(receiver)) = (throws, self.receiver()) {
            let label = self.relative(receiver);
            let clauses = vec![Catch::AllRef { label }];
            self.open(Instruction::TryTable(ty, clauses.into()));
            let returns = !matches!(instruction, Instruction::Throw(_) | Instruction::ThrowRef);
            self.put(instruction);
            self.close();
            if !returns {
                self.put(Instruction::Unreachable);
            }
            return;
        }
        let opens = matches!(
            instruction,
            Instruction::Block(_) | Instruction::Loop(_) | Instruction::If(_)
        );
        if opens {
            self.frames.push(Frame {
                label: self.depth,
                receiver: self.receiver(),
                kind: Kind::Block,
            });
            self.depth += 1;
        }
        self.put(instruction);
    }
}

fn label_of(clause: &mut Catch) -> &mut u32 {
    match clause {
        Catch::One { label, .. }
        | Catch::OneRef { label, .. }
        | Catch::All { label }
        | Catch::AllRef { label } => label,
    }
}
