//! Numbers, ours and wasmi's.

use preinit_core::Value;
use wasmi::{F32, F64, Val};

pub(crate) fn to_wasmi(value: Value) -> Val {
    match value {
        Value::I32(v) => Val::I32(v),
        Value::I64(v) => Val::I64(v),
        Value::F32(bits) => Val::F32(F32::from_bits(bits)),
        Value::F64(bits) => Val::F64(F64::from_bits(bits)),
        Value::V128(bits) => Val::V128(bits.into()),
    }
}

/// `None` for a reference.
pub(crate) fn from_wasmi(value: &Val) -> Option<Value> {
    match value {
        Val::I32(v) => Some(Value::I32(*v)),
        Val::I64(v) => Some(Value::I64(*v)),
        Val::F32(v) => Some(Value::F32(v.to_bits())),
        Val::F64(v) => Some(Value::F64(v.to_bits())),
        Val::V128(v) => Some(Value::V128(v.as_u128())),
        Val::FuncRef(_) | Val::ExternRef(_) => None,
    }
}
