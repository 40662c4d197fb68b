//! The guest's standard streams.

use std::io::{self, Write};
use std::sync::Arc;

use crate::errno::{Errno, Outcome};
use crate::{Error, ErrorKind, Mode, Session, Sink, Stdin, Stop};

/// How much output a tentative run may hold back, in bytes.
const HELD_LIMIT: usize = 16 << 20;

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
    pub(crate) fn read(&mut self, into: &mut [u8]) -> Outcome<usize> {
        let count = match &self.source {
            InputSource::Closed => 0,
            InputSource::Inherit(session) => session.read_stdin(self.position, into)?,
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

    pub(crate) fn write(&mut self, sink: &Sink, bytes: &[u8]) -> Outcome {
        if bytes.is_empty() || matches!(sink, Sink::Discard) {
            return Ok(());
        }
        let (chunks, held) = match &mut self.delivery {
            Delivery::Direct => {
                return deliver(sink, bytes).map_err(|error| Errno::from(&error).into());
            }
            Delivery::Held { chunks, bytes } => (chunks, bytes),
        };
        if bytes.len() > HELD_LIMIT - *held {
            let effect = format!("write more than {} MiB of output", HELD_LIMIT >> 20);
            return Err(Stop::StartOver { effect }.into());
        }
        *held += bytes.len();
        match chunks.last_mut() {
            Some(last) if same_place(&last.sink, sink) => last.bytes.extend_from_slice(bytes),
            _ => chunks.push(Chunk {
                sink: sink.clone(),
                bytes: bytes.to_vec(),
            }),
        }
        Ok(())
    }

    /// Delivers what was held back.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Delivery::Held { chunks, .. } = self.delivery else {
            return Ok(());
        };
        for Chunk { sink, bytes } in &chunks {
            deliver(sink, bytes).map_err(|source| ErrorKind::Output {
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
        Sink::Stdout => "stdout",
        Sink::Stderr => "stderr",
        Sink::Buffer(_) => "a buffer",
    }
}

/// Flushed at once: what the guest printed before a trap has to be seen before our own message about it.
fn deliver(sink: &Sink, bytes: &[u8]) -> io::Result<()> {
    match sink {
        Sink::Discard => Ok(()),
        Sink::Stdout => {
            let mut stdout = io::stdout().lock();
            stdout.write_all(bytes)?;
            stdout.flush()
        }
        Sink::Stderr => {
            let mut stderr = io::stderr().lock();
            stderr.write_all(bytes)?;
            stderr.flush()
        }
        Sink::Buffer(buffer) => {
            buffer.append(bytes);
            Ok(())
        }
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
        output.write(&sink, b"one ").unwrap();
        output.write(&sink, b"two").unwrap();
        assert_eq!(buffer.contents(), b"");
        output.finish().unwrap();
        assert_eq!(buffer.contents(), b"one two");

        let mut dropped = Output::new(Mode::Tentative);
        dropped.write(&sink, b"lost").unwrap();
        drop(dropped);
        assert_eq!(buffer.contents(), b"one two");
    }

    #[test]
    fn a_final_run_writes_at_once() {
        let buffer = OutputBuffer::new();
        let mut output = Output::new(Mode::Final);
        output.write(&Sink::Buffer(buffer.clone()), b"now").unwrap();
        assert_eq!(buffer.contents(), b"now");
    }

    #[test]
    fn too_much_output_starts_over() {
        let sink = Sink::Buffer(OutputBuffer::new());
        let mut output = Output::new(Mode::Tentative);
        let large = vec![0; HELD_LIMIT];
        output.write(&sink, &large).unwrap();
        output.write(&Sink::Discard, &large).unwrap();
        assert!(matches!(
            output.write(&sink, &[0]),
            Err(Fault::Stop(Stop::StartOver { .. }))
        ));
    }
}
