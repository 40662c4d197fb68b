//! Heaps that are made up, whole and with a flaw.

use super::super::made_up::{MadeUp, assert_all_counts};
use super::*;
use proptest::prelude::*;

const INITIAL: u64 = 4096;
const RECORD_AT: u64 = 1024;
/// The words behind the top.
const FOOT_LEN: u64 = 10;
/// The words of a chunk that holds a segment's record.
const RECORD_LEN: u64 = 8;
/// How many words follow it, one of which belongs to it.
const FENCES_LEN: u64 = 5;
/// How wide addresses are.
const WIDTHS: [u64; 2] = [4, 8];
/// The word of the record that leads to an older segment.
const OLDER: u64 = 114;

/// Chunks: their sizes, and whether each is in use.
type Chunks = Vec<(u64, bool)>;

/// A heap that is being made up.
struct Making {
    heap: MadeUp,
    /// The free chunks that are in a ring.
    free: Vec<u64>,
    wants_victim: bool,
    victim: Option<(u64, u64)>,
}

impl Making {
    /// Writes the chunks of a segment, and returns where the last one ends.
    fn chunks(&mut self, chunks: &[(u64, bool)], base: u64) -> u64 {
        let width = self.heap.space.width;
        // A chunk's contents begin two words behind it, and are aligned.
        let mut at = (base + 2 * width).next_multiple_of(16) - 2 * width;
        let mut previous_in_use = true;
        // No two free chunks are neighbours, and the last one is in use; so is the first, whose address is
        // the segment's as well.
        for (number, (size, in_use)) in chunks.iter().enumerate() {
            let at_an_end = number == 0 || number + 1 == chunks.len();
            let in_use = *in_use || !previous_in_use || at_an_end;
            let flags = u64::from(previous_in_use) | if in_use { IN_USE } else { 0 };
            self.heap.prove_wide(at + width, size | flags);
            let next = at + size;
            if !in_use {
                self.free(at, *size);
            }
            previous_in_use = in_use;
            at = next;
        }
        at
    }

    fn free(&mut self, at: u64, size: u64) {
        let next = at + size;
        self.heap.prove_wide(next, size);
        let header = match size < LARGE {
            true => SMALL_HEADER,
            false => LARGE_HEADER,
        };
        let dead = (at + header * self.heap.space.width).min(next)..next;
        self.heap.dead.push(dead);
        if self.wants_victim && self.victim.is_none() {
            self.victim = Some((at, size));
        } else {
            self.free.push(at);
        }
    }

    /// Makes of the last chunk the segment's record, and returns where the record lies and where the segment
    /// ends.
    fn record(&mut self, base: u64, at: u64, older: u64) -> (u64, u64) {
        let width = self.heap.space.width;
        let (record, end) = (at - (RECORD_LEN - 2) * width, at + FENCES_LEN * width);
        self.heap.prove_wide(record, base);
        self.heap.prove_wide(record + width, end - base);
        self.heap.prove_wide(record + 2 * width, older);
        for fence in (at + width..end).step_by(width as usize) {
            self.heap.prove_wide(fence, 3 | width);
        }
        (record, end)
    }
}

/// A heap of segments with these chunks.
fn heap(width: u64, segments: &[Chunks], base: u64, top_size: u64, wants_victim: bool) -> MadeUp {
    let mut making = Making {
        heap: MadeUp::new(1 << 19, INITIAL, INITIAL),
        free: Vec::new(),
        wants_victim,
        victim: None,
    };
    making.heap.space.width = width;
    let (last, others) = segments.split_last().unwrap();
    let (mut last_base, mut older) = (base, 0);
    for chunks in others {
        let chunks = [&chunks[..], &[(RECORD_LEN * width, true)]].concat();
        let at = making.chunks(&chunks, last_base);
        let (record, end) = making.record(last_base, at, older);
        // What lies in between is somebody else's.
        (last_base, older) = (end + 100, record);
    }
    let at = making.chunks(last, last_base);
    let Making {
        mut heap,
        free,
        victim,
        ..
    } = making;
    // One ring for all, with its head in the record as bins have theirs.
    let bin = RECORD_AT + 24 * width;
    for (position, chunk) in free.iter().enumerate() {
        let previous = position.checked_sub(1).map_or(bin, |before| free[before]);
        let next = free.get(position + 1).copied().unwrap_or(bin);
        heap.prove_wide(chunk + 2 * width, next);
        heap.prove_wide(chunk + 3 * width, previous);
    }
    heap.write(
        bin + 2 * width,
        free.first().map_or(bin, |first| *first) as u32,
    );
    heap.write(
        bin + 3 * width,
        free.last().map_or(bin, |last| *last) as u32,
    );
    heap.prove_wide(at + width, top_size | PREVIOUS_IN_USE);
    let end = at + top_size;
    heap.prove_wide(end + width, FOOT_LEN * width);
    heap.dead.push((at + SMALL_HEADER * width).min(end)..end);
    heap.dead.retain(|range| !range.is_empty());
    let word = |position: u64| RECORD_AT + position * width;
    heap.prove_wide(word(3), top_size);
    heap.prove_wide(word(4), base);
    heap.prove_wide(word(6), at);
    heap.prove_wide(word(112), last_base);
    heap.prove_wide(word(113), end + FOOT_LEN * width - last_base);
    if older != 0 {
        heap.prove_wide(word(OLDER), older);
    }
    if let Some((chunk, size)) = victim {
        heap.write(word(2), size as u32);
        heap.prove_wide(word(5), chunk);
    }
    heap
}

