//! Bodies of functions, written with other indices.

use super::contents::{Contents, Space};
use super::hints::{Hints, OfFunction};
use super::lengths::{keep as keep_length, lengthen};
use super::maps::{Dangling, GONE, IndexMap, Maps, Remap};
use crate::dwarf::{Moves, Renamed, Stretch, Target};
use crate::module::Module;
use crate::section::id;
use std::collections::BTreeSet;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{Encode, Function, Instruction};

/// Bodies, and what others have to know of them.
#[derive(Default)]
pub(crate) struct Bodies {
    all: Vec<Body>,
    /// The functions that `ref.func` names in them, by their new indices.
    pub(crate) referenced: BTreeSet<u32>,
    /// Which way their branches mostly go.
    pub(crate) hints: Hints,
}

/// A body as it is written.
struct Body {
    /// How many bytes its size has at least.
    size_len: usize,
    bytes: Vec<u8>,
}

impl Body {
    fn short(bytes: Vec<u8>) -> Self {
        Body { size_len: 1, bytes }
    }

    /// The body's size.
    fn size(&self) -> Vec<u8> {
        let mut size = Vec::new();
        self.bytes.len().encode(&mut size);
        let (end, missing) = (size.len(), self.size_len.saturating_sub(size.len()));
        lengthen(&mut size, end, missing);
        size
    }
}

impl Bodies {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The bytes of each, without its size.
    pub(crate) fn bytes(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.all.iter().map(|body| body.bytes.as_slice())
    }

    /// Puts others behind these.
    pub(crate) fn append(&mut self, mut other: Bodies) {
        self.all.append(&mut other.all);
        self.referenced.append(&mut other.referenced);
        self.hints.append(other.hints);
    }

    /// Puts one behind these that names no functions.
    pub(crate) fn push(&mut self, function: Function) {
        self.all.push(Body::short(function.into_raw_body()));
    }

    /// The contents of the code section.
    pub(crate) fn contents(&self) -> Vec<u8> {
        let mut contents = Vec::new();
        self.all.len().encode(&mut contents);
        for body in &self.all {
            contents.extend(body.size());
            contents.extend_from_slice(&body.bytes);
        }
        contents
    }
}

pub(super) type Written<T> = Result<T, reencode::Error<Dangling>>;

/// The bodies at these positions, as short as they can be; for none, one that only traps.
pub(crate) fn short(
    contents: &Contents<'_>,
    positions: impl IntoIterator<Item = Option<usize>>,
    maps: &Maps,
    old_hints: &Hints,
) -> Written<Bodies> {
    let mut remap = Remap::new(maps);
    let imported = contents.imports_of(Space::Func).count();
    let mut hints = Hints::default();
    let mut bodies = Vec::new();
    for position in positions {
        let Some(position) = position else {
            bodies.push(Body::short(trap()));
            continue;
        };
        let hinted = old_hints.of_function(imported + position);
        let mut moved = OfFunction::new();
        let body = &contents.bodies[position];
        let mut function = remap.new_function_with_parsed_locals(body)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let offset = (operators.original_position() - body.range().start) as u32;
            if let Some(taken) = hinted.and_then(|hinted| hinted.get(&offset)) {
                moved.insert(function.byte_len() as u32, *taken);
            }
            function.instruction(&remap.parse_instruction(&mut operators)?);
        }
        hints.insert(maps.functions[imported + position], moved);
        bodies.push(Body::short(function.into_raw_body()));
    }
    Ok(Bodies {
        all: bodies,
        referenced: remap.referenced,
        hints,
    })
}

/// The bodies at these positions as long as they were, their sizes included, and where each went; `None` if that can't
/// be done. They are the first of `count`.
pub(super) fn as_long(
    (module, contents): (&Module<'_>, &Contents<'_>),
    positions: impl IntoIterator<Item = Option<usize>>,
    count: usize,
    maps: &Maps,
    old_hints: &Hints,
) -> Written<Option<(Bodies, Moves)>> {
    let Some(old) = module
        .sections
        .iter()
        .find(|section| section.id == id::CODE)
    else {
        return Ok(None);
    };
    let mut bodies = Vec::new();
    let imported = contents.imports_of(Space::Func).count();
    let mut hints = Hints::default();
    let mut remap = Remap::new(maps);
    let mut targets = vec![Target::Gone; contents.bodies.len()];
    // Addresses count from the number of functions, which is in front of the bodies.
    let mut end = len(count);
    for position in positions {
        let body = match position {
            Some(position) => match keep_length(&contents.bodies[position], &mut remap)? {
                Some(bytes) => Body {
                    size_len: size_len(contents, position, old.range.start),
                    bytes,
                },
                None => return Ok(None),
            },
            None => Body::short(trap()),
        };
        let start = end + body.size().len();
        if let Some(position) = position {
            targets[position] = Target::At(start as u64);
            // Each instruction is where it was in its body (I9).
            if let Some(same) = old_hints.of_function(imported + position) {
                hints.insert(maps.functions[imported + position], same.clone());
            }
        }
        end = start + body.bytes.len();
        bodies.push(body);
    }
    let stretches = contents.bodies.iter().zip(targets);
    let stretches = stretches.map(|(body, target)| Stretch {
        first: (body.range().start - old.range.start) as u64,
        end: (body.range().end - old.range.start) as u64,
        target,
    });
    let moves = Moves::new(stretches.collect(), renamed(&maps.globals));
    let bodies = Bodies {
        all: bodies,
        referenced: remap.referenced,
        hints,
    };
    Ok(Some((bodies, moves)))
}

/// How many bytes the size of a body has, given where the contents of the code section start.
fn size_len(contents: &Contents<'_>, position: usize, start: usize) -> usize {
    let before = match position.checked_sub(1) {
        Some(before) => contents.bodies[before].range().end,
        None => start + len(contents.bodies.len()),
    };
    contents.bodies[position]
        .range()
        .start
        .saturating_sub(before)
        .clamp(1, 5)
}

/// A body that does nothing but to trap.
fn trap() -> Vec<u8> {
    let mut trap = Function::new([]);
    trap.instruction(&Instruction::Unreachable);
    trap.instruction(&Instruction::End);
    trap.into_raw_body()
}

/// How many bytes a number takes.
fn len(number: usize) -> usize {
    let mut bytes = Vec::new();
    number.encode(&mut bytes);
    bytes.len()
}

/// The old indices that mean another item now, and the new ones.
fn renamed(map: &IndexMap) -> Renamed {
    let left = map.iter().filter(|new| **new != GONE).count() as u32;
    let is_renamed = |(old, new): (u32, u32)| match new {
        GONE => old < left,
        new => new != old,
    };
    (0..)
        .zip(map.iter().copied())
        .filter(|pair| is_renamed(*pair))
        .map(|(old, new)| (old, (new != GONE).then_some(new)))
        .collect()
}
