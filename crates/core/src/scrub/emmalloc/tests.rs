//! Heaps that are made up, whole and with a flaw.

use super::super::made_up::{MadeUp, assert_all_counts};
use super::*;
use proptest::prelude::*;

const INITIAL: u64 = 8192;
const HEADS: u64 = 1040;
const START: u64 = 4096;
const BYTES: u64 = 1 << 16;

/// Whether heaps are of this release or an earlier one, and how many regions a block has at most.
#[derive(Copy, Clone, Debug)]
struct Form {
    free: usize,
    block: usize,
}

const ONE: Form = Form {
    free: 0,
    block: usize::MAX,
};
const EARLIER: Form = Form {
    free: 1,
    block: usize::MAX,
};
const BLOCKS: Form = Form { free: 0, block: 3 };

/// A heap of these regions: their sizes in words beyond the least, and whether each is in use.
/// The first region of a block is larger than it must be. The word that names the latest block is behind the heads.
fn made_as(form: Form, regions: &[(u32, bool)], heads: u64, start: u64) -> MadeUp {
    let first = LEAST + WORD;
    let mut heap = MadeUp::new(BYTES, INITIAL, start);
    let mut rings = vec![Vec::new(); RINGS as usize];
    let (mut start, mut before) = (start, 0);
    for regions in regions.chunks(form.block) {
        heap.prove(start, first as u32);
        heap.prove(start + WORD, before as u32);
        heap.prove(start + first - WORD, first as u32);
        let mut at = start + first;
        let mut previous_in_use = true;
        for (more, in_use) in regions {
            let in_use = *in_use || !previous_in_use;
            let size = LEAST as u32 + more * WORD as u32;
            let end = at + u64::from(size);
            heap.prove(at, size);
            let last = if in_use { size } else { FREE[form.free](size) };
            heap.prove(end - WORD, last);
            if !in_use {
                heap.dead.push(at + BEFORE..end - WORD);
                rings[ring_of(&(at..end)) as usize].insert(0, at);
            }
            previous_in_use = in_use;
            at = end;
        }
        heap.prove(at, LEAST as u32);
        heap.prove(at + 3 * WORD, LEAST as u32);
        heap.prove(start + 2 * WORD, (at + LEAST) as u32);
        (start, before) = (at + LEAST + 2 * WORD, start);
    }
    heap.prove(heads + RINGS * LEAST, before as u32);
    for (head, ring) in (heads..).step_by(LEAST as usize).zip(rings) {
        heap.prove(head, 0);
        heap.prove(head + 3 * WORD, 0);
        let mut links = vec![head];
        links.extend(&ring);
        links.push(head);
        for pair in links.windows(2) {
            heap.prove(pair[0] + 2 * WORD, pair[1] as u32);
            heap.prove(pair[1] + WORD, pair[0] as u32);
        }
    }
    heap.dead.retain(|range| !range.is_empty());
    heap
}

fn made(regions: &[(u32, bool)], heads: u64, start: u64) -> MadeUp {
    made_as(ONE, regions, heads, start)
}

fn forms() -> impl Strategy<Value = Form> {
    (0..FREE.len(), prop_oneof![Just(usize::MAX), 1usize..12])
        .prop_map(|(free, block)| Form { free, block })
}

fn regions() -> impl Strategy<Value = Vec<(u32, bool)>> {
    let words = prop_oneof![4 => 0u32..40, 1 => 0u32..700];
    proptest::collection::vec((words, any::<bool>()), 1..40)
}

/// Two in one ring, one that is too small for anything to be dead in it.
const SOME: [(u32, bool); 8] = [
    (3, true),
    (9, false),
    (5, true),
    (400, false),
    (1, true),
    (9, false),
    (7, true),
    (0, false),
];

proptest! {
    #[test]
    fn free_regions_are_found_and_nothing_else(
        form in forms(),
        regions in regions(),
        heads in 0..(START - 2 * RINGS * LEAST) / WORD,
        start in START / WORD..INITIAL / WORD,
    ) {
        let heap = made_as(form, &regions, heads * WORD, start * WORD);
        prop_assert_eq!(heap.found(), heap.dead);
    }

    /// One word of the proof is not what it should be.
    #[test]
    fn a_flaw_makes_nothing_else_dead(
        form in forms(),
        regions in regions(),
        which in any::<prop::sample::Index>(),
        flip in 0u32..32,
    ) {
        let mut heap = made_as(form, &regions, HEADS, START);
        heap.flip_any(which, flip);
        let found = heap.found();
        prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
    }
}

