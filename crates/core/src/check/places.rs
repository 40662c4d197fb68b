//! Pieces of memory that a start function places, read from its code and its segment.

use crate::image::MemoryImage;
use crate::index::MemoryIdx;
use std::collections::HashMap;
use std::ops::Range;
use wasmparser::{BinaryReader, BinaryReaderError, BlockType, FunctionBody, MemArg, Operator};

/// Two numbers of a piece take no more bytes than this: what code reads at once has at least as many.
const NUMBERS: u64 = 16;

/// What a start function places before it does anything else to memories of the module's own.
#[derive(Default)]
pub(super) struct Places(HashMap<MemoryIdx, Place>);

/// What it places in one memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    function: Function,
    /// How many pieces, and where their places and their bytes start in the segment.
    call: [u32; 3],
}

/// What a function places, whenever it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Function {
    segment: u32,
    /// The segment's length.
    len: u32,
    /// The zeros that are used meanwhile.
    start: u64,
    window: u64,
}

impl Places {
    /// Notes a call with these constants of the function with this body. Returns whether it is one that
    /// places.
    pub(super) fn note(&mut self, body: &[u8], constants: &[u64]) -> Option<Result<(), Twice>> {
        let (memory, function) = read(body).ok()??;
        let call = match constants {
            [.., count, places, bytes] => [*count, *places, *bytes].map(|value| value as u32),
            _ => return None,
        };
        let known = self.0.insert(memory, Place { function, call });
        Some(match known {
            None => Ok(()),
            Some(_) => Err(Twice),
        })
    }

    /// All pieces of a memory with this image, by ascending address: [`None`] in place of the first that
    /// does not agree with the segment.
    pub(super) fn pieces<'s>(
        &self,
        memory: MemoryIdx,
        image: &MemoryImage,
        segments: &HashMap<u32, &'s [u8]>,
    ) -> Option<Pieces<'s>> {
        let Some(place) = self.0.get(&memory) else {
            return Some(Pieces::default());
        };
        let Function {
            segment,
            len,
            start,
            window,
        } = place.function;
        let contents = *segments.get(&segment)?;
        let scratch = start..start.checked_add(window)?;
        // What is used meanwhile becomes zero, and no number is read beyond it.
        let is_zero = image.runs_in(&scratch).next().is_none();
        if contents.len() != len as usize || !is_zero || window < NUMBERS {
            return None;
        }
        let [count, places, bytes] = place.call;
        (count > 0).then_some(Pieces {
            left: count,
            places: contents.get(places as usize..)?,
            bytes: contents.get(bytes as usize..)?,
            end: 0,
            scratch,
        })
    }
}

/// One memory is filled twice.
#[derive(Debug)]
pub(super) struct Twice;

/// Pieces, and where they belong.
#[derive(Default)]
pub(super) struct Pieces<'s> {
    left: u32,
    places: &'s [u8],
    bytes: &'s [u8],
    end: u64,
    /// What no piece may write to: the numbers are there.
    scratch: Range<u64>,
}

impl<'s> Iterator for Pieces<'s> {
    type Item = Option<(u64, &'s [u8])>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let piece = self.read();
        if piece.is_none() {
            self.left = 0;
        }
        Some(piece)
    }
}

impl<'s> Pieces<'s> {
    fn read(&mut self) -> Option<(u64, &'s [u8])> {
        let mut reader = BinaryReader::new(self.places, 0);
        let gap = reader.read_var_u64().ok()?;
        let len = reader.read_var_u32().ok()?;
        let read = reader.current_position();
        if read as u64 > NUMBERS {
            return None;
        }
        self.places = &self.places[read..];
        let (bytes, rest) = self.bytes.split_at_checked(len as usize)?;
        self.bytes = rest;
        let start = self.end.checked_add(gap)?;
        self.end = start.checked_add(u64::from(len))?;
        let disjoint = self.end <= self.scratch.start || self.scratch.end <= start;
        disjoint.then_some((start, bytes))
    }
}

