//! Reading words of a memory, however it is kept.

use crate::image::{MemoryImage, Run};
use std::cell::Cell;

/// A memory whose 32-bit words can be read.
pub trait Words {
    /// How many bytes it has.
    fn len(&self) -> u64;

    /// Whether it has no byte at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The address from which on every byte is zero.
    fn end_of_written(&self) -> u64 {
        let ends = self.written().map(|(start, bytes)| {
            let last = bytes.iter().rposition(|byte| *byte != 0);
            last.map_or(0, |last| start + last as u64 + 1)
        });
        ends.max().unwrap_or(0)
    }

    /// The word at an address; `None` where it is not all in the memory.
    fn word(&self, address: u64) -> Option<u32>;

    /// The 64-bit word at an address; `None` where it is not all in the memory.
    fn double_word(&self, address: u64) -> Option<u64> {
        let low = self.word(address)?;
        let high = self.word(address.checked_add(4)?)?;
        Some(u64::from(high) << 32 | u64::from(low))
    }

    /// The stretches outside of which every byte is zero, by ascending address.
    fn written(&self) -> Box<dyn Iterator<Item = (u64, &[u8])> + '_>;
}

impl Words for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn word(&self, address: u64) -> Option<u32> {
        let at = usize::try_from(address).ok()?;
        let bytes = self.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    fn written(&self) -> Box<dyn Iterator<Item = (u64, &[u8])> + '_> {
        Box::new(std::iter::once((0, self)))
    }
}

/// An image with a list of where each page's runs begin, so that reading a word is no search.
pub(crate) struct Indexed<'i> {
    image: &'i MemoryImage,
    /// For each page the position of the first run that ends behind its start.
    first: Vec<usize>,
    /// The run that the last word was in, and its position: the next one often is as well.
    last: Cell<(usize, Run)>,
}

/// Stands for the first run where there is none.
const NO_RUN: Run = Run {
    start: 0,
    len: 0,
    at: 0,
};

impl<'i> Indexed<'i> {
    const PAGE: u64 = 4096;
    /// How many runs are looked at before one is searched.
    const NEAR: usize = 4;

    pub(crate) fn new(image: &'i MemoryImage) -> Self {
        let runs = image.runs();
        let pages = runs.last().map_or(0, |run| run.end().div_ceil(Self::PAGE));
        let mut at = 0;
        let first = (0..pages)
            .map(|page| {
                while runs
                    .get(at)
                    .is_some_and(|run| run.end() <= page * Self::PAGE)
                {
                    at += 1;
                }
                at
            })
            .collect();
        Indexed {
            image,
            first,
            last: Cell::new((0, runs.first().unwrap_or(NO_RUN))),
        }
    }

    /// The position of the first run that ends behind an address.
    fn behind(&self, address: u64) -> usize {
        let runs = self.image.runs();
        let (last, run) = self.last.get();
        let is_behind = |at: &usize| runs.get(*at).is_none_or(|run| run.end() > address);
        // What is read next often lies in the same run, or a few further.
        if run.end() > address {
            if last == 0 || !is_behind(&(last - 1)) {
                return last;
            }
        } else if let Some(near) = (last + 1..last + Self::NEAR).find(is_behind) {
            return near.min(runs.len());
        }
        let page = (address / Self::PAGE) as usize;
        let Some(first) = self.first.get(page) else {
            return runs.len();
        };
        // The first run that ends behind the page is the last that can begin in it.
        let last = self.first.get(page + 1).map_or(runs.len(), |last| last + 1);
        first
            + runs
                .slice(*first..last)
                .partition_point(|run| run.end() <= address)
    }

    /// The word at an address, if the run has all of it.
    fn word_in(&self, run: &Run, address: u64) -> Option<u32> {
        let at = usize::try_from(address.checked_sub(run.start)?).ok()?;
        let word = self.image.run_bytes(run).get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes(*word))
    }
}

impl Words for Indexed<'_> {
    fn end_of_written(&self) -> u64 {
        self.image.runs().last().map_or(0, |run| run.end())
    }

    fn len(&self) -> u64 {
        // Only memories with pages of the usual size are looked at.
        self.image.pages() << 16
    }

    fn word(&self, address: u64) -> Option<u32> {
        if let Some(word) = self.word_in(&self.last.get().1, address) {
            return Some(word);
        }
        let end = address.checked_add(4).filter(|end| *end <= self.len())?;
        let runs = self.image.runs();
        let first = self.behind(address);
        let rest = runs.from(first);
        if let Some(run) = rest.first() {
            self.last.set((first, run));
            if let Some(word) = self.word_in(&run, address) {
                return Some(word);
            }
        }
        let mut bytes = [0; 4];
        for run in rest.iter().take_while(|run| run.start < end) {
            let (from, to) = (run.start.max(address), run.end().min(end));
            let run_bytes = self.image.run_bytes(run);
            bytes[(from - address) as usize..(to - address) as usize].copy_from_slice(
                &run_bytes[(from - run.start) as usize..(to - run.start) as usize],
            );
        }
        Some(u32::from_le_bytes(bytes))
    }

    fn written(&self) -> Box<dyn Iterator<Item = (u64, &[u8])> + '_> {
        let runs = self.image.runs().iter();
        Box::new(runs.map(|run| (run.start, self.image.run_bytes(run))))
    }
}
