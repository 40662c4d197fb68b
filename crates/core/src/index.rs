//! Typed indices into a module's index spaces, and into what a plan adds.
//!
//! Each is the position in the *whole* index space: imports first, then definitions, as the
//! [specification](https://webassembly.github.io/spec/core/syntax/modules.html#indices) counts.

use cranelift_entity::entity_impl;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident $prefix:literal)*) => {$(
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);
        entity_impl!($name, $prefix);
    )*};
}

index! {
    /// A function.
    FuncIdx "function "
    /// A table.
    TableIdx "table "
    /// A linear memory.
    MemoryIdx "memory "
    /// A global.
    GlobalIdx "global "
    /// A data segment.
    DataIdx "data segment "
    /// An element segment.
    ElemIdx "element segment "
    /// A type.
    TypeIdx "type "
    /// A tag.
    TagIdx "tag "
    /// An object on the garbage-collected heap, in the order in which a walk from the roots finds it.
    ObjectIdx "object "
    /// One export that the twin gained so that state can be read through it.
    ProbeIdx "probe "
    /// One flag global of the twin.
    FlagIdx "flag "
    /// One function that a twin [in parts](crate::Parts) has left out at first.
    LateIdx "late function "
}
