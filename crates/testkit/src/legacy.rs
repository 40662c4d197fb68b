//! Random programs that throw and catch in the legacy encoding of exceptions.
//!
//! Each is a tree of steps that is [written](encode) as a module and [run](run::run) as the proposal says
//! it runs. What the module leaves in its global has to be the same.
//!
//! <https://webassembly.github.io/exception-handling/legacy/core/>

mod encode;
mod grow;
mod run;

pub use encode::encode;
pub use grow::program;
pub use run::run;

/// How many tags there are. Each carries an `i64` but for the last, which carries nothing.
const TAGS: u32 = 3;

/// Whether a tag carries a number.
fn carries(tag: u32) -> bool {
    tag + 1 < TAGS
}

/// Some functions, each of which calls only those behind it. The first one is called from outside.
#[derive(Debug)]
pub struct Program(Vec<Steps>);

type Steps = Vec<Step>;

/// What a function does. All that it does can be told from what it notes.
#[derive(Debug)]
enum Step {
    /// Goes into the result, in its place.
    Note(i64),
    Throw {
        tag: u32,
        payload: i64,
    },
    /// Goes on behind a block or at the head of a loop, so many out.
    Branch(u32),
    Return,
    Call(usize),
    /// The next steps if a bit of what was noted so far is set.
    If {
        bit: u32,
        then: Steps,
        otherwise: Steps,
    },
    Block(Shape, Steps),
    /// One that is left when it has been run so often.
    Loop(u32, Steps),
    Try(Shape, Steps, End),
    /// What the handler of a `try` has caught, so many out.
    Rethrow(u32),
}

/// What a block takes from the stack and leaves there.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Shape {
    Plain,
    /// Leaves a number, which is noted.
    Gives(i64),
    /// Takes a number, which it notes first, and leaves another.
    TakesAndGives(i64, i64),
}

impl Shape {
    /// What is noted when it is left by its end or by a branch.
    fn given(self) -> Option<i64> {
        match self {
            Shape::Plain => None,
            Shape::Gives(given) | Shape::TakesAndGives(_, given) => Some(given),
        }
    }
}

/// How a `try` ends.
#[derive(Debug)]
enum End {
    /// Handlers, the last of which may be for all exceptions.
    Handlers(Vec<(Option<u32>, Steps)>),
    Delegate(u32),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Numbers;

    #[test]
    fn a_seed_gives_one_program() {
        let text = |seed| format!("{:?}", program(&mut Numbers::new(seed)));
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }

    #[test]
    fn delegated_exceptions_pass_what_is_in_between() {
        let throw = Step::Throw { tag: 0, payload: 5 };
        let inner = Step::Try(Shape::Plain, vec![throw], End::Delegate(1));
        let between = vec![(None, vec![Step::Note(2)])];
        let between = Step::Try(Shape::Plain, vec![inner], End::Handlers(between));
        let outer = vec![(Some(0), vec![Step::Note(3)])];
        let outer = Step::Try(Shape::Plain, vec![between], End::Handlers(outer));
        // The payload is noted, then what the handler notes.
        assert_eq!(run(&Program(vec![vec![outer]])), Ok(5 * 31 + 3));
    }
}
