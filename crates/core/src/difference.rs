//! Differences between two states of one memory, and between two states of one object.

use crate::capture::element_size;
use crate::cost::budget;
use crate::heap::ObjectKind;
use crate::image::{MemoryImage, Run, Runs, Weight};
use crate::module::Module;
use crate::runs::RunList;
use crate::value::Value;
use std::ops::Range;
use wasmparser::{StorageType, ValType};

/// Bytes to write.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Patch<'p> {
    pub(crate) start: u64,
    pub(crate) bytes: &'p [u8],
}

impl Patch<'_> {
    /// The address behind its last byte.
    pub(crate) fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

/// Patches by ascending address, none of which overlaps another: in one buffer, as there may be millions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Patches {
    runs: RunList,
    bytes: Vec<u8>,
}

impl Patches {
    pub(crate) fn len(&self) -> usize {
        self.runs.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Patch<'_>> + Clone {
        Runs::new(&self.runs, self.bytes.len())
            .iter()
            .map(|run| Patch {
                start: run.start,
                bytes: &self.bytes[run.at..run.at + run.len],
            })
    }

    /// The address behind the last byte.
    pub(crate) fn end(&self) -> Option<u64> {
        let (start, at) = self.runs.last()?;
        Some(start + (self.bytes.len() - at) as u64)
    }

    /// Appends a patch.
    pub(crate) fn push(&mut self, start: u64, bytes: &[u8]) {
        self.runs.push(start, self.bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Makes the last one longer.
    fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

/// Bytes that did not change but are written where the bytes around them did: fewer than another
/// patch would take.
const JOINED: u64 = 4;

/// The bytes of `now` that differ from `then`, zeros included, by ascending address.
pub(crate) fn memory_difference(then: &MemoryImage, now: &MemoryImage) -> Patches {
    let mut patches = Patches::default();
    for range in union(then, now) {
        let (old, new) = (then.copy(&range), now.copy(&range));
        // Where the last patch of this range ends.
        let mut end: Option<usize> = None;
        for (offset, (old, byte)) in old.iter().zip(&new).enumerate() {
            if old == byte {
                continue;
            }
            match end {
                Some(end) if (offset - end) as u64 <= JOINED => patches.extend(&new[end..=offset]),
                _ => patches.push(range.start + offset as u64, &[*byte]),
            }
            end = Some(offset + 1);
        }
    }
    patches
}

/// Joins patches across the shortest gaps until there are at most `most`; what stands in a gap is
/// written as `now` has it. No patch ever covers a byte of `never`. If that takes more bytes than
/// [`budget`] allows, the patches stay as they are.
pub(crate) fn coarsen(
    patches: Patches,
    most: usize,
    now: &MemoryImage,
    never: Option<&Range<u64>>,
) -> Patches {
    let Some(excess) = patches.len().checked_sub(most + 1) else {
        return patches;
    };
    let behind = patches.iter().skip(1);
    let mut gaps: Vec<u64> = patches
        .iter()
        .zip(behind)
        .map(|(before, behind)| behind.start - before.end())
        .collect();
    let (shorter, limit, _) = gaps.select_nth_unstable(excess);
    let limit = *limit;
    let held = Weight {
        bytes: patches.bytes.len() as u64,
        stretches: patches.len() as u64,
    };
    let joined: u64 = shorter.iter().sum::<u64>() + limit;
    if held.bytes + joined > budget(held) {
        return patches;
    }
    drop(gaps);
    let mut joined = Patches::default();
    for patch in patches.iter() {
        let end = joined.end();
        let holds_never =
            |end: u64| never.is_some_and(|never| end <= never.start && never.end <= patch.start);
        match end {
            Some(end) if patch.start - end <= limit && !holds_never(end) => {
                joined.extend(&now.copy(&(end..patch.start)));
                joined.extend(patch.bytes);
            }
            _ => joined.push(patch.start, patch.bytes),
        }
    }
    joined
}

/// The address ranges that hold a run of either image, ascending and disjoint.
fn union<'i>(a: &'i MemoryImage, b: &'i MemoryImage) -> impl Iterator<Item = Range<u64>> + use<'i> {
    let (mut a, mut b) = (a.runs().iter().peekable(), b.runs().iter().peekable());
    std::iter::from_fn(move || {
        let mut range: Option<Range<u64>> = None;
        loop {
            let runs = match (a.peek(), b.peek()) {
                (Some(one), Some(other)) if other.start < one.start => &mut b,
                (Some(_), _) => &mut a,
                (None, _) => &mut b,
            };
            let joins = |run: &Run| range.as_ref().is_none_or(|range| run.start <= range.end);
            let Some(run) = runs.next_if(joins) else {
                return range;
            };
            range = Some(match range {
                Some(range) => range.start..range.end.max(run.end()),
                None => run.start..run.end(),
            });
        }
    })
}

/// Which positions of an object code can write to.
pub(crate) fn mutable_positions<'m>(
    module: &'m Module<'_>,
    kind: ObjectKind,
) -> impl Fn(usize) -> bool + 'm {
    move |position| match kind {
        ObjectKind::Struct(ty) => module
            .fields(ty)
            .get(position)
            .is_some_and(|field| field.mutable),
        ObjectKind::Array(ty) => matches!(module.fields(ty), [element] if element.mutable),
        ObjectKind::Exception(_) => false,
    }
}

/// The elements of an array of numbers that differ.
pub(crate) fn changed_elements<'a>(
    module: &Module<'_>,
    kind: ObjectKind,
    old: &'a [u8],
    new: &'a [u8],
) -> impl Iterator<Item = (usize, Value)> + use<'a> {
    let element = match kind {
        ObjectKind::Array(ty) => match module.fields(ty) {
            [element] => Some(element.element_type),
            _ => None,
        },
        _ => None,
    };
    let size = element.and_then(element_size).unwrap_or(1);
    old.chunks_exact(size)
        .zip(new.chunks_exact(size))
        .enumerate()
        .filter(|(_, (old, new))| old != new)
        .filter_map(move |(position, (_, new))| Some((position, value(element?, new)?)))
}

