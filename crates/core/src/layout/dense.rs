//! Keeping an image dense enough to be mapped.
//!
//! Wasmtime maps a memory's initial contents copy-on-write instead of copying them, unless they are
//! sparse: all that segments write together must be more than half of the stretch from the first to
//! the last of them, if that is 16 MiB or longer. Zeros count, and so does what several write in turn.
//!
//! The cheapest zeros are those that touch no page: each page that instantiation is the first to write costs
//! an engine that copies more than all of its bytes. They are the gaps within pages that are written
//! anyway; and, where those do not suffice, *padding*: segments of zeros right before the longest of the
//! others, one upon the other where that will write, so few bytes each that they stay in a cache.
//! Compressors take all of it for nothing.

use super::{Segment, fits};
use crate::mapping::ALWAYS_MAPPED;

/// Pages of the systems that engines run on have at least this size.
const PAGE: u64 = 4096;
/// How much one segment of padding writes at most: what fits into a processor's second cache.
const PADDING: u64 = 64 << 10;

/// Adds zeros until the image is dense, or none where it would take more of them than there are bytes.
/// No more than `room` segments are added.
pub(super) fn densify(segments: Vec<Segment>, room: usize) -> Vec<Segment> {
    let missing = match missing(&segments) {
        Some(missing) if missing > 0 => missing,
        _ => return segments,
    };
    let free = fill(segments, missing, |before, behind| {
        (behind.start / PAGE).saturating_sub((before.end() - 1) / PAGE) <= 1
    });
    if free.missing == 0 {
        return free.segments;
    }
    match padding(&free.segments, free.missing, room) {
        Some((place, padding)) => {
            let mut padded = free.segments;
            padded.splice(place..place, padding);
            padded
        }
        None => fill(free.segments, free.missing, |_, _| true).segments,
    }
}

/// Segments, and how many bytes they still lack.
struct Filled {
    segments: Vec<Segment>,
    missing: u64,
}

/// Fills the shortest of those gaps that `may` be filled.
fn fill(segments: Vec<Segment>, missing: u64, may: impl Fn(&Segment, &Segment) -> bool) -> Filled {
    let mut missing = missing;
    let mut gaps: Vec<(u64, usize)> = segments
        .windows(2)
        .zip(1..)
        .filter(|(pair, _)| may(&pair[0], &pair[1]))
        .map(|(pair, behind)| (pair[1].start - pair[0].end(), behind))
        .collect();
    gaps.sort_unstable();
    // How many zeros follow the segment at each position.
    let mut zeros = vec![0; segments.len()];
    for (gap, behind) in gaps {
        if missing == 0 {
            break;
        }
        let filled = gap.min(missing);
        if fits(segments[behind - 1].len + filled) {
            zeros[behind - 1] = filled;
            missing -= filled;
        }
    }
    let mut dense: Vec<Segment> = Vec::new();
    for (segment, zeros) in segments.into_iter().zip(zeros) {
        let len = segment.len + zeros;
        match dense.last_mut() {
            Some(last) if last.end() == segment.start && fits(last.len + len) => {
                last.len += len;
                last.runs.end = segment.runs.end;
            }
            _ => dense.push(Segment { len, ..segment }),
        }
    }
    Filled {
        segments: dense,
        missing,
    }
}

/// Segments of `missing` zeros in all, and the position of the longest segment, which will write where they
/// do; `None` if those are too many.
fn padding(segments: &[Segment], missing: u64, room: usize) -> Option<(usize, Vec<Segment>)> {
    let (place, longest) = segments
        .iter()
        .enumerate()
        .max_by_key(|(place, segment)| (segment.len, std::cmp::Reverse(*place)))?;
    let piece = longest.len.min(PADDING);
    let count = usize::try_from(missing.div_ceil(piece)).ok()?;
    (count <= room).then(|| {
        let pieces = (0..count as u64).map(|number| Segment {
            start: longest.start,
            len: piece.min(missing - number * piece),
            runs: 0..0,
        });
        (place, pieces.collect())
    })
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
            assert_eq!(densify(segments.clone(), 100), segments);
        }
    }

    fn bytes(segments: &[Segment]) -> u64 {
        segments.iter().map(|segment| segment.len).sum()
    }

    #[test]
    fn gaps_in_written_pages_are_filled_first() {
        let segments = segments(&[
            (0, 8 << 20),
            (100, 1 << 20),
            ((9 << 20) + 4000, 100),
            (200, 3000),
        ]);
        assert_eq!(missing(&segments), Some(601));
        let dense = densify(segments, 100);
        // Both short gaps, and padding for the rest.
        assert_eq!(dense.len(), 3);
        assert_eq!(
            (dense[0].start, dense[0].len, dense[0].runs.len()),
            (0, 301, 0)
        );
        assert_eq!(dense[1].len, (9 << 20) + 100);
        assert_eq!(dense[2].len, 3300);
    }

    #[test]
    fn without_room_for_padding_gaps_are_filled() {
        let segments = segments(&[(0, 8 << 20), (10 << 20, 1 << 10)]);
        let dense = densify(segments.clone(), 100);
        assert_eq!(dense.len(), 16 + 2);
        assert!(
            dense[..16]
                .iter()
                .all(|segment| segment.start == 0 && segment.runs.is_empty())
        );
        assert_eq!(dense[16..], segments);
        let filled = densify(segments.clone(), 10);
        assert_eq!(filled.len(), 2);
        assert_eq!(bytes(&filled), bytes(&dense));
    }

    proptest! {
        #[test]
        fn no_more_zeros_than_it_takes(
            parts in proptest::collection::vec((1u64..3 << 20, 1u64..2 << 20), 2..40),
            room in 0usize..200,
        ) {
            let before = segments(&parts);
            let after = densify(before.clone(), room);
            match missing(&before) {
                None => prop_assert_eq!(&after, &before),
                Some(missing) => prop_assert_eq!(bytes(&after), bytes(&before) + missing),
            }
            let (padding, after): (Vec<_>, Vec<_>) =
                after.into_iter().partition(|segment| segment.runs.is_empty());
            prop_assert!(padding.len() <= room);
            prop_assert!(after.windows(2).all(|pair| pair[0].end() <= pair[1].start));
            for segment in &before {
                let holds = |other: &&Segment| {
                    other.start <= segment.start
                        && segment.end() <= other.end()
                        && other.runs.contains(&segment.runs.start)
                };
                prop_assert_eq!(after.iter().filter(holds).count(), 1);
            }
            for piece in &padding {
                let lies_in =
                    |other: &Segment| other.start <= piece.start && piece.end() <= other.end();
                prop_assert!(after.iter().any(lies_in));
            }
        }
    }
}
