//! Repeats: stretches of memory that a few bytes tell, over and over.
//!
//! Only the first period of a stretch has to be data; a start function copies it to where it comes
//! again. That makes files smaller and starts slower, for the pages are written then that an engine
//! could have mapped: so it is done for the [smallest file](super::Objective::Size) alone.
//!
//! A fill is a repeat with a period of one byte.

use crate::cost;
use crate::image::MemoryImage;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// The lengths of periods: what fits into them fits into one of these. Tables of words and small
/// records have such.
const PERIODS: [usize; 13] = [1, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64];
/// More zeros than these in a row are no part of a repeat.
const NEAR: u64 = 64;
/// A start function is compiled before anything else runs: no more than these calls.
const MOST: usize = 10_000;
/// How long a repeat is at most: what is copied doubles, and must not pass what 32 bits can tell.
const LONGEST: usize = 1 << 30;
/// How many bytes a repeat has to save beyond its own call: where it begins and ends, segments may
/// have to.
const MARGIN: u64 = 12;

/// A stretch of memory in which bytes come again and again.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) start: u64,
    /// How many bytes come again, and come as data for the first time.
    pub(crate) period: u64,
    /// How long all of it is, the first period included: longer than that.
    pub(crate) len: u64,
}

impl Repeat {
    /// The addresses of all that is not the first period.
    pub(crate) fn tail(&self) -> Range<u64> {
        self.start + self.period..self.end()
    }

    fn end(&self) -> u64 {
        self.start + self.len
    }

    /// The bytes that code takes to bring it about: three constants, and a call of a function with
    /// this index.
    pub(super) fn cost(&self, memory64: bool, function: u64) -> u64 {
        let constants = [self.start, self.period, self.len];
        let constants = constants.map(|value| cost::constant(memory64, value));
        constants.iter().sum::<u64>() + cost::call(function)
    }
}

/// A memory without what repeats, and that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Folded {
    pub(crate) contents: MemoryImage,
    /// Ascending and disjoint.
    pub(crate) repeats: Vec<Repeat>,
}

/// Folds every repeat that saves more than it costs; `None` if there is none.
pub(super) fn fold(contents: &MemoryImage, memory64: bool, function: u64) -> Option<Folded> {
    let worth = |candidate: &Candidate| {
        let cost = candidate.repeat.cost(memory64, function) + MARGIN;
        candidate.held.checked_sub(cost).filter(|gain| *gain > 0)
    };
    let mut candidates: Vec<(u64, Repeat)> = Vec::new();
    for cluster in clusters(contents) {
        for period in PERIODS {
            let found = cluster.repeats(period);
            candidates.extend(found.filter_map(|it| Some((worth(&it)?, it.repeat))));
        }
    }
    // The best first; of equals, that with the lower address, and the shorter period.
    candidates.sort_unstable_by_key(|(gain, repeat)| (Reverse(*gain), repeat.start, repeat.period));
    let mut taken: BTreeMap<u64, Repeat> = BTreeMap::new();
    for (_, repeat) in candidates {
        let before = taken.range(..repeat.end()).next_back();
        if before.is_none_or(|(_, before)| before.end() <= repeat.start) {
            taken.insert(repeat.start, repeat);
        }
        if taken.len() == MOST {
            break;
        }
    }
    if taken.is_empty() {
        return None;
    }
    let repeats: Vec<Repeat> = taken.into_values().collect();
    let tails: Vec<Range<u64>> = repeats.iter().map(Repeat::tail).collect();
    let mut bare = contents.clone();
    bare.clear(&tails);
    Some(Folded {
        contents: bare,
        repeats,
    })
}

/// Runs with few zeros between them, as bytes.
struct Cluster {
    start: u64,
    bytes: Vec<u8>,
}

/// A repeat, and how many of its bytes segments would hold.
struct Candidate {
    repeat: Repeat,
    held: u64,
}

fn clusters(contents: &MemoryImage) -> impl Iterator<Item = Cluster> {
    let runs = contents.runs();
    let mut next = 0;
    std::iter::from_fn(move || {
        let first = runs.get(next)?;
        let mut end = first.end();
        while let Some(run) = runs.get(next).filter(|run| run.start <= end + NEAR) {
            end = run.end();
            next += 1;
        }
        Some(Cluster {
            start: first.start,
            bytes: contents.copy(&(first.start..end)),
        })
    })
}

impl Cluster {
    /// The longest stretches in which each byte is the one that came a period before.
    fn repeats(&self, period: usize) -> impl Iterator<Item = Candidate> {
        let again = self.bytes.get(period..).unwrap_or_default();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let rest = again.get(at..).filter(|rest| !rest.is_empty())?;
                let mut pairs = rest.iter().zip(&self.bytes[at..]);
                let len = pairs.position(|(byte, before)| byte != before);
                let len = len.unwrap_or(rest.len()).min(LONGEST - period);
                let start = at;
                at += len + 1;
                // Zeros at the end are nothing to write.
                let tail = &again[start..start + len];
                let len = tail
                    .iter()
                    .rposition(|byte| *byte != 0)
                    .map_or(0, |last| last + 1);
                if len > 0 {
                    return Some(Candidate {
                        repeat: Repeat {
                            start: self.start + start as u64,
                            period: period as u64,
                            len: (period + len) as u64,
                        },
                        held: held(&tail[..len]),
                    });
                }
            }
        })
    }
}

/// How many of these bytes segments hold: those that are not zero, and zeros that are too few to be
/// left out.
fn held(bytes: &[u8]) -> u64 {
    let (mut held, mut zeros) = (0, 0);
    for byte in bytes {
        match byte {
            0 => zeros += 1,
            _ => {
                held += 1 + if zeros < MARGIN { zeros } else { 0 };
                zeros = 0;
            }
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn image(bytes: &[u8]) -> MemoryImage {
        let mut image = MemoryImage::new(16);
        for (at, byte) in (0..).zip(bytes) {
            if *byte != 0 {
                image.push(at, &[*byte]);
            }
        }
        image
    }

    /// Patterns of all sorts, one after the other.
    fn memory() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(0u8), Just(1), 0u8..4, any::<u8>()];
        let pattern = proptest::collection::vec(byte, 1..30);
        let part = (pattern, 1usize..200);
        proptest::collection::vec(part, 1..12).prop_map(|parts| {
            let parts = parts.into_iter();
            let parts = parts.flat_map(|(pattern, len)| pattern.into_iter().cycle().take(len));
            parts.collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_left_and_repeats_are_the_memory(bytes in memory()) {
            let whole = image(&bytes);
            let folded = fold(&whole, false, 3);
            let (contents, repeats) = folded
                .map_or((whole, Vec::new()), |folded| (folded.contents, folded.repeats));
            let mut rebuilt = contents.copy(&(0..bytes.len() as u64));
            let mut end = 0;
            for repeat in repeats {
                prop_assert!(end <= repeat.start && repeat.period < repeat.len);
                end = repeat.end();
                for at in repeat.tail() {
                    prop_assert_eq!(rebuilt[at as usize], 0);
                    rebuilt[at as usize] = rebuilt[(at - repeat.period) as usize];
                }
            }
            prop_assert_eq!(rebuilt, bytes);
        }
    }

    #[test]
    fn what_saves_nothing_stays() {
        let folded = |len| fold(&image(&vec![7; len]), false, 3);
        // A call takes eight bytes here, and segments may take twelve more.
        assert_eq!(folded(21), None);
        let repeats = folded(100).unwrap().repeats;
        let whole = Repeat {
            start: 0,
            period: 1,
            len: 100,
        };
        assert_eq!(repeats, [whole]);
    }
}
