//! What a good layout is: the objectives that a user can choose from.

use std::fmt;
use std::str::FromStr;

/// What the choice of segments minimizes.
///
/// Each is a sum over segments: the bytes that the encoder writes for it, some of them counted for
/// more or less than they are.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Objective {
    /// Compressed size and start-up: zeros compress to next to nothing, and a segment costs every
    /// start a little.
    #[default]
    Balanced,
    /// The file's own size, exactly.
    Size,
    /// The time that an engine takes which copies segment by segment.
    Start,
}

impl Objective {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [Objective; 3] = [Objective::Balanced, Objective::Size, Objective::Start];

    /// What a segment counts beyond its own bytes.
    pub(super) fn per_segment(self) -> u64 {
        match self {
            Objective::Balanced => 24,
            Objective::Size => 0,
            Objective::Start => 120,
        }
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Objective::Balanced => "balanced",
            Objective::Size => "size",
            Objective::Start => "start",
        })
    }
}

impl FromStr for Objective {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Objective::ALL
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| format!("`{text}` is none of `balanced`, `size` and `start`"))
    }
}
