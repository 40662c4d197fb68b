//! What outlives a run that is started over.

/// What outlives a run that is started over.
#[derive(Clone, Debug, Default)]
pub struct Session {}

impl Session {
    /// A session in which nothing was read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
