//! Writing a module with other indices, bytes → bytes: what [`link`](crate::link) and
//! [`prune`](crate::prune) share.
//!
//! A pass reads the [`Contents`] of a module, decides what stays and in which place, which makes
//! [`Maps`], and copies section by section through them.

mod bodies;
mod contents;
mod customs;
mod debug;
mod hints;
mod lengths;
mod maps;
mod names;

pub(crate) use bodies::{Bodies, short};
pub(crate) use contents::{Contents, Space};
pub(crate) use customs::{Code, copy, left_out};
pub(crate) use debug::{Debug, bodies};
pub(crate) use hints::Hints;
pub(crate) use maps::{Dangling, GONE, IndexMap, Maps, Remap, bug, without_end};
pub(crate) use names::{Names, Source};
