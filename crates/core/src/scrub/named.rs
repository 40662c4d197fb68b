//! Which parts of memory the addresses lie in that code names: where an allocator's record can be at all.
//!
//! A record that a program uses is static data, and code names static data by constants. Others are not looked at, so
//! that a search costs what code names, and not what memory holds.

use crate::image::Image;
use crate::mentions::BLOCK;
use crate::module::Module;
use crate::value::Value;
use std::ops::Range;

/// The blocks of memory in which addresses lie that code names.
///
/// ```
/// use preinit_core::Named;
/// assert!(Named::everything().ranges(1 << 20).eq([0..1 << 20]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named(Option<Blocks>);

/// Numbers of blocks, a bit for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Blocks(Vec<u64>);

impl Blocks {
    fn insert(&mut self, block: u32) {
        let (word, bit) = (block as usize / 64, block % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    /// Inserts the block of an address, if a record can be there.
    fn insert_address(&mut self, address: u64) {
        if let Ok(address) = u32::try_from(address) {
            self.insert(address >> BLOCK);
        }
    }

    /// All of them, ascending.
    fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = (0..).zip(&self.0).filter(|(_, word)| **word != 0);
        words.flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 != 0)
                .map(move |bit| at * 64 + bit)
        })
    }
}

impl Named {
    /// All of memory, for want of better knowledge.
    pub fn everything() -> Self {
        Named(None)
    }

    /// The blocks of these addresses.
    pub fn addresses(addresses: impl IntoIterator<Item = u64>) -> Self {
        let mut blocks = Blocks::default();
        addresses
            .into_iter()
            .for_each(|address| blocks.insert_address(address));
        Named(Some(blocks))
    }

    /// What the code of a module names, and what its globals hold.
    pub(crate) fn by(module: &Module<'_>, image: &Image) -> Self {
        let mut blocks = Blocks::default();
        module
            .sightings
            .named
            .iter()
            .for_each(|block| blocks.insert(*block));
        let globals = image.globals.values().filter_map(address);
        globals.for_each(|address| blocks.insert_address(address));
        Named(Some(blocks))
    }

    /// The parts of a memory of so many bytes in which a record may be, ascending and apart.
    pub fn ranges(&self, len: u64) -> impl Iterator<Item = Range<u64>> + '_ {
        let mut parts: Vec<Range<u64>> = Vec::new();
        match &self.0 {
            None => parts.push(0..len),
            Some(blocks) => {
                for block in blocks.iter() {
                    let start = u64::from(block) << BLOCK;
                    // A record goes on in the next block.
                    let end = (start + (2 << BLOCK)).min(len);
                    match parts.last_mut() {
                        Some(last) if start <= last.end => last.end = end.max(last.end),
                        _ if start < end => parts.push(start..end),
                        _ => {}
                    }
                }
            }
        }
        parts.into_iter()
    }
}

/// The address that a number may be.
pub(super) fn address(value: &Value) -> Option<u64> {
    match value {
        Value::I32(value) => Some(u64::from(value.cast_unsigned())),
        Value::I64(value) => Some(value.cast_unsigned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_blocks_are_one_part() {
        let block = 1u64 << BLOCK;
        let named = Named::addresses([5, block, 10 * block + 7, 1 << 50]);
        let parts: Vec<_> = named.ranges(1 << 20).collect();
        assert_eq!(parts, [0..3 * block, 10 * block..12 * block]);
        assert_eq!(named.ranges(block + 1).last(), Some(0..block + 1));
    }
}
