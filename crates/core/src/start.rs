//! The start function: what no section can state is brought about by code.
//!
//! Objects with identity, sharing and cycles are decoded from a data segment by a loop, so that a
//! million of them are compiled like one. Imported state is compared and written back by straight
//! code. Nothing of it stays behind: the segments are dropped, and what the decoder held is garbage
//! when it returns.

mod additions;
mod anchors;
mod build;
mod decoder;
mod fill;
mod locals;
mod order;
mod place;
mod placeholders;
mod program;
mod reader;
mod repeat;
mod stream;
mod writeback;

pub(crate) use additions::{Additions, Bases};
pub(crate) use build::build;
pub(crate) use program::{concerns_objects, is_left_to_code};
