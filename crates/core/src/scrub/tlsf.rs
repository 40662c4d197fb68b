//! The free blocks of AssemblyScript's TLSF allocator.
//!
//! It has one *root*, where static data and the stack end: a bitmap that says which of 23 size classes have free
//! blocks, for each of them a bitmap of its 16 subclasses, the heads of these 368 lists, and the address of
//! the *tail*. Blocks follow behind the root without gaps up to the tail, which is a header alone, in use,
//! the last word of the page that ended memory when the allocator last grew it. A block's header is one word: the
//! size of what follows, and two bits, whether it and whether the block on its left is free. A free block has its
//! neighbours in the list behind the header, and its own address in its last word.
//!
//! The proof (I7) is that all of this holds: bits are set for the lists that have a head, and for the classes that
//! have a list, and no others; from the first block a chain of sizes leads to the tail; each header says of the block
//! on its left what that says of itself; no two free ones are neighbours; each free one has its address
//! at its end; every list, walked from its head, has only such blocks of the chain as have its class of size,
//! and each names the one before it; and together the lists have as many as the chain. There is one root for
//! which it does. Anything else, be it memory in two pieces, because the program grew it by itself
//! in between, and the heap is left alone.
//!
//! The allocator reads headers, links and the address at the end, nothing else in a free block, and
//! leaves the rest as it finds it when it gives the block out. Those that it serves know that:
//! managed objects are filled with zeros, or by their constructors, `heap.alloc` promises nothing. What
//! the collector has not yet freed is in use, and stays, reachable or not; lists of objects go through
//! what is in use. One thing shows what a block had in it: the incremental runtime takes memory that an
//! `Array` gets by growing within its block for zeros, but does not make it so (`ensureCapacity`). Elements that
//! were never assigned are then what was there before; here they are null, as the language has it.
//!
//! The layout is that of AssemblyScript since 0.17.0. Before, headers had four words; such a heap is not known,
//! and neither is one that `--lowMemoryLimit` ends within a page.
//!
//! <http://www.gii.upv.es/tlsf/>

use super::candidates::{candidates, of_the_only_heap};
use super::words::Words;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "TLSF";

/// The block is free.
const FREE: u32 = 1;
/// The block on its left is free.
const LEFT_FREE: u32 = 2;
/// No bits of a size.
const TAGS: u32 = FREE | LEFT_FREE;
/// What blocks hold is aligned to this many bytes, and so is the root.
const ALIGNMENT: u64 = 16;
/// The size of a header, and of every link.
const WORD: u64 = 4;
/// How many bytes of a free block the allocator reads before the dead ones: header and links.
const BEFORE: u64 = 3 * WORD;
/// No block holds less: the links, and the address at the end.
const LEAST: u32 = 12;
/// Above, sizes are no longer told apart.
const MOST: u32 = (1 << 30) - 4;
/// How many classes there are.
const CLASSES: u64 = 23;
/// How many subclasses, and hence lists, each has.
const SUBCLASSES: u64 = 16;
/// Sizes below are all in the first class.
const SMALL: u32 = 256;
/// Where the classes' bitmaps lie within the root.
const MAPS: u64 = WORD;
/// Where the heads of the lists do.
const HEADS: u64 = MAPS + CLASSES * WORD;
/// Where the tail's address does.
const TAIL: u64 = HEADS + CLASSES * SUBCLASSES * WORD;
/// Where the first block does: behind the root, so that what it holds is aligned.
const FIRST: u64 = (TAIL + 2 * WORD).next_multiple_of(ALIGNMENT) - WORD;
/// Memory ends with a page.
const PAGE: u64 = 1 << 16;

