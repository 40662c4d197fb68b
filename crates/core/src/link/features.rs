//! `target_features` of a merged module: what any of its parts uses.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section>

use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The mark of a feature that is used.
const USED: u8 = b'+';

/// Features and their marks, in the order in which they were first listed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Features(Vec<(u8, String)>);

impl Features {
    /// The contents of a section; `None` if it is malformed.
    pub(super) fn read(data: &[u8], offset: usize) -> Option<Self> {
        let mut reader = BinaryReader::new(data, offset);
        let mut features = Features::default();
        for _ in 0..reader.read_var_u32().ok()? {
            let mark = reader.read_u8().ok()?;
            features
                .0
                .push((mark, reader.read_string().ok()?.to_owned()));
        }
        Some(features)
    }

    /// Adds those that another part uses. What is used wins over what was ruled out.
    pub(super) fn unite(&mut self, other: &Features) {
        for (mark, name) in &other.0 {
            match self.0.iter_mut().find(|(_, known)| known == name) {
                Some(known) if *mark == USED => known.0 = USED,
                Some(_) => {}
                None => self.0.push((*mark, name.clone())),
            }
        }
    }

    /// Adds one that is used.
    pub(super) fn add(&mut self, name: &str) {
        self.unite(&Features(vec![(USED, name.to_owned())]));
    }

    /// The contents of the section.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.0.len().encode(&mut bytes);
        for (mark, name) in &self.0 {
            bytes.push(*mark);
            name.as_str().encode(&mut bytes);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Features {
        let one = |word: &str| (word.as_bytes()[0], word[1..].to_owned());
        Features(text.split_whitespace().map(one).collect())
    }

    #[test]
    fn what_one_part_uses_the_whole_uses() {
        let mut features = of("+simd128 -atomics");
        features.unite(&of("+atomics -simd128 +tail-call"));
        features.add("bulk-memory");
        assert_eq!(features, of("+simd128 +atomics +tail-call +bulk-memory"));
        assert_eq!(Features::read(&features.encode(), 0), Some(features));
        assert_eq!(Features::read(b"\x01", 0), None);
    }
}
