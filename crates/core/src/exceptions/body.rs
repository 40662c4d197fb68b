//! A body with legacy exceptions → the same with standard ones.

use super::blocks::{Blocks, EXCEPTION};
use super::tries::{End, Receiver, Tries, Try};
use super::{Plain, Surroundings, Written};
use wasm_encoder::reencode::Reencode;
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
    let signature = surroundings.signature(surroundings.function(position)?)?;
    let mut locals: Vec<(u32, ValType)> = Vec::new();
    let mut first_caught = signature.params().len() as u32;
    for local in body.get_locals_reader()? {
        let (count, ty) = local?;
        first_caught = first_caught.saturating_add(count);
        locals.push((count, Plain.val_type(ty)?));
    }
    locals.push((tries.nested_handlers, EXCEPTION));
    let mut writer = Writer {
        function: Function::new(locals),
        frames: Vec::new(),
        depth: 0,
        first_caught,
        handlers: 0,
        receiving: vec![0; tries.len()],
        blocks,
    };
    writer.frames.push(Frame {
        label: 0,
        kind: Kind::Function,
    });
    writer.depth = 1;
    if tries.escapes {
        writer.open(Instruction::Block(BlockType::Result(EXCEPTION)));
    }
    let mut coming = tries.iter();
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::Try { blockty } => {
                if let Some((at, found)) = coming.next() {
                    writer.begin(at, found, blockty)?;
                }
            }
            Operator::Catch { .. } | Operator::CatchAll => writer.handler(),
            Operator::Rethrow { relative_depth } => writer.rethrow(relative_depth),
            Operator::Delegate { .. } => {
                writer.end_body();
                writer.frames.pop();
            }
            Operator::End => writer.end(tries.escapes),
            operator => {
                let instruction = Plain.instruction(operator)?;
                writer.other(instruction);
            }
        }
    }
    Ok(writer.function.into_raw_body())
}

/// A construct of the original that is open.
struct Frame {
    /// Which label of the translation stands for it, counted from the function's.
    label: u32,
    kind: Kind,
}

enum Kind {
    Function,
    Block,
    Try {
        /// How many of its handlers have begun.
        begun: usize,
        /// The local that holds what a handler caught.
        caught: u32,
        /// Whether its body lies in a block that ends with what others delegate.
        receives: bool,
    },
}

struct Writer<'w, 's> {
    function: Function,
    frames: Vec<Frame>,
    /// How many labels the translation has here.
    depth: u32,
    /// The first local for caught exceptions.
    first_caught: u32,
    /// How many handlers are open.
    handlers: u32,
    /// By the position of a `try` that is open, the label of the block that ends with what is delegated to it.
    receiving: Vec<u32>,
    blocks: &'w mut Blocks<'s>,
}

impl Writer<'_, '_> {
    /// The label of the block that ends with what is delegated to the caller.
    const ESCAPE: u32 = 1;

    fn open(&mut self, instruction: Instruction<'_>) {
        self.function.instruction(&instruction);
        self.depth += 1;
    }

    fn close(&mut self) {
        self.function.instruction(&Instruction::End);
        self.depth -= 1;
    }

    /// How to name a label here.
    fn relative(&self, label: u32) -> u32 {
        self.depth - 1 - label
    }

    /// What a label of the original is called here. All are there in a valid body.
    fn renamed(&self, label: u32) -> u32 {
        let frame = self.frames.iter().rev().nth(label as usize);
        self.relative(frame.map_or(0, |frame| frame.label))
    }

