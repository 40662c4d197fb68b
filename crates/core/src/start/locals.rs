//! The locals of the decoder, by their indices.

/// The stream.
pub(super) const BYTES: u32 = 0;
/// Structs and arrays by their numbers.
pub(super) const OBJECTS: u32 = 1;
pub(super) const POSITION: u32 = 2;
/// What distances are counted from.
pub(super) const BASE: u32 = 3;
/// The number of the next struct or array.
pub(super) const NEXT: u32 = 4;
pub(super) const OPERATION: u32 = 5;
pub(super) const COUNT: u32 = 6;
pub(super) const LENGTH: u32 = 7;
pub(super) const INDEX: u32 = 8;
pub(super) const HELD: u32 = 9;
pub(super) const LISTED: u32 = 10;
/// The next exception's number, the exceptions and the functions follow if there are any.
pub(super) const FIRST_OPTIONAL: u32 = 11;
