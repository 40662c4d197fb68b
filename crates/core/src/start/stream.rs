//! The stream: operations on objects as bytes.
//!
//! Runs of one operation: its number, how many times, then the operands of each. Numbers are LEB128;
//! objects are named by their distance from the object at hand, which makes most of them one byte.

use crate::reference::Ref;
use crate::section::leb;
use crate::value::Value;
use wasmparser::{StorageType, ValType};

/// Appends to a stream.
#[derive(Debug, Default)]
pub(super) struct Stream {
    bytes: Vec<u8>,
    /// The run that is being collected: number, length, operands.
    run: (u32, u64, Vec<u8>),
}

impl Stream {
    /// The operands of the next operation, to be appended to.
    pub(super) fn operation(&mut self, number: u32) -> &mut Vec<u8> {
        if self.run.0 != number {
            self.flush();
            self.run.0 = number;
        }
        self.run.1 += 1;
        &mut self.run.2
    }

    /// The whole stream, ended by the number zero.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.flush();
        self.bytes.push(0);
        self.bytes
    }

    fn flush(&mut self) {
        if self.run.1 > 0 {
            unsigned(&mut self.bytes, u64::from(self.run.0));
            unsigned(&mut self.bytes, self.run.1);
            self.bytes.append(&mut self.run.2);
        }
        self.run.1 = 0;
    }
}

/// An unsigned LEB128.
pub(super) fn unsigned(bytes: &mut Vec<u8>, value: u64) {
    leb(value, bytes);
}

/// A signed number, small ones of either sign short.
pub(super) fn signed(bytes: &mut Vec<u8>, value: i64) {
    unsigned(bytes, zigzag(value));
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// A number in a field or element of this type.
pub(super) fn number(bytes: &mut Vec<u8>, ty: StorageType, value: Value) {
    match (ty, value) {
        (StorageType::I8 | StorageType::I16, Value::I32(bits)) => {
            unsigned(bytes, u64::from(bits.cast_unsigned()));
        }
        (_, Value::I32(bits)) => signed(bytes, i64::from(bits)),
        (_, Value::I64(bits)) => signed(bytes, bits),
        (_, Value::F32(bits)) => bytes.extend(bits.to_le_bytes()),
        (_, Value::F64(bits)) => bytes.extend(bits.to_le_bytes()),
        (_, Value::V128(bits)) => bytes.extend(bits.to_le_bytes()),
    }
}

/// A null, which also stands for what is filled in later.
pub(super) fn null(bytes: &mut Vec<u8>) {
    bytes.push(0);
}

/// An `i31ref`.
pub(super) fn i31(bytes: &mut Vec<u8>, value: i32) {
    let bits = u64::from(value.cast_unsigned() & 0x7fff_ffff);
    unsigned(bytes, bits << 1 | 1);
}

/// The object with the number `object`, seen from the number `base`.
pub(super) fn object(bytes: &mut Vec<u8>, base: u32, object: u32) {
    let distance = i64::from(base) - i64::from(object);
    unsigned(bytes, (zigzag(distance) + 1) << 1);
}

/// A position in a list, whose null is zero.
pub(super) fn listed(bytes: &mut Vec<u8>, position: u32) {
    unsigned(bytes, u64::from(position) + 1);
}

/// Whether a constant expression can make this reference in a table or global of this type.
pub(crate) fn is_constant(ty: ValType, reference: Ref, is_any: bool) -> bool {
    match reference {
        Ref::Null | Ref::Func(_) => ty.is_reference_type(),
        Ref::I31(_) => is_any,
        Ref::Object(_) | Ref::Foreign(_) => false,
    }
}
