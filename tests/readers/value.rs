//! Values of a script, the same for every reader: bits, and which of them count.

use serde::Serialize;
use serde::Serializer;
use wast::core::{NanPattern, V128Pattern, WastArgCore, WastRetCore};
use wast::{WastArg, WastRet};

/// A type of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Number {
    /// 32-bit integers.
    I32,
    /// 64-bit integers.
    I64,
    /// 32-bit floating point.
    F32,
    /// 64-bit floating point.
    F64,
    /// Vectors.
    V128,
}

/// An argument of a call.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum Argument {
    /// A number or vector.
    Number {
        /// Its type.
        ty: Number,
        /// Its bits, from bit 0.
        #[serde(serialize_with = "hex")]
        bits: u128,
    },
    /// A null reference.
    Null,
    /// A reference of the host, by its number in the script.
    Host {
        /// The number.
        number: u32,
    },
}

/// What a result is to be.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum Expected {
    /// A number or vector. A NaN pattern is a mask that leaves out what may differ.
    Number {
        /// Its type.
        ty: Number,
        /// What the bits under the mask are.
        #[serde(serialize_with = "hex")]
        bits: u128,
        /// Which bits count.
        #[serde(serialize_with = "hex")]
        mask: u128,
    },
    /// A null reference.
    Null,
    /// The host's reference with this number.
    Host {
        /// The number.
        number: u32,
    },
    /// A function.
    Function,
    /// A small integer as a reference.
    I31,
    /// Any other reference that is not null.
    Reference,
    /// One of these.
    Either {
        /// The alternatives.
        of: Vec<Expected>,
    },
}

fn hex<S: Serializer>(bits: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("0x{bits:x}"))
}

/// Translates an argument.
pub(crate) fn argument(arg: &WastArg<'_>) -> Result<Argument, String> {
    let WastArg::Core(arg) = arg else {
        return Err(format!("no value of a module: {arg:?}"));
    };
    let number = |ty, bits| Argument::Number { ty, bits };
    Ok(match arg {
        WastArgCore::I32(v) => number(Number::I32, v.cast_unsigned().into()),
        WastArgCore::I64(v) => number(Number::I64, v.cast_unsigned().into()),
        WastArgCore::F32(v) => number(Number::F32, v.bits.into()),
        WastArgCore::F64(v) => number(Number::F64, v.bits.into()),
        WastArgCore::V128(v) => number(Number::V128, u128::from_le_bytes(v.to_le_bytes())),
        WastArgCore::RefNull(_) => Argument::Null,
        WastArgCore::RefExtern(number) | WastArgCore::RefHost(number) => {
            Argument::Host { number: *number }
        }
    })
}

/// Translates what a result is to be.
pub(crate) fn expected(ret: &WastRet<'_>) -> Result<Expected, String> {
    match ret {
        WastRet::Core(ret) => Ok(core(ret)),
        other => Err(format!("no value of a module: {other:?}")),
    }
}

fn core(ret: &WastRetCore<'_>) -> Expected {
    let number = |ty, (bits, mask)| Expected::Number { ty, bits, mask };
    match ret {
        WastRetCore::I32(v) => number(Number::I32, (v.cast_unsigned().into(), u32::MAX.into())),
        WastRetCore::I64(v) => number(Number::I64, (v.cast_unsigned().into(), u64::MAX.into())),
        WastRetCore::F32(v) => number(Number::F32, f32_pattern(v)),
        WastRetCore::F64(v) => number(Number::F64, f64_pattern(v)),
        WastRetCore::V128(v) => number(Number::V128, vector(v)),
        WastRetCore::RefNull(_) => Expected::Null,
        WastRetCore::RefExtern(Some(n)) | WastRetCore::RefHost(n) => Expected::Host { number: *n },
        WastRetCore::RefFunc(_) => Expected::Function,
        WastRetCore::RefI31 | WastRetCore::RefI31Shared => Expected::I31,
        WastRetCore::RefExtern(None)
        | WastRetCore::RefAny
        | WastRetCore::RefEq
        | WastRetCore::RefArray
        | WastRetCore::RefStruct => Expected::Reference,
        WastRetCore::Either(of) => Expected::Either {
            of: of.iter().map(core).collect(),
        },
    }
}

/// Bits and mask. Canonical NaNs differ in the sign; arithmetic ones have the top bit of the payload.
/// <https://webassembly.github.io/spec/core/syntax/values.html#floating-point>
fn f32_pattern(pattern: &NanPattern<wast::token::F32>) -> (u128, u128) {
    match pattern {
        NanPattern::Value(v) => (v.bits.into(), u32::MAX.into()),
        NanPattern::CanonicalNan => (0x7fc0_0000, 0x7fff_ffff),
        NanPattern::ArithmeticNan => (0x7fc0_0000, 0x7fc0_0000),
    }
}

/// Like [`f32_pattern`].
fn f64_pattern(pattern: &NanPattern<wast::token::F64>) -> (u128, u128) {
    match pattern {
        NanPattern::Value(v) => (v.bits.into(), u64::MAX.into()),
        NanPattern::CanonicalNan => (0x7ff8_0000_0000_0000, 0x7fff_ffff_ffff_ffff),
        NanPattern::ArithmeticNan => (0x7ff8_0000_0000_0000, 0x7ff8_0000_0000_0000),
    }
}

fn vector(pattern: &V128Pattern) -> (u128, u128) {
    let all = |bits| (bits, u128::MAX);
    match pattern {
        V128Pattern::I8x16(lanes) => all(join(8, lanes.map(|v| v.cast_unsigned().into()))),
        V128Pattern::I16x8(lanes) => all(join(16, lanes.map(|v| v.cast_unsigned().into()))),
        V128Pattern::I32x4(lanes) => all(join(32, lanes.map(|v| v.cast_unsigned().into()))),
        V128Pattern::I64x2(lanes) => all(join(64, lanes.map(|v| v.cast_unsigned().into()))),
        V128Pattern::F32x4(lanes) => {
            let lanes = lanes.map(|lane| f32_pattern(&lane));
            (join(32, lanes.map(|l| l.0)), join(32, lanes.map(|l| l.1)))
        }
        V128Pattern::F64x2(lanes) => {
            let lanes = lanes.map(|lane| f64_pattern(&lane));
            (join(64, lanes.map(|l| l.0)), join(64, lanes.map(|l| l.1)))
        }
    }
}

/// Lanes of `width` bits as one number, the first one lowest.
fn join<const N: usize>(width: u32, lanes: [u128; N]) -> u128 {
    lanes.iter().rev().fold(0, |all, lane| all << width | lane)
}
