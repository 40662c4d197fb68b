//! Which pages of a memory exist, asked from the system instead of touching them all.
//!
//! Reading a page that was never written makes the system back it with one: a memory of 4 GiB
//! would cost a million page faults. Linux tells through `/proc/self/pagemap`, one word a page,
//! which pages are present or swapped out. A private page that is neither holds zeros, or, inside
//! the range that the engine mapped from its image of the data segments, the image's bytes: that
//! range is always read (I3).
//!
//! Right only for private mappings: a shared one can hold data in pages that this process has not
//! mapped.

use preinit_core::Present;
use std::ops::Range;

/// Memories up to this size are read whole: that costs less than asking.
const SMALL: usize = 1 << 20;

/// The parts of `contents` that can be other than zero. `initial` are the ranges that data
/// segments fill.
pub(crate) fn present(contents: &[u8], initial: &[Range<u64>]) -> Present {
    if contents.len() <= SMALL {
        return Present::All;
    }
    match system::resident(contents) {
        Some(mut ranges) => {
            let len = contents.len();
            ranges.extend(initial.iter().map(|range| {
                let clamp = |at: u64| usize::try_from(at).unwrap_or(len).min(len);
                clamp(range.start)..clamp(range.end)
            }));
            Present::Ranges(union(ranges, system::page_size()))
        }
        None => Present::All,
    }
}

/// Ascending, disjoint ranges that cover the same bytes, widened to whole pages of `contents`.
fn union(mut ranges: Vec<Range<usize>>, page: usize) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_unstable_by_key(|range| range.start);
    let mut result: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let range = range.start / page * page..range.end.next_multiple_of(page);
        match result.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => result.push(range),
        }
    }
    result
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs::File;
    use std::ops::Range;
    use std::os::unix::fs::FileExt;

    /// Present, or swapped out.
    const EXISTS: u64 = 1 << 63 | 1 << 62;
    /// Words read at a time.
    const BATCH: usize = 1 << 16;

    pub(super) fn page_size() -> usize {
        rustix::param::page_size()
    }

    /// The byte ranges of `contents` whose pages exist, or `None` if the system does not tell.
    pub(super) fn resident(contents: &[u8]) -> Option<Vec<Range<usize>>> {
        let page = page_size();
        let address = contents.as_ptr().addr();
        // Positions are counted in pages of the memory, which are the system's only if it starts
        // on one.
        if !address.is_multiple_of(page) {
            return None;
        }
        let pagemap = File::open("/proc/self/pagemap").ok()?;
        let pages = contents.len().div_ceil(page);
        let mut words = vec![0u8; pages.min(BATCH) * 8];
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut first = 0;
        while first < pages {
            let count = (pages - first).min(BATCH);
            let words = &mut words[..count * 8];
            let offset = ((address / page + first) * 8) as u64;
            pagemap.read_exact_at(words, offset).ok()?;
            for (position, word) in words.as_chunks::<8>().0.iter().enumerate() {
                if u64::from_ne_bytes(*word) & EXISTS != 0 {
                    let start = (first + position) * page;
                    let end = (start + page).min(contents.len());
                    match ranges.last_mut() {
                        Some(last) if last.end == start => last.end = end,
                        _ => ranges.push(start..end),
                    }
                }
            }
            first += count;
        }
        Some(ranges)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::ops::Range;

    pub(super) fn page_size() -> usize {
        4096
    }

    pub(super) fn resident(_contents: &[u8]) -> Option<Vec<Range<usize>>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_widened_and_joined() {
        assert_eq!(
            union(vec![5000..5001, 0..1, 8192..8193, 3..3, 40000..40960], 4096),
            [0..12288, 36864..40960]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_touched_page_is_found_and_untouched_ones_are_not() {
        use wasmtime::{Engine, Memory, MemoryType, Store};
        let mut store = Store::new(&Engine::default(), ());
        let memory = Memory::new(&mut store, MemoryType::new(1024, None)).unwrap();
        memory.data_mut(&mut store)[50 << 20] = 1;
        let contents = memory.data(&store);
        let Present::Ranges(ranges) = present(contents, &[7..9, 20..21]) else {
            return; // the system does not tell here
        };
        assert!(ranges.iter().any(|range| range.contains(&(50 << 20))));
        assert!(ranges.iter().any(|range| range.contains(&8)));
        let read: usize = ranges.iter().map(|range| range.len()).sum();
        assert!(
            read < 8 << 20,
            "{read} bytes of an almost empty memory would be read"
        );
    }
}
