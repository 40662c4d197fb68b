//! Heaps that are made up, whole and with a flaw.

use super::super::made_up::MadeUp;
use super::*;
use crate::image::{Image, MemoryImage};
use crate::index::MemoryIdx;
use crate::module::Module;
use crate::scrub::{Scrub, scrub};
use proptest::prelude::*;
use std::slice;

const INITIAL: u64 = PAGE;
const RECORD: u64 = 1040;

/// What becomes of a slot.
#[derive(Copy, Clone, Debug)]
enum Slot {
    Free,
    /// So much was asked for, in percent of what this size is for, with such an alignment.
    Given(u64, u32),
}

/// A page of slots.
#[derive(Clone, Debug)]
struct Cut {
    size: usize,
    slots: Vec<Slot>,
}

/// A heap of these pages and of large blocks that are free; the last page of each size is being cut.
fn made(pages: &[Cut], blocks: &[usize], record: u64, check: u64) -> MadeUp {
    let large: u64 = blocks.iter().map(|size| 1u64 << size).sum();
    let count = 1 + pages.len() as u64 + large;
    let mut heap = MadeUp::new(count * PAGE, INITIAL, RECORD + 4096);
    let mut next = [0; SIZES];
    let mut lists = vec![Vec::new(); SIZES + LARGE];
    for (at, page) in (INITIAL..).step_by(PAGE as usize).zip(pages) {
        let bytes = LEAST << page.size;
        for (slot, what) in (at..at + PAGE).step_by(bytes as usize).zip(&page.slots) {
            match *what {
                Slot::Free => {
                    // The list has the last one first, and what was said before is still there.
                    lists[page.size].insert(0, slot);
                    heap.write(slot + 8, u32::MAX);
                    heap.dead.push(slot..slot + bytes - WORD);
                }
                Slot::Given(percent, power) => {
                    let power = power.min(bytes.ilog2() - 1).max(ALIGNMENT);
                    let least = (bytes / 2 + 1).saturating_sub((1 << power) + WORD);
                    let most = bytes - (1 << power) - WORD;
                    let size = least + (most - least) * percent / 100;
                    let said = check << 37 | size << 5 | u64::from(power);
                    heap.prove_double(slot + (1 << power) - 8, said);
                }
            }
            next[page.size] = slot + bytes;
        }
    }
    let mut at = INITIAL + pages.len() as u64 * PAGE;
    for size in blocks {
        lists[SIZES + size].insert(0, at);
        heap.dead.push(at..at + (PAGE << size) - WORD);
        at += PAGE << size;
    }
    for (place, next) in (record..).step_by(4).zip(next) {
        heap.prove(place, next as u32);
    }
    let places = (record + SIZES as u64 * WORD..).step_by(4);
    for ((place, list), size) in places.zip(lists).zip(0..) {
        let mut link = place;
        let bytes = match size {
            ..SIZES => LEAST << size,
            _ => PAGE << (size - SIZES),
        };
        for slot in list {
            heap.prove(link, slot as u32);
            link = slot + bytes - WORD;
        }
        heap.prove(link, 0);
    }
    heap.dead.sort_by_key(|range| range.start);
    heap
}

fn slot() -> impl Strategy<Value = Slot> {
    let given = (0u64..101, prop_oneof![8 => Just(4u32), 1 => 5u32..12]);
    prop_oneof![
        Just(Slot::Free),
        given.prop_map(|(percent, power)| Slot::Given(percent, power))
    ]
}

/// Pages, the last of which of each size need not be cut to its end.
fn pages() -> impl Strategy<Value = Vec<Cut>> {
    let page = (FIRST..SIZES).prop_flat_map(|size| {
        let most = (PAGE / (LEAST << size)) as usize;
        let slots = proptest::collection::vec(slot(), most);
        (slots, 1..most + 1).prop_map(move |(slots, cut)| (Cut { size, slots }, cut))
    });
    proptest::collection::vec(page, 1..5).prop_map(|pages| {
        let mut pages: Vec<(Cut, usize)> = pages;
        for at in 0..pages.len() {
            let size = pages[at].0.size;
            if pages[at + 1..].iter().all(|(later, _)| later.size != size) {
                let cut = pages[at].1;
                pages[at].0.slots.truncate(cut);
            }
        }
        let mut pages: Vec<Cut> = pages.into_iter().map(|(page, _)| page).collect();
        // Enough of them say what they are for.
        let slots = vec![Slot::Given(50, 4); ENOUGH];
        pages.push(Cut { size: 5, slots });
        for page in &mut pages {
            if page.size == 5 {
                page.slots
                    .resize((PAGE / (LEAST << 5)) as usize, Slot::Given(70, 4));
            }
        }
        pages
    })
}

