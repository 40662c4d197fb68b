//! Heaps that are made up, whole and with a flaw.

use super::super::made_up::MadeUp;
use super::*;
use proptest::prelude::*;

const INITIAL: u64 = 0x1_0000;
/// Where the parts of a heap are. Static data lies below `INITIAL`.
const VERSION: u64 = 0x1008;
const RECORD: u64 = 0x4010;
/// An image has nothing of the first byte of this address.
const TEXT: u64 = 0x8100;
const ARENAS: u64 = 0x1_0000;
const BITMAP: u64 = 0x1_1000;
const LIST: u64 = 0x1_8000;
const SPANS: u64 = 0x2_0000;
const BITS: u64 = 0x3_0000;

/// Releases whose bitmap has small chunks, and large ones.
const SMALL: &str = "go1.27.3";
const LARGE: &str = "go1.24";
const AGE: u32 = 8;

/// What some pages are for.
#[derive(Copy, Clone, Debug)]
enum Use {
    Nothing,
    Reserve,
    Other,
    Objects {
        size: u64,
        /// How old the span is, in a heap of `AGE`.
        age: u32,
        special: bool,
        /// What says which are allocated, and which of those marked.
        seed: u64,
    },
}

/// A memory with one heap.
struct Heap {
    made: MadeUp,
    spans: u64,
    /// Pages that are free in truth, but taken by the bitmap.
    reserve: Vec<Range<u64>>,
}

/// Where the bitmaps of a span are.
fn bitmap(span: u64) -> u64 {
    BITS + 16 + span * 256
}

impl Heap {
    fn new(release: &str, uses: &[(u64, Use)]) -> Self {
        let (chunk, arenas) = match release {
            LARGE => (512, &[(1, 2)][..]),
            _ => (64, &[(1, 2), (3, 5)][..]),
        };
        let bytes = |(first, end): &(u64, u64)| first * chunk * PAGE..end * chunk * PAGE;
        let arenas: Vec<Range<u64>> = arenas.iter().map(bytes).collect();
        let end = arenas[arenas.len() - 1].end;
        let mut heap = Heap {
            made: MadeUp::new(end, INITIAL, LIST),
            spans: 0,
            reserve: Vec::new(),
        };
        heap.made.memory[TEXT as usize..TEXT as usize + release.len()]
            .copy_from_slice(release.as_bytes());
        heap.made.prove_double(VERSION, TEXT);
        heap.made.prove_double(VERSION + 8, release.len() as u64);
        for (number, arena) in arenas.iter().enumerate() {
            heap.made
                .prove_double(ARENAS + number as u64 * 16, arena.start);
            heap.made
                .prove_double(ARENAS + number as u64 * 16 + 8, arena.end);
        }
        let mut uses = uses.iter();
        for arena in &arenas {
            let mut page = arena.start;
            for (pages, purpose) in uses.by_ref() {
                let end = page + pages * PAGE;
                if end > arena.end {
                    break;
                }
                // All that is kept in reserve is close together.
                let purpose = match purpose {
                    Use::Reserve if page / PAGE / 64 != (end - 1) / PAGE / 64 => Use::Nothing,
                    Use::Reserve if page / PAGE / 64 != arenas[0].start / PAGE / 64 => Use::Nothing,
                    _ => *purpose,
                };
                heap.fill(page..end, purpose, chunk);
                page = end;
            }
            heap.fill(page..arena.end, Use::Nothing, chunk);
        }
        let total = arenas.iter().map(|arena| arena.end - arena.start).sum();
        let spans = heap.spans;
        heap.made.prove_double(BITS, spans * 256);
        for (at, word) in [
            (13, BITMAP),
            (15, arenas[0].start / chunk / PAGE),
            (16, end / chunk / PAGE),
            (17, ARENAS),
            (18, arenas.len() as u64),
            (20, total),
            (21, 0x8800),
            (34, RECORD),
            (35, 0x8800),
            (38, u64::from(AGE)),
            (39, LIST),
            (40, spans),
        ] {
            heap.made.prove_double(RECORD + at * 8, word);
        }
        heap.made.dead.sort_by_key(|range| range.start);
        heap.made.dead = joined(std::mem::take(&mut heap.made.dead));
        heap
    }

