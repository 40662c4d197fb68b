//! Place: the function that puts pieces of a memory where they belong.
//!
//! They come from one passive segment. For each memory it holds the places first, two numbers for each
//! piece, how far behind the end of the one before and how long, and then the bytes of all pieces.
//! The numbers are LEB128. Only a memory can be read byte by byte, so they are copied to some of
//! its own bytes, a few at a time, which get what they have to hold when all is done.

use super::additions::Additions;
use super::writeback::{number, subtract};
use crate::image::Image;
use crate::image::MemoryImage;
use crate::layout::{Layout, MemoryLayout, Placed};
use crate::module::Module;
use crate::section::leb;
use wasm_encoder::{BlockType, Function, InstructionSink, MemArg, ValType};

/// Its parameters: how many pieces there are, and where in the segment their places and bytes start.
const COUNT: u32 = 0;
const PLACES: u32 = 1;
const BYTES: u32 = 2;
/// Where the next number is read.
const CURSOR: u32 = 3;
/// Where the next piece belongs.
const ADDRESS: u32 = 4;
const VALUE: u32 = 5;
const SHIFT: u32 = 6;
const BYTE: u32 = 7;
/// What a memory that others see held where numbers are put.
const SAVED: [u32; 2] = [8, 9];

/// Pieces of a memory, encoded.
#[derive(Default)]
pub(super) struct Pieces {
    count: u32,
    places: Vec<u8>,
    bytes: Vec<u8>,
    end: u64,
}

impl Pieces {
    /// Adds one behind all others.
    pub(super) fn push(&mut self, start: u64, bytes: impl Iterator<Item = u8>) {
        leb(start - self.end, &mut self.places);
        let before = self.bytes.len();
        self.bytes.extend(bytes);
        let len = (self.bytes.len() - before) as u64;
        leb(len, &mut self.places);
        self.end = start + len;
        self.count += 1;
    }
}

/// How the bytes that numbers are put to get back what they have to hold.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Scratch {
    /// They are zero in the end.
    Zeros { start: u64, len: u64 },
    /// There are sixteen of them, which get back what they held before.
    Kept { start: u64 },
}

/// Places what the layout leaves to code, all of it from one segment. Returns that, to be dropped.
pub(super) fn place(
    module: &Module<'_>,
    layout: &Layout,
    image: &Image,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> Option<u32> {
    let placed: Vec<(&MemoryLayout, &Placed, &MemoryImage)> = layout
        .memories
        .iter()
        .filter_map(|layout| {
            let image = image.memory(layout.memory)?;
            Some((layout, layout.placed.as_ref()?, layout.contents(image)))
        })
        .collect();
    if placed.is_empty() {
        return None;
    }
    let mut contents = Vec::new();
    let mut calls = Vec::new();
    for (layout, placed, image) in placed {
        let mut pieces = Pieces::default();
        let runs = image.runs();
        for (first, end) in &placed.runs {
            let runs = runs.slice(*first as usize..*end as usize);
            if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
                // What is between two runs of a piece are zeros.
                let mut at = first.start;
                let bytes = runs.iter().flat_map(|run| {
                    let zeros = (run.start - at) as usize;
                    at = run.end();
                    std::iter::repeat_n(0, zeros).chain(image.run_bytes(run).iter().copied())
                });
                debug_assert!(last.end() > first.start);
                pieces.push(first.start, bytes);
            }
        }
        let scratch = Scratch::Zeros {
            start: placed.scratch.start,
            len: placed.scratch.end - placed.scratch.start,
        };
        calls.push((
            layout.memory.as_u32(),
            scratch,
            Call::of(&pieces, contents.len()),
        ));
        contents.extend(pieces.places);
        contents.extend(pieces.bytes);
    }
    let len = contents.len() as u32;
    let segment = additions.data(contents);
    for (memory, scratch, call) in calls {
        let wide = module.memories[crate::MemoryIdx::from_u32(memory)]
            .ty
            .memory64;
        let function = function((memory, wide), (segment, len), scratch, additions);
        call.write(function, code);
    }
    Some(segment)
}

