//! Runs: where the bytes that an image holds lie, in eight bytes each.
//!
//! A memory of which every ninth byte is written has millions of them: they are most of its image.

use std::collections::TryReserveError;

/// A stretch of a memory that an image holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The address of its first byte.
    pub start: u64,
    /// Its length in bytes.
    pub len: usize,
    /// The position of its first byte among all bytes that the image holds.
    pub(crate) at: usize,
}

impl Run {
    /// The address behind its last byte.
    #[inline]
    pub fn end(&self) -> u64 {
        self.start + self.len as u64
    }

    /// The position of the byte at this address among all that the image holds.
    #[inline]
    pub(crate) fn position(&self, address: u64) -> usize {
        self.at + (address - self.start) as usize
    }
}

/// Where runs start and where their bytes are, without their lengths: each ends where the bytes of
/// the next one begin.
///
/// It only grows at its end, so that equal runs are equal lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunList {
    places: Vec<Place>,
    windows: Vec<Window>,
}

/// A run, counted from the first one of its window.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Place {
    start: u32,
    at: u32,
}

/// Runs whose distances from the first of them fit into 32 bits. Most memories have one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Window {
    first: usize,
    start: u64,
    at: usize,
}

impl RunList {
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Makes room for another run.
    pub(crate) fn try_reserve(&mut self) -> Result<(), TryReserveError> {
        self.windows.try_reserve(1)?;
        self.places.try_reserve(1)
    }

    /// Appends a run behind all others, which starts at this address and has its bytes from this position on.
    pub(crate) fn push(&mut self, start: u64, at: usize) {
        let in_last = self.windows.last().and_then(|window| {
            Some(Place {
                start: u32::try_from(start - window.start).ok()?,
                at: u32::try_from(at - window.at).ok()?,
            })
        });
        let place = in_last.unwrap_or_else(|| {
            self.windows.push(Window {
                first: self.places.len(),
                start,
                at,
            });
            Place { start: 0, at: 0 }
        });
        self.places.push(place);
    }

    /// Where the last run starts, and where its bytes begin.
    pub(crate) fn last(&self) -> Option<(u64, usize)> {
        self.place(self.places.len().checked_sub(1)?)
    }

    #[inline]
    fn place(&self, index: usize) -> Option<(u64, usize)> {
        let place = self.places.get(index)?;
        let window = match &self.windows[..] {
            [only] => only,
            several => &several[several.partition_point(|window| window.first <= index) - 1],
        };
        Some((
            window.start + u64::from(place.start),
            window.at + place.at as usize,
        ))
    }
}

/// The runs of an image, or some of them that follow each other, by ascending address.
#[derive(Copy, Clone, Debug)]
pub struct Runs<'i> {
    list: &'i RunList,
    /// How many bytes the image holds.
    bytes: usize,
    first: usize,
    end: usize,
}

impl<'i> Runs<'i> {
    pub(crate) fn new(list: &'i RunList, bytes: usize) -> Self {
        Runs {
            list,
            bytes,
            first: 0,
            end: list.len(),
        }
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.end - self.first
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The run at a position.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Run> {
        let index = self.first.checked_add(index).filter(|it| *it < self.end)?;
        let (start, at) = self.list.place(index)?;
        let end = match (&self.list.windows[..], self.list.places.get(index + 1)) {
            ([only], Some(next)) => only.at + next.at as usize,
            (_, None) => self.bytes,
            _ => self.list.place(index + 1).map_or(self.bytes, |(_, at)| at),
        };
        Some(Run {
            start,
            len: end - at,
            at,
        })
    }

    /// The first run.
    #[inline]
    pub fn first(&self) -> Option<Run> {
        self.get(0)
    }

    /// The last run.
    pub fn last(&self) -> Option<Run> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All of them, in their order.
    pub fn iter(&self) -> RunIter<'i> {
        RunIter(*self)
    }

    /// Those from one position to another, or to the end if there are fewer.
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let end = (self.first + range.end.min(self.len())).max(self.first);
        Runs {
            first: (self.first + range.start).min(end),
            end,
            ..*self
        }
    }

    /// Those from a position on.
    pub fn from(&self, first: usize) -> Self {
        self.slice(first..self.len())
    }

    /// How many of them, from the first on, fulfil this; behind those, none may.
    pub fn partition_point(&self, mut fulfils: impl FnMut(&Run) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(|run| fulfils(&run)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl<'i> IntoIterator for Runs<'i> {
    type Item = Run;
    type IntoIter = RunIter<'i>;

    fn into_iter(self) -> RunIter<'i> {
        RunIter(self)
    }
}

/// Goes through [`Runs`].
#[derive(Clone, Debug)]
pub struct RunIter<'i>(Runs<'i>);

impl Iterator for RunIter<'_> {
    type Item = Run;

    #[inline]
    fn next(&mut self) -> Option<Run> {
        let run = self.0.first()?;
        self.0.first += 1;
        Some(run)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len(), Some(self.0.len()))
    }
}

impl DoubleEndedIterator for RunIter<'_> {
    fn next_back(&mut self) -> Option<Run> {
        let run = self.0.last()?;
        self.0.end -= 1;
        Some(run)
    }
}

impl ExactSizeIterator for RunIter<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_far_apart_are_told_as_those_nearby() {
        let wanted = [(5, 3), (1 << 33, 4), ((1 << 33) + 9, 1), (1 << 50, 7)];
        let mut list = RunList::default();
        let mut bytes = 0;
        for (start, len) in wanted {
            list.push(start, bytes);
            bytes += len;
        }
        let runs = Runs::new(&list, bytes);
        let told: Vec<(u64, usize)> = runs.iter().map(|run| (run.start, run.len)).collect();
        assert_eq!(told, wanted);
        let back: Vec<u64> = runs.iter().rev().map(|run| run.start).collect();
        assert_eq!(back, [1 << 50, (1 << 33) + 9, 1 << 33, 5]);
        assert_eq!(runs.partition_point(|run| run.end() <= 1 << 33), 1);
        assert_eq!(runs.slice(1..3).len(), 2);
        assert_eq!(runs.slice(1..3).last().map(|run| run.len), Some(1));
        assert!(runs.slice(4..9).is_empty() && runs.from(9).is_empty());
        assert_eq!(runs.get(3).map(|run| run.at), Some(8));
    }
}