/// The parts of free blocks that the allocator itself does not read.
///
/// The root lies at `initial` or below.
pub(super) fn free(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Range<u64>> {
    of_the_only_heap(&roots(memory, initial), |root| heap(memory, root))
}

/// What the allocator knows, apart from the blocks.
struct Root {
    /// Where the first block lies.
    first: u64,
    tail: u64,
    /// For each list its first block, or zero.
    heads: Vec<u32>,
}

/// Every root that is without contradiction.
fn roots(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Root> {
    candidates(memory, initial + 1, ALIGNMENT, |place| root(memory, place))
}

/// The root at `place`, if one can be there that has any list.
fn root(memory: &(impl Words + ?Sized), place: u64) -> Option<Root> {
    let classes = memory.word(place)?;
    if classes == 0 || classes >> CLASSES != 0 {
        return None;
    }
    let first = place + FIRST;
    let tail = u64::from(memory.word(place + TAIL)?);
    let end = tail + WORD;
    if tail <= first || !end.is_multiple_of(PAGE) || end > memory.len() {
        return None;
    }
    let mut heads = Vec::new();
    for class in 0..CLASSES {
        let mut map = 0;
        for list in class * SUBCLASSES..(class + 1) * SUBCLASSES {
            let head = memory.word(place + HEADS + list * WORD)?;
            map |= u32::from(head != 0) << (list % SUBCLASSES);
            heads.push(head);
        }
        let has_lists = classes >> class & 1 != 0;
        if memory.word(place + MAPS + class * WORD)? != map || has_lists != (map != 0) {
            return None;
        }
    }
    Some(Root { first, tail, heads })
}

/// The dead parts, if a chain of blocks leads to the tail and the lists have just the free ones.
fn heap(memory: &(impl Words + ?Sized), root: &Root) -> Option<Vec<Range<u64>>> {
    let mut free = Vec::new();
    let mut block = root.first;
    let mut left_free = false;
    while block < root.tail {
        let header = memory.word(block)?;
        let size = header & !TAGS;
        let aligned = (u64::from(size) + WORD).is_multiple_of(ALIGNMENT);
        if size < LEAST || !aligned || (header & LEFT_FREE != 0) != left_free {
            return None;
        }
        let end = block + WORD + u64::from(size);
        let is_free = header & FREE != 0;
        if is_free {
            if left_free || u64::from(memory.word(end - WORD)?) != block {
                return None;
            }
            free.push(block..end);
        }
        left_free = is_free;
        block = end;
    }
    let tail = if left_free { LEFT_FREE } else { 0 };
    if block != root.tail || memory.word(block)? != tail || !are_listed(memory, root, &free)? {
        return None;
    }
    let dead = free
        .into_iter()
        .map(|block| block.start + BEFORE..block.end - WORD);
    Some(dead.filter(|range| !range.is_empty()).collect())
}

/// Whether these blocks, by ascending address, are those that the lists have, each in its own.
fn are_listed(memory: &(impl Words + ?Sized), root: &Root, free: &[Range<u64>]) -> Option<bool> {
    let mut listed = 0;
    for (list, head) in root.heads.iter().enumerate() {
        let mut previous = 0;
        let mut link = *head;
        // A list can't come to a block twice: that would have to name two others as the one before.
        while link != 0 {
            let address = u64::from(link);
            let at = free.binary_search_by_key(&address, |block| block.start);
            let block = &free[at.ok()?];
            let size = (block.end - block.start - WORD) as u32;
            if list_of(size) != list || memory.word(address + WORD)? != previous {
                return None;
            }
            listed += 1;
            previous = link;
            link = memory.word(address + 2 * WORD)?;
        }
    }
    Some(listed == free.len())
}

/// Which list has the free blocks of a size.
fn list_of(size: u32) -> usize {
    if size < SMALL {
        return (size / ALIGNMENT as u32) as usize;
    }
    // The class is the power of two, the subclass the four bits behind it.
    let bounded = size.min(MOST);
    let class = bounded.ilog2() - SMALL.ilog2() + 1;
    let subclass = bounded >> (bounded.ilog2() - SUBCLASSES.ilog2()) & (SUBCLASSES as u32 - 1);
    (class * SUBCLASSES as u32 + subclass) as usize
}

#[cfg(test)]
mod tests {
    use super::super::candidates;
    use super::*;
    use proptest::prelude::*;

    const INITIAL: u64 = 4096;
    const ROOT_AT: u64 = 1040;
    const BYTES: u64 = 2 * PAGE;

    fn ranges(memory: &(impl Words + ?Sized)) -> Vec<Range<u64>> {
        let dead = crate::dead(memory, INITIAL, None).into_iter();
        dead.flat_map(|dead| dead.ranges).collect()
    }

    /// A memory with one heap.
    struct Heap {
        memory: Vec<u8>,
        /// Where each word lies that the proof depends on.
        proof: Vec<u64>,
        /// Where the free blocks begin.
        free: Vec<u64>,
        dead: Vec<Range<u64>>,
    }

    impl Heap {
        /// Of these blocks: what they hold at least, in units of the alignment, and whether each is in use. The
        /// last one reaches up to the tail.
        fn new(blocks: &[(u32, bool)], root: u64, bytes: u64) -> Self {
            let mut heap = Heap {
                memory: vec![0xa5; bytes as usize],
                proof: Vec::new(),
                free: Vec::new(),
                dead: Vec::new(),
            };
            let tail = heap.memory.len() as u64 - WORD;
            heap.memory[..root as usize].fill(0);
            let mut at = root + FIRST;
            let mut left_free = false;
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
                    heap.free.push(at);
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
            heap
        }

        fn word(&mut self, at: u64, word: u32) {
            self.memory[at as usize..at as usize + 4].copy_from_slice(&word.to_le_bytes());
        }

        fn prove(&mut self, at: u64, word: u32) {
            self.word(at, word);
            self.proof.push(at);
        }

        fn found(&self) -> Vec<Range<u64>> {
            ranges(&self.memory[..])
        }
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
            let heap = Heap::new(&blocks, root * ALIGNMENT, pages * PAGE);
            prop_assert_eq!(heap.found(), heap.dead);
        }

        /// One word of the proof is not what it should be.
        #[test]
        fn a_flaw_makes_nothing_else_dead(
            blocks in blocks(),
            which in any::<prop::sample::Index>(),
            flip in 0u32..32,
        ) {
            let mut heap = Heap::new(&blocks, ROOT_AT, BYTES);
            let at = heap.proof[which.index(heap.proof.len())];
            let word = heap.memory[..].word(at).unwrap_or_default();
            heap.word(at, word ^ (1 << flip));
            // By chance another proof may hold: a block in use whose size is wrong may end where another
            // in use begins. It proves no more.
            let found = heap.found();
            prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
        }

        #[test]
        fn noise_is_no_heap(words in proptest::collection::vec(0u32..8192, 1000..3000)) {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert!(ranges(&bytes[..]).is_empty());
        }

        /// Whatever the lists' words are, the search ends, and finds no more than there is.
        #[test]
        fn any_links_end(
            blocks in blocks(),
            links in proptest::collection::vec(any::<[prop::sample::Index; 2]>(), 1..8),
        ) {
            let mut heap = Heap::new(&blocks, ROOT_AT, BYTES);
            let free = heap.free.clone();
            for [from, to] in links.into_iter().filter(|_| !free.is_empty()) {
                let link = WORD + WORD * (from.index(2) as u64);
                heap.word(free[from.index(free.len())] + link, free[to.index(free.len())] as u32);
            }
            let found = heap.found();
            prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
        }
    }

    #[test]
    fn a_heap_with_a_flaw_is_left_alone() {
        let heap = || Heap::new(&SOME, ROOT_AT, BYTES);
        assert_eq!(heap().found(), heap().dead);
        assert_eq!(heap().dead.len(), 4);
        for at in heap().proof {
            for flip in [0x01, 0x02, 0x10, 0x40, 0x0001_0000, 0x8000_0000] {
                let mut heap = heap();
                let word = heap.memory[..].word(at).unwrap_or_default();
                heap.word(at, word ^ flip);
                assert!(heap.found().is_empty(), "{flip:#x} at {at:#x}");
            }
        }
    }

    /// What nothing but one rule speaks against.
    #[test]
    fn each_rule_counts() {
        let in_page = Heap::new(&SOME, ROOT_AT, BYTES - ALIGNMENT);
        assert!(!in_page.dead.is_empty() && in_page.found().is_empty());

        let head = |list: usize| ROOT_AT + HEADS + list as u64 * WORD;
        let mut heap = Heap::new(&SOME, ROOT_AT, BYTES);
        let (right, wrong) = (list_of(40 * 16 - 4), list_of(41 * 16 + 28));
        assert_eq!((right / 16, wrong / 16), (2, 2));
        let block = heap.memory[..].word(head(right)).unwrap_or_default();
        heap.word(head(right), 0);
        heap.word(head(wrong), block);
        heap.word(ROOT_AT + MAPS + 2 * WORD, 1 << (wrong % 16));
        assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());
        // In no list at all.
        heap.word(head(wrong), 0);
        heap.word(ROOT_AT + MAPS + 2 * WORD, 0);
        heap.word(ROOT_AT, 1);
        assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());

        // The second is moved by half a unit, or free as is the one behind it.
        let blocks = [(3, true), (9, true), (5, false), (2, true)];
        let first = ROOT_AT + FIRST;
        let second = first + 3 * ALIGNMENT;
        let mut heap = Heap::new(&blocks, ROOT_AT, BYTES);
        assert_eq!(heap.found(), heap.dead);
        heap.word(first, 3 * 16 - 4 + 8);
        heap.word(second + 8, 9 * 16 - 4 - 8);
        assert!(heap.found().is_empty());

        let mut heap = Heap::new(&blocks, ROOT_AT, BYTES);
        let third = heap.free[0];
        heap.word(second, (9 * 16 - 4) | FREE);
        heap.word(second + WORD, 0);
        heap.word(second + 2 * WORD, 0);
        heap.word(third - WORD, second as u32);
        heap.word(third, (5 * 16 - 4) | FREE | LEFT_FREE);
        heap.word(head(8), second as u32);
        heap.word(ROOT_AT + MAPS, 1 << 4 | 1 << 8);
        assert!(root(&heap.memory[..], ROOT_AT).is_some() && heap.found().is_empty());
    }

    #[test]
    fn lists_that_never_end_do() {
        // All of one size, so that they are in one list, from the last to the first.
        let blocks: Vec<_> = (0..200).map(|number| (9, number % 2 == 0)).collect();
        let whole = Heap::new(&blocks, ROOT_AT, BYTES);
        assert_eq!(whole.found(), whole.dead);
        let [first, .., last] = whole.free[..whole.free.len() - 1] else {
            unreachable!()
        };
        for (from, to, back) in [
            (first, last, true),
            (first, last, false),
            (last, last, true),
        ] {
            let mut heap = Heap::new(&blocks, ROOT_AT, BYTES);
            heap.word(from + 2 * WORD, to as u32);
            if back {
                heap.word(to + WORD, from as u32);
            }
            assert!(heap.found().is_empty(), "{from:#x} to {to:#x}");
        }
    }

    #[test]
    fn of_two_heaps_neither_is_known_and_many_roots_are_not_followed() {
        let mut heap = Heap::new(&SOME, 0, BYTES);
        let second = Heap::new(&SOME, INITIAL, BYTES);
        // In the first one's last block, which is in use.
        let from = INITIAL as usize;
        heap.memory[from..].copy_from_slice(&second.memory[from..]);
        let one = root(&heap.memory[..], 0).and_then(|root| super::heap(&heap.memory[..], &root));
        assert_eq!(one.as_ref(), Some(&heap.dead));
        assert!(heap.found().is_empty());

        let mut many = Heap::new(&SOME, ROOT_AT, BYTES);
        many.memory[..ROOT_AT as usize].fill(0);
        let copy = many.memory[ROOT_AT as usize..][..FIRST as usize].to_vec();
        let last = many.memory.len() - 2 * FIRST as usize;
        let initial = many.memory.len() as u64;
        let roots_in = |many: &Heap| roots(&many.memory[..], initial).len();
        assert_eq!(free(&many.memory[..], initial), many.dead);
        for number in 0..=candidates::MOST {
            let at = (last - number * 2 * FIRST as usize) & !15;
            many.memory[at..at + copy.len()].copy_from_slice(&copy);
        }
        assert_eq!(roots_in(&many), candidates::MOST + 1);
        assert!(free(&many.memory[..], initial).is_empty());
    }

    #[test]
    fn an_image_tells_the_same_as_its_bytes() {
        let heap = Heap::new(&SOME, ROOT_AT, BYTES);
        let mut image = crate::image::MemoryImage::new(2);
        for (at, byte) in (0..).zip(&heap.memory).filter(|(_, byte)| **byte != 0) {
            image.push(at, &[*byte]);
        }
        let indexed = super::super::words::Indexed::new(&image);
        assert_eq!(ranges(&indexed), heap.dead);
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
}
