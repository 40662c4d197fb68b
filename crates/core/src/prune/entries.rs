//! The functions among a table's entries, and which of them something may call.

use std::collections::{BTreeMap, BTreeSet};

/// What decides whether a call by some type can reach a function: its own type, and whether it is imported.
pub(super) type Kind = (u32, bool);

/// The entries of one table, as far as they are known.
#[derive(Clone, Default)]
pub(super) struct Entries {
    /// Whether entries can get away.
    is_open: bool,
    kinds: BTreeMap<Kind, Group>,
    /// The types that live code calls by.
    called_by: BTreeSet<u32>,
}

/// The functions of one kind.
#[derive(Clone, Default)]
struct Group {
    functions: BTreeSet<u32>,
    /// Whether one of the types that live code calls by fits them.
    is_reached: bool,
}

impl Entries {
    /// Entries can get away: the functions that may be called for it, and could not be before.
    pub(super) fn open(&mut self) -> Vec<u32> {
        if std::mem::replace(&mut self.is_open, true) {
            return Vec::new();
        }
        let groups = self.kinds.values().filter(|group| !group.is_reached);
        groups.flat_map(|group| &group.functions).copied().collect()
    }

    /// Adds a function, and says whether it may be called; `fits` tells which kinds a call by a type reaches.
    pub(super) fn list(&mut self, func: u32, kind: Kind, fits: impl Fn(Kind, u32) -> bool) -> bool {
        let called_by = &self.called_by;
        let group = self.kinds.entry(kind).or_insert_with(|| Group {
            functions: BTreeSet::new(),
            is_reached: called_by.iter().any(|wanted| fits(kind, *wanted)),
        });
        group.functions.insert(func);
        self.is_open || group.is_reached
    }

    /// Live code calls by a type: the functions that may be called for it, and could not be before.
    pub(super) fn call_by(&mut self, wanted: u32, fits: impl Fn(Kind, u32) -> bool) -> Vec<u32> {
        let mut reached = Vec::new();
        if self.called_by.insert(wanted) {
            for (kind, group) in &mut self.kinds {
                if !group.is_reached && fits(*kind, wanted) {
                    group.is_reached = true;
                    reached.extend(&group.functions);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A call by a type reaches functions of it, and imported ones of the next.
    fn fits((ty, imported): Kind, wanted: u32) -> bool {
        ty == wanted || imported && ty == wanted + 1
    }

    #[test]
    fn calls_reach_what_fits_whichever_comes_first() {
        let mut entries = Entries::default();
        assert!(!entries.list(1, (5, false), fits));
        assert!(!entries.list(2, (6, true), fits));
        assert!(!entries.list(3, (6, false), fits));
        assert_eq!(entries.call_by(5, fits), [1, 2]);
        assert_eq!(entries.call_by(5, fits), []);
        assert!(entries.list(4, (5, false), fits));
        assert!(entries.list(5, (6, true), fits));
        assert!(!entries.list(6, (6, false), fits));
    }

    #[test]
    fn what_can_get_away_may_be_called() {
        let mut entries = Entries::default();
        entries.list(1, (5, false), fits);
        entries.list(2, (6, false), fits);
        entries.call_by(5, fits);
        assert_eq!(entries.open(), [2]);
        assert_eq!(entries.open(), []);
        assert!(entries.list(3, (7, false), fits));
    }
}
