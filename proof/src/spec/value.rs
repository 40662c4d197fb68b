//! Arguments of a script, the patterns that results must fit, and what can be seen of a value.

use wasmtime::{AnyRef, AsContextMut, ExternRef, Rooted, Val, ValType};
use wast::core::{NanPattern, V128Pattern, WastArgCore, WastRetCore};
use wast::{WastArg, WastRet};

/// An argument.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A number or a vector, by its bits.
    Number(u128),
    /// The null reference of the parameter's type.
    Null,
    /// A reference to this number of the host's.
    Extern(u32),
    /// The same, as an `anyref`.
    Host(u32),
}

impl Argument {
    pub(super) fn new(argument: &WastArg<'_>) -> Result<Argument, String> {
        let WastArg::Core(argument) = argument else {
            return Err("an argument of a component".into());
        };
        Ok(match argument {
            WastArgCore::I32(value) => Argument::Number(value.cast_unsigned().into()),
            WastArgCore::I64(value) => Argument::Number(value.cast_unsigned().into()),
            WastArgCore::F32(value) => Argument::Number(value.bits.into()),
            WastArgCore::F64(value) => Argument::Number(value.bits.into()),
            WastArgCore::V128(value) => Argument::Number(u128::from_le_bytes(value.to_le_bytes())),
            WastArgCore::RefNull(_) => Argument::Null,
            WastArgCore::RefExtern(number) => Argument::Extern(*number),
            WastArgCore::RefHost(number) => Argument::Host(*number),
        })
    }

    /// The value of type `ty`.
    ///
    /// # Errors
    ///
    /// It has none of this type, or the store has no room for a reference.
    pub fn value(&self, mut store: impl AsContextMut, ty: &ValType) -> Result<Val, String> {
        let text = |error: wasmtime::Error| error.to_string();
        Ok(match (self, ty) {
            (Argument::Number(bits), ValType::I32) => Val::I32((*bits as u32).cast_signed()),
            (Argument::Number(bits), ValType::I64) => Val::I64((*bits as u64).cast_signed()),
            (Argument::Number(bits), ValType::F32) => Val::F32(*bits as u32),
            (Argument::Number(bits), ValType::F64) => Val::F64(*bits as u64),
            (Argument::Number(bits), ValType::V128) => Val::V128((*bits).into()),
            (Argument::Null, ValType::Ref(ty)) => Val::null_ref(ty.heap_type()),
            (Argument::Extern(number), ValType::Ref(_)) => {
                Val::ExternRef(Some(ExternRef::new(store, *number).map_err(text)?))
            }
            (Argument::Host(number), ValType::Ref(_)) => {
                let external = ExternRef::new(&mut store, *number).map_err(text)?;
                Val::AnyRef(Some(AnyRef::convert_extern(store, external).map_err(text)?))
            }
            _ => return Err(format!("{self:?} is not of type {ty}")),
        })
    }
}

/// What a result has to look like.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A number or an integer vector, by its bits.
    Number(u128),
    /// One lane of floating point, or a vector of them.
    Lanes(Vec<Lane>),
    /// A null reference.
    Null,
    /// A reference to a number of the host's, or to this one.
    Extern(Option<u32>),
    /// The same, as an `anyref`.
    Host(u32),
    /// A function.
    Function,
    /// Anything that is not null.
    Any,
    /// Something that can be compared.
    Eq,
    /// An array.
    Array,
    /// A structure.
    Struct,
    /// An unboxed number.
    I31,
    /// One of these.
    Either(Vec<Pattern>),
}

/// What a lane of floating point has to look like.
#[derive(Clone, Debug)]
pub struct Lane {
    /// 32 or 64.
    width: u32,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    Canonical,
    Arithmetic,
    Bits(u64),
}

impl Pattern {
    pub(super) fn new(result: &WastRet<'_>) -> Result<Pattern, String> {
        match result {
            WastRet::Core(result) => Pattern::core(result),
            _ => Err("a result of a component".into()),
        }
    }