    fn fill(&mut self, pages: Range<u64>, purpose: Use, chunk: u64) {
        if pages.is_empty() {
            return;
        }
        for page in (pages.start / PAGE)..(pages.end / PAGE) {
            let at = BITMAP + page / chunk * (chunk / 4) + page % chunk / 8;
            if !matches!(purpose, Use::Nothing) {
                self.made.memory[at as usize] |= 1 << (page % 8);
            }
            self.made.proof.push(at & !3);
        }
        let (state, objects) = match purpose {
            Use::Nothing => return self.made.dead.push(pages),
            Use::Reserve => return self.reserve.push(pages),
            Use::Other => (2, None),
            Use::Objects {
                size,
                age,
                special,
                seed,
            } => (1, Some((size, age, special, seed))),
        };
        let record = SPANS + self.spans * 160;
        let (allocated, marked) = (bitmap(self.spans), bitmap(self.spans) + 128);
        self.made.memory[record as usize..record as usize + 160].fill(0);
        self.made.memory[allocated as usize..allocated as usize + 256].fill(0);
        self.made.prove_double(LIST + self.spans * 8, record);
        self.made.prove_double(record + 24, pages.start);
        self.made
            .prove_double(record + 32, (pages.end - pages.start) / PAGE);
        self.made.write(record + 96, state << 24);
        self.spans += 1;
        let Some((size, age, special, seed)) = objects else {
            return;
        };
        // There is something behind the last slot.
        let slots = ((pages.end - pages.start - 64) / size).clamp(1, 1024);
        let size = size.min(pages.end - pages.start);
        let next = seed % (slots + 1);
        let draw = |slot: u64| (seed ^ slot).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60;
        let (mut count, mut coming) = (0, u64::MAX);
        for slot in 0..slots {
            let is_allocated = slot < next || draw(slot) & 1 != 0;
            let is_marked = is_allocated && age == AGE - 2 && draw(slot) & 2 != 0;
            let (byte, bit) = (slot / 8, 1 << (slot % 8));
            // What the bits say of slots that were come to does not matter.
            if is_allocated && (slot >= next || draw(slot) & 4 != 0) {
                self.made.memory[(allocated + byte) as usize] |= bit;
            }
            if is_marked {
                self.made.memory[(marked + byte) as usize] |= bit;
            }
            if (next..(next / 64 + 1) * 64).contains(&slot) && is_allocated {
                coming &= !(1 << (slot - next));
            }
            count += u64::from(is_allocated);
            let is_garbage = is_allocated && !is_marked && age == AGE - 2 && size > 512 && !special;
            if !is_allocated || is_garbage {
                let start = pages.start + slot * size;
                self.made.dead.push(start..start + size);
            }
        }
        for word in 0..slots.div_ceil(32) {
            self.made.proof.push(allocated + word * 4);
        }
        self.made.prove_double(record + 48, slots << 16 | next);
        self.made.prove_double(record + 56, coming);
        self.made.prove_double(record + 64, allocated);
        self.made.write(record + 72, marked as u32);
        self.made.prove_double(record + 88, u64::from(age));
        self.made
            .prove_double(record + 96, u64::from(state) << 24 | count);
        self.made.prove_double(record + 104, size);
        self.made
            .prove_double(record + 112, pages.start + slots * size);
        self.made
            .write(record + 128, if special { 0x8900 } else { 0 });
    }
}