/// A page of two sizes each, one of which is used up.
fn some() -> Vec<Cut> {
    let given = |count| vec![Slot::Given(30, 4); count];
    let mut used_up = given(1024);
    used_up[3] = Slot::Free;
    used_up[700] = Slot::Free;
    let mut large = given(5);
    large[1] = Slot::Free;
    large[3] = Slot::Given(90, 6);
    let page = |size, slots| Cut { size, slots };
    vec![page(3, used_up), page(3, given(2)), page(9, large)]
}

proptest! {
    #[test]
    fn free_slots_are_found_and_nothing_else(
        pages in pages(),
        blocks in proptest::collection::vec(0usize..3, 0..3),
        record in 2u64..1000,
        checked in any::<bool>(),
    ) {
        let check = if checked { CHECKED } else { 0 };
        let heap = made(&pages, &blocks, record * WORD, check);
        prop_assert_eq!(heap.found(), heap.dead);
    }

    /// One bit of the proof is not what it should be.
    #[test]
    fn a_flaw_makes_nothing_else_dead(
        pages in pages(),
        blocks in proptest::collection::vec(0usize..3, 0..3),
        which in any::<prop::sample::Index>(),
        bit in 0u32..32,
    ) {
        let mut heap = made(&pages, &blocks, RECORD, 0);
        heap.flip_any(which, bit);
        prop_assert!(heap.is_found_dead(), "{:?}", heap.found());
    }
}

#[test]
fn an_image_has_the_same() {
    let heap = made(&some(), &[1], RECORD, 0);
    assert_eq!(heap.dead.len(), 4);
    assert_eq!(heap.found(), heap.dead);
    assert_eq!(heap.found_in_image(), heap.dead);
}

#[test]
fn an_imported_memory_keeps_what_it_had_before() {
    let heap = made(&some(), &[1], RECORD, 0);
    let image = |contents| {
        let mut image = Image::default();
        image.memories.insert(MemoryIdx::from_u32(0), contents);
        image
    };
    let left_out = |text: &str, before: &Image| {
        let wasm = wat::parse_str(text).unwrap();
        let module = Module::decode(&wasm).unwrap();
        let done = scrub(&module, before, image(heap.image()), Scrub::Auto);
        let parts = done.scrubbed.into_iter();
        let ranges: Vec<Range<u64>> = parts.flat_map(|part| part.ranges).collect();
        assert_eq!(
            done.image.memories[&MemoryIdx::from_u32(0)].held_in(&ranges),
            0
        );
        ranges
    };
    // It takes a slot from the list of a size, or cuts one.
    let next = RECORD;
    let first = RECORD + SIZES as u64 * WORD;
    let code = format!(
        "(func (param i32)
           (drop (i32.and (i32.add (memory.grow (i32.const 0)) (i32.const 65539)) (i32.const 65535)))
           (i32.store offset={first} (local.get 0) (i32.load offset={first} (local.get 0)))
           (i32.store offset={next} (local.get 0) (i32.load offset={next} (local.get 0))))"
    );
    let imported = format!(r#"(module (import "m" "m" (memory 1)) {code})"#);
    let imported = imported.as_str();
    let its_own = format!("(module (memory 1) {code})");
    assert_eq!(left_out(imported, &image(MemoryImage::new(1))), heap.dead);
    let mut before = MemoryImage::new(9);
    before.push(heap.dead[1].start, &[1]);
    let before = image(before);
    let [first, _, rest @ ..] = heap.dead.as_slice() else {
        unreachable!("there are four");
    };
    assert_eq!(
        left_out(imported, &before),
        [slice::from_ref(first), rest].concat()
    );
    assert_eq!(left_out(&its_own, &before), heap.dead);
    let nobody = r#"(module (memory 1) (func (result i32) (i32.const 1024)))"#;
    assert!(left_out(nobody, &before).is_empty());
}