/// The element that these bytes encode; packed ones are zero-extended.
pub(crate) fn value(ty: StorageType, bytes: &[u8]) -> Option<Value> {
    let mut wide = [0; 16];
    wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let bits = u128::from_le_bytes(wide);
    Some(match ty {
        StorageType::I8 | StorageType::I16 | StorageType::Val(ValType::I32) => {
            Value::I32((bits as u32).cast_signed())
        }
        StorageType::Val(ValType::I64) => Value::I64((bits as u64).cast_signed()),
        StorageType::Val(ValType::F32) => Value::F32(bits as u32),
        StorageType::Val(ValType::F64) => Value::F64(bits as u64),
        StorageType::Val(ValType::V128) => Value::V128(bits),
        StorageType::Val(ValType::Ref(_)) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn image(bytes: &[u8]) -> MemoryImage {
        let mut image = MemoryImage::new(1);
        for (address, byte) in bytes.iter().enumerate() {
            if *byte != 0 {
                image.push(address as u64, &[*byte]);
            }
        }
        image
    }

    proptest! {
        #[test]
        fn patches_lead_from_one_to_the_other(
            pairs in proptest::collection::vec(
                prop_oneof![3 => Just((0u8, 0u8)), 1 => any::<(u8, u8)>(), 2 => any::<u8>().prop_map(|b| (b, b))],
                0..300,
            ),
        ) {
            let (old, new): (Vec<u8>, Vec<u8>) = pairs.into_iter().unzip();
            let mut rebuilt = old.clone();
            let mut end = 0;
            let patches = memory_difference(&image(&old), &image(&new));
            for patch in patches.iter() {
                prop_assert!(patch.start >= end);
                end = patch.end();
                let start = patch.start as usize;
                prop_assert_ne!(old[start], patch.bytes[0]);
                rebuilt[start..end as usize].copy_from_slice(patch.bytes);
            }
            prop_assert_eq!(rebuilt, new);
        }
    }
}
