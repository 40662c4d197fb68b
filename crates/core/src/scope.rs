//! Scope: which of a recording's two captures is meant.

/// Which probes a capture asks for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What was there before the first call, as far as it is compared with later: imported state,
    /// and objects that code can change.
    Before,
    /// Everything, behind the last call.
    After,
}
