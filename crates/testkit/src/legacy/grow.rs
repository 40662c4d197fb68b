//! Random programs.

use super::{End, Program, Shape, Step, Steps, TAGS};
use crate::random::Numbers;

/// How deep constructs lie within one another.
const DEPTH: u32 = 6;
/// How many steps a program has at most, loops not counted.
const STEPS: usize = 80;
const FUNCTIONS: usize = 3;

/// What encloses a step.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Frame {
    Block,
    /// Branches to its head would make it endless.
    Loop,
    Handler,
}

struct Grower<'n> {
    numbers: &'n mut Numbers,
    frames: Vec<Frame>,
    left: usize,
    function: usize,
}

/// A program.
pub fn program(numbers: &mut Numbers) -> Program {
    let mut left = STEPS;
    let functions = (0..FUNCTIONS).map(|function| {
        let mut grower = Grower {
            numbers: &mut *numbers,
            frames: Vec::new(),
            left,
            function,
        };
        let steps = grower.steps(DEPTH);
        left = grower.left;
        steps
    });
    Program(functions.collect())
}

impl Grower<'_> {
    fn steps(&mut self, depth: u32) -> Steps {
        let count = 1 + self.numbers.below(4);
        (0..count).map(|_| self.step(depth)).collect()
    }

    fn within(&mut self, frame: Frame, depth: u32) -> Steps {
        self.frames.push(frame);
        let steps = self.steps(depth - 1);
        self.frames.pop();
        steps
    }

    fn note(&mut self) -> i64 {
        self.numbers.below(1000) as i64
    }

    fn shape(&mut self) -> Shape {
        match self.numbers.below(3) {
            0 => Shape::Plain,
            1 => Shape::Gives(self.note()),
            _ => Shape::TakesAndGives(self.note(), self.note()),
        }
    }

    fn step(&mut self, depth: u32) -> Step {
        self.left = self.left.saturating_sub(1);
        let choice = match depth == 0 || self.left == 0 {
            true => self.numbers.below(8),
            false => self.numbers.below(24),
        };
        match choice {
            0..=2 => Step::Note(self.note()),
            3 => Step::Throw {
                tag: self.numbers.below(TAGS as usize) as u32,
                payload: self.note(),
            },
            4 => self.out(|frame| *frame != Frame::Loop, Step::Branch),
            5 => self.out(|frame| *frame == Frame::Handler, Step::Rethrow),
            6 if self.numbers.below(6) == 0 => Step::Return,
            6 | 7 => match self.function + 1 + self.numbers.below(FUNCTIONS) {
                callee if callee < FUNCTIONS => Step::Call(callee),
                _ => Step::Note(self.note()),
            },
            8..=11 => Step::If {
                bit: self.numbers.below(12) as u32,
                then: self.within(Frame::Block, depth),
                otherwise: self.within(Frame::Block, depth),
            },
            12 | 13 => Step::Block(self.shape(), self.within(Frame::Block, depth)),
            14 => Step::Loop(
                1 + self.numbers.below(3) as u32,
                self.within(Frame::Loop, depth),
            ),
            15..=18 => {
                let body = self.within(Frame::Block, depth);
                let label = self.numbers.below(self.frames.len() + 1) as u32;
                Step::Try(self.shape(), body, End::Delegate(label))
            }
            _ => {
                let body = self.within(Frame::Block, depth);
                let mut handlers = Vec::new();
                for _ in 0..self.numbers.below(3) {
                    let tag = self.numbers.below(TAGS as usize) as u32;
                    handlers.push((Some(tag), self.within(Frame::Handler, depth)));
                }
                if self.numbers.below(3) == 0 {
                    handlers.push((None, self.within(Frame::Handler, depth)));
                }
                Step::Try(self.shape(), body, End::Handlers(handlers))
            }
        }
    }

    /// A step that names one of these constructs, or another step if there is none.
    fn out(&mut self, is_meant: impl Fn(&Frame) -> bool, step: fn(u32) -> Step) -> Step {
        let labels = (0..).zip(self.frames.iter().rev());
        let labels: Vec<u32> = labels
            .filter(|(_, frame)| is_meant(frame))
            .map(|(label, _)| label)
            .collect();
        match labels.len() {
            0 => Step::Note(self.note()),
            count => step(labels[self.numbers.below(count)]),
        }
    }
}