    fn begin(&mut self, at: usize, found: &Try, ty: wasmparser::BlockType) -> Written<()> {
        let written = Plain.block_type(ty)?;
        let label = self.depth;
        match &found.end {
            End::Handlers(tags) if tags.is_empty() => self.open(Instruction::Block(written)),
            End::Handlers(tags) => {
                self.open(Instruction::Block(written));
                for tag in tags.iter().rev() {
                    let catching = self.blocks.catching(ty, *tag)?;
                    self.open(Instruction::Block(catching));
                }
                let clauses = (0..).zip(tags).map(|(label, tag)| match *tag {
                    Some(tag) => Catch::OneRef { tag, label },
                    None => Catch::AllRef { label },
                });
                let clauses: Vec<Catch> = clauses.collect();
                self.open(Instruction::TryTable(written, clauses.into()));
            }
            End::Delegate(receiver) => {
                let receiving = match *receiver {
                    Receiver::Try(at) => self.receiving[at],
                    Receiver::Caller => Self::ESCAPE,
                };
                let label = self.relative(receiving);
                let clauses = vec![Catch::AllRef { label }];
                self.open(Instruction::TryTable(written, clauses.into()));
            }
        }
        if found.receives {
            let catching = self.blocks.catching(ty, None)?;
            self.receiving[at] = self.depth;
            self.open(Instruction::Block(catching));
        }
        self.frames.push(Frame {
            label,
            kind: Kind::Try {
                begun: 0,
                caught: self.first_caught + self.handlers,
                receives: found.receives,
            },
        });
        Ok(())
    }

    /// Ends the body of the innermost `try`, throwing again in it what was delegated to it.
    fn end_body(&mut self) {
        if let Some(Frame {
            kind: Kind::Try { receives: true, .. },
            ..
        }) = self.frames.last()
        {
            self.function.instruction(&Instruction::Br(1));
            self.close();
            self.function.instruction(&Instruction::ThrowRef);
        }
        self.close();
    }

    fn handler(&mut self) {
        if let Some(Frame {
            kind: Kind::Try { begun: 0, .. },
            ..
        }) = self.frames.last()
        {
            self.end_body();
            self.handlers += 1;
        }
        self.function.instruction(&Instruction::Br(self.renamed(0)));
        self.close();
        if let Some(Frame {
            kind: Kind::Try { begun, caught, .. },
            ..
        }) = self.frames.last_mut()
        {
            *begun += 1;
            self.function.instruction(&Instruction::LocalSet(*caught));
        }
    }

    fn rethrow(&mut self, label: u32) {
        let frame = self.frames.iter().rev().nth(label as usize);
        if let Some(Frame {
            kind: Kind::Try { caught, .. },
            ..
        }) = frame
        {
            self.function.instruction(&Instruction::LocalGet(*caught));
            self.function.instruction(&Instruction::ThrowRef);
        }
    }

    fn end(&mut self, escapes: bool) {
        match self.frames.last().map(|frame| &frame.kind) {
            Some(Kind::Try { begun: 0, .. }) => self.end_body(),
            Some(Kind::Function) if escapes => {
                self.function.instruction(&Instruction::Return);
                self.close();
                self.function.instruction(&Instruction::ThrowRef);
                self.close();
            }
            Some(Kind::Try { .. }) => {
                self.handlers -= 1;
                self.close();
            }
            _ => self.close(),
        }
        self.frames.pop();
    }

    /// An instruction that has nothing to do with legacy exceptions, but may name labels.
    fn other(&mut self, mut instruction: Instruction<'_>) {
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
            Instruction::TryTable(_, clauses) => {
                for clause in clauses.to_mut() {
                    match clause {
                        Catch::One { label, .. }
                        | Catch::OneRef { label, .. }
                        | Catch::All { label }
                        | Catch::AllRef { label } => *label = self.renamed(*label),
                    }
                }
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
        let opens = matches!(
            instruction,
            Instruction::Block(_)
                | Instruction::Loop(_)
                | Instruction::If(_)
                | Instruction::TryTable(..)
        );
        if opens {
            self.frames.push(Frame {
                label: self.depth,
                kind: Kind::Block,
            });
            self.depth += 1;
        }
        self.function.instruction(&instruction);
    }
}
