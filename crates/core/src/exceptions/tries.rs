//! The legacy `try` instructions of a body: how each ends has to be known where it begins.

use wasmparser::{FunctionBody, Operator, Result};

/// All of a body's, in the order of the binary.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tries {
    tries: Vec<Try>,
    /// Whether some exception is delegated to the caller.
    pub(super) escapes: bool,
    /// How many handlers lie within one another at most.
    pub(super) nested_handlers: u32,
}

/// A `try`.
#[derive(Debug, PartialEq)]
pub(super) struct Try {
    pub(super) end: End,
    /// Whether others delegate to it.
    pub(super) receives: bool,
}

/// How a `try` ends.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    /// By handlers, or by none; the one for all exceptions has no tag.
    Handlers(Vec<Option<u32>>),
    Delegate(Receiver),
}

/// Where a delegated exception is thrown again.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Receiver {
    /// In the body of the `try` at this position.
    Try(usize),
    Caller,
}

/// What encloses an instruction.
#[derive(Copy, Clone)]
enum Frame {
    /// Anything that handles nothing: a handler as well, for its `try` is over.
    Other,
    Body(usize),
    Handler(usize),
}

impl Tries {
    pub(super) fn read(body: &FunctionBody<'_>) -> Result<Self> {
        let mut found = Tries::default();
        // Its opcode: a body without that byte holds none.
        if !body.as_bytes().contains(&0x06) {
            return Ok(found);
        }
        let mut frames = vec![Frame::Other];
        let mut handlers = 0;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Block { .. }
                | Operator::Loop { .. }
                | Operator::If { .. }
                | Operator::TryTable { .. } => frames.push(Frame::Other),
                Operator::Try { .. } => {
                    frames.push(Frame::Body(found.tries.len()));
                    found.tries.push(Try {
                        end: End::Handlers(Vec::new()),
                        receives: false,
                    });
                }
                Operator::Catch { tag_index } => {
                    handlers += found.handler(&mut frames, Some(tag_index));
                }
                Operator::CatchAll => handlers += found.handler(&mut frames, None),
                Operator::Delegate { relative_depth } => {
                    found.delegate(&mut frames, relative_depth);
                }
                Operator::End => {
                    if let Some(Frame::Handler(_)) = frames.pop() {
                        handlers -= 1;
                    }
                }
                _ => {}
            }
            found.nested_handlers = found.nested_handlers.max(handlers);
        }
        Ok(found)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tries.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.tries.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Try)> {
        self.tries.iter().enumerate()
    }

    /// Begins a handler of the innermost `try`, and says how many more are open.
    fn handler(&mut self, frames: &mut Vec<Frame>, tag: Option<u32>) -> u32 {
        let (at, more) = match frames.pop() {
            Some(Frame::Body(at)) => (at, 1),
            Some(Frame::Handler(at)) => (at, 0),
            Some(Frame::Other) | None => return 0,
        };
        if let End::Handlers(tags) = &mut self.tries[at].end {
            tags.push(tag);
        }
        frames.push(Frame::Handler(at));
        more
    }

    /// The label counts from outside of the `try` that ends here; what it names handles nothing unless it is
    /// the body of a `try`, so the exception goes on from there.
    fn delegate(&mut self, frames: &mut Vec<Frame>, label: u32) {
        let ended = frames.pop();
        let outer = frames.iter().rev().skip(label as usize);
        let receiver = outer.copied().find_map(|frame| match frame {
            Frame::Body(at) => Some(at),
            Frame::Other | Frame::Handler(_) => None,
        });
        let receiver = match receiver {
            Some(at) => {
                self.tries[at].receives = true;
                Receiver::Try(at)
            }
            None => {
                self.escapes = true;
                Receiver::Caller
            }
        };
        if let Some(Frame::Body(at)) = ended {
            self.tries[at].end = End::Delegate(receiver);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmparser::{Parser, Payload};

    fn tries(code: &str) -> Tries {
        let text = format!("(module (tag $e) (tag $f) (func {code}))");
        let wasm = wat::parse_str(text).unwrap();
        let body = Parser::new(0).parse_all(&wasm).find_map(|payload| {
            let Payload::CodeSectionEntry(body) = payload.unwrap() else {
                return None;
            };
            Some(body)
        });
        Tries::read(&body.unwrap()).unwrap()
    }

    fn handlers(tags: &[Option<u32>], receives: bool) -> Try {
        Try {
            end: End::Handlers(tags.to_vec()),
            receives,
        }
    }

    #[test]
    fn a_constant_that_looks_like_one_is_none() {
        assert_eq!(tries("i32.const 6 drop"), Tries::default());
    }

    #[test]
    fn handlers_are_listed_in_order() {
        let found = tries("try catch $f try catch_all end catch $e catch_all end try end");
        assert_eq!(
            found.tries,
            [
                handlers(&[Some(1), Some(0), None], false),
                handlers(&[None], false),
                handlers(&[], false),
            ]
        );
        assert_eq!(found.nested_handlers, 2);
        assert!(!found.escapes);
    }

    #[test]
    fn what_can_handle_nothing_is_passed_over() {
        let to = |receiver| Try {
            end: End::Delegate(receiver),
            receives: false,
        };
        // From a block in the body of a `try`, past another one's handler.
        let found = tries("try try catch_all block try delegate 0 end end catch_all end");
        assert_eq!(found.tries[0], handlers(&[None], true));
        assert_eq!(found.tries[2], to(Receiver::Try(0)));
        // Past the `try` in between.
        let found = tries("try try try delegate 1 catch_all end catch_all end");
        assert_eq!(found.tries[2], to(Receiver::Try(0)));
        assert!(!found.escapes && !found.tries[1].receives);
        // To the function, and to the handler's `try`, which is over.
        let found = tries("try try delegate 1 catch_all try delegate 0 end");
        assert_eq!(found.tries[1], to(Receiver::Caller));
        assert_eq!(found.tries[2], to(Receiver::Caller));
        assert!(found.escapes);
    }
}