/// What pages may be used for: about half of them for objects.
fn uses() -> impl Strategy<Value = Vec<(u64, Use)>> {
    let sizes = prop::sample::select(vec![8, 16, 48, 112, 512, 576, 1024, 3072, 8192, 1 << 20]);
    let ages = prop::sample::select(vec![AGE, AGE - 2, AGE + 1, AGE + 3]);
    let objects = (sizes, ages, prop::bool::weighted(0.2), any::<u64>()).prop_map(
        |(size, age, special, seed)| Use::Objects {
            size,
            age,
            special,
            seed,
        },
    );
    let purpose = prop_oneof![
        2 => Just(Use::Nothing),
        1 => Just(Use::Reserve),
        1 => Just(Use::Other),
        4 => objects,
    ];
    proptest::collection::vec((1u64..6, purpose), 1..60)
}

/// Slots in every state, pages of every kind.
fn some() -> Vec<(u64, Use)> {
    let objects = |size, age, special, seed| Use::Objects {
        size,
        age,
        special,
        seed,
    };
    vec![
        (1, objects(16, AGE, false, 0x0123_4567_89ab_cdef)),
        (2, Use::Nothing),
        (2, objects(1024, AGE - 2, false, 0xfedc_ba98_7654_3210)),
        (3, Use::Reserve),
        (1, objects(512, AGE - 2, false, 0x1357_9bdf_0246_8ace)),
        (4, Use::Other),
        (2, objects(1024, AGE - 2, true, 0x0246_8ace_1357_9bdf)),
        (3, objects(1 << 20, AGE + 3, false, 5)),
        (1, objects(48, AGE + 1, false, 0x7777_1234_0000_5555)),
    ]
}

proptest! {
    #[test]
    fn what_is_free_is_found_and_nothing_else(uses in uses(), is_small in any::<bool>()) {
        let heap = Heap::new(if is_small { SMALL } else { LARGE }, &uses);
        if heap.spans > 0 {
            prop_assert_eq!(heap.made.found(), heap.made.dead);
        }
    }

    /// One word of the proof is not what it should be.
    #[test]
    fn a_flaw_makes_nothing_else_free(
        uses in uses(),
        which in any::<prop::sample::Index>(),
        flip in 0u32..32,
    ) {
        let Heap { made: mut heap, reserve, .. } = Heap::new(SMALL, &uses);
        heap.flip_any(which, flip);
        heap.dead.extend(reserve);
        heap.dead.sort_by_key(|range| range.start);
        heap.dead = joined(std::mem::take(&mut heap.dead));
        prop_assert!(heap.is_found_dead(), "{:?}", heap.found());
    }
}

