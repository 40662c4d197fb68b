//! Two memories, byte by byte.

use std::ops::Range;

/// How much is compared at once: where nothing differs, no byte is looked at on its own.
const CHUNK: usize = 4096;
/// How many bytes of a difference are shown.
const SHOWN: usize = 8;

/// Bytes in a row of which each differs.
pub(crate) struct Run<'b> {
    /// Where the first one stands.
    address: usize,
    left: &'b [u8],
    right: &'b [u8],
}

/// Finds every run of bytes that differ, as far as both memories reach. `start` is the address of
/// the first byte. Where the left memory is `dead`, the right one may have zeros. Returns how many
/// bytes were compared.
pub(crate) fn compare(
    left: &[u8],
    right: &[u8],
    start: usize,
    dead: &[Range<u64>],
    mut found: impl FnMut(&Run<'_>),
) -> u64 {
    let len = left.len().min(right.len());
    let (left, right) = (&left[..len], &right[..len]);
    let mut chunk = 0;
    while chunk < len {
        let end = len.min(chunk + CHUNK);
        if left[chunk..end] == right[chunk..end] {
            chunk = end;
            continue;
        }
        let mut at = chunk;
        while at < end {
            let differs = |at: &usize| {
                left[*at] != right[*at] && !(right[*at] == 0 && holds(dead, start + *at))
            };
            if !differs(&at) {
                at += 1;
                continue;
            }
            let end = at + (at..len).take_while(differs).count();
            found(&Run {
                address: start + at,
                left: &left[at..end],
                right: &right[at..end],
            });
            at = end;
        }
        chunk = at;
    }
    len as u64
}

/// Whether an address is in one of these ranges, which ascend.
fn holds(ranges: &[Range<u64>], address: usize) -> bool {
    let address = address as u64;
    let next = ranges.partition_point(|range| range.end <= address);
    ranges.get(next).is_some_and(|range| range.start <= address)
}

impl Run<'_> {
    /// ``memory 0 at 0x1234: 00 in original + init, 01 in the snapshot``.
    pub(crate) fn words(&self, memory: &str) -> String {
        let (address, left, right) = (self.address, hex(self.left), hex(self.right));
        let rest = match self.left.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(", and {more} more in a row"),
        };
        format!(
            "{memory} at {address:#x}: {left} in original + init, {right} in the snapshot{rest}"
        )
    }
}

fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes
        .iter()
        .take(SHOWN)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(left: &[u8], right: &[u8]) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        compare(left, right, 16, std::slice::from_ref(&(40..50)), |run| {
            runs.push((run.address, run.left.len()))
        });
        runs
    }

    #[test]
    fn runs_are_whole_wherever_they_lie() {
        let left = vec![0; 3 * CHUNK + 1];
        assert!(runs(&left, &left).is_empty());
        let mut right = left.clone();
        right[0] = 1;
        right[CHUNK - 2..CHUNK + 3].fill(1);
        right[3 * CHUNK] = 1;
        assert_eq!(
            runs(&left, &right),
            [(16, 1), (16 + CHUNK - 2, 5), (16 + 3 * CHUNK, 1)]
        );
        assert_eq!(runs(&left[..1], &right), [(16, 1)]);
        // Dead on the left: zeros on the right are right, and nothing else is.
        let left = vec![7; 64];
        let mut right = left.clone();
        right[22..36].fill(0);
        right[30] = 8;
        assert_eq!(runs(&left, &right), [(38, 2), (46, 1), (50, 2)]);
    }

    #[test]
    fn a_long_run_is_cut() {
        let run = Run {
            address: 18,
            left: &[0; 9],
            right: &[255; 9],
        };
        assert_eq!(
            run.words("memory 0"),
            "memory 0 at 0x12: 00 00 00 00 00 00 00 00 in original + init, \
             ff ff ff ff ff ff ff ff in the snapshot, and 1 more in a row"
        );
    }
}