    fn core(result: &WastRetCore<'_>) -> Result<Pattern, String> {
        Ok(match result {
            WastRetCore::I32(value) => Pattern::Number(value.cast_unsigned().into()),
            WastRetCore::I64(value) => Pattern::Number(value.cast_unsigned().into()),
            WastRetCore::F32(value) => {
                Pattern::Lanes(vec![Lane::new(32, value, |f| f.bits.into())])
            }
            WastRetCore::F64(value) => Pattern::Lanes(vec![Lane::new(64, value, |f| f.bits)]),
            WastRetCore::V128(value) => Pattern::vector(value),
            WastRetCore::RefNull(_) => Pattern::Null,
            WastRetCore::RefExtern(number) => Pattern::Extern(*number),
            WastRetCore::RefHost(number) => Pattern::Host(*number),
            WastRetCore::RefFunc(_) => Pattern::Function,
            WastRetCore::RefAny => Pattern::Any,
            WastRetCore::RefEq => Pattern::Eq,
            WastRetCore::RefArray => Pattern::Array,
            WastRetCore::RefStruct => Pattern::Struct,
            WastRetCore::RefI31 => Pattern::I31,
            WastRetCore::RefI31Shared => return Err("a shared reference".into()),
            WastRetCore::Either(patterns) => Pattern::Either(
                patterns
                    .iter()
                    .map(Pattern::core)
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    fn vector(vector: &V128Pattern) -> Pattern {
        /// Lanes as one number, the first in the lowest bits.
        fn pack<const N: usize>(bytes: impl Iterator<Item = [u8; N]>) -> Pattern {
            let mut bits = [0; 16];
            for (slot, byte) in bits.iter_mut().zip(bytes.flatten()) {
                *slot = byte;
            }
            Pattern::Number(u128::from_le_bytes(bits))
        }
        match vector {
            V128Pattern::I8x16(lanes) => pack(lanes.iter().map(|lane| lane.to_le_bytes())),
            V128Pattern::I16x8(lanes) => pack(lanes.iter().map(|lane| lane.to_le_bytes())),
            V128Pattern::I32x4(lanes) => pack(lanes.iter().map(|lane| lane.to_le_bytes())),
            V128Pattern::I64x2(lanes) => pack(lanes.iter().map(|lane| lane.to_le_bytes())),
            V128Pattern::F32x4(lanes) => {
                let lanes = lanes.iter();
                Pattern::Lanes(lanes.map(|l| Lane::new(32, l, |f| f.bits.into())).collect())
            }
            V128Pattern::F64x2(lanes) => {
                let lanes = lanes.iter();
                Pattern::Lanes(lanes.map(|l| Lane::new(64, l, |f| f.bits)).collect())
            }
        }
    }

    /// Whether a value fits.
    pub fn fits(&self, seen: &Seen) -> bool {
        match (self, seen) {
            (Pattern::Number(wanted), Seen::Number(bits)) => wanted == bits,
            (Pattern::Lanes(lanes), Seen::Number(bits)) => {
                let mut rest = *bits;
                lanes.iter().all(|lane| {
                    let fits = lane.fits(rest as u64);
                    rest = rest.checked_shr(lane.width).unwrap_or(0);
                    fits
                })
            }
            (Pattern::Null, Seen::Null)
            | (Pattern::Function, Seen::Function)
            | (Pattern::Extern(None), Seen::Extern(_))
            | (Pattern::Array, Seen::Array)
            | (Pattern::Struct, Seen::Struct)
            | (Pattern::I31, Seen::I31(_))
            | (Pattern::Eq, Seen::Array | Seen::Struct | Seen::I31(_))
            | (Pattern::Any, Seen::Array | Seen::Struct | Seen::I31(_) | Seen::Host(_)) => true,
            (Pattern::Extern(Some(wanted)), Seen::Extern(number)) => Some(*wanted) == *number,
            (Pattern::Host(wanted), Seen::Host(number)) => Some(*wanted) == *number,
            (Pattern::Either(patterns), _) => patterns.iter().any(|pattern| pattern.fits(seen)),
            _ => false,
        }
    }
}

impl Lane {
    fn new<T>(width: u32, pattern: &NanPattern<T>, bits: impl Fn(&T) -> u64) -> Lane {
        let form = match pattern {
            NanPattern::CanonicalNan => Form::Canonical,
            NanPattern::ArithmeticNan => Form::Arithmetic,
            NanPattern::Value(value) => Form::Bits(bits(value)),
        };
        Lane { width, form }
    }

    /// Whether the lowest bits of `bits` fit.
    ///
    /// A canonical NaN's payload is its highest bit alone, an arithmetic one has at least that:
    /// <https://webassembly.github.io/spec/core/syntax/values.html#floating-point>.
    fn fits(&self, bits: u64) -> bool {
        let (bits, payload) = match self.width {
            32 => (bits & 0xffff_ffff, 23),
            _ => (bits, 52),
        };
        let magnitude = bits & !(1 << (self.width - 1));
        let exponent = ((1u64 << (self.width - 1)) - 1) >> payload << payload;
        let quiet = exponent | 1 << (payload - 1);
        match self.form {
            Form::Canonical => magnitude == quiet,
            Form::Arithmetic => magnitude & quiet == quiet,
            Form::Bits(wanted) => bits == wanted,
        }
    }
}

/// What can be seen of a value, so that two stores' values can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A number or a vector, by its bits.
    Number(u128),
    /// A null reference.
    Null,
    /// A function.
    Function,
    /// A reference of the host's, with its number; none for an object that was made external.
    Extern(Option<u32>),
    /// A reference of the host's among the internal ones.
    Host(Option<u32>),
    /// An array.
    Array,
    /// A structure.
    Struct,
    /// An unboxed number.
    I31(u32),
    /// An exception.
    Exception,
    /// A continuation.
    Continuation,
}

impl Seen {
    /// Looks at a value.
    ///
    /// # Errors
    ///
    /// The reference is not of this store any more.
    pub fn new(store: impl AsContextMut, value: &Val) -> Result<Seen, String> {
        Ok(match value {
            Val::I32(value) => Seen::Number(value.cast_unsigned().into()),
            Val::I64(value) => Seen::Number(value.cast_unsigned().into()),
            Val::F32(bits) => Seen::Number((*bits).into()),
            Val::F64(bits) => Seen::Number((*bits).into()),
            Val::V128(bits) => Seen::Number(bits.as_u128()),
            Val::FuncRef(None)
            | Val::ExternRef(None)
            | Val::AnyRef(None)
            | Val::ExnRef(None)
            | Val::ContRef(None) => Seen::Null,
            Val::FuncRef(Some(_)) => Seen::Function,
            Val::ExnRef(Some(_)) => Seen::Exception,
            Val::ContRef(Some(_)) => Seen::Continuation,
            Val::ExternRef(Some(reference)) => {
                let data = reference.data(&store).map_err(|error| error.to_string())?;
                Seen::Extern(data.and_then(|data| data.downcast_ref().copied()))
            }
            Val::AnyRef(Some(reference)) => {
                Seen::internal(store, *reference).map_err(|error| error.to_string())?
            }
        })
    }

    fn internal(mut store: impl AsContextMut, reference: Rooted<AnyRef>) -> wasmtime::Result<Seen> {
        if let Some(number) = reference.as_i31(&store)? {
            return Ok(Seen::I31(number.get_u32()));
        }
        if reference.is_struct(&store)? {
            return Ok(Seen::Struct);
        }
        if reference.is_array(&store)? {
            return Ok(Seen::Array);
        }
        let external = ExternRef::convert_any(&mut store, reference)?;
        let data = external.data(&store)?;
        Ok(Seen::Host(
            data.and_then(|data| data.downcast_ref().copied()),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(width: u32, form: Form) -> Lane {
        Lane { width, form }
    }

    #[test]
    fn nans_are_told_apart() {
        let canonical = lane(32, Form::Canonical);
        assert!(canonical.fits(0x7fc0_0000) && canonical.fits(0xffc0_0000));
        assert!(!canonical.fits(0x7fc0_0001) && !canonical.fits(0x7f80_0000));
        let arithmetic = lane(64, Form::Arithmetic);
        assert!(arithmetic.fits(0xfff8_0000_0000_0001));
        assert!(!arithmetic.fits(0x7ff0_0000_0000_0001) && !arithmetic.fits(0x3ff8_0000_0000_0000));
    }

    #[test]
    fn a_vector_fits_lane_by_lane() {
        let lanes = || vec![lane(64, Form::Bits(5)), lane(64, Form::Canonical)];
        let bits = (0x7ff8_0000_0000_0000u128 << 64) | 5;
        assert!(Pattern::Lanes(lanes()).fits(&Seen::Number(bits)));
        assert!(!Pattern::Lanes(lanes()).fits(&Seen::Number(bits + 1)));
        assert!(!Pattern::Lanes(lanes()).fits(&Seen::Number(bits + (1 << 64))));
    }
}
