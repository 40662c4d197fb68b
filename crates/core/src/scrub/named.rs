//! Which parts of memory the addresses lie in that code names: where an allocator's record can be at all.
//!
//! A record that a program uses is static data, and code names static data by constants. Others are not looked at, so
//! that a search costs what code names, and not what memory holds.

use crate::image::Image;
use crate::mentions::BLOCK;
use crate::module::Module;
use crate::value::Value;
use std::collections::BTreeSet;
use std::ops::Range;

/// The blocks of memory in which addresses lie that code names.
///
/// ```
/// use preinit_core::Named;
/// assert!(Named::everything().ranges(1 << 20).eq([0..1 << 20]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named(Option<BTreeSet<u32>>);

impl Named {
    /// All of memory, for want of better knowledge.
    pub fn everything() -> Self {
        Named(None)
    }

    /// The blocks of these addresses.
    pub fn addresses(addresses: impl IntoIterator<Item = u64>) -> Self {
        let blocks = addresses.into_iter().map(|address| address >> BLOCK);
        Named(Some(
            blocks
                .filter_map(|block| u32::try_from(block).ok())
                .collect(),
        ))
    }

    /// What the code of a module names, and what its globals hold.
    pub(crate) fn by(module: &Module<'_>, image: &Image) -> Self {
        let mut blocks: BTreeSet<u32> = BTreeSet::new();
        // Most names are near the one before: that is cheaper to see than to look up.
        let mut last = None;
        for block in &module.sightings.named {
            if last.replace(*block) != Some(*block) {
                blocks.insert(*block);
            }
        }
        let globals = image.globals.values().filter_map(address);
        blocks.extend(globals.filter_map(|address| u32::try_from(address >> BLOCK).ok()));
        Named(Some(blocks))
    }

    /// The parts of a memory of so many bytes in which a record may be, ascending and apart.
    pub fn ranges(&self, len: u64) -> impl Iterator<Item = Range<u64>> + '_ {
        let mut parts: Vec<Range<u64>> = Vec::new();
        match &self.0 {
            None => parts.push(0..len),
            Some(blocks) => {
                for block in blocks {
                    let start = u64::from(*block) << BLOCK;
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
