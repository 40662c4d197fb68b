//! Link: passes in front of the pipeline, bytes → bytes.
//!
//! Decode and everything behind it know one module and what it imports. What has to be joined to
//! the module first is joined here, and yields another plain module:
//!
//! * [`merge`] puts preloaded helpers into the module that imports from them, so that their state is
//!   the module's own;
//! * [`internalize`] makes definitions of imported memories, tables and globals.
//!
//! What an import is given without a helper is a [`Supply`].

mod assemble;
mod chosen;
mod constants;
mod definitions;
mod features;
mod internalize;
mod merge;
mod pattern;
mod resolution;
mod segments;
mod supply;
mod types;
mod wanted;

pub use internalize::internalize;
pub use merge::merge;
pub use supply::{Supplied, SuppliedImports, SuppliedValue, Supply, supplied, unused_supplies};
pub use wanted::Internalize;

use crate::error::{Result, emit as bugs};
use wasmparser::Validator;

/// A module that a link pass made, validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The binary module.
    pub wasm: Vec<u8>,
    /// What its user should know: one sentence each.
    pub notes: Vec<String>,
    /// The positions of the supplies that became part of the module, ascending.
    pub used_supplies: Vec<usize>,
}

impl Linked {
    /// Checks that a pass has made a valid module, as it must of valid ones.
    fn checked(self) -> Result<Self> {
        match Validator::new_with_features(crate::validation::features()).validate_all(&self.wasm) {
            Ok(_) => Ok(self),
            Err(error) => Err(bugs::invalid_link(&error)),
        }
    }
}
