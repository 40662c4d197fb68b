//! Traces: where captured state holds what init has read of the outside, byte by byte.

use crate::heap::{Contents, Slot};
use crate::image::{Image, MemoryImage};
use crate::index::{GlobalIdx, MemoryIdx};
use crate::module::Module;
use crate::value::Value;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeMap;

/// What shorter than this is found by chance.
const LEAST: usize = 8;
/// Of a longer text the beginning is enough.
const MOST: usize = 64;
/// Times below this are small numbers, which are found by chance as well.
const LEAST_TIME: u64 = 1 << 40;
/// What lies so many bytes below the stack pointer has been left there by calls that are over.
const LEFT: u64 = 64 << 10;

/// What may be found in captured state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A text: its first 64 bytes, or all of it.
    Text(String),
    /// A time, in nanoseconds: as such or in microseconds, a number of eight bytes.
    Time(u64),
}

/// Where each of what is `sought` stands in the state `after` init, in words; `None` where it does not, or did `before`.
///
/// Nothing that is shorter than eight bytes is found, nor what calls have left on the stack.
///
/// ```
/// use preinit_core::{Capture, Image, Module, Sought, traces};
/// let wasm = wat::parse_str("(module (memory 1))")?;
/// let module = Module::decode(&wasm)?;
/// let sought = [Sought::Text("HOME=/home/me".into())];
/// assert_eq!(traces(&module, &Image::default(), &Image::default(), &sought), [None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn traces(
    module: &Module<'_>,
    before: &Image,
    after: &Image,
    sought: &[Sought],
) -> Vec<Option<String>> {
    let mut search = Search {
        numbers: BTreeMap::new(),
        places: vec![None; sought.len()],
    };
    let mut patterns: Vec<(Vec<u8>, Pattern)> = Vec::new();
    for (index, sought) in sought.iter().enumerate() {
        match sought {
            Sought::Text(text) if text.len() >= LEAST => {
                let beginning = &text.as_bytes()[..text.len().min(MOST)];
                patterns.push((beginning.to_vec(), Pattern::Text(index)));
            }
            Sought::Text(_) => {}
            Sought::Time(time) => {
                for number in [*time, time / 1000] {
                    if number >= LEAST_TIME {
                        search.numbers.entry(number).or_insert(index);
                    }
                }
            }
        }
    }
    // The highest bytes of times are mostly the same, and not zero: what a run holds of the others may not be all.
    let mut tops: Vec<(Vec<u8>, Pattern)> = search.numbers.keys().map(|it| top(*it)).collect();
    tops.dedup();
    patterns.extend(tops);
    if patterns.is_empty() {
        return search.places;
    }
    let texts = patterns.iter().map(|(bytes, _)| bytes);
    let machine = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        // The fastest of its machines takes a hundred times the room, and long to build.
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(texts);
    // It can't be built of gigabytes of patterns.
    let Ok(machine) = machine else {
        return search.places;
    };
    let kinds: Vec<Pattern> = patterns.iter().map(|(_, kind)| *kind).collect();
    let nothing = MemoryImage::default();
    for (memory, contents) in &after.memories {
        let old = before.memory(*memory).unwrap_or(&nothing);
        search.memory(
            module,
            *memory,
            (old, contents),
            stack(module, after, *memory),
            &machine,
            &kinds,
        );
    }
    search.globals(module, before, after);
    search.heap(after, &machine, &kinds);
    search.places
}

/// What a pattern that was found stands for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Pattern {
    /// One of what is sought.
    Text(usize),
    /// The two highest bytes of numbers, which have so many more below.
    Top(usize),
}

/// The two highest bytes of a number that are not zero, and how many there are below.
fn top(number: u64) -> (Vec<u8>, Pattern) {
    let bytes = number.to_le_bytes();
    let len = 8 - number.leading_zeros() as usize / 8;
    (bytes[len - 2..len].to_vec(), Pattern::Top(len - 2))
}

