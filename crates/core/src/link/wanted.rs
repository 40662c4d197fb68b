//! Which imports a user wants to be definitions.

use super::pattern::Pattern;
use crate::externs::Import;

/// Which imports to internalize.
///
/// ```
/// use preinit_core::Internalize;
/// let mut wanted = Internalize::default();
/// assert!(wanted.is_empty());
/// wanted.add("env.memory,GOT.mem.*")?;
/// wanted.add("all")?;
/// assert!(wanted.add("memory").is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Internalize {
    all: bool,
    names: Vec<Pattern>,
}

impl Internalize {
    /// Adds `all`, or names of imports with commas between them; a name may end with `*`.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn add(&mut self, words: &str) -> Result<(), String> {
        for word in words.split(',') {
            if word == "all" {
                self.all = true;
                continue;
            }
            let name = Pattern::parse(word)
                .ok_or("expected `all`, or the names of imports as `module.field`")?;
            self.names.push(name);
        }
        Ok(())
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty()
    }

    /// The names, but for `all`.
    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.names
    }

    /// Whether it asks for this import, which can be of any kind.
    pub fn names(&self, import: &Import<'_>) -> bool {
        let named = |name: &Pattern| name.matches(import.module, import.field);
        self.all || self.names.iter().any(named)
    }
}
