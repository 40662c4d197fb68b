//! The guest's standard streams.

use std::io;
use std::sync::Arc;

use crate::errno::Outcome;
use crate::own::{OwnInput, write_stderr, write_stdout};
use crate::{Deadline, Error, ErrorKind, Mode, Session, Sink, Stdin, Stop};

/// How much output a tentative run may hold back, in bytes.
const HELD_LIMIT: usize = 16 << 20;

/// What a chunk of output that is held back takes beside its bytes, roughly: a guest that changes between its streams
/// at every byte has to be held to the limit, too.
const CHUNK_BYTES: usize = 64;

/// Where the guest's standard input comes from, and how far it was read.
#[derive(Debug)]
pub(crate) struct Input {
    source: InputSource,
    position: usize,
}

#[derive(Debug)]
enum InputSource {
    Closed,
    Inherit(Session),
    Bytes(Arc<[u8]>),
}

impl Input {
    pub(crate) fn new(stdin: &Stdin, session: &Session) -> Self {
        Self {
            source: match stdin {
                Stdin::Closed => InputSource::Closed,
                Stdin::Inherit => InputSource::Inherit(session.clone()),
                Stdin::Bytes(bytes) => InputSource::Bytes(Arc::clone(bytes)),
            },
            position: 0,
        }
    }

    /// Bytes consumed so far.
    pub(crate) fn consumed(&self) -> u64 {
        self.position as u64
    }

    /// Fills the buffer as far as there is input; 0 at the end.
    pub(crate) fn read(&mut self, into: &mut [u8], deadline: Deadline) -> Outcome<usize> {
        let count = match &self.source {
            InputSource::Closed => 0,
            InputSource::Inherit(session) => {
                session.read(self.position, into, &mut OwnInput(deadline))?
            }
            InputSource::Bytes(bytes) => {
                let rest = bytes.get(self.position..).unwrap_or_default();
                let count = rest.len().min(into.len());
                into[..count].copy_from_slice(&rest[..count]);
                count
            }
        };
        self.position = self.position.saturating_add(count);
        Ok(count)
    }
}

/// The guest's output, held back as long as the run may be thrown away.
#[derive(Debug)]
pub(crate) struct Output {
    delivery: Delivery,
}

#[derive(Debug)]
enum Delivery {
    Direct,
    Held { chunks: Vec<Chunk>, bytes: usize },
}

/// Consecutive output to one sink. The order between sinks is kept, as two of the guest's streams may end in
/// the same place.
#[derive(Debug)]
struct Chunk {
    sink: Sink,
    bytes: Vec<u8>,
}

impl Output {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            delivery: match mode {
                Mode::Final => Delivery::Direct,
                Mode::Tentative => Delivery::Held {
                    chunks: Vec::new(),
                    bytes: 0,
                },
            },
        }
    }

    /// Takes all of the bytes. What becomes of them is no matter of the guest's: a failure ends the run.
    pub(crate) fn write(&mut self, sink: &Sink, bytes: &[u8], deadline: Deadline) -> Outcome {
        if bytes.is_empty() || matches!(sink, Sink::Discard) {
            return Ok(());
        }
        let (chunks, held) = match &mut self.delivery {
            Delivery::Direct => {
                return deliver(sink, bytes, deadline).map_err(|error| failed(sink, &error).into());
            }
            Delivery::Held { chunks, bytes } => (chunks, bytes),
        };
        let continued = chunks
            .last()
            .is_some_and(|last| same_place(&last.sink, sink));
        let change = !continued && !chunks.is_empty();
        let more = bytes.len() + if change { CHUNK_BYTES } else { 0 };
        if more > HELD_LIMIT - *held {
            let effect = format!("write more than {} MiB of output", HELD_LIMIT >> 20);
            return Err(Stop::StartOver { effect }.into());
        }
        *held += more;
        let no_memory = |_| Stop::OutOfMemory("the output that is held back");
        if !continued {
            chunks.try_reserve(1).map_err(no_memory)?;
            chunks.push(Chunk {
                sink: sink.clone(),
                bytes: Vec::new(),
            });
        }
        if let Some(last) = chunks.last_mut() {
            last.bytes.try_reserve(bytes.len()).map_err(no_memory)?;
            last.bytes.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Delivers what was held back, up to the first failure.
    pub(crate) fn finish(self, deadline: Deadline) -> Result<(), Error> {
        let Delivery::Held { chunks, .. } = self.delivery else {
            return Ok(());
        };
        for Chunk { sink, bytes } in &chunks {
            deliver(sink, bytes, deadline).map_err(|source| ErrorKind::Output {
                stream: name(sink),
                source,
            })?;
        }
        Ok(())
    }
}

fn same_place(one: &Sink, other: &Sink) -> bool {
    match (one, other) {
        (Sink::Discard, Sink::Discard)
        | (Sink::Stdout, Sink::Stdout)
        | (Sink::Stderr, Sink::Stderr) => true,
        (Sink::Buffer(one), Sink::Buffer(other)) => one.shares_with(other),
        _ => false,
    }
}

fn name(sink: &Sink) -> &'static str {
    match sink {
        Sink::Discard => "nowhere",
        Sink::Stdout => "standard output",
        Sink::Stderr => "standard error",
        Sink::Buffer(_) => "a buffer",
    }
}

