//! Where a value stands: from a global, a table or a segment through the objects that hold it.

use crate::names::{Kind, Names};

/// How many steps of a path are told at each end.
const ENDS: usize = 6;

/// An object that was met, by the order in which it was.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Node(pub(crate) u32);

/// A place that holds a value.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Place {
    Global {
        module: usize,
        index: u32,
    },
    Entry {
        module: usize,
        table: u32,
        at: u64,
    },
    Item {
        module: usize,
        segment: u32,
        at: u64,
    },
    Inside {
        object: Node,
        part: Part,
    },
}

/// A part of an object.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Part {
    Field(u32),
    Element(u32),
    Payload(u32),
}

/// Where each object was met first.
#[derive(Default)]
pub(crate) struct Places {
    met: Vec<Place>,
}

impl Places {
    /// Numbers another object; `None` if there are more than four thousand million.
    pub(crate) fn meet(&mut self, place: Place) -> Option<Node> {
        let node = u32::try_from(self.met.len()).ok()?;
        self.met.push(place);
        Some(Node(node))
    }

    /// Where an object was met first.
    pub(crate) fn of(&self, node: Node) -> Place {
        self.met[node.0 as usize]
    }

    /// How many objects were met.
    pub(crate) fn len(&self) -> usize {
        self.met.len()
    }

    /// ``global 2 (`$cache`) → field 1 → element 17``. The middle of a long path is left out.
    pub(crate) fn describe(&self, place: Place, names: &Names<'_>) -> String {
        let mut parts = Vec::new();
        let mut at = place;
        let root = loop {
            match at {
                Place::Global { module, index } => break names.item(module, Kind::Global, index),
                Place::Entry { module, table, at } => {
                    break format!("{} entry {at}", names.item(module, Kind::Table, table));
                }
                Place::Item {
                    module,
                    segment,
                    at,
                } => {
                    break format!("{} item {at}", names.item(module, Kind::Elements, segment));
                }
                Place::Inside { object, part } => {
                    parts.push(part);
                    at = self.of(object);
                }
            }
        };
        let mut text = root;
        let hidden = parts.len().saturating_sub(2 * ENDS);
        for (position, part) in parts.iter().rev().enumerate() {
            if hidden > 1 && position >= ENDS && position < ENDS + hidden {
                if position == ENDS {
                    text.push_str(&format!(" → … {hidden} steps …"));
                }
                continue;
            }
            text.push_str(&match part {
                Part::Field(index) => format!(" → field {index}"),
                Part::Element(index) => format!(" → element {index}"),
                Part::Payload(index) => format!(" → payload {index}"),
            });
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leaves_out_its_middle() {
        let names = Names::new(&[]);
        let mut places = Places::default();
        let mut place = Place::Global {
            module: 0,
            index: 2,
        };
        for field in 0..4 {
            let object = places.meet(place).unwrap();
            place = Place::Inside {
                object,
                part: Part::Field(field),
            };
        }
        assert_eq!(
            places.describe(place, &names),
            "global 2 → field 0 → field 1 → field 2 → field 3"
        );
        for _ in 0..100 {
            let object = places.meet(place).unwrap();
            place = Place::Inside {
                object,
                part: Part::Element(7),
            };
        }
        let text = places.describe(place, &names);
        assert!(text.contains("→ … 92 steps … →"), "{text}");
        assert_eq!(text.matches("→ element 7").count(), 2 * ENDS - 4);
    }
}
