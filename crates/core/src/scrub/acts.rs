//! What functions do to a few words of memory whose addresses their code names.
//!
//! This is the vocabulary in which an allocator says which code is its own. Who reads the code, and how, is
//! another matter: [`uses`](super::uses) does for a snapshot, and `preinit check` has a reader of its own.

use std::collections::BTreeSet;
use std::ops::Range;

/// A place in memory, as code names it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The word at this address.
    Word(u64),
    /// Some element of the array at this address.
    Element(u64),
}

/// What one function does, with what it is given in one of its calls.
///
/// ```
/// use preinit_core::{Acts, Place};
/// let mut acts = Acts::default();
/// acts.load(Place::Word(1024));
/// assert!(!acts.takes_and_gives(Place::Word(1024)));
/// acts.store(Place::Word(1024));
/// assert!(acts.takes_and_gives(Place::Word(1024)));
/// assert!(!acts.changes(Place::Word(1024)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    loads: BTreeSet<Place>,
    stores: BTreeSet<Place>,
    changes: BTreeSet<Place>,
    names: BTreeSet<u64>,
    grows: bool,
    constants: BTreeSet<u64>,
}

impl Acts {
    /// It loads what is there.
    pub fn load(&mut self, place: Place) {
        self.loads.insert(place);
    }

    /// It stores something there.
    pub fn store(&mut self, place: Place) {
        self.stores.insert(place);
    }

    /// It stores there what it has computed from what was there.
    pub fn change(&mut self, place: Place) {
        self.changes.insert(place);
        self.stores.insert(place);
    }

    /// Whether it both loads what is there and stores something.
    pub fn takes_and_gives(&self, place: Place) -> bool {
        self.loads.contains(&place) && self.stores.contains(&place)
    }

    /// It has the address as a constant.
    pub fn name(&mut self, address: u64) {
        self.names.insert(address);
    }

    /// Whether it has the address as a constant.
    pub fn names(&self, address: u64) -> bool {
        self.names.contains(&address)
    }

    /// It has this number as a constant. Those of 32 bits have no sign.
    pub fn constant(&mut self, number: u64) {
        self.constants.insert(number);
    }

    /// Whether it has all of these numbers as constants.
    pub fn has(&self, numbers: &[u64]) -> bool {
        numbers.iter().all(|number| self.constants.contains(number))
    }

    /// It can take more memory from the system, itself or by what it calls.
    pub fn grow(&mut self) {
        self.grows = true;
    }

    /// Whether it can take more memory from the system.
    pub fn grows(&self) -> bool {
        self.grows
    }

    /// Whether it stores something there that it has computed from what was there.
    pub fn changes(&self, place: Place) -> bool {
        self.changes.contains(&place)
    }

    /// Whether it both loads and stores elements of an array that lies there.
    pub fn takes_and_gives_elements(&self, array: &Range<u64>) -> bool {
        let is_one = |place: &Place| matches!(place, Place::Element(at) if array.contains(at));
        self.loads.iter().any(is_one) && self.stores.iter().any(is_one)
    }

    /// Whether it does nothing to any of the places.
    pub fn is_empty(&self) -> bool {
        self.loads.is_empty() && self.stores.is_empty() && self.names.is_empty()
    }
}
