//! Values of the numeric and vector types, by their bits.

use wasm_encoder::{ConstExpr, Ieee32, Ieee64};
use wasmparser::ValType;

/// A value of a numeric or vector type.
///
/// Floats are kept as bits, so that equality is the identity that a snapshot must preserve, NaN
/// payloads included.
///
/// ```
/// use preinit_core::Value;
/// assert_ne!(Value::F32(0.0f32.to_bits()), Value::F32((-0.0f32).to_bits()));
/// ```
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// An `i32`.
    I32(i32),
    /// An `i64`.
    I64(i64),
    /// The bits of an `f32`.
    F32(u32),
    /// The bits of an `f64`.
    F64(u64),
    /// A `v128`, its first lane in the lowest bits.
    V128(u128),
}

impl Value {
    /// The value type it belongs to.
    pub fn ty(self) -> ValType {
        match self {
            Value::I32(_) => ValType::I32,
            Value::I64(_) => ValType::I64,
            Value::F32(_) => ValType::F32,
            Value::F64(_) => ValType::F64,
            Value::V128(_) => ValType::V128,
        }
    }

    pub(crate) fn to_const_expr(self) -> ConstExpr {
        match self {
            Value::I32(bits) => ConstExpr::i32_const(bits),
            Value::I64(bits) => ConstExpr::i64_const(bits),
            Value::F32(bits) => ConstExpr::f32_const(Ieee32::new(bits)),
            Value::F64(bits) => ConstExpr::f64_const(Ieee64::new(bits)),
            Value::V128(bits) => ConstExpr::v128_const(bits.cast_signed()),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::I32(value) => write!(f, "{value}"),
            Value::I64(value) => write!(f, "{value}"),
            Value::F32(bits) => write!(f, "{}", f32::from_bits(*bits)),
            Value::F64(bits) => write!(f, "{}", f64::from_bits(*bits)),
            Value::V128(bits) => write!(f, "{bits:#034x}"),
        }
    }
}
