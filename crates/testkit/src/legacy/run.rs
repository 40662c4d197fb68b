//! What a program does, by the proposal's rules.

use super::{End, Program, Step};

#[derive(Copy, Clone, Debug)]
struct Exception {
    tag: u32,
    payload: i64,
}

/// How steps end.
enum Flow {
    Next,
    Branch(u32),
    Return,
    Thrown(Exception),
    /// An exception that is thrown where the construct begins that is so many out.
    Delegated(u32, Exception),
}

struct Machine<'p> {
    program: &'p Program,
    noted: i64,
    /// What the handler holds that each construct around is, the innermost last.
    caught: Vec<Option<Exception>>,
}

/// What was noted in the end; the error is the same where an exception got out.
///
/// # Errors
///
/// An exception was not caught.
pub fn run(program: &Program) -> Result<i64, i64> {
    let mut machine = Machine {
        program,
        noted: 0,
        caught: Vec::new(),
    };
    match machine.call(0) {
        None => Ok(machine.noted),
        Some(_) => Err(machine.noted),
    }
}

impl Machine<'_> {
    fn note(&mut self, number: i64) {
        self.noted = self.noted.wrapping_mul(31).wrapping_add(number);
    }

    fn call(&mut self, function: usize) -> Option<Exception> {
        let program = self.program;
        let callers = std::mem::take(&mut self.caught);
        let flow = self.steps(&program.0[function]);
        self.caught = callers;
        match flow {
            Flow::Thrown(exception) | Flow::Delegated(_, exception) => Some(exception),
            Flow::Next | Flow::Branch(_) | Flow::Return => None,
        }
    }

    fn steps(&mut self, steps: &[Step]) -> Flow {
        for step in steps {
            match self.step(step) {
                Flow::Next => {}
                flow => return flow,
            }
        }
        Flow::Next
    }

    /// Steps in a construct; what is said of labels outside of it counts from there then.
    fn within(&mut self, caught: Option<Exception>, steps: &[Step]) -> Flow {
        self.caught.push(caught);
        let flow = self.steps(steps);
        self.caught.pop();
        flow
    }

    fn step(&mut self, step: &Step) -> Flow {
        match step {
            Step::Note(number) => self.note(*number),
            Step::Throw { tag, payload } => {
                return Flow::Thrown(Exception {
                    tag: *tag,
                    payload: *payload,
                });
            }
            Step::Branch(label) => return Flow::Branch(*label),
            Step::Return => return Flow::Return,
            Step::Call(function) => {
                if let Some(exception) = self.call(*function) {
                    return Flow::Thrown(exception);
                }
            }
            Step::If {
                bit,
                then,
                otherwise,
            } => {
                let steps = match self.noted >> bit & 1 {
                    1 => then,
                    _ => otherwise,
                };
                return out(self.within(None, steps));
            }
            Step::Block(shape, steps) => {
                self.enter(*shape);
                let flow = out(self.within(None, steps));
                return self.leave(*shape, flow);
            }
            Step::Loop(turns, steps) => {
                for _ in 0..*turns {
                    match out(self.within(None, steps)) {
                        Flow::Next => {}
                        flow => return flow,
                    }
                }
            }
            Step::Try(shape, body, end) => {
                self.enter(*shape);
                let flow = out(self.within(None, body));
                let flow = match (flow, end) {
                    (Flow::Thrown(exception), End::Delegate(label)) => {
                        Flow::Delegated(*label, exception)
                    }
                    (Flow::Thrown(exception), End::Handlers(handlers)) => {
                        let mut fitting = handlers.iter();
                        let fits = |tag: &Option<u32>| tag.is_none_or(|tag| tag == exception.tag);
                        match fitting.find(|(tag, _)| fits(tag)) {
                            None => Flow::Thrown(exception),
                            Some((tag, steps)) => {
                                if tag.is_some_and(super::carries) {
                                    self.note(exception.payload);
                                }
                                out(self.within(Some(exception), steps))
                            }
                        }
                    }
                    (flow, _) => flow,
                };
                return self.leave(*shape, flow);
            }
            Step::Rethrow(label) => {
                let caught = self.caught.iter().rev().nth(*label as usize);
                return match caught {
                    Some(Some(exception)) => Flow::Thrown(*exception),
                    _ => unreachable!("only handlers are named"),
                };
            }
        }
        Flow::Next
    }

    fn enter(&mut self, shape: super::Shape) {
        if let super::Shape::TakesAndGives(taken, _) = shape {
            self.note(taken);
        }
    }

    fn leave(&mut self, shape: super::Shape, flow: Flow) -> Flow {
        if let (Flow::Next, Some(given)) = (&flow, shape.given()) {
            self.note(given);
        }
        flow
    }
}

/// How steps in a construct end, as the construct sees it: a branch to it ends there, and what is delegated to
/// it was thrown in it.
fn out(flow: Flow) -> Flow {
    match flow {
        Flow::Branch(0) => Flow::Next,
        Flow::Branch(label) => Flow::Branch(label - 1),
        Flow::Delegated(0, exception) => Flow::Thrown(exception),
        Flow::Delegated(label, exception) => Flow::Delegated(label - 1, exception),
        flow => flow,
    }
}
