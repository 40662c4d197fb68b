//! Memories with a heap that is made up, for the tests of what proves one.

use super::named::Named;
use super::space::{AddressSpace, Wide};
use super::words::{Indexed, Words};
use crate::image::MemoryImage;
use proptest::prelude::*;
use std::ops::Range;

/// A memory with a heap, and what there is to know about it.
pub(super) struct MadeUp {
    pub(super) memory: Vec<u8>,
    pub(super) space: AddressSpace,
    /// Where a record may be.
    pub(super) named: Named,
    /// Where each 32-bit word lies that the proof depends on.
    pub(super) proof: Vec<u64>,
    /// What is free, by ascending address.
    pub(super) dead: Vec<Range<u64>>,
}

impl MadeUp {
    /// A memory of so many bytes that are not zero, but for those below `zeros`, of which code names those below
    /// `statics`.
    pub(super) fn new(bytes: u64, statics: u64, zeros: u64) -> Self {
        let mut memory = vec![0xa5; bytes as usize];
        memory[..zeros as usize].fill(0);
        MadeUp {
            memory,
            space: AddressSpace { width: 4 },
            named: Named::addresses(0..statics),
            proof: Vec::new(),
            dead: Vec::new(),
        }
    }

    pub(super) fn word(&self, at: u64) -> u32 {
        self.memory[..].word(at).unwrap_or_default()
    }

    pub(super) fn write(&mut self, at: u64, word: u32) {
        self.memory[at as usize..at as usize + 4].copy_from_slice(&word.to_le_bytes());
    }

    /// Writes a word of the proof.
    pub(super) fn prove(&mut self, at: u64, word: u32) {
        self.write(at, word);
        self.proof.push(at);
    }

    /// Writes a word of 64 bits of the proof.
    pub(super) fn prove_double(&mut self, at: u64, double: u64) {
        self.prove(at, double as u32);
        self.prove(at + 4, (double >> 32) as u32);
    }

    /// A word as wide as addresses are.
    pub(super) fn wide(&self, at: u64) -> u64 {
        let wide = Wide::new(&self.memory[..], self.space);
        wide.word(at).unwrap_or_default()
    }

    /// Writes a word of the proof, as wide as addresses are.
    pub(super) fn prove_wide(&mut self, at: u64, word: u64) {
        match self.space.width {
            4 => self.prove(at, word as u32),
            _ => self.prove_double(at, word),
        }
    }

    /// Makes a bit of some word of the proof another one.
    pub(super) fn flip_any(&mut self, which: prop::sample::Index, bit: u32) {
        let at = self.proof[which.index(self.proof.len())];
        self.write(at, self.word(at) ^ 1 << bit);
    }

    /// What is found to be dead.
    pub(super) fn found(&self) -> Vec<Range<u64>> {
        found(&self.memory[..], self.space, &self.named)
    }

    /// An image of the memory.
    pub(super) fn image(&self) -> MemoryImage {
        let mut image = MemoryImage::new(self.memory.len() as u64 >> 16);
        for (at, byte) in (0..).zip(&self.memory).filter(|(_, byte)| **byte != 0) {
            image.push(at, &[*byte]);
        }
        image
    }

    /// What is found to be dead in an image of the memory.
    pub(super) fn found_in_image(&self) -> Vec<Range<u64>> {
        found(&Indexed::new(&self.image()), self.space, &self.named)
    }

    /// Whether all that is found is dead.
    pub(super) fn is_found_dead(&self) -> bool {
        let is_dead = |found: &Range<u64>| {
            let mut dead = self.dead.iter();
            dead.any(|dead| dead.start <= found.start && found.end <= dead.end)
        };
        self.found().iter().all(is_dead)
    }
}

/// Asserts that nothing is found where any word of the proof has such bits flipped, one at a time.
pub(super) fn assert_all_counts(whole: impl Fn() -> MadeUp, flips: &[u32]) {
    assert_eq!(whole().found(), whole().dead);
    for at in whole().proof {
        for flip in flips {
            let mut heap = whole();
            heap.write(at, heap.word(at) ^ flip);
            assert!(heap.found().is_empty(), "{flip:#x} at {at:#x}");
        }
    }
}

fn found(memory: &(impl Words + ?Sized), space: AddressSpace, named: &Named) -> Vec<Range<u64>> {
    let claims = crate::claims(memory, space, named).into_iter();
    claims.flat_map(|claim| claim.dead).collect()
}

proptest! {
    #[test]
    fn noise_is_no_heap(
        below in prop::sample::select(vec![64u32, 8192]),
        words in proptest::collection::vec(any::<u32>(), 1000..3000),
    ) {
        let bytes: Vec<u8> = words.iter().flat_map(|word| (word % below).to_le_bytes()).collect();
        for width in [4, 8] {
            let space = AddressSpace { width };
            prop_assert!(found(&bytes[..], space, &Named::everything()).is_empty());
        }
    }
}
