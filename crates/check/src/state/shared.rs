//! Shared memories: the engine gives no slice of them, and so their bytes are copied part by part.

use super::{Comparison, Subject};
use crate::bytes;
use crate::names::Kind;
use crate::probes::SCRATCH_BYTES;
use crate::segments::{copy_shared, scratch};
use crate::side::{Read, Side};
use preinit_core::{Scrub, Words};
use std::ops::Range;

/// How many bytes a guard has.
const GUARD_BYTES: usize = 4;

impl<'a> Comparison<'a, '_> {
    /// Compares a shared memory: no other thread runs, but the engine can't know. What agrees on who
    /// restores it, at the guard address, is no part of the state.
    pub(super) fn shared_memory(&mut self, subject: &Subject<'a>, index: u32) -> Read<()> {
        let module = subject.module;
        let size = |side: &mut Side<'a>| {
            let instance = side.instance(module);
            let memory = instance.debug_shared_memory(side.store(), index)?;
            Some((memory.size(), memory.data_size()))
        };
        let (left, right) = (size(self.graph.left), size(self.graph.right));
        let (Some((pages, a)), Some((other_pages, b))) = (left, right) else {
            self.item(module, Kind::Memory, index, "unread", "unread");
            return Ok(());
        };
        self.pages(module, index, pages, other_pages);
        let zeros = match self.scrub {
            Scrub::Off => Vec::new(),
            _ => {
                let held = self.addresses_held(subject)?;
                let original = Parts::copied(self.graph.left, subject, index, a)?;
                self.zeros(subject, (index, &original), &held)
            }
        };
        let end = a.min(b);
        let guard = match self.guard {
            Some(address) => {
                let start = usize::try_from(address).unwrap_or(usize::MAX).min(end);
                start..start.saturating_add(GUARD_BYTES).min(end)
            }
            None => end..end,
        };
        self.shared_bytes(subject, index, 0..guard.start, &zeros)?;
        self.shared_bytes(subject, index, guard.end..end, &zeros)
    }

    /// Compares bytes of a memory; those in `zeros` may be zero in the snapshot.
    fn shared_bytes(
        &mut self,
        subject: &Subject<'a>,
        index: u32,
        range: Range<usize>,
        zeros: &[Range<u64>],
    ) -> Read<()> {
        let (module, names) = (subject.module, self.names);
        for range in parts_of(range) {
            let left = copied(self.graph.left, (subject, 0), index, &range)?;
            let right = copied(self.graph.right, (subject, 1), index, &range)?;
            self.counts.bytes += bytes::compare(left, right, range.start, zeros, |run| {
                self.graph
                    .findings
                    .add(|| run.words(&names.item(module, Kind::Memory, index)));
            });
        }
        Ok(())
    }
}

/// The stretches of a range that fit into a scratch memory.
fn parts_of(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range
        .step_by(SCRATCH_BYTES)
        .map(move |start| start..end.min(start + SCRATCH_BYTES))
}

/// Bytes of a shared memory of one side, which is the `which`-th of both.
fn copied<'s, 'a>(
    side: &'s mut Side<'a>,
    (subject, which): (&Subject<'a>, usize),
    memory: u32,
    range: &Range<usize>,
) -> Read<&'s [u8]> {
    let (module, probed) = (subject.module, subject.probed[which]);
    copy_shared(side, module, probed, memory, range.start, range.len())?;
    Ok(scratch(side, module, probed, range.len()))
}

/// What a memory holds.
struct Parts {
    len: usize,
    /// [`SCRATCH_BYTES`] each; none of a part that is all zeros.
    parts: Vec<Vec<u8>>,
}

impl Parts {
    /// The first `len` bytes of a memory of *original + init*.
    fn copied<'a>(
        left: &mut Side<'a>,
        subject: &Subject<'a>,
        memory: u32,
        len: usize,
    ) -> Read<Parts> {
        let mut parts = Vec::new();
        for range in parts_of(0..len) {
            let part = copied(left, (subject, 0), memory, &range)?;
            let is_zero = part.iter().all(|byte| *byte == 0);
            parts.push(if is_zero { Vec::new() } else { part.to_vec() });
        }
        Ok(Parts { len, parts })
    }

    fn byte(&self, at: usize) -> u8 {
        let part = &self.parts[at / SCRATCH_BYTES];
        part.get(at % SCRATCH_BYTES).copied().unwrap_or_default()
    }
}

impl Words for Parts {
    fn len(&self) -> u64 {
        self.len as u64
    }

    fn word(&self, address: u64) -> Option<u32> {
        let at = usize::try_from(address).ok()?;
        let fits = at.checked_add(4)? <= self.len;
        fits.then(|| u32::from_le_bytes([0, 1, 2, 3].map(|more| self.byte(at + more))))
    }

    fn written(&self) -> Box<dyn Iterator<Item = (u64, &[u8])> + '_> {
        let parts = (0..).step_by(SCRATCH_BYTES).zip(&self.parts);
        let written = parts.filter(|(_, part)| !part.is_empty());
        Box::new(written.map(|(start, part)| (start, part.as_slice())))
    }
}
