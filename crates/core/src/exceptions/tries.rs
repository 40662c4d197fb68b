//! The constructs of a body that catch exceptions: how each ends has to be known where it begins.

use wasmparser::{BinaryReaderError, FunctionBody, Operator};

/// All of a body's, `try` and `try_table`, in the order of the binary.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tries {
    tries: Vec<Try>,
    /// Whether there is a `try` of the legacy encoding.
    is_legacy: bool,
    /// How many clauses of `try_table` an instruction lies in at most.
    clauses_around: usize,
    /// How many handlers that throw again what they caught lie within one another at most.
    pub(super) nested_rethrows: u32,
}

/// A `try` or a `try_table`.
#[derive(Debug, PartialEq)]
pub(super) struct Try {
    pub(super) end: End,
    /// Whether some handler's exception is thrown again.
    pub(super) rethrown: bool,
}

/// How it ends.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    /// By handlers, or by none; the one for all exceptions has no tag.
    Handlers(Vec<Option<u32>>),
    Delegate(Receiver),
    /// It is a `try_table`, whose clauses stand where it begins.
    Clauses,
}

/// Where a delegated exception is thrown again.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) enum Receiver {
    /// In the body of the construct at this position.
    Try(usize),
    Caller,
}

/// What encloses an instruction.
#[derive(Copy, Clone)]
struct Frame {
    kind: Kind,
    /// The innermost construct in whose body it lies: its own, if this is one. A handler lies in the body of
    /// none but those around, for its `try` is over.
    body: Option<usize>,
    /// The innermost legacy `try` in whose body it lies. What is delegated passes a `try_table` over, as in V8.
    legacy: Option<usize>,
    /// How many clauses of `try_table` are around.
    clauses: usize,
    /// How many handlers that throw again lie within one another in it.
    rethrows: u32,
}

#[derive(Copy, Clone)]
enum Kind {
    /// Anything that catches nothing.
    Other,
    Body(usize),
    Handler(usize),
}