fn segments() -> impl Strategy<Value = Vec<Chunks>> {
    let size = prop_oneof![4 => 2u64..20, 1 => 20u64..200];
    let chunk = (size.prop_map(|units| units * 16), any::<bool>());
    proptest::collection::vec(proptest::collection::vec(chunk, 1..60), 1..4)
}

/// Free ones of two kinds, and one that is the designated victim.
const SOME: [(u64, bool); 5] = [
    (64, true),
    (512, false),
    (32, true),
    (48, false),
    (80, true),
];

proptest! {
    #[test]
    fn free_chunks_are_found_and_nothing_else(
        width in prop::sample::select(&WIDTHS[..]),
        segments in segments(),
        base in INITIAL..INITIAL + 40,
        top in 1u64..100,
        victim in any::<bool>(),
    ) {
        let heap = heap(width, &segments, base, top * 16, victim);
        prop_assert_eq!(heap.found(), &heap.dead[..]);
    }

    /// One word of the proof is not what it should be.
    #[test]
    fn a_flaw_makes_nothing_else_dead(
        width in prop::sample::select(&WIDTHS[..]),
        segments in segments(),
        victim in any::<bool>(),
        which in any::<prop::sample::Index>(),
        flip in 0u32..32,
    ) {
        // No chunk has the size of the top, so that nothing else says what the flaw denies.
        let mut heap = heap(width, &segments, INITIAL + 8, 168, victim);
        heap.flip_any(which, flip);
        // By chance another proof may hold: a chunk in use whose size is wrong may end where another
        // does. It proves no more.
        let found = heap.found();
        prop_assert!(found.iter().all(|range| heap.dead.contains(range)), "{found:?}");
    }
}

#[test]
fn a_heap_with_a_flaw_is_left_alone() {
    for width in WIDTHS {
        assert_all_counts(
            || heap(width, &[SOME.to_vec()], INITIAL, 808, true),
            &[0x01, 0x02, 0x0400_0000],
        );
    }
}

#[test]
fn a_heap_in_pieces_with_a_flaw_is_left_alone() {
    let segments = [SOME.to_vec(), vec![(64, true)], SOME.to_vec()];
    for width in WIDTHS {
        assert_all_counts(
            || heap(width, &segments, INITIAL, 808, true),
            &[0x01, 0x02, 0x0400_0000],
        );
    }
}

/// Nobody takes for a segment what leads back to where it came from.
#[test]
fn records_in_a_circle_are_none() {
    let segments = [SOME.to_vec(), SOME.to_vec(), SOME.to_vec()];
    for width in WIDTHS {
        let mut heap = heap(width, &segments, INITIAL, 808, false);
        let newest = heap.wide(RECORD_AT + OLDER * width);
        let oldest = heap.wide(newest + 2 * width);
        assert_eq!(heap.wide(oldest + 2 * width), 0);
        heap.prove_wide(oldest + 2 * width, newest);
        assert!(heap.found().is_empty());
    }
}

#[test]
fn pieces_are_followed_as_many_as_programs_have() {
    for (older, is_known) in [(1000, true), (1001, false)] {
        let heap = heap(4, &vec![vec![(32, true)]; older + 1], INITIAL, 808, false);
        let expected = if is_known { &heap.dead[..] } else { &[] };
        assert_eq!(heap.found(), expected, "{older}");
    }
}

#[test]
fn an_image_tells_the_same_as_its_bytes() {
    for width in WIDTHS {
        let heap = heap(width, &[SOME.to_vec()], INITIAL, 800, true);
        assert_eq!(heap.found_in_image(), heap.dead);
    }
}