#[test]
fn each_rule_counts() {
    for release in [SMALL, LARGE] {
        let heap = Heap::new(release, &some()).made;
        assert!(heap.dead.len() > 30, "{}", heap.dead.len());
        assert_eq!(heap.found(), heap.dead);
    }
    let span = |number: u64| SPANS + number * 160;
    let arena = 64 * PAGE as u32;
    for (what, at, word) in [
        (
            "the record is elsewhere",
            RECORD + 34 * 8,
            RECORD as u32 + 8,
        ),
        ("two counters", RECORD + 21 * 8, 0x8808),
        ("another size", RECORD + 20 * 8, 2 * arena),
        ("no arenas", RECORD + 18 * 8, 0),
        ("more arenas than memory has", RECORD + 18 * 8, 1 << 30),
        ("arenas that do not ascend", ARENAS, 5 * arena),
        (
            "an arena that begins within a chunk",
            ARENAS,
            arena + PAGE as u32,
        ),
        ("another first chunk", RECORD + 15 * 8, 0),
        ("another last chunk", RECORD + 16 * 8, 6),
        ("no spans", RECORD + 40 * 8, 0),
        ("a span whose record is nowhere", LIST + 8, 0),
        ("spans outside of memory", LIST + 8, 0xffff_fff8),
        ("a span twice", LIST + 8, SPANS as u32),
        ("a span of no arena", span(0) + 24, 0),
        ("a span that reaches out", span(0) + 32, 64),
        ("a free page that a span has", BITMAP + 16, 0),
        ("pages in reserve here and there", BITMAP + 3 * 16, 1),
        ("a state that there is not", span(0) + 96, 3 << 24),
        ("an arena of the program's own", span(0) + 100, 1 << 8),
        ("no size", span(0) + 104, 0),
        ("slots that end elsewhere", span(0) + 112, arena + 16),
        ("more slots", span(0) + 48, 511 << 16),
        ("a slot more that is allocated", span(0) + 96, 1 << 24 | 1),
        ("other slots that are coming", span(0) + 56, 0x5555_5555),
        ("bits outside of memory", span(0) + 64, 0xffff_ff00),
        (
            "bits in the middle of a word",
            span(0) + 64,
            bitmap(0) as u32 + 1,
        ),
        ("bits where a block has none", BITS, 8),
        ("more bits than a block has", BITS + 4, 1),
        ("marks of what is not allocated", bitmap(1) + 128, u32::MAX),
        ("just being swept", span(0) + 88, AGE - 1),
        ("from the future", span(0) + 88, AGE + 2),
        ("another release", TEXT + 4, u32::from_le_bytes(*b"28.3")),
        ("a release to come", TEXT + 4, u32::from_le_bytes(*b"27rc")),
        ("no release", VERSION, 0),
        ("large chunks", TEXT + 4, u32::from_le_bytes(*b"25.3")),
    ] {
        let mut heap = Heap::new(SMALL, &some()).made;
        heap.write(at, word);
        assert!(heap.found().is_empty(), "{what}");
    }
}

#[test]
fn a_program_may_name_releases_of_one_kind() {
    for (other, is_known) in [
        ("go1.26", true),
        ("go1.27.0", true),
        ("go1.25.5", false),
        ("go1.9", false),
        ("go1.27.3 X:arenas", false),
        ("go2.1", true),
        ("go1", true),
    ] {
        let mut heap = Heap::new(SMALL, &some()).made;
        let at = TEXT as usize + 0x100;
        heap.memory[at..at + other.len()].copy_from_slice(other.as_bytes());
        heap.prove_double(VERSION + 0x100, at as u64);
        heap.prove_double(VERSION + 0x108, other.len() as u64);
        let expected = if is_known {
            heap.dead.clone()
        } else {
            Vec::new()
        };
        assert_eq!(heap.found(), expected, "{other}");
    }
}

#[test]
fn no_two_spans_have_one_bitmap() {
    let objects = Use::Objects {
        size: 512,
        age: AGE,
        special: false,
        seed: 5,
    };
    let mut heap = Heap::new(SMALL, &[(1, objects), (1, objects)]).made;
    assert_eq!(heap.found(), heap.dead);
    heap.write(SPANS + 160 + 64, bitmap(0) as u32);
    assert!(heap.found().is_empty());
}

#[test]
fn spans_without_pages_do_not_count() {
    let Heap {
        made: mut heap,
        spans,
        ..
    } = Heap::new(SMALL, &some());
    heap.write(RECORD + 40 * 8, spans as u32 + 1);
    let record = SPANS + spans * 160;
    heap.memory[record as usize..record as usize + 160].fill(0);
    heap.prove_double(LIST + spans * 8, record);
    assert_eq!(heap.found(), heap.dead);
}

#[test]
fn of_two_heaps_neither_is_known() {
    let mut heap = Heap::new(SMALL, &some()).made;
    let second = RECORD as usize + 0x1000;
    heap.memory
        .copy_within(RECORD as usize..RECORD as usize + 0x200, second);
    assert_eq!(heap.found(), heap.dead);
    heap.prove_double(second as u64 + 34 * 8, second as u64);
    assert!(heap.found().is_empty());
}

#[test]
fn an_image_tells_the_same_as_its_bytes() {
    let heap = Heap::new(SMALL, &some()).made;
    assert_eq!(heap.found_in_image(), heap.dead);
}