impl Tries {
    pub(super) fn read(body: &FunctionBody<'_>) -> Result<Self, BinaryReaderError> {
        let mut found = Tries::default();
        // Their opcodes: a body without these bytes holds none.
        let holds = |opcode: u8| body.as_bytes().contains(&opcode);
        if !holds(0x06) && !holds(0x1f) {
            return Ok(found);
        }
        let function = Frame {
            kind: Kind::Other,
            body: None,
            legacy: None,
            clauses: 0,
            rethrows: 0,
        };
        let mut frames = vec![function];
        for operator in body.get_operators_reader()? {
            // The function's own frame is there until the last instruction.
            let around = frames.last().copied().unwrap_or(function);
            let inner = Frame {
                kind: Kind::Other,
                rethrows: 0,
                ..around
            };
            match operator? {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    frames.push(inner);
                }
                Operator::Try { .. } => {
                    found.is_legacy = true;
                    let at = found.begin(End::Handlers(Vec::new()));
                    frames.push(Frame {
                        kind: Kind::Body(at),
                        body: Some(at),
                        legacy: Some(at),
                        ..inner
                    });
                }
                Operator::TryTable { try_table } => {
                    let clauses = around.clauses + try_table.catches.len();
                    found.clauses_around = found.clauses_around.max(clauses);
                    let at = found.begin(End::Clauses);
                    frames.push(Frame {
                        kind: Kind::Body(at),
                        body: Some(at),
                        clauses,
                        ..inner
                    });
                }
                Operator::Catch { tag_index } => found.handler(&mut frames, Some(tag_index)),
                Operator::CatchAll => found.handler(&mut frames, None),
                Operator::Rethrow { relative_depth } => {
                    let named = frames.iter().rev().nth(relative_depth as usize);
                    if let Some(Kind::Handler(at)) = named.map(|frame| frame.kind) {
                        found.tries[at].rethrown = true;
                    }
                }
                Operator::Delegate { relative_depth } => {
                    let ended = found.end(&mut frames);
                    let named = frames.iter().rev().nth(relative_depth as usize);
                    let receiver = named.and_then(|frame| frame.legacy);
                    let receiver = receiver.map_or(Receiver::Caller, Receiver::Try);
                    if let Some(Kind::Body(at)) = ended {
                        found.tries[at].end = End::Delegate(receiver);
                    }
                }
                Operator::End => {
                    found.end(&mut frames);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Whether some `try` is legacy, or there are more clauses around an instruction than `most`.
    pub(super) fn need_translation(&self, most: usize) -> bool {
        self.is_legacy || self.clauses_around > most
    }

    /// How many constructs catch something.
    pub(super) fn catching(&self) -> usize {
        let catching = self.tries.iter().filter(|found| match &found.end {
            End::Handlers(tags) => !tags.is_empty(),
            End::Delegate(_) => false,
            End::Clauses => true,
        });
        catching.count()
    }

    /// How many handlers one `try` has at most.
    pub(super) fn handlers(&self) -> usize {
        let handlers = self.tries.iter().map(|found| match &found.end {
            End::Handlers(tags) => tags.len(),
            End::Delegate(_) | End::Clauses => 0,
        });
        handlers.max().unwrap_or(0)
    }

    pub(super) fn len(&self) -> usize {
        self.tries.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Try)> {
        self.tries.iter().enumerate()
    }

    fn begin(&mut self, end: End) -> usize {
        self.tries.push(Try {
            end,
            rethrown: false,
        });
        self.tries.len() - 1
    }

    /// Begins a handler of the innermost `try`.
    fn handler(&mut self, frames: &mut [Frame], tag: Option<u32>) {
        let Some((frame, outer)) = frames.split_last_mut() else {
            return;
        };
        let (Kind::Body(at) | Kind::Handler(at)) = frame.kind else {
            return;
        };
        if let End::Handlers(tags) = &mut self.tries[at].end {
            tags.push(tag);
        }
        // What its body holds does not lie in its handlers.
        if let (Kind::Body(_), Some(outer)) = (frame.kind, outer.last_mut()) {
            outer.rethrows = outer.rethrows.max(frame.rethrows);
            frame.rethrows = 0;
        }
        frame.kind = Kind::Handler(at);
        frame.body = outer.last().and_then(|outer| outer.body);
        frame.legacy = outer.last().and_then(|outer| outer.legacy);
    }

    /// Ends the innermost construct.
    fn end(&mut self, frames: &mut Vec<Frame>) -> Option<Kind> {
        let ended = frames.pop()?;
        let own = match ended.kind {
            Kind::Handler(at) => u32::from(self.tries[at].rethrown),
            Kind::Body(_) | Kind::Other => 0,
        };
        let nested = ended.rethrows + own;
        match frames.last_mut() {
            Some(outer) => outer.rethrows = outer.rethrows.max(nested),
            None => self.nested_rethrows = nested,
        }
        Some(ended.kind)
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

    fn handlers(tags: &[Option<u32>]) -> Try {
        Try {
            end: End::Handlers(tags.to_vec()),
            rethrown: false,
        }
    }

    #[test]
    fn a_constant_that_looks_like_one_is_none() {
        assert_eq!(
            tries("i32.const 6 drop i32.const 0x1f drop"),
            Tries::default()
        );
    }

    #[test]
    fn handlers_are_listed_in_order() {
        let found = tries("try catch $f try catch_all end catch $e catch_all end try end");
        assert_eq!(
            found.tries,
            [
                handlers(&[Some(1), Some(0), None]),
                handlers(&[None]),
                handlers(&[]),
            ]
        );
        assert_eq!(found.nested_rethrows, 0);
    }

    #[test]
    fn handlers_that_throw_again_are_counted_where_they_lie_within_one_another() {
        // The second in the body of the first, beside it, and in its handler; one between throws nothing again.
        let second = "try catch_all rethrow 0 end";
        let beside = format!("try {second} catch_all rethrow 0 end {second}");
        assert_eq!(tries(&beside).nested_rethrows, 1);
        let within = format!("try catch_all rethrow 0 end try catch_all {second} rethrow 0 end");
        assert_eq!(tries(&within).nested_rethrows, 2);
        let between = format!("try catch_all try catch_all {second} end rethrow 0 end");
        assert_eq!(tries(&between).nested_rethrows, 2);
        assert_eq!(
            tries("try catch $e try catch_all rethrow 1 end end").nested_rethrows,
            1
        );
    }

    #[test]
    fn clauses_are_counted_where_an_instruction_lies_in_them() {
        let found =
            tries("block try_table (catch_all 0) (catch $e 0) try_table (catch_all 0) end end end");
        assert!(found.need_translation(2) && !found.need_translation(3));
        let found = tries("block try_table (catch_all 0) end try_table (catch_all 0) end end");
        assert!(found.need_translation(0) && !found.need_translation(1));
        assert!(tries("try end").need_translation(10));
    }

    #[test]
    fn what_can_handle_nothing_is_passed_over() {
        let to = |receiver| Try {
            end: End::Delegate(receiver),
            rethrown: false,
        };
        // From a block in the body of a `try`, past another one's handler.
        let found = tries("try try catch_all block try delegate 0 end end catch_all end");
        assert_eq!(found.tries[2], to(Receiver::Try(0)));
        // Past the `try` in between.
        let found = tries("try try try delegate 1 catch_all end catch_all end");
        assert_eq!(found.tries[2], to(Receiver::Try(0)));
        // To the function, and to the handler's `try`, which is over.
        let found = tries("try try delegate 1 catch_all try delegate 0 end");
        assert_eq!(found.tries[1], to(Receiver::Caller));
        assert_eq!(found.tries[2], to(Receiver::Caller));
        // Past a `try_table`, directly and from a block in it.
        let table = "block try_table (catch_all 0) block try delegate 0 try delegate 1 end end end";
        let found = tries(table);
        assert_eq!(found.tries[1], to(Receiver::Caller));
        assert_eq!(found.tries[2], to(Receiver::Caller));
        let found = tries(&format!("try {table} catch_all end"));
        assert_eq!(found.tries[2], to(Receiver::Try(0)));
    }
}