fn deliver(sink: &Sink, bytes: &[u8], deadline: Deadline) -> io::Result<()> {
    match sink {
        Sink::Discard => Ok(()),
        Sink::Stdout => write_stdout(bytes, deadline),
        Sink::Stderr => write_stderr(bytes, deadline),
        Sink::Buffer(buffer) => buffer.append(bytes),
    }
}

/// Why the run ends when output can't be passed on.
fn failed(sink: &Sink, error: &io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::TimedOut => Stop::OutOfTime,
        _ => Stop::Stream {
            stream: name(sink),
            cause: format!("does not take the guest's output: {error}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutputBuffer;
    use crate::errno::Fault;

    #[test]
    fn a_tentative_run_shows_nothing_before_it_is_finished() {
        let buffer = OutputBuffer::new();
        let sink = Sink::Buffer(buffer.clone());
        let mut output = Output::new(Mode::Tentative);
        output.write(&sink, b"one ", Deadline::NEVER).unwrap();
        output.write(&sink, b"two", Deadline::NEVER).unwrap();
        assert_eq!(buffer.contents(), b"");
        output.finish(Deadline::NEVER).unwrap();
        assert_eq!(buffer.contents(), b"one two");

        let mut dropped = Output::new(Mode::Tentative);
        dropped.write(&sink, b"lost", Deadline::NEVER).unwrap();
        drop(dropped);
        assert_eq!(buffer.contents(), b"one two");
    }

    #[test]
    fn a_final_run_writes_at_once() {
        let buffer = OutputBuffer::new();
        let mut output = Output::new(Mode::Final);
        output
            .write(&Sink::Buffer(buffer.clone()), b"now", Deadline::NEVER)
            .unwrap();
        assert_eq!(buffer.contents(), b"now");
    }

    #[test]
    fn too_much_output_starts_over() {
        let sink = Sink::Buffer(OutputBuffer::new());
        let mut output = Output::new(Mode::Tentative);
        let large = vec![0; HELD_LIMIT];
        output.write(&sink, &large, Deadline::NEVER).unwrap();
        output
            .write(&Sink::Discard, &large, Deadline::NEVER)
            .unwrap();
        assert!(matches!(
            output.write(&sink, &[0], Deadline::NEVER),
            Err(Fault::Stop(Stop::StartOver { .. }))
        ));
    }

    #[test]
    fn changing_between_streams_counts_against_what_is_held_back() {
        let sinks = [(); 2].map(|()| Sink::Buffer(OutputBuffer::new()));
        let mut output = Output::new(Mode::Tentative);
        let writes = sinks.iter().cycle().take_while(|sink| {
            let written = output.write(sink, b"x", Deadline::NEVER);
            written.is_ok()
        });
        assert_eq!(writes.count(), HELD_LIMIT.div_ceil(CHUNK_BYTES + 1));
    }

    #[test]
    fn a_failure_is_no_concern_of_the_guests() {
        let error = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(
            failed(&Sink::Stdout, &error).to_string(),
            "`standard output` does not take the guest's output: no storage space"
        );
        let late = io::Error::from(io::ErrorKind::TimedOut);
        assert_eq!(failed(&Sink::Stderr, &late), Stop::OutOfTime);
    }
}
