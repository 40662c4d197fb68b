//! Keeping an image dense enough to be mapped.
//!
//! Wasmtime maps a memory's initial contents copy-on-write instead of copying them, unless they are
//! sparse: all that segments write together must be more than half of the stretch from the first to
//! the last of them, if that is 16 MiB or longer. Zeros count. Where a few are missing, the shortest gaps
//! are filled: they lie in pages that are written anyway, and compressors take them for nothing.

use super::{Segment, fits};
use crate::mapping::ALWAYS_MAPPED;

/// Adds zeros until the image is dense, or none where it would take more of them than there are bytes.
pub(super) fn densify(segments: Vec<Segment>) -> Vec<Segment> {
    let mut missing = match missing(&segments) {
        Some(missing) if missing > 0 => missing,
        _ => return segments,
    };
    let mut gaps: Vec<(u64, usize)> = segments
        .windows(2)
        .map(|pair| pair[1].start - pair[0].end())
        .zip(1..)
        .collect();
    gaps.sort_unstable();
    // How many zeros follow the segment at each position.
    let mut zeros = vec![0; segments.len()];
    for (gap, behind) in gaps {
        if missing == 0 {
            break;
        }
        let filled = gap.min(missing);
        zeros[behind - 1] = filled;
        missing -= filled;
    }
    let mut dense: Vec<Segment> = Vec::new();
    for (segment, zeros) in segments.into_iter().zip(zeros) {
        let len = segment.len + zeros;
        match dense.last_mut() {
            Some(last) if last.end() == segment.start && fits(last.len + len) => {
                last.len += len;
                last.runs.end = segment.runs.end;
            }
            _ if fits(len) => dense.push(Segment { len, ..segment }),
            _ => dense.push(segment),
        }
    }
    dense
}

/// How many bytes the segments lack to be mapped; `None` if those are too many.
fn missing(segments: &[Segment]) -> Option<u64> {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return Some(0);
    };
    let stretch = last.end() - first.start;
    let bytes: u64 = segments.iter().map(|segment| segment.len).sum();
    if stretch < ALWAYS_MAPPED || stretch < 2 * bytes {
        return Some(0);
    }
    let missing = stretch / 2 + 1 - bytes;
    (missing <= bytes).then_some(missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segments(parts: &[(u64, u64)]) -> Vec<Segment> {
        let mut at = 0;
        let mut segments = Vec::new();
        for (position, (gap, len)) in parts.iter().enumerate() {
            at += gap;
            segments.push(Segment {
                start: at,
                len: *len,
                runs: position..position + 1,
            });
            at += len;
        }
        segments
    }

    #[test]
    fn what_is_short_or_dense_or_hopeless_stays() {
        for parts in [
            vec![],
            vec![(0, 1), (10 << 20, 1)],
            vec![(0, 9 << 20), (8 << 20, 1)],
            vec![(0, 1 << 20), (16 << 20, 1)],
        ] {
            let segments = segments(&parts);
            assert_eq!(densify(segments.clone()), segments);
        }
    }

    proptest! {
        #[test]
        fn no_more_zeros_than_it_takes(
            parts in proptest::collection::vec((1u64..3 << 20, 1u64..2 << 20), 2..40),
        ) {
            let before = segments(&parts);
            let after = densify(before.clone());
            let bytes = |segments: &[Segment]| -> u64 { segments.iter().map(|s| s.len).sum() };
            match missing(&before) {
                None => prop_assert_eq!(&after, &before),
                Some(missing) => prop_assert_eq!(bytes(&after), bytes(&before) + missing),
            }
            prop_assert!(after.windows(2).all(|pair| pair[0].end() <= pair[1].start));
            for segment in &before {
                let holds = |other: &&Segment| {
                    other.start <= segment.start
                        && segment.end() <= other.end()
                        && other.runs.contains(&segment.runs.start)
                };
                prop_assert_eq!(after.iter().filter(holds).count(), 1);
            }
        }
    }
}
