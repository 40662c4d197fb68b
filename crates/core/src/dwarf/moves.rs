//! Where code goes: addresses of the original → those of the snapshot.

use std::collections::BTreeMap;

/// A stretch of code whose bytes keep their distances (I9): one body or several.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) first: u64,
    /// Included: it is the address behind a range, and never that of another stretch, whose first body
    /// has its size in front.
    pub(crate) end: u64,
    pub(crate) target: Target,
}

impl Stretch {
    /// How far it goes, unless it is gone: modulo 2⁶⁴, as it goes forth or back.
    fn distance(&self) -> Option<u64> {
        match self.target {
            Target::At(to) => Some(to.wrapping_sub(self.first)),
            Target::Gone => None,
        }
    }
}

/// Where a stretch, or an address within, is afterwards.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    At(u64),
    Gone,
}

/// Globals whose index means another one now, or none of the original's, and where each is; nowhere if it is gone.
pub(crate) type Renamed = BTreeMap<u32, Option<u32>>;

/// Everything in a module that debug information may name, and that moves.
///
/// Stretches are ascending and disjoint.
#[derive(Clone, Debug)]
pub(crate) struct Moves {
    stretches: Vec<Stretch>,
    globals: Renamed,
}

impl Moves {
    /// Stretches in ascending order, and the globals that have another index.
    pub(crate) fn new(stretches: Vec<Stretch>, globals: Renamed) -> Self {
        Moves { stretches, globals }
    }

    /// All code lies `by` bytes farther.
    pub(crate) fn together(first: u64, end: u64, by: u64) -> Self {
        let target = Target::At(first + by);
        Moves::new(vec![Stretch { first, end, target }], Renamed::new())
    }

    /// Whether all code that is left keeps its distances.
    pub(super) fn is_uniform(&self) -> bool {
        self.stretches.len() <= 1
    }

    /// Whether an address is one of code.
    pub(super) fn has(&self, address: u64) -> bool {
        self.stretch(address).is_some()
    }

    /// Where an address of code is afterwards; `None` for any other.
    pub(super) fn target(&self, address: u64) -> Option<Target> {
        let stretch = self.stretch(address)?;
        Some(match stretch.target {
            Target::At(first) => Target::At(first + (address - stretch.first)),
            Target::Gone => Target::Gone,
        })
    }

    /// Whether a range that starts in code keeps its length, or is gone as a whole. It may run through
    /// several stretches if they stay together.
    ///
    /// What starts elsewhere does not move, however it ends. A range that ends before it starts, or
    /// behind all code, tells nothing before and after: optimizers write such. Where everything moves
    /// together, it does not matter where a range ends.
    pub(super) fn keeps(&self, begin: u64, end: u64) -> bool {
        let last = self.stretches.last().map_or(0, |stretch| stretch.end);
        match (self.stretch(begin), self.stretch(end)) {
            (None, _) => true,
            _ if end < begin || end > last => true,
            (Some(_), None) => self.is_uniform(),
            (Some(first), Some(last)) => {
                first.first == last.first
                    || first
                        .distance()
                        .is_some_and(|by| last.distance() == Some(by))
            }
        }
    }

    /// Whether the index of a global means another one now.
    pub(super) fn renames(&self, global: u32) -> bool {
        self.globals.contains_key(&global)
    }

    /// The index of a global that is not gone.
    pub(super) fn global(&self, index: u32) -> Option<u32> {
        self.globals.get(&index).copied().unwrap_or(Some(index))
    }

    /// Whether expressions have to be read for the globals that they name.
    pub(super) fn renames_globals(&self) -> bool {
        !self.globals.is_empty()
    }

    fn stretch(&self, address: u64) -> Option<&Stretch> {
        let after = self
            .stretches
            .partition_point(|stretch| stretch.first <= address);
        let stretch = self.stretches.get(after.checked_sub(1)?)?;
        (address <= stretch.end).then_some(stretch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_go_as_far_stay_together() {
        let stretch = |first, target| Stretch {
            first,
            end: first + 3,
            target,
        };
        let moves = Moves::new(
            vec![
                stretch(10, Target::At(5)),
                stretch(20, Target::At(15)),
                stretch(30, Target::Gone),
                stretch(40, Target::Gone),
                stretch(50, Target::At(25)),
            ],
            Renamed::new(),
        );
        assert!(moves.keeps(11, 22));
        assert!(!moves.keeps(11, 31) && !moves.keeps(31, 41) && !moves.keeps(11, 51));
    }

    #[test]
    fn an_address_goes_where_its_stretch_goes() {
        let stretch = |first, end, target| Stretch { first, end, target };
        let moves = Moves::new(
            vec![
                stretch(2, 5, Target::At(3)),
                stretch(6, 8, Target::Gone),
                stretch(10, 20, Target::At(7)),
            ],
            Renamed::from([(3, Some(1)), (9, None)]),
        );
        let expected = [
            (1, None),
            (2, Some(Target::At(3))),
            (5, Some(Target::At(6))),
            (6, Some(Target::Gone)),
            (8, Some(Target::Gone)),
            (9, None),
            (20, Some(Target::At(17))),
            (21, None),
        ];
        for (address, target) in expected {
            assert_eq!(moves.target(address), target, "{address}");
        }
        assert!(moves.keeps(2, 5) && moves.keeps(6, 8) && moves.keeps(1, 7));
        assert!(!moves.keeps(2, 20) && !moves.keeps(2, 9) && !moves.keeps(2, 6));
        assert!(moves.keeps(10, 4) && moves.keeps(2, 21));
        assert!(moves.renames(9) && !moves.renames(4));
    }
}
