//! References, as an image holds them.

use crate::index::{FuncIdx, ObjectIdx};
use std::fmt;

/// A reference value, free of any engine.
///
/// What `extern.convert_any` makes of a reference is the same reference in another hierarchy; the
/// type of the place that holds it tells which one is meant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ref {
    /// The null of any hierarchy.
    Null,
    /// A function of the module, defined or imported.
    Func(FuncIdx),
    /// An `i31ref`, sign-extended.
    I31(i32),
    /// A struct, an array or an exception that the image holds.
    Object(ObjectIdx),
    /// Something that is not the module's to make.
    Foreign(Foreign),
}

/// A reference to what belongs to somebody else.
///
/// Equal identities are one thing, as long as both were read in one recording.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Foreign {
    /// What it is.
    pub kind: ForeignKind,
    /// Which one of its kind.
    pub identity: u32,
}

/// What a foreign reference refers to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum ForeignKind {
    /// A value of the host's, as an `externref`.
    Host,
    /// A function that the module neither defines nor imports.
    Function,
    /// An object that another instance or the host holds, too.
    SharedObject,
    /// An object of a type that the module does not define.
    UnknownType,
    /// An exception of a tag that the module neither defines nor imports.
    UnknownTag,
    /// A suspended computation.
    Continuation,
}

impl fmt::Display for ForeignKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ForeignKind::Host => "a reference of the host's",
            ForeignKind::Function => "a function that the module neither defines nor imports",
            ForeignKind::SharedObject => "an object that belongs to another instance, too",
            ForeignKind::UnknownType => "an object of a type that the module does not define",
            ForeignKind::UnknownTag => {
                "an exception of a tag that the module neither defines nor imports"
            }
            ForeignKind::Continuation => "a suspended computation",
        })
    }
}
