//! A value as both worlds can say it, and an object as one of them has it.

use crate::labels::Label;
use crate::names::{Kind, Names};
use std::fmt;
use wasmtime::{ArrayType, HeapType, StructType};

/// A value, free of the store that it was read from.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Number(Number),
    /// A null reference of any type.
    Null,
    I31(i32),
    /// A struct or an array, by the bits of a reference to it. As an `externref` it is the same.
    Object(u32),
    /// An exception, by the bits of a reference to it.
    Exception(u32),
    Function(Label<'a>),
    /// What can't be compared, and is equal to nothing.
    Foreign(&'static str),
}

/// A number or a vector, by its bits.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    I32(i32),
    I64(i64),
    F32(u32),
    F64(u64),
    V128(u128),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::I32(value) => write!(f, "{value}"),
            Number::I64(value) => write!(f, "{value}"),
            Number::F32(bits) => write!(f, "{} ({bits:#x})", f32::from_bits(*bits)),
            Number::F64(bits) => write!(f, "{} ({bits:#x})", f64::from_bits(*bits)),
            Number::V128(bits) => write!(f, "{bits:#034x}"),
        }
    }
}

impl Value<'_> {
    /// What a person is told.
    pub(crate) fn words(&self, names: &Names<'_>) -> String {
        match self {
            Value::Number(number) => number.to_string(),
            Value::Null => "null".to_owned(),
            Value::I31(value) => format!("the i31 {value}"),
            Value::Object(_) => "an object".to_owned(),
            Value::Exception(_) => "an exception".to_owned(),
            Value::Function(label) => names.label(Kind::Function, *label),
            Value::Foreign(what) => (*what).to_owned(),
        }
    }
}

/// What an object is, without its contents.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'a> {
    Struct(StructType),
    Array(ArrayType, u32),
    Exception { tag: Option<Label<'a>>, len: u32 },
}

impl Shape<'_> {
    /// How many fields, elements or values it has.
    pub(crate) fn len(&self) -> u32 {
        match self {
            // A struct has at most 10,000 fields.
            Shape::Struct(ty) => ty.fields().len() as u32,
            Shape::Array(_, len) | Shape::Exception { len, .. } => *len,
        }
    }

    /// Both worlds are of one engine, in which equal types are the same one.
    pub(crate) fn same(&self, other: &Shape<'_>) -> bool {
        match (self, other) {
            (Shape::Struct(a), Shape::Struct(b)) => StructType::eq(a, b),
            (Shape::Array(a, one), Shape::Array(b, two)) => ArrayType::eq(a, b) && one == two,
            (Shape::Exception { tag: a, len: one }, Shape::Exception { tag: b, len: two }) => {
                a.is_some() && a == b && one == two
            }
            _ => false,
        }
    }

    /// What a person is told.
    pub(crate) fn words(&self, names: &Names<'_>) -> String {
        match self {
            Shape::Struct(ty) => HeapType::ConcreteStruct(ty.clone()).to_string(),
            Shape::Array(ty, len) => {
                format!("{} of {len}", HeapType::ConcreteArray(ty.clone()))
            }
            Shape::Exception { tag: Some(tag), .. } => {
                format!("an exception of {}", names.label(Kind::Tag, *tag))
            }
            Shape::Exception { tag: None, .. } => "an exception of an unknown tag".to_owned(),
        }
    }
}
