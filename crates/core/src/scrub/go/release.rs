//! Which release of Go a program was built by.

use super::WORD;
use crate::scrub::candidates::places;
use crate::scrub::named::Named;
use crate::scrub::words::Words;

/// A release, and what its heap has of its own.
struct Release {
    /// As in `go1.24`.
    minor: u64,
    /// How many pages a chunk of the bitmap has, `pallocChunkPages`.
    chunk: u64,
}

/// Those whose records are known. Before 1.24 no module could export functions.
const RELEASES: [Release; 4] = [
    Release {
        minor: 24,
        chunk: 512,
    },
    Release {
        minor: 25,
        chunk: 512,
    },
    Release {
        minor: 26,
        chunk: 64,
    },
    Release {
        minor: 27,
        chunk: 64,
    },
];

/// What the text begins with that names a release.
const PREFIX: &str = "go1.";
/// No such text is longer, experiments included (`go1.27.3 X:arenas`).
const LONGEST: u64 = 256;
/// How much of it is read: more than there is of a release without experiments.
const READ: u64 = 20;

/// How many pages a chunk has in the release that the program was built by.
///
/// The program has a variable with the release's name, `buildVersion`, which its code names. Other texts
/// may name releases too: then all have to be of one kind. Releases that are none, and experiments, are of no
/// kind that is known.
pub(super) fn chunk_of(memory: &(impl Words + ?Sized), named: &Named) -> Option<u64> {
    let mut chunk = None;
    for name in places(memory, named, WORD).filter_map(|place| text_at(memory, place)) {
        let named = chunk_by_name(&name)?;
        if *chunk.get_or_insert(named) != named {
            return None;
        }
    }
    chunk
}

/// The text that begins as releases do and whose address and length stand at `place`.
fn text_at(memory: &(impl Words + ?Sized), place: u64) -> Option<String> {
    let shortest = PREFIX.len() as u64;
    let is_long = |length: &u32| (shortest..=LONGEST).contains(&u64::from(*length));
    // Most places are told by this word.
    memory.word(place + WORD).filter(is_long)?;
    let length = memory.double_word(place + WORD)?;
    let start = memory.double_word(place)?;
    if length > LONGEST || start.checked_add(length)? > memory.len() {
        return None;
    }
    let prefix = u32::from_le_bytes(PREFIX.as_bytes().try_into().ok()?);
    if memory.word(start)? != prefix {
        return None;
    }
    // The text may end with memory: its words are read from the end of each byte.
    let byte = |at: u64| memory.word(at - 3).map(|word| (word >> 24) as u8);
    let rest: Option<Vec<u8>> = (start + shortest..start + length.min(READ))
        .map(byte)
        .collect();
    Some(PREFIX.to_owned() + &String::from_utf8_lossy(&rest?))
}

/// How many pages a chunk has in the release of this name.
fn chunk_by_name(name: &str) -> Option<u64> {
    let rest = name.strip_prefix(PREFIX)?;
    let (minor, patch) = rest.split_once('.').unwrap_or((rest, "0"));
    patch.parse::<u64>().ok()?;
    let minor: u64 = minor.parse().ok()?;
    let known = RELEASES.iter().find(|release| release.minor == minor);
    known.map(|release| release.chunk)
}
