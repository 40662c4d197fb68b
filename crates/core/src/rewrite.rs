//! Writing a module with other indices, bytes → bytes: what [`link`](crate::link) and
//! [`prune`](crate::prune) share.
//!
//! A pass reads the [`Contents`] of a module, decides what stays and in which place, which makes
//! [`Maps`], and copies section by section through them.

mod contents;
mod customs;
mod lengths;
mod maps;
mod names;

pub(crate) use contents::{Contents, Space};
pub(crate) use customs::{Code, copy, left_out};
pub(crate) use lengths::{keep as keep_length, lengthen};
pub(crate) use maps::{Dangling, GONE, IndexMap, Maps, Remap, bug, without_end};
pub(crate) use names::{Names, Source};
