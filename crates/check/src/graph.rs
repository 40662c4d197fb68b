//! The values of two worlds, and the objects they lead to, compared as graphs: the same types and
//! contents, and the same sharing.
//!
//! Nothing here recurses: a list of a million nodes is a queue of one.

use crate::findings::Findings;
use crate::names::Names;
use crate::place::{Node, Part, Place, Places};
use crate::same::Same;
use crate::side::{Read, Side};
use crate::value::{Shape, Value};
use std::collections::{HashMap, VecDeque};

/// The comparison of two worlds' values.
pub(crate) struct Graph<'a, 'c> {
    pub(crate) left: &'c mut Side<'a>,
    pub(crate) right: &'c mut Side<'a>,
    names: &'c Names<'a>,
    pub(crate) findings: &'c mut Findings,
    places: Places,
    /// Each object's counterpart, and the pair's number. Both maps are needed: what is one object
    /// must be one on both sides.
    to_right: HashMap<u32, (u32, Node)>,
    to_left: HashMap<u32, (u32, Node)>,
    /// No program can see whether two exceptions are one: being equal is enough for them.
    exceptions: Same,
    queue: VecDeque<Pair<'a>>,
    parts: [Vec<Value<'a>>; 2],
}

/// Two objects or exceptions that are yet to be compared.
struct Pair<'a> {
    left: Value<'a>,
    right: Value<'a>,
    node: Node,
}

impl<'a, 'c> Graph<'a, 'c> {
    pub(crate) fn new(
        left: &'c mut Side<'a>,
        right: &'c mut Side<'a>,
        names: &'c Names<'a>,
        findings: &'c mut Findings,
    ) -> Self {
        Graph {
            left,
            right,
            names,
            findings,
            places: Places::default(),
            to_right: HashMap::new(),
            to_left: HashMap::new(),
            exceptions: Same::default(),
            queue: VecDeque::new(),
            parts: [Vec::new(), Vec::new()],
        }
    }

    /// How many objects were met.
    pub(crate) fn objects(&self) -> usize {
        self.places.len()
    }

    /// Compares two values at a place; what objects hold is left for [`follow`](Graph::follow).
    pub(crate) fn values(&mut self, place: Place, left: Value<'a>, right: Value<'a>) {
        match (left, right) {
            (Value::Object(a), Value::Object(b)) => self.objects_at(place, a, b),
            (Value::Exception(a), Value::Exception(b)) => {
                if self.exceptions.join(a, b) {
                    self.later(place, left, right);
                }
            }
            (Value::Foreign(_), _) => self.differ(place, left, right),
            (a, b) if a == b => {}
            _ => self.differ(place, left, right),
        }
    }

    /// Compares the objects that were met, and all that they lead to.
    pub(crate) fn follow(&mut self) -> Read<()> {
        while let Some(pair) = self.queue.pop_front() {
            self.contents(&pair)?;
        }
        Ok(())
    }

    /// Says of a place what each side has there.
    pub(crate) fn say(&mut self, place: Place, left: &str, right: &str) {
        let (places, names) = (&self.places, self.names);
        self.findings.add(|| {
            let place = places.describe(place, names);
            format!("{place}: {left} in original + init, {right} in the snapshot")
        });
    }

    fn differ(&mut self, place: Place, left: Value<'a>, right: Value<'a>) {
        self.say(place, &left.words(self.names), &right.words(self.names));
    }

    fn later(&mut self, place: Place, left: Value<'a>, right: Value<'a>) -> Option<Node> {
        let node = self.places.meet(place);
        match node {
            Some(node) => self.queue.push_back(Pair { left, right, node }),
            None => self.say(place, "more objects than can be compared", "the same"),
        }
        node
    }

    fn objects_at(&mut self, place: Place, left: u32, right: u32) {
        let known_left = self.to_right.get(&left).copied();
        let known_right = self.to_left.get(&right).copied();
        match (known_left, known_right) {
            (None, None) => {
                let (a, b) = (Value::Object(left), Value::Object(right));
                if let Some(node) = self.later(place, a, b) {
                    self.to_right.insert(left, (right, node));
                    self.to_left.insert(right, (left, node));
                }
            }
            (Some((counterpart, _)), _) if counterpart == right => {}
            _ => {
                let (a, b) = (self.identity(known_left), self.identity(known_right));
                self.say(place, &a, &b);
            }
        }
    }

    /// Which object it is, if it was met before.
    fn identity(&self, known: Option<(u32, Node)>) -> String {
        match known {
            Some((_, node)) => {
                let place = self.places.of(node);
                format!("the object of {}", self.places.describe(place, self.names))
            }
            None => "an object of its own".to_owned(),
        }
    }

    fn contents(&mut self, pair: &Pair<'a>) -> Read<()> {
        let (left, right) = (self.left.shape(pair.left)?, self.right.shape(pair.right)?);
        let (Some(left), Some(right)) = (left, right) else {
            let place = self.places.of(pair.node);
            self.say(place, "what is no object any more", "the same");
            return Ok(());
        };
        if !left.same(&right) {
            let place = self.places.of(pair.node);
            self.say(place, &left.words(self.names), &right.words(self.names));
            return Ok(());
        }
        let part = match left {
            Shape::Struct(_) => Part::Field,
            Shape::Array(..) => Part::Element,
            Shape::Exception { .. } => Part::Payload,
        };
        let len = left.len();
        let mut start = 0;
        while start < len {
            let [mut a, mut b] = std::mem::take(&mut self.parts);
            self.left.parts(pair.left, start, len, &mut a)?;
            self.right.parts(pair.right, start, len, &mut b)?;
            if a.is_empty() {
                break;
            }
            for (index, (left, right)) in (start..).zip(a.iter().zip(&b)) {
                let place = Place::Inside {
                    object: pair.node,
                    part: part(index),
                };
                self.values(place, *left, *right);
            }
            start = start.saturating_add(a.len() as u32);
            self.parts = [a, b];
        }
        Ok(())
    }
}