/// The addresses of the stack that no call uses any more, if the module has a pointer to it.
fn stack(module: &Module<'_>, after: &Image, memory: MemoryIdx) -> std::ops::Range<u64> {
    match stack_pointer(module).and_then(|global| after.global(global)) {
        Some(Value::I32(pointer)) if memory == MemoryIdx::from_u32(0) => {
            let pointer = u64::from(pointer.cast_unsigned());
            pointer.saturating_sub(LEFT)..pointer
        }
        Some(Value::I64(pointer)) if memory == MemoryIdx::from_u32(0) => {
            let pointer = pointer.cast_unsigned();
            pointer.saturating_sub(LEFT)..pointer
        }
        _ => 0..0,
    }
}

/// The global that linkers make the pointer to a stack: by its name, or the first one where globals have no names.
fn stack_pointer(module: &Module<'_>) -> Option<GlobalIdx> {
    let (names, first) = (module.names(), GlobalIdx::from_u32(0));
    names.global_named("__stack_pointer").or_else(|| {
        let global = module.globals.get(first)?;
        let is_pointer = global.ty.mutable && global.origin.is_defined();
        (is_pointer && names.names_no_global()).then_some(first)
    })
}

struct Search {
    /// The numbers that are sought, and for what.
    numbers: BTreeMap<u64, usize>,
    places: Vec<Option<String>>,
}

impl Search {
    fn found(&mut self, index: usize, place: impl FnOnce() -> String) {
        if self.places[index].is_none() {
            self.places[index] = Some(place());
        }
    }

    fn memory(
        &mut self,
        module: &Module<'_>,
        memory: MemoryIdx,
        (before, after): (&MemoryImage, &MemoryImage),
        stack: std::ops::Range<u64>,
        machine: &AhoCorasick,
        kinds: &[Pattern],
    ) {
        for run in after.runs() {
            let bytes = after.run_bytes(run);
            for hit in machine.find_overlapping_iter(bytes) {
                let at = run.start + hit.start() as u64;
                let (start, end) = match kinds[hit.pattern().as_usize()] {
                    Pattern::Text(_) => (at, run.start + hit.end() as u64),
                    Pattern::Top(below) => match at.checked_sub(below as u64) {
                        Some(start) => (start, start.saturating_add(8)),
                        None => continue,
                    },
                };
                if stack.contains(&start) {
                    continue;
                }
                let index = match kinds[hit.pattern().as_usize()] {
                    Pattern::Text(index) => Some(index),
                    Pattern::Top(below) => {
                        let within = hit.start().checked_sub(below);
                        let within = within.and_then(|start| bytes.get(start..)?.get(..8));
                        let number = match within {
                            Some(bytes) => number(bytes),
                            // What lies around the run is zero, or another run.
                            None => number(&after.copy(&(start..end))),
                        };
                        number.and_then(|number| self.numbers.get(&number).copied())
                    }
                };
                let Some(index) = index.filter(|index| self.places[*index].is_none()) else {
                    continue;
                };
                if before.copy(&(start..end)) != after.copy(&(start..end)) {
                    self.found(index, || {
                        format!("{} at {start:#x}", module.names().memory(memory))
                    });
                }
            }
        }
    }

    fn globals(&mut self, module: &Module<'_>, before: &Image, after: &Image) {
        for (global, value) in &after.globals {
            if before.globals.get(global) == Some(value) {
                continue;
            }
            if let Some(index) = self.of(*value) {
                let place = |global: GlobalIdx| module.names().global(global);
                self.found(index, || place(*global));
            }
        }
    }