/// What nothing but one rule speaks against.
#[test]
fn each_rule_counts() {
    let whole = || made(&some(), &[1, 1], RECORD, 0);
    assert_eq!(whole().found(), whole().dead);
    let (slots, blocks) = (RECORD + 13 * WORD, RECORD + 26 * WORD);
    let page = |number: u64| INITIAL + number * PAGE;
    let changes: [(&str, &[(u64, u64)]); 9] = [
        ("a slot that says nothing", &[(page(0) + 8, 0)]),
        ("one that says too little", &[(page(0) + 8, 5 << 5 | 4)]),
        ("one of another alignment", &[(page(0) + 8, 40 << 5 | 3)]),
        (
            "one that was built with checks",
            &[(page(0) + 12, CHECKED << 5)],
        ),
        (
            "a slot that was not cut",
            &[(slots + 3 * WORD, page(1) + 128)],
        ),
        (
            "a list without an end",
            &[(page(0) + 4 * 64 - WORD, page(0) + 3 * 64)],
        ),
        (
            "a slot on another one's page",
            &[(slots + 9 * WORD, page(0) + 4096)],
        ),
        ("two blocks in one place", &[(blocks, page(3))]),
        ("a block that is no page", &[(blocks, page(3) + 4096)]),
    ];
    for (what, words) in changes {
        let mut heap = whole();
        for (at, word) in words {
            heap.write(*at, *word as u32);
        }
        assert!(heap.found().is_empty(), "{what}");
    }
}

/// One that cuts no slot yet, or where nobody says what slots are for.
#[test]
fn too_little_proves_nothing() {
    let given = |count| Cut {
        size: 4,
        slots: [vec![Slot::Given(30, 4); count], vec![Slot::Free; 9]].concat(),
    };
    let few = made(&[given(ENOUGH - 1)], &[2], RECORD, 0);
    assert!(!few.dead.is_empty() && few.found().is_empty());
    let enough = made(&[given(ENOUGH)], &[2], RECORD, 0);
    assert_eq!(enough.found(), enough.dead);
    // The record lies in a page of the heap.
    let mut behind = made(&[given(9)], &[], RECORD, 0);
    behind.named = Named::everything();
    assert_eq!(behind.found(), behind.dead);
    behind
        .memory
        .copy_within(RECORD as usize..RECORD as usize + 200, PAGE as usize - 100);
    behind.memory[RECORD as usize..RECORD as usize + 200].fill(0);
    assert!(behind.found().is_empty());
}

/// The list leads back to itself, in a memory of 4 GiB: to follow it as long as slots fit would take minutes.
#[test]
fn a_list_in_a_circle_is_none() {
    let heap = made(&some(), &[1], RECORD, 0);
    let mut image = MemoryImage::new(1 << 16);
    let slots = RECORD + SIZES as u64 * WORD;
    let mut memory = heap.memory.clone();
    for size in FIRST..SIZES {
        let first = heap.word(slots + size as u64 * WORD);
        if first != 0 {
            let link = first as usize + (LEAST << size) as usize - 4;
            memory[link..link + 4].copy_from_slice(&first.to_le_bytes());
        }
    }
    for (at, byte) in (0..).zip(&memory).filter(|(_, byte)| **byte != 0) {
        image.push(at, &[*byte]);
    }
    let found = claim(&crate::scrub::Indexed::new(&image), &Named::everything());
    assert_eq!(found, None);
}

#[test]
fn of_two_heaps_neither_is_known() {
    let mut heap = made(&some(), &[], RECORD, 0);
    assert!(!heap.found().is_empty());
    heap.memory.copy_within(
        RECORD as usize..RECORD as usize + 200,
        RECORD as usize + 2000,
    );
    assert!(heap.found().is_empty());
}