/// What a function places, and in which memory, if this is its body.
///
/// The instructions are written down here once more: what emission makes has to be these.
fn read(body: &[u8]) -> Result<Option<(MemoryIdx, Function)>, BinaryReaderError> {
    let body = FunctionBody::new(BinaryReader::new(body, 0));
    let mut locals = Vec::new();
    for declared in body.get_locals_reader()? {
        locals.push(declared?);
    }
    let mut found = Vec::new();
    for operator in body.get_operators_reader()? {
        found.push(operator?);
        if found.len() > 200 {
            return Ok(None);
        }
    }
    use Operator::{I32Const, I64Const, MemoryInit};
    let constant = |operator: &Operator<'_>| match operator {
        I32Const { value } => Some((false, u64::from(value.cast_unsigned()))),
        I64Const { value } => Some((true, value.cast_unsigned())),
        _ => None,
    };
    let init = found.iter().find_map(|operator| match operator {
        MemoryInit { data_index, mem } => Some((*data_index, *mem)),
        _ => None,
    });
    // The first constant is where reading stops, the next but three where it starts.
    let mut constants = found.iter().filter_map(constant);
    let (Some((segment, memory)), Some((wide, last)), Some(_), Some(_), Some((_, start))) = (
        init,
        constants.next(),
        constants.next(),
        constants.next(),
        constants.next(),
    ) else {
        return Ok(None);
    };
    let len = constants.nth(2).map_or(0, |(_, len)| len as u32);
    let Some(window) = (last.checked_sub(1)).and_then(|last| last.checked_sub(start)) else {
        return Ok(None);
    };
    let function = Function {
        segment,
        len,
        start,
        window: window + NUMBERS,
    };
    let ty = match wide {
        true => wasmparser::ValType::I64,
        false => wasmparser::ValType::I32,
    };
    let has_locals = match (wide, &locals[..]) {
        (false, [(5, only)]) => *only == ty,
        (true, [(4, first), (1, other)]) => *first == ty && *other == wasmparser::ValType::I32,
        _ => false,
    };
    let same = has_locals && found == instructions(wide, memory, &function);
    Ok(same.then(|| (MemoryIdx::from_u32(memory), function)))
}

