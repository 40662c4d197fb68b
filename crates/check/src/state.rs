//! The state of two worlds, compared: memories, tables, globals, segments, and what they lead to.

mod shared;

use crate::bytes;
use crate::facts::{Facts, NamedSegments};
use crate::findings::Findings;
use crate::graph::Graph;
use crate::labels::Linked;
use crate::names::{Kind, Names};
use crate::place::Place;
use crate::probes::Probed;
use crate::segments::{Copied, Held, held};
use crate::side::{Read, Side};
use crate::used;
use crate::value::{Number, Value};
use preinit_core::wasmparser::ValType;
use preinit_core::{AddressSpace, Error, ErrorKind, Scrub, Words};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many entries of a table are read before the references to them are let go.
const CHUNK: u64 = 4096;

/// What was compared.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Bytes of memories.
    pub bytes: u64,
    /// Entries of tables.
    pub entries: u64,
    /// Globals.
    pub globals: u64,
    /// Segments that an instruction names.
    pub segments: u64,
    /// Structs, arrays and exceptions.
    pub objects: u64,
}

/// One module of both worlds: the arrays have that of *original + init* first, and that of the
/// snapshot's world second.
pub(crate) struct Subject<'a> {
    /// Its position among the modules.
    pub(crate) module: usize,
    /// The segments to compare.
    pub(crate) named: &'a NamedSegments,
    pub(crate) facts: [&'a Facts<'a>; 2],
    pub(crate) probed: [&'a Probed; 2],
}

