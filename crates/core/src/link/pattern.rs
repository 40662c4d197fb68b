//! Names of imports as a user writes them: `module.field`, with a `*` at the end for the rest.

use std::fmt;

/// `module.field`, or the beginning of it.
///
/// Both parts may contain dots (`GOT.mem.x` is `x` of the module `GOT.mem`), so the name of an
/// import is compared as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pattern {
    text: String,
    is_prefix: bool,
}

impl Pattern {
    /// Reads a pattern; anything with a dot or a `*` at its end is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (text, is_prefix) = match text.strip_suffix('*') {
            Some(prefix) => (prefix, true),
            None => (text, false),
        };
        (is_prefix || text.contains('.')).then(|| Pattern {
            text: text.to_owned(),
            is_prefix,
        })
    }

    /// Whether it names the import `field` of `module`.
    pub(crate) fn matches(&self, module: &str, field: &str) -> bool {
        // The parts one after the other, without putting them together.
        let mut name = module.bytes().chain([b'.']).chain(field.bytes());
        let begins = self.text.bytes().all(|byte| name.next() == Some(byte));
        begins && (self.is_prefix || name.next().is_none())
    }

    /// How closely it describes what it matches: a whole name most, then by length.
    pub(crate) fn precision(&self) -> (bool, usize) {
        (!self.is_prefix, self.text.len())
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_str(if self.is_prefix { "*" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_whole_and_prefixes_from_the_start() {
        for (pattern, module, field, want) in [
            ("env.memory", "env", "memory", true),
            ("env.memory", "env", "memory2", false),
            ("env.memory2", "env", "memory", false),
            ("env.mem*", "env", "memory", true),
            ("env.*", "env", "", true),
            ("GOT.mem.*", "GOT.mem", "x", true),
            ("GOT.*", "GOT.func", "x", true),
            ("GOT.*", "env", "GOT.x", false),
            ("*", "a", "b", true),
            ("a.b.c", "a", "b.c", true),
        ] {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(module, field), want, "{pattern}");
            assert_eq!(parsed.to_string(), pattern);
        }
        assert_eq!(Pattern::parse("memory"), None);
        assert_eq!(Pattern::parse(""), None);
    }

    #[test]
    fn a_whole_name_is_the_most_precise() {
        let of = |text: &str| Pattern::parse(text).unwrap().precision();
        assert!(of("env.a") > of("env.a*"));
        assert!(of("env.a*") > of("env.*"));
    }
}