    fn heap(&mut self, after: &Image, machine: &AhoCorasick, kinds: &[Pattern]) {
        for object in after.heap.objects().keys() {
            match after.heap.contents(object) {
                Contents::Slots(slots) => {
                    for slot in slots {
                        if let Slot::Number(value) = slot
                            && let Some(index) = self.of(*value)
                        {
                            self.found(index, || "an object".into());
                        }
                    }
                }
                Contents::Bytes(bytes) => {
                    for hit in machine.find_overlapping_iter(bytes) {
                        let index = match kinds[hit.pattern().as_usize()] {
                            Pattern::Text(index) => Some(index),
                            Pattern::Top(below) => hit
                                .start()
                                .checked_sub(below)
                                .and_then(|start| bytes.get(start..)?.get(..8))
                                .and_then(number)
                                .and_then(|number| self.numbers.get(&number).copied()),
                        };
                        if let Some(index) = index {
                            self.found(index, || "an array".into());
                        }
                    }
                }
            }
        }
    }

    /// What a number was sought for.
    fn of(&self, value: Value) -> Option<usize> {
        match value {
            Value::I64(number) => self.numbers.get(&number.cast_unsigned()).copied(),
            _ => None,
        }
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: u64 = 1_577_836_800_000_100_000;

    fn memory(contents: &[(u64, &[u8])]) -> Image {
        let mut memory = MemoryImage::new(1);
        for (start, bytes) in contents {
            memory.push(*start, bytes);
        }
        let mut image = Image::default();
        image.memories.insert(MemoryIdx::from_u32(0), memory);
        image
    }

    fn found(
        module: &str,
        before: &Image,
        after: &Image,
        sought: &[Sought],
    ) -> Vec<Option<String>> {
        let wasm = wat::parse_str(module).unwrap();
        traces(&Module::decode(&wasm).unwrap(), before, after, sought)
    }

    const PLAIN: &str = "(module (memory 1))";

    #[test]
    fn what_init_has_read_is_found_where_it_was_not_before() {
        let text = || {
            [
                Sought::Text("HOME=/root".into()),
                Sought::Text("A=b".into()),
            ]
        };
        let after = memory(&[(100, b"HOME=/root"), (200, b"A=b")]);
        assert_eq!(
            found(PLAIN, &memory(&[]), &after, &text()),
            [Some("memory 0 at 0x64".to_owned()), None]
        );
        assert_eq!(found(PLAIN, &after, &after, &text()), [None, None]);
    }

    #[test]
    fn times_are_found_in_two_units_and_with_zeros_at_their_ends() {
        for (number, wanted) in [(TIME, true), (TIME / 1000, true), (TIME + 1, false)] {
            let bytes = number.to_le_bytes();
            let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
            let end = 8 - bytes.iter().rev().take_while(|byte| **byte == 0).count();
            let after = memory(&[(64 + zeros as u64, &bytes[zeros..end])]);
            let found = found(PLAIN, &memory(&[]), &after, &[Sought::Time(TIME)]);
            assert_eq!(found[0].is_some(), wanted, "{number:x}");
        }
        // A small one would be found by chance.
        let after = memory(&[(64, &[0xa0, 0x86, 1])]);
        assert_eq!(
            found(PLAIN, &memory(&[]), &after, &[Sought::Time(100_000)]),
            [None]
        );
    }

    #[test]
    fn globals_hold_times_too() {
        let mut after = Image::default();
        let global = GlobalIdx::from_u32(0);
        after.globals.insert(global, Value::I64(TIME.cast_signed()));
        let module = "(module (global $seed (mut i64) (i64.const 0)))";
        assert_eq!(
            found(module, &Image::default(), &after, &[Sought::Time(TIME)]),
            [Some("global 0 (`seed`)".to_owned())]
        );
    }

    #[test]
    fn what_calls_have_left_on_the_stack_is_not_kept() {
        let module = "(module (memory 1) (global $__stack_pointer (mut i32) (i32.const 1024)))";
        let mut after = memory(&[(1000, &TIME.to_le_bytes())]);
        after
            .globals
            .insert(GlobalIdx::from_u32(0), Value::I32(1024));
        assert_eq!(
            found(module, &Image::default(), &after, &[Sought::Time(TIME)]),
            [None]
        );
    }
}
