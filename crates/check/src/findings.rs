//! What differs, in words, as many as a person reads.

/// How many differences are told one by one; the rest are counted.
const TOLD: usize = 50;

/// Differences, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    told: Vec<String>,
    more: u64,
}

impl Findings {
    /// One line each, and no more than fifty of them.
    pub fn lines(&self) -> &[String] {
        &self.told
    }

    /// How many differences there are beyond [`lines`](Findings::lines).
    pub fn more(&self) -> u64 {
        self.more
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// All of it as text: the lines, and one that counts what they leave out.
    ///
    /// ```
    /// assert!(preinit_check::Findings::default().to_lines().is_empty());
    /// ```
    pub fn to_lines(&self) -> Vec<String> {
        let mut lines = self.told.clone();
        if self.more > 0 {
            lines.push(format!("and {} more", self.more));
        }
        lines
    }

    /// Adds those of another comparison.
    pub(crate) fn append(&mut self, other: Findings) {
        for line in other.told {
            self.add(|| line);
        }
        self.more += other.more;
    }

    /// Adds one. The words are only made if they are told.
    pub(crate) fn add(&mut self, words: impl FnOnce() -> String) {
        if self.told.len() < TOLD {
            self.told.push(words());
        } else {
            self.more += 1;
        }
    }
}
