//! Two memories, byte by byte.

/// How much is compared at once: where nothing differs, no byte is looked at on its own.
const CHUNK: usize = 4096;
/// How many bytes of a difference are shown.
const SHOWN: usize = 8;

/// Finds every run of bytes that differ, as far as both memories reach. `start` is the address of
/// the first byte. Returns how many bytes were compared.
pub(crate) fn compare(
    left: &[u8],
    right: &[u8],
    start: usize,
    found: &mut dyn FnMut(usize, &[u8], &[u8]),
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
            if left[at] == right[at] {
                at += 1;
                continue;
            }
            let run = left[at..]
                .iter()
                .zip(&right[at..])
                .take_while(|(a, b)| a != b)
                .count();
            found(start + at, &left[at..at + run], &right[at..at + run]);
            at += run;
        }
        chunk = at;
    }
    len as u64
}

/// ``memory 0 at 0x1234: 00 in original + init, 01 in the snapshot``.
pub(crate) fn words(memory: &str, address: usize, left: &[u8], right: &[u8]) -> String {
    let (left, right, more) = (hex(left), hex(right), left.len().saturating_sub(SHOWN));
    let rest = match more {
        0 => String::new(),
        more => format!(", and {more} more bytes"),
    };
    format!("{memory} at {address:#x}: {left} in original + init, {right} in the snapshot{rest}")
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
        compare(left, right, 16, &mut |at, a, _| runs.push((at, a.len())));
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
    }

    #[test]
    fn a_long_run_is_cut() {
        assert_eq!(
            words("memory 0", 18, &[0; 9], &[255; 9]),
            "memory 0 at 0x12: 00 00 00 00 00 00 00 00 in original + init, \
             ff ff ff ff ff ff ff ff in the snapshot, and 1 more bytes"
        );
    }
}