/// The instructions of the function that places.
fn instructions(wide: bool, mem: u32, function: &Function) -> Vec<Operator<'static>> {
    use Operator::*;
    let Function {
        segment,
        len,
        start,
        window,
    } = *function;
    let (count, places, bytes, cursor, address, value, shift, byte) = (0, 1, 2, 3, 4, 5, 6, 7);
    let get = |local_index| LocalGet { local_index };
    let set = |local_index| LocalSet { local_index };
    let tee = |local_index| LocalTee { local_index };
    let narrow = |value: u64| I32Const {
        value: (value as u32).cast_signed(),
    };
    let number = |value: u64| match wide {
        true => I64Const {
            value: value.cast_signed(),
        },
        false => narrow(value),
    };
    let add = || if wide { I64Add } else { I32Add };
    let wrap = || wide.then_some(I32WrapI64);
    let init = || MemoryInit {
        data_index: segment,
        mem,
    };
    let in_loop = || Loop {
        blockty: BlockType::Empty,
    };
    let again = || BrIf { relative_depth: 0 };
    let left = || [narrow(len.into()), get(places), I32Sub];
    // A LEB128: seven bits of each byte, the lowest first, until one has no eighth.
    let read = || {
        let load = I32Load8U {
            memarg: MemArg {
                align: 0,
                max_align: 0,
                offset: 0,
                memory: mem,
            },
        };
        let mut code = vec![number(0), set(value), number(0), set(shift), in_loop()];
        code.extend([get(cursor), load, tee(byte), narrow(0x7f), I32And]);
        match wide {
            true => code.extend([I64ExtendI32U, get(shift), I64Shl, get(value), I64Or]),
            false => code.extend([get(shift), I32Shl, get(value), I32Or]),
        }
        code.extend([set(value), get(shift), number(7), add(), set(shift)]);
        code.extend([get(cursor), number(1), add(), set(cursor)]);
        code.extend([get(byte), narrow(0x80), I32And, again(), End]);
        code
    };
    let last = start + window - NUMBERS;
    let mut code = vec![number(last + 1), set(cursor)];
    code.extend([
        get(places),
        narrow(window - NUMBERS + 1),
        I32Sub,
        set(places),
    ]);
    code.extend([in_loop(), get(cursor), number(last)]);
    code.push(if wide { I64GtU } else { I32GtU });
    code.push(If {
        blockty: BlockType::Empty,
    });
    code.extend([get(places), get(cursor), number(start)]);
    code.push(if wide { I64Sub } else { I32Sub });
    code.extend(wrap());
    code.extend([I32Add, set(places), number(start), tee(cursor), get(places)]);
    code.push(narrow(window));
    code.extend(left());
    code.push(narrow(window));
    code.extend(left());
    code.extend([I32LtU, Select, init(), End]);
    code.push(get(address));
    code.extend(read());
    code.extend([get(value), add(), set(address)]);
    code.extend(read());
    code.extend([get(address), get(bytes), get(value)]);
    code.extend(wrap());
    code.extend([init(), get(address), get(value), add(), set(address)]);
    code.extend([get(bytes), get(value)]);
    code.extend(wrap());
    code.extend([
        I32Add,
        set(bytes),
        get(count),
        narrow(1),
        I32Sub,
        tee(count),
    ]);
    code.extend([again(), End, number(start), narrow(0), number(window)]);
    code.extend([MemoryFill { mem }, End]);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEN: u32 = 12;

    /// Two pieces, `ab` at 100 and `c` at 110: their places, and their bytes behind those.
    const SEGMENT: [u8; LEN as usize] = *b"\x64\x02\x08\x01abc-----";

    /// A piece that is told, unless it is wrong.
    type Told = Option<(u64, Vec<u8>)>;

    fn pieces(start: u64, call: [u32; 3], len: u32) -> Option<Vec<Told>> {
        let mut image = MemoryImage::new(1);
        image.push(100, b"ab");
        image.push(110, b"c");
        let memory = MemoryIdx::from_u32(0);
        let function = Function {
            segment: 3,
            len,
            start,
            window: NUMBERS,
        };
        let places = Places([(memory, Place { function, call })].into());
        let segments = [(3, &SEGMENT[..])].into();
        let pieces = places.pieces(memory, &image, &segments)?;
        let owned = pieces.map(|piece| piece.map(|(start, bytes)| (start, bytes.to_vec())));
        Some(owned.collect())
    }

    #[test]
    fn pieces_are_read_as_code_reads_them() {
        let right = [Some((100, b"ab".to_vec())), Some((110, b"c".to_vec()))];
        assert_eq!(pieces(200, [2, 0, 4], LEN), Some(right.to_vec()));
        assert_eq!(pieces(0, [1, 0, 4], LEN), Some(right[..1].to_vec()));
    }

    #[test]
    fn what_code_would_do_wrong_is_seen() {
        // The numbers would be put where the memory holds something, or where a piece belongs.
        assert_eq!(pieces(95, [2, 0, 4], LEN), None);
        assert_eq!(
            pieces(120, [2, 2, 4], LEN).map(|all| all.last().cloned()),
            Some(Some(None))
        );
        // None is placed, or from another segment than this.
        assert_eq!(pieces(200, [0, 0, 4], LEN), None);
        assert_eq!(pieces(200, [2, 0, 4], LEN + 1), None);
        assert_eq!(pieces(200, [2, 0, LEN + 1], LEN), None);
        // There are fewer bytes than the pieces have.
        assert_eq!(
            pieces(200, [2, 0, 10], LEN).map(|all| all.last().cloned()),
            Some(Some(None))
        );
    }

    #[test]
    fn other_code_places_nothing() {
        let wasm = wat::parse_str(
            "(module (memory 1) (data \"abc\")
                (func (param i32 i32 i32) (local i32 i32 i32 i32 i32)
                    (local.set 3 (i32.const 20)) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)
                    drop drop drop drop
                    (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 3))))",
        )
        .unwrap();
        let module = crate::Module::decode(&wasm).unwrap();
        let mut bodies = module.functions.values();
        let Some(crate::module::Origin::Defined(range)) = bodies.next() else {
            panic!("the function is defined");
        };
        assert!(read(&wasm[range.clone()]).unwrap().is_none());
    }
}
