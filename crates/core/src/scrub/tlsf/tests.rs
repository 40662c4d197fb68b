//! Heaps that are made up, whole and with a flaw.

use super::super::candidates;
use super::super::made_up::{MadeUp, assert_all_counts};
use super::*;
use proptest::prelude::*;

const INITIAL: u64 = 4096;
const ROOT_AT: u64 = 1040;
const BYTES: u64 = 2 * PAGE;

/// A heap of these blocks: what they hold at least, in units of the alignment, and whether each is in use. The
/// last one reaches up to the tail.
fn made(blocks: &[(u32, bool)], root: u64, bytes: u64) -> MadeUp {
    made_with_free(blocks, root, bytes).0
}

/// The same, and where its free blocks begin.
fn made_with_free(blocks: &[(u32, bool)], root: u64, bytes: u64) -> (MadeUp, Vec<u64>) {
    let mut heap = MadeUp::new(bytes, INITIAL, root);
    let tail = heap.memory.len() as u64 - WORD;
    let mut at = root + FIRST;
    let mut left_free = false;
    let mut free = Vec::new();
    let mut lists = vec![Vec::new(); (CLASSES * SUBCLASSES) as usize];
    for (number, (units, in_use)) in blocks.iter().enumerate() {
        let size = match number + 1 == blocks.len() {
            true => (tail - at - WORD) as u32,
            false => units * ALIGNMENT as u32 - WORD as u32,
        };
        let in_use = *in_use || left_free;
        let tags = if left_free { LEFT_FREE } else { 0 } | if in_use { 0 } else { FREE };
        heap.prove(at, size | tags);
        let end = at + WORD + u64::from(size);
        if !in_use {
            heap.prove(end - WORD, at as u32);
            free.push(at);
            heap.dead.push(at + BEFORE..end - WORD);
            lists[list_of(size)].insert(0, at);
        }
        left_free = !in_use;
        at = end;
    }
    heap.prove(at, if left_free { LEFT_FREE } else { 0 });
    heap.prove(root + TAIL, at as u32);
    let mut classes = 0;
    for (class, lists) in lists.chunks(SUBCLASSES as usize).enumerate() {
        let mut map = 0;
        for (subclass, list) in lists.iter().enumerate() {
            let link = |at: Option<&u64>| at.map_or(0, |at| *at as u32);
            let number = class as u64 * SUBCLASSES + subclass as u64;
            heap.prove(root + HEADS + number * WORD, link(list.first()));
            for (position, block) in list.iter().enumerate() {
                let previous = position.checked_sub(1).map(|before| &list[before]);
                heap.prove(block + WORD, link(previous));
                heap.prove(block + 2 * WORD, link(list.get(position + 1)));
            }
            map |= u32::from(!list.is_empty()) << subclass;
        }
        heap.prove(root + MAPS + class as u64 * WORD, map);
        classes |= u32::from(map != 0) << class;
    }
    heap.prove(root, classes);
    heap.dead.retain(|range| !range.is_empty());
    (heap, free)
}

fn blocks() -> impl Strategy<Value = Vec<(u32, bool)>> {
    let units = prop_oneof![4 => 1u32..20, 1 => 20u32..100];
    proptest::collection::vec((units, any::<bool>()), 1..40)
}

/// Two of one size, one in a list of its own, and one that is too small for anything to be dead in it.
const SOME: [(u32, bool); 11] = [
    (3, true),
    (9, false),
    (5, true),
    (40, false),
    (1, true),
    (9, false),
    (7, true),
    (1, false),
    (3, true),
    (9, false),
    (2, true),
];

proptest! {
    #[test]
    fn free_blocks_are_found_and_nothing_else(
        blocks in blocks(),
        root in 0..=INITIAL / ALIGNMENT,
        pages in 2u64..5,
    ) {
        let heap = made(&blocks, root * ALIGNMENT, pages * PAGE);
        prop_assert_eq!(heap.found(), heap.dead);
    }

    /// One word of the proof is not what it should be.
    #[test]
    fn a_flaw_makes_nothing_else_dead(
        blocks in blocks(),
        which in any::<prop::sample::Index>(),
        flip in 0u32..32,
    ) {
        let mut heap = made(&blocks, ROOT_AT, BYTES);
        heap.flip_any(which, flip);
        // By chance another proof may hold: a block in use whose size is wrong may end where another
        // in use begins. It proves no more.
        let found = heap.found();
        prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
    }

    /// Whatever the lists' words are, the search ends, and finds no more than there is.
    #[test]
    fn any_links_end(
        blocks in blocks(),
        links in proptest::collection::vec(any::<[prop::sample::Index; 2]>(), 1..8),
    ) {
        let (mut heap, free) = made_with_free(&blocks, ROOT_AT, BYTES);
        for [from, to] in links.into_iter().filter(|_| !free.is_empty()) {
            let link = WORD + WORD * (from.index(2) as u64);
            heap.write(free[from.index(free.len())] + link, free[to.index(free.len())] as u32);
        }
        let found = heap.found();
        prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
    }
}

