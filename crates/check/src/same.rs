//! A relation of equality that is being assumed, and the pairs that it already covers.

use std::collections::HashMap;

/// Which things of the left and of the right are taken to be equal: the smallest equivalence that
/// holds the pairs joined so far.
///
/// Two graphs without identity are equal if assuming a pair never leads to a contradiction; each
/// join that tells something new merges two classes, so there are no more of them than things.
#[derive(Default)]
pub(crate) struct Same {
    index: HashMap<(Half, u32), usize>,
    parents: Vec<usize>,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
enum Half {
    Left,
    Right,
}

impl Same {
    /// Assumes that the two are equal; `false` if that follows from what was assumed before.
    pub(crate) fn join(&mut self, left: u32, right: u32) -> bool {
        let (a, b) = (
            self.number(Half::Left, left),
            self.number(Half::Right, right),
        );
        let (a, b) = (self.root(a), self.root(b));
        if let Some(parent) = self.parents.get_mut(a) {
            *parent = b;
        }
        a != b
    }

    fn number(&mut self, half: Half, thing: u32) -> usize {
        let next = self.parents.len();
        let number = *self.index.entry((half, thing)).or_insert(next);
        if number == next {
            self.parents.push(next);
        }
        number
    }

    /// The representative of a class. Paths are halved on the way, which keeps them short.
    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_is_news() {
        let mut same = Same::default();
        assert!(same.join(1, 1));
        assert!(!same.join(1, 1));
        assert!(same.join(1, 2));
        assert!(same.join(2, 2));
        assert!(!same.join(2, 1), "it follows from the others");
    }
}