#[test]
fn a_heap_with_a_flaw_is_left_alone() {
    for form in [ONE, EARLIER, BLOCKS] {
        let whole = || made_as(form, &SOME, HEADS, START);
        assert_eq!(whole().dead.len(), 3);
        assert_all_counts(whole, &[0x01, 0x02, 0x04, 0x10, 0x0001_0000, 0x8000_0000]);
    }
}

/// What nothing but one rule speaks against.
#[test]
fn each_rule_counts() {
    // The heads are no static data.
    let behind = made(&SOME, START + 8192, START);
    assert!(!behind.dead.is_empty() && behind.found().is_empty());

    // In another ring than its size has.
    let (right, wrong) = (HEADS + LEAST * ring_of(&(0..1616)), HEADS + LEAST * 40);
    let mut heap = made(&SOME, HEADS, START);
    let region = heap.word(right + WORD);
    for (head, link) in [(right, right as u32), (wrong, region)] {
        heap.write(head + WORD, link);
        heap.write(head + 2 * WORD, link);
    }
    heap.write(u64::from(region) + WORD, wrong as u32);
    heap.write(u64::from(region) + 2 * WORD, wrong as u32);
    assert!(heap.found().is_empty());
    // In none.
    heap.write(wrong + WORD, wrong as u32);
    heap.write(wrong + 2 * WORD, wrong as u32);
    assert!(heap.found().is_empty());
}

#[test]
fn rings_that_never_end_do() {
    let regions: Vec<_> = (0..200).map(|number| (9, number % 2 == 0)).collect();
    let whole = made(&regions, HEADS, START);
    assert_eq!(whole.found(), whole.dead);
    let (first, last) = (whole.dead[0].start, whole.dead[whole.dead.len() - 1].start);
    for (from, to, back) in [
        (first, last, true),
        (first, last, false),
        (last, last, true),
    ] {
        let mut heap = made(&regions, HEADS, START);
        heap.write(from - WORD, (to - BEFORE) as u32);
        if back {
            heap.write(to - 2 * WORD, (from - BEFORE) as u32);
        }
        assert!(heap.found().is_empty(), "{from:#x} to {to:#x}");
    }
}

#[test]
fn blocks_that_name_each_other_are_none() {
    let whole = made_as(BLOCKS, &SOME, HEADS, START);
    let last = whole.word(HEADS + RINGS * LEAST);
    for before in [START as u32, last] {
        let mut heap = made_as(BLOCKS, &SOME, HEADS, START);
        heap.write(START + WORD, before);
        assert!(heap.found().is_empty(), "{before:#x}");
    }
}

#[test]
fn of_two_heaps_neither_is_known() {
    let statics = (RINGS * LEAST + LEAST) as usize;
    let mut heap = made(&SOME, HEADS, START);
    let second = made(&SOME, HEADS + statics as u64, START + 3072);
    let from = START as usize + 3072;
    heap.memory[from..].copy_from_slice(&second.memory[from..]);
    let heads = HEADS as usize + statics;
    heap.memory[heads..heads + statics].copy_from_slice(&second.memory[heads..heads + statics]);
    assert_eq!(latest(&heap.memory[..], &heap.named).len(), 2);
    assert!(heap.found().is_empty());
}

#[test]
fn sizes_have_the_rings_that_the_allocator_gives_them() {
    for (room, ring) in [
        (8, 0),
        (15, 0),
        (16, 1),
        (119, 13),
        (120, 14),
        (128, 14),
        (159, 14),
        (160, 15),
        (255, 17),
        (256, 18),
        (3071, 31),
        (3584, 33),
        (4096, 33),
        (6143, 33),
        (6144, 34),
        (12287, 35),
        (786_432, 48),
        (134_217_727, 62),
        (134_217_728, 63),
        (1 << 30, 63),
    ] {
        assert_eq!(ring_of(&(0..room + 8)), ring, "{room}");
    }
}
