//! Until when the work may go on.

use std::fmt;
use std::time::{Duration, Instant};

/// Until when the work may go on: an instant, and how long was allowed in all. Or there is no end.
///
/// ```
/// use preinit_host::Deadline;
/// use std::time::{Duration, Instant};
///
/// assert!(!Deadline::NEVER.is_over());
/// assert!(Deadline::new(Instant::now(), Duration::ZERO).is_over());
/// ```
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadline(Option<End>);

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct End {
    at: Instant,
    allowed: Duration,
}

impl Deadline {
    /// There is no end.
    pub const NEVER: Self = Deadline(None);

    /// The end of the time `allowed` from `since` on. A time that no clock can tell is no end.
    #[must_use]
    pub fn new(since: Instant, allowed: Duration) -> Self {
        Deadline(since.checked_add(allowed).map(|at| End { at, allowed }))
    }

    /// Whether the time is over.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.left() == Some(Duration::ZERO)
    }

    /// How much of the time is left; `None` if there is no end.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        let end = self.0?;
        Some(end.at.saturating_duration_since(Instant::now()))
    }

    /// How long was allowed in all; `None` if there is no end.
    #[must_use]
    pub fn allowed(self) -> Option<Duration> {
        self.0.map(|end| end.allowed)
    }
}

/// As messages name it: `5s`, `200ms`.
impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(end) => write!(f, "{:?}", end.allowed),
            None => f.write_str("no end"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_beyond_all_clocks_is_no_end() {
        assert_eq!(
            Deadline::new(Instant::now(), Duration::MAX),
            Deadline::NEVER
        );
        assert_eq!(Deadline::NEVER.left(), None);
        let soon = Deadline::new(Instant::now(), Duration::from_secs(3_600));
        assert!(!soon.is_over());
        assert_eq!(soon.to_string(), "3600s");
    }
}
