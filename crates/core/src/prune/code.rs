//! The code of a pruned module.

use super::hints::{Hints, OfFunction};
use super::live::{Live, Role};
use crate::dwarf::{Moves, Stretch, Target};
use crate::module::Module;
use crate::rewrite::{
    Contents, Dangling, GONE, IndexMap, Maps, Remap, Space, keep_length, lengthen,
};
use crate::section::id;
use std::collections::BTreeSet;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{Encode, Function, Instruction};
use wasmparser::TypeRef;

/// The code, and what others have to know of it.
pub(super) struct Code {
    pub(super) bodies: Vec<Body>,
    /// The functions that `ref.func` names in it, by their new indices.
    pub(super) referenced: BTreeSet<u32>,
    /// Which way its branches mostly go.
    pub(super) hints: Hints,
}

/// A body as it is written.
pub(super) struct Body {
    /// How many bytes its size has at least.
    size_len: usize,
    pub(super) bytes: Vec<u8>,
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

impl Code {
    /// The contents of the code section.
    pub(super) fn contents(&self) -> Vec<u8> {
        let mut contents = Vec::new();
        self.bodies.len().encode(&mut contents);
        for body in &self.bodies {
            contents.extend(body.size());
            contents.extend_from_slice(&body.bytes);
        }
        contents
    }
}

/// A function that is defined now.
pub(super) struct Definition {
    /// Its type in the original.
    pub(super) ty: u32,
    /// The position of its body there; `None` if it only traps.
    pub(super) body: Option<usize>,
}

/// Each function that is defined now, in the order of their new indices.
pub(super) fn definitions(contents: &Contents<'_>, live: &Live) -> Vec<Definition> {
    let imported = contents.imports_of(Space::Func).count();
    let (imports, own) = live.functions.split_at(imported);
    let listed = imports.iter().zip(contents.imports_of(Space::Func));
    let listed = listed
        .filter(|(role, _)| **role == Role::Listed)
        .filter_map(|(_, import)| match import.ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => Some(Definition { ty, body: None }),
            _ => None,
        });
    let own = own.iter().zip(&contents.functions).enumerate();
    let own = own.filter(|(_, (role, _))| **role != Role::Gone);
    let own = own.map(|(position, (role, ty))| Definition {
        ty: *ty,
        body: (*role == Role::Called).then_some(position),
    });
    listed.chain(own).collect()
}

type Written<T> = Result<T, reencode::Error<Dangling>>;

/// Every body, as short as it can be.
pub(super) fn short(
    contents: &Contents<'_>,
    definitions: &[Definition],
    maps: &Maps,
    old_hints: &Hints,
) -> Written<Code> {
    let mut remap = Remap::new(maps);
    let imported = contents.imports_of(Space::Func).count();
    let mut hints = Hints::default();
    let mut bodies = Vec::new();
    for definition in definitions {
        let Some(position) = definition.body else {
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
    Ok(Code {
        bodies,
        referenced: remap.referenced,
        hints,
    })
}

/// Every body as long as it was, its size included, and where each went; `None` if that can't be done.
pub(super) fn as_long(
    module: &Module<'_>,
    contents: &Contents<'_>,
    definitions: &[Definition],
    maps: &Maps,
    old_hints: &Hints,
) -> Written<Option<(Code, Moves)>> {
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
    let mut end = len(definitions.len());
    for definition in definitions {
        let body = match definition.body {
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
        if let Some(position) = definition.body {
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
    let code = Code {
        bodies,
        referenced: remap.referenced,
        hints,
    };
    Ok(Some((code, moves)))
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

/// The old indices that mean another item now.
fn renamed(map: &IndexMap) -> Vec<u32> {
    let left = map.iter().filter(|new| **new != GONE).count() as u32;
    let is_renamed = |(old, new): (u32, u32)| match new {
        GONE => old < left,
        new => new != old,
    };
    (0..)
        .zip(map.iter().copied())
        .filter(|pair| is_renamed(*pair))
        .map(|(old, _)| old)
        .collect()
}
