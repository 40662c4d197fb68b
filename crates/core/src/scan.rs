//! Scan: the bytes of a memory that are not zero, found fast.

use crate::image::MemoryImage;
use std::collections::TryReserveError;
use std::ops::Range;

/// Which parts of a memory can hold anything but zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Present {
    /// Nothing is known: all of it.
    All,
    /// Byte ranges, ascending and disjoint; every byte outside them is zero (I3).
    Ranges(Vec<Range<usize>>),
}

impl Present {
    /// How many of a memory's `len` bytes these parts hold.
    pub(crate) fn bytes(&self, len: usize) -> u64 {
        match self {
            Present::All => len as u64,
            Present::Ranges(ranges) => ranges.iter().map(|range| range.len() as u64).sum(),
        }
    }
}

/// The image of a memory with these contents.
///
/// Only what `present` names is read, so that pages which the system has never backed stay so.
///
/// # Errors
///
/// If there is no room for the image.
pub(crate) fn scan(
    contents: &[u8],
    pages: u64,
    present: &Present,
) -> Result<MemoryImage, TryReserveError> {
    let mut image = MemoryImage::new(pages);
    match present {
        Present::All => scan_range(contents, 0..contents.len(), &mut image)?,
        Present::Ranges(ranges) => {
            for range in ranges {
                let end = range.end.min(contents.len());
                scan_range(contents, range.start.min(end)..end, &mut image)?;
            }
        }
    }
    Ok(image)
}

fn scan_range(
    contents: &[u8],
    range: Range<usize>,
    image: &mut MemoryImage,
) -> Result<(), TryReserveError> {
    let contents = &contents[..range.end];
    let mut position = range.start;
    while let Some(start) = next_nonzero(contents, position) {
        let end = run_end(contents, start);
        image.try_push(start as u64, &contents[start..end])?;
        position = end;
    }
    Ok(())
}

/// The first position from `from` on that is not zero.
fn next_nonzero(contents: &[u8], from: usize) -> Option<usize> {
    // A block's bytes are combined before they are looked at: one branch for 64 bytes of zeros.
    const BLOCK: usize = 64;
    let rest = contents.get(from..)?;
    let blocks = rest.chunks_exact(BLOCK);
    let tail = blocks.remainder();
    let zero_blocks = blocks
        .take_while(|block| block.iter().fold(0, |any, byte| any | byte) == 0)
        .count();
    let start = zero_blocks * BLOCK;
    let window = rest.get(start..start + BLOCK).unwrap_or(tail);
    window
        .iter()
        .position(|byte| *byte != 0)
        .map(|position| from + start + position)
}

/// The end of the run that starts at `start`: behind its last byte before a longer gap.
fn run_end(contents: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    let mut position = end;
    loop {
        // Words without a zero byte are the inside of most long runs.
        while let Some(word) = contents.get(position..position + 8) {
            if word.contains(&0) {
                break;
            }
            position += 8;
            end = position;
        }
        let window_end = contents.len().min(end + MemoryImage::MAX_GAP + 1);
        match contents[position.min(window_end)..window_end]
            .iter()
            .position(|byte| *byte != 0)
        {
            Some(found) => {
                position = position + found + 1;
                end = position;
            }
            None => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the definition says, byte by byte.
    fn slow(contents: &[u8]) -> MemoryImage {
        let mut image = MemoryImage::new(1);
        for (address, byte) in contents.iter().enumerate() {
            if *byte != 0 {
                image.push(address as u64, &[*byte]);
            }
        }
        image
    }

    #[test]
    fn a_byte_anywhere_is_found() {
        for position in 0..200 {
            let mut contents = vec![0; 200];
            contents[position] = 1;
            let image = scan(&contents, 1, &Present::All).unwrap();
            assert_eq!(image.runs().len(), 1);
            assert_eq!(image.runs().first().unwrap().start, position as u64);
            assert_eq!(image.runs().first().unwrap().len, 1);
        }
    }

    #[test]
    fn runs_split_only_at_gaps_that_could_pay() {
        for gap in 0..10 {
            let mut contents = vec![0; 40];
            contents[7] = 1;
            contents[8 + gap] = 1;
            let runs = scan(&contents, 1, &Present::All).unwrap().runs().len();
            assert_eq!(
                runs,
                if gap <= MemoryImage::MAX_GAP { 1 } else { 2 },
                "{gap}"
            );
        }
    }

    proptest! {
        #[test]
        fn fast_and_slow_agree(contents in proptest::collection::vec(
            prop_oneof![4 => Just(0u8), 1 => any::<u8>()], 0..600,
        )) {
            prop_assert_eq!(scan(&contents, 1, &Present::All).unwrap(), slow(&contents));
        }

        #[test]
        fn ranges_that_hold_every_byte_change_nothing(
            mut contents in proptest::collection::vec(any::<u8>(), 100..300),
            cut in 1usize..99,
            hole in 0usize..60,
        ) {
            let hole_end = (cut + hole).min(contents.len());
            contents[cut..hole_end].fill(0);
            let ranges = Present::Ranges(vec![0..cut, hole_end..contents.len() + 50]);
            prop_assert_eq!(scan(&contents, 1, &ranges).unwrap(), slow(&contents));
        }
    }
}