/// Places pieces of one memory from a segment of their own. Returns that, to be dropped.
pub(super) fn place_alone(
    (memory, wide): (u32, bool),
    pieces: Pieces,
    scratch: Scratch,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> u32 {
    let call = Call::of(&pieces, 0);
    let contents = [pieces.places, pieces.bytes].concat();
    let len = contents.len() as u32;
    let segment = additions.data(contents);
    let function = function((memory, wide), (segment, len), scratch, additions);
    call.write(function, code);
    segment
}

/// A call: the values of the parameters.
struct Call([u32; 3]);

impl Call {
    fn of(pieces: &Pieces, at: usize) -> Self {
        Call([pieces.count, at as u32, (at + pieces.places.len()) as u32])
    }

    fn write(&self, function: u32, code: &mut InstructionSink<'_>) {
        for value in self.0 {
            code.i32_const(value.cast_signed());
        }
        code.call(function);
    }
}

/// Adds the function for one memory and one segment, of this many bytes.
fn function(
    (memory, wide): (u32, bool),
    (segment, len): (u32, u32),
    scratch: Scratch,
    additions: &mut Additions,
) -> u32 {
    let (start, window) = match scratch {
        Scratch::Zeros { start, len } => (start, len),
        Scratch::Kept { start } => (start, Placed::LEAST_SCRATCH),
    };
    let address = if wide { ValType::I64 } else { ValType::I32 };
    let mut locals = vec![address, address, address, address, ValType::I32];
    if let Scratch::Kept { .. } = scratch {
        locals.extend([ValType::I64; 2]);
    }
    let ty = additions.ty(|section| section.ty().function([ValType::I32; 3], []));
    let mut body = Function::new_with_locals_types(locals);
    let mut code = body.instructions();
    if let Scratch::Kept { .. } = scratch {
        for (saved, offset) in SAVED.into_iter().zip([0, 8]) {
            number(wide, start, &mut code);
            code.i64_load(argument(memory, offset)).local_set(saved);
        }
    }
    // Behind this address not both numbers of a piece need be there: nothing is, at first.
    let last = start + window - Placed::LEAST_SCRATCH;
    number(wide, last + 1, &mut code);
    code.local_set(CURSOR)
        .local_get(PLACES)
        .i32_const((window - Placed::LEAST_SCRATCH + 1) as i32)
        .i32_sub()
        .local_set(PLACES)
        .loop_(BlockType::Empty);
    refill((memory, wide), (segment, len), (start, window), &mut code);
    code.local_get(ADDRESS);
    read((memory, wide), &mut code);
    code.local_get(VALUE);
    add(wide, &mut code);
    code.local_set(ADDRESS);
    read((memory, wide), &mut code);
    // The bytes, and what comes behind them.
    code.local_get(ADDRESS).local_get(BYTES).local_get(VALUE);
    wrap(wide, &mut code);
    code.memory_init(memory, segment)
        .local_get(ADDRESS)
        .local_get(VALUE);
    add(wide, &mut code);
    code.local_set(ADDRESS).local_get(BYTES).local_get(VALUE);
    wrap(wide, &mut code);
    code.i32_add()
        .local_set(BYTES)
        .local_get(COUNT)
        .i32_const(1)
        .i32_sub()
        .local_tee(COUNT)
        .br_if(0)
        .end();
    match scratch {
        Scratch::Zeros { .. } => {
            number(wide, start, &mut code);
            code.i32_const(0);
            number(wide, window, &mut code);
            code.memory_fill(memory);
        }
        Scratch::Kept { .. } => {
            for (saved, offset) in SAVED.into_iter().zip([0, 8]) {
                number(wide, start, &mut code);
                code.local_get(saved).i64_store(argument(memory, offset));
            }
        }
    }
    code.end();
    additions.features.push("bulk-memory");
    additions.function("place", ty, body)
}

/// Copies the next places to where they can be read, unless both numbers of a piece are there.
fn refill(
    (memory, wide): (u32, bool),
    (segment, len): (u32, u32),
    (start, window): (u64, u64),
    code: &mut InstructionSink<'_>,
) {
    code.local_get(CURSOR);
    number(wide, start + window - Placed::LEAST_SCRATCH, code);
    if wide {
        code.i64_gt_u();
    } else {
        code.i32_gt_u();
    }
    code.if_(BlockType::Empty)
        .local_get(PLACES)
        .local_get(CURSOR);
    number(wide, start, code);
    subtract(wide, code);
    wrap(wide, code);
    code.i32_add().local_set(PLACES);
    number(wide, start, code);
    code.local_tee(CURSOR)
        .local_get(PLACES)
        .i32_const(window as i32)
        .i32_const(len.cast_signed())
        .local_get(PLACES)
        .i32_sub()
        .i32_const(window as i32)
        .i32_const(len.cast_signed())
        .local_get(PLACES)
        .i32_sub()
        .i32_lt_u()
        .select()
        .memory_init(memory, segment)
        .end();
}

/// Reads a number.
fn read((memory, wide): (u32, bool), code: &mut InstructionSink<'_>) {
    number(wide, 0, code);
    code.local_set(VALUE);
    number(wide, 0, code);
    code.local_set(SHIFT)
        .loop_(BlockType::Empty)
        .local_get(CURSOR)
        .i32_load8_u(MemArg {
            offset: 0,
            align: 0,
            memory_index: memory,
        })
        .local_tee(BYTE)
        .i32_const(0x7f)
        .i32_and();
    if wide {
        code.i64_extend_i32_u().local_get(SHIFT).i64_shl();
        code.local_get(VALUE).i64_or();
    } else {
        code.local_get(SHIFT).i32_shl().local_get(VALUE).i32_or();
    }
    code.local_set(VALUE).local_get(SHIFT);
    number(wide, 7, code);
    add(wide, code);
    code.local_set(SHIFT).local_get(CURSOR);
    number(wide, 1, code);
    add(wide, code);
    code.local_set(CURSOR)
        .local_get(BYTE)
        .i32_const(0x80)
        .i32_and()
        .br_if(0)
        .end();
}

fn argument(memory: u32, offset: u64) -> MemArg {
    MemArg {
        offset,
        align: 0,
        memory_index: memory,
    }
}

fn add(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_add();
    } else {
        code.i32_add();
    }
}

/// An address as a number of 32 bits.
fn wrap(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i32_wrap_i64();
    }
}
