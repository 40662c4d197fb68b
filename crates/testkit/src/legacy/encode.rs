//! A program as a module.

use super::{End, Program, Shape, Step, TAGS, carries};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, Instruction, Module, TagKind, TagSection, TagType, TypeSection,
    ValType,
};

/// Types: of functions and of what carries nothing; of what carries a number; of blocks that take and give.
const NOTHING: u32 = 0;
const NUMBER: u32 = 1;
const THROUGH: u32 = 2;

/// The module: its export `run` calls the first function, its export `noted` is what was noted.
pub fn encode(program: &Program) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I64], []);
    types.ty().function([ValType::I64], [ValType::I64]);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for steps in &program.0 {
        functions.function(NOTHING);
        let mut writer = Writer {
            function: Function::new([(1, ValType::I64), (Writer::TURNS, ValType::I32)]),
            shapes: Vec::new(),
            loops: 0,
        };
        writer.steps(steps);
        writer.function.instruction(&Instruction::End);
        code.function(&writer.function);
    }
    let mut tags = TagSection::new();
    for tag in 0..TAGS {
        tags.tag(TagType {
            kind: TagKind::Exception,
            func_type_idx: match carries(tag) {
                true => NUMBER,
                false => NOTHING,
            },
        });
    }
    let mut globals = GlobalSection::new();
    let ty = GlobalType {
        val_type: ValType::I64,
        mutable: true,
        shared: false,
    };
    globals.global(ty, &ConstExpr::i64_const(0));
    let mut exports = ExportSection::new();
    exports.export("run", ExportKind::Func, 0);
    exports.export("noted", ExportKind::Global, 0);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tags);
    module.section(&globals).section(&exports).section(&code);
    module.finish()
}

struct Writer {
    function: Function,
    /// What a branch to each construct around has to bring, the innermost last.
    shapes: Vec<Shape>,
    /// How many loops lie around.
    loops: u32,
}

impl Writer {
    /// The local that a number waits in.
    const SPARE: u32 = 0;
    /// The first of the locals that count turns, one for each loop around, and how many there are.
    const FIRST_TURN: u32 = 1;
    const TURNS: u32 = 8;

    fn put(&mut self, instruction: Instruction<'_>) {
        self.function.instruction(&instruction);
    }

    fn number(&mut self, number: i64) {
        self.put(Instruction::I64Const(number));
    }

    /// Notes the number on the stack.
    fn note(&mut self) {
        self.put(Instruction::LocalSet(Self::SPARE));
        self.put(Instruction::GlobalGet(0));
        self.number(31);
        self.put(Instruction::I64Mul);
        self.put(Instruction::LocalGet(Self::SPARE));
        self.put(Instruction::I64Add);
        self.put(Instruction::GlobalSet(0));
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    /// Steps in a construct that ends with what it gives.
    fn within(&mut self, shape: Shape, steps: &[Step]) {
        self.shapes.push(shape);
        self.steps(steps);
        self.shapes.pop();
        self.give(shape);
    }

    fn give(&mut self, shape: Shape) {
        if let Some(given) = shape.given() {
            self.number(given);
        }
    }

    /// The type of a construct; what it takes is put on the stack.
    fn enter(&mut self, shape: Shape) -> BlockType {
        match shape {
            Shape::Plain => BlockType::Empty,
            Shape::Gives(_) => BlockType::Result(ValType::I64),
            Shape::TakesAndGives(taken, _) => {
                self.number(taken);
                BlockType::FunctionType(THROUGH)
            }
        }
    }

    /// What is done first in a construct's body.
    fn take(&mut self, shape: Shape) {
        if let Shape::TakesAndGives(..) = shape {
            self.note();
        }
    }

    /// What is done behind a construct.
    fn leave(&mut self, shape: Shape) {
        if shape.given().is_some() {
            self.note();
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Note(number) => {
                self.number(*number);
                self.note();
            }
            Step::Throw { tag, payload } => {
                if carries(*tag) {
                    self.number(*payload);
                }
                self.put(Instruction::Throw(*tag));
            }
            Step::Branch(label) => {
                let target = self.shapes.len() - 1 - *label as usize;
                self.give(self.shapes[target]);
                self.put(Instruction::Br(*label));
            }
            Step::Return => self.put(Instruction::Return),
            Step::Call(function) => self.put(Instruction::Call(*function as u32)),
            Step::If {
                bit,
                then,
                otherwise,
            } => {
                self.put(Instruction::GlobalGet(0));
                self.number(i64::from(*bit));
                self.put(Instruction::I64ShrS);
                self.put(Instruction::I32WrapI64);
                self.put(Instruction::I32Const(1));
                self.put(Instruction::I32And);
                self.put(Instruction::If(BlockType::Empty));
                self.within(Shape::Plain, then);
                self.put(Instruction::Else);
                self.within(Shape::Plain, otherwise);
                self.put(Instruction::End);
            }
            Step::Block(shape, steps) => {
                let ty = self.enter(*shape);
                self.put(Instruction::Block(ty));
                self.take(*shape);
                self.within(*shape, steps);
                self.put(Instruction::End);
                self.leave(*shape);
            }
            Step::Loop(turns, steps) => self.turns(*turns, steps),
            Step::Try(shape, body, end) => self.caught(*shape, body, end),
            Step::Rethrow(label) => self.put(Instruction::Rethrow(*label)),
        }
    }

    fn turns(&mut self, turns: u32, steps: &[Step]) {
        let counter = Self::FIRST_TURN + self.loops;
        self.put(Instruction::I32Const(turns as i32));
        self.put(Instruction::LocalSet(counter));
        self.put(Instruction::Loop(BlockType::Empty));
        self.loops += 1;
        self.within(Shape::Plain, steps);
        self.loops -= 1;
        self.put(Instruction::LocalGet(counter));
        self.put(Instruction::I32Const(1));
        self.put(Instruction::I32Sub);
        self.put(Instruction::LocalTee(counter));
        self.put(Instruction::BrIf(0));
        self.put(Instruction::End);
    }

    fn caught(&mut self, shape: Shape, body: &[Step], end: &End) {
        let ty = self.enter(shape);
        self.put(Instruction::Try(ty));
        self.take(shape);
        self.within(shape, body);
        match end {
            End::Delegate(label) => self.put(Instruction::Delegate(*label)),
            End::Handlers(handlers) => {
                for (tag, steps) in handlers {
                    match tag {
                        Some(tag) => {
                            self.put(Instruction::Catch(*tag));
                            if carries(*tag) {
                                self.note();
                            }
                        }
                        None => self.put(Instruction::CatchAll),
                    }
                    self.within(shape, steps);
                }
                self.put(Instruction::End);
            }
        }
        self.leave(shape);
    }
}