#[test]
fn a_heap_with_a_flaw_is_left_alone() {
    assert_eq!(made(&SOME, ROOT_AT, BYTES).dead.len(), 4);
    assert_all_counts(
        || made(&SOME, ROOT_AT, BYTES),
        &[0x01, 0x02, 0x10, 0x40, 0x0001_0000, 0x8000_0000],
    );
}

/// What nothing but one rule speaks against.
#[test]
fn each_rule_counts() {
    let in_page = made(&SOME, ROOT_AT, BYTES - ALIGNMENT);
    assert!(!in_page.dead.is_empty() && in_page.found().is_empty());

    let head = |list: usize| ROOT_AT + HEADS + list as u64 * WORD;
    let mut heap = made(&SOME, ROOT_AT, BYTES);
    let (right, wrong) = (list_of(40 * 16 - 4), list_of(41 * 16 + 28));
    assert_eq!((right / 16, wrong / 16), (2, 2));
    let block = heap.word(head(right));
    heap.write(head(right), 0);
    heap.write(head(wrong), block);
    heap.write(ROOT_AT + MAPS + 2 * WORD, 1 << (wrong % 16));
    assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());
    // In no list at all.
    heap.write(head(wrong), 0);
    heap.write(ROOT_AT + MAPS + 2 * WORD, 0);
    heap.write(ROOT_AT, 1);
    assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());

    // The second is moved by half a unit, or free as is the one behind it.
    let blocks = [(3, true), (9, true), (5, false), (2, true)];
    let first = ROOT_AT + FIRST;
    let second = first + 3 * ALIGNMENT;
    let mut heap = made(&blocks, ROOT_AT, BYTES);
    assert_eq!(heap.found(), heap.dead);
    heap.write(first, 3 * 16 - 4 + 8);
    heap.write(second + 8, 9 * 16 - 4 - 8);
    assert!(heap.found().is_empty());

    let (mut heap, free) = made_with_free(&blocks, ROOT_AT, BYTES);
    let third = free[0];
    heap.write(second, (9 * 16 - 4) | FREE);
    heap.write(second + WORD, 0);
    heap.write(second + 2 * WORD, 0);
    heap.write(third - WORD, second as u32);
    heap.write(third, (5 * 16 - 4) | FREE | LEFT_FREE);
    heap.write(head(8), second as u32);
    heap.write(ROOT_AT + MAPS, 1 << 4 | 1 << 8);
    assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());
}

#[test]
fn lists_that_never_end_do() {
    // All of one size, so that they are in one list, from the last to the first.
    let blocks: Vec<_> = (0..200).map(|number| (9, number % 2 == 0)).collect();
    let (whole, free) = made_with_free(&blocks, ROOT_AT, BYTES);
    assert_eq!(whole.found(), whole.dead);
    let [first, .., last] = free[..free.len() - 1] else {
        unreachable!()
    };
    for (from, to, back) in [
        (first, last, true),
        (first, last, false),
        (last, last, true),
    ] {
        let mut heap = made(&blocks, ROOT_AT, BYTES);
        heap.write(from + 2 * WORD, to as u32);
        if back {
            heap.write(to + WORD, from as u32);
        }
        assert!(heap.found().is_empty(), "{from:#x} to {to:#x}");
    }
}

#[test]
fn of_two_heaps_neither_is_known_and_many_roots_are_not_followed() {
    let mut heap = made(&SOME, 0, BYTES);
    let second = made(&SOME, INITIAL, BYTES);
    // In the first one's last block, which is in use.
    let from = INITIAL as usize;
    heap.memory[from..].copy_from_slice(&second.memory[from..]);
    let one = root(&heap.memory[..], 0).and_then(|root| super::heap(&heap.memory[..], &root));
    assert_eq!(one.map(|claim| claim.dead).as_ref(), Some(&heap.dead));
    assert!(heap.found().is_empty());

    let mut many = made(&SOME, ROOT_AT, BYTES);
    many.memory[..ROOT_AT as usize].fill(0);
    let copy = many.memory[ROOT_AT as usize..][..FIRST as usize].to_vec();
    let last = many.memory.len() - 2 * FIRST as usize;
    many.named = Named::everything();
    assert_eq!(many.found(), many.dead);
    for number in 0..=candidates::MOST {
        let at = (last - number * 2 * FIRST as usize) & !15;
        many.memory[at..at + copy.len()].copy_from_slice(&copy);
    }
    let roots = roots(&many.memory[..], &many.named);
    assert_eq!(roots.len(), candidates::MOST + 1);
    assert!(many.found().is_empty());
}

#[test]
fn an_image_tells_the_same_as_its_bytes() {
    let heap = made(&SOME, ROOT_AT, BYTES);
    assert_eq!(heap.found_in_image(), heap.dead);
}

#[test]
fn sizes_have_the_lists_that_the_allocator_gives_them() {
    for (size, list) in [
        (12, 0),
        (28, 1),
        (252, 15),
        (268, 16),
        (508, 31),
        (524, 32),
        (1020, 47),
        (60_044, 8 * 16 + 13),
        (MOST, 367),
        (u32::MAX - 3, 367),
    ] {
        assert_eq!(list_of(size), list, "{size}");
    }
}