/// Compares the state of all `subjects`, but for the guard of shared memories; where `scrub` allows
/// it, memory that is dead may be zero in the snapshot.
pub(crate) fn compare<'a>(
    sides: (&mut Side<'a>, &mut Side<'a>),
    modules: &[Linked<'a>],
    subjects: &[Subject<'a>],
    (guard, scrub): (Option<u64>, Scrub),
    findings: &mut Findings,
) -> Result<Counts, Error> {
    let names = Names::new(modules);
    let mut comparison = Comparison {
        graph: Graph::new(sides.0, sides.1, &names, findings),
        names: &names,
        counts: Counts::default(),
        guard,
        scrub,
    };
    comparison.all(subjects).map_err(|error| {
        Error::new(
            ErrorKind::Bug,
            format!("state could not be read: {error:#}"),
        )
    })?;
    Ok(comparison.counts)
}

struct Comparison<'a, 'c> {
    graph: Graph<'a, 'c>,
    names: &'c Names<'a>,
    counts: Counts,
    guard: Option<u64>,
    scrub: Scrub,
}

impl<'a> Comparison<'a, '_> {
    fn all(&mut self, subjects: &[Subject<'a>]) -> Read<()> {
        // Probes are calls, and a call might allocate: they come before the first reference.
        let segments = subjects
            .iter()
            .map(|subject| {
                Ok([
                    held(self.graph.left, subject.module, subject.probed[0])?,
                    held(self.graph.right, subject.module, subject.probed[1])?,
                ])
            })
            .collect::<Read<Vec<_>>>()?;
        for subject in subjects {
            for (index, memory) in (0..).zip(&subject.facts[0].memories) {
                if memory.shared {
                    self.shared_memory(subject, index)?;
                } else {
                    self.memory(subject, index)?;
                }
            }
        }
        for (subject, [left, right]) in subjects.iter().zip(&segments) {
            for index in 0..subject.facts[0].globals.len() as u32 {
                self.global(subject.module, index)?;
            }
            for index in 0..subject.facts[0].tables.len() as u32 {
                self.table(subject.module, index)?;
            }
            self.data_segments(subject, left, right);
            self.element_segments(subject, left, right)?;
        }
        self.graph.follow()?;
        self.counts.objects = self.graph.objects() as u64;
        Ok(())
    }

    /// Says of an item what each side has.
    fn item(&mut self, module: usize, kind: Kind, index: u32, left: &str, right: &str) {
        let names = self.names;
        self.graph.findings.add(|| {
            let item = names.item(module, kind, index);
            format!("{item}: {left} in original + init, {right} in the snapshot")
        });
    }

    fn memory(&mut self, subject: &Subject<'a>, index: u32) -> Read<()> {
        let module = subject.module;
        let held = self.addresses_held(subject)?;
        let read = |side: &mut Side<'a>| {
            let instance = side.instance(module);
            instance.debug_memory(side.store(), index)
        };
        let (left, right) = (read(self.graph.left), read(self.graph.right));
        let (Some(left), Some(right)) = (left, right) else {
            self.item(module, Kind::Memory, index, "unread", "unread");
            return Ok(());
        };
        let a = left.size(&self.graph.left.world.store);
        let b = right.size(&self.graph.right.world.store);
        self.pages(module, index, a, b);
        let names = self.names;
        let contents = left.data(&self.graph.left.world.store);
        let zeros = self.zeros(subject, (index, contents), &held);
        let bytes = bytes::compare(
            contents,
            right.data(&self.graph.right.world.store),
            0,
            &zeros,
            |run| {
                self.graph
                    .findings
                    .add(|| run.words(&names.item(module, Kind::Memory, index)));
            },
        );
        self.counts.bytes += bytes;
        Ok(())
    }

    /// Where zeros are right as well, ascending: what is free in a memory that is scrubbed.
    fn zeros(
        &self,
        subject: &Subject<'a>,
        (index, contents): (u32, &(impl Words + ?Sized)),
        held: &BTreeMap<u32, u64>,
    ) -> Vec<Range<u64>> {
        let facts = subject.facts[0];
        match AddressSpace::of(&facts.memories[index as usize]) {
            Some(space) if self.scrub != Scrub::Off => {
                used::free((index, contents), space, facts, held)
            }
            _ => Vec::new(),
        }
    }

    /// What the globals of *original + init* hold that may be addresses.
    fn addresses_held(&mut self, subject: &Subject<'a>) -> Read<BTreeMap<u32, u64>> {
        let mut held = BTreeMap::new();
        for (index, ty) in (0..).zip(&subject.facts[0].globals) {
            if !matches!(ty.content_type, ValType::I32 | ValType::I64) {
                continue;
            }
            match self.graph.left.global(subject.module, index)? {
                Some(Value::Number(Number::I32(value))) => {
                    held.insert(index, u64::from(value.cast_unsigned()));
                }
                Some(Value::Number(Number::I64(value))) => {
                    held.insert(index, value.cast_unsigned());
                }
                _ => {}
            }
        }
        Ok(held)
    }

    fn pages(&mut self, module: usize, index: u32, left: u64, right: u64) {
        if left != right {
            let (a, b) = (format!("{left} pages"), format!("{right} pages"));
            self.item(module, Kind::Memory, index, &a, &b);
        }
    }

    fn global(&mut self, module: usize, index: u32) -> Read<()> {
        let left = self.graph.left.global(module, index)?;
        let right = self.graph.right.global(module, index)?;
        match (left, right) {
            (Some(left), Some(right)) => {
                self.graph
                    .values(Place::Global { module, index }, left, right);
            }
            _ => self.item(module, Kind::Global, index, "unread", "unread"),
        }
        self.counts.globals += 1;
        Ok(())
    }

    fn table(&mut self, module: usize, index: u32) -> Read<()> {
        let left = self.graph.left.table_size(module, index);
        let right = self.graph.right.table_size(module, index);
        let (Some(left), Some(right)) = (left, right) else {
            self.item(module, Kind::Table, index, "unread", "unread");
            return Ok(());
        };
        if left != right {
            let (a, b) = (format!("{left} entries"), format!("{right} entries"));
            self.item(module, Kind::Table, index, &a, &b);
        }
        let len = left.min(right);
        self.counts.entries += len;
        self.entries([(index, 0), (index, 0)], module, len, |at| Place::Entry {
            module,
            table: index,
            at,
        })
    }

    /// Compares `len` entries of two tables, each from its own start on.
    fn entries(
        &mut self,
        tables: [(u32, u64); 2],
        module: usize,
        len: u64,
        place: impl Fn(u64) -> Place,
    ) -> Read<()> {
        let [(left, left_start), (right, right_start)] = tables;
        let (mut a, mut b) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < len {
            let end = len.min(at + CHUNK);
            let range = |start: u64| start + at..start + end;
            self.graph
                .left
                .entries(module, left, range(left_start), &mut a)?;
            self.graph
                .right
                .entries(module, right, range(right_start), &mut b)?;
            for (offset, (left, right)) in (at..).zip(a.iter().zip(&b)) {
                self.graph.values(place(offset), *left, *right);
            }
            at = end;
        }
        Ok(())
    }

    fn data_segments(&mut self, subject: &Subject<'a>, left: &Held, right: &Held) {
        for &segment in &subject.named.data {
            let contents = |facts: &Facts<'a>, held: &Held| match held.data.contains(&segment) {
                true => facts
                    .data
                    .get(segment as usize)
                    .copied()
                    .unwrap_or_default(),
                false => &[],
            };
            let (a, b) = (
                contents(subject.facts[0], left),
                contents(subject.facts[1], right),
            );
            let (module, kind) = (subject.module, Kind::Data);
            if a.len() != b.len() {
                let (a, b) = (format!("{} bytes", a.len()), format!("{} bytes", b.len()));
                self.item(module, kind, segment, &a, &b);
            } else {
                let names = self.names;
                bytes::compare(a, b, 0, &[], |run| {
                    self.graph
                        .findings
                        .add(|| run.words(&names.item(module, kind, segment)));
                });
            }
            self.counts.segments += 1;
        }
    }

    fn element_segments(&mut self, subject: &Subject<'a>, left: &Held, right: &Held) -> Read<()> {
        let module = subject.module;
        for &segment in &subject.named.elements {
            let (a, b) = (left.elements.get(&segment), right.elements.get(&segment));
            let len = |copied: Option<&Copied>| copied.map_or(0, |copied| copied.len);
            if len(a) != len(b) {
                let (a, b) = (format!("{} items", len(a)), format!("{} items", len(b)));
                self.item(module, Kind::Elements, segment, &a, &b);
            } else if let (Some(a), Some(b)) = (a, b) {
                let tables = [(a.table, a.at.into()), (b.table, b.at.into())];
                self.entries(tables, module, a.len.into(), |at| Place::Item {
                    module,
                    segment,
                    at,
                })?;
            }
            self.counts.segments += 1;
        }
        Ok(())
    }
}
