//! A snapshot stays below twice what its memories hold, whatever that is and however it lies.

use libtest_mimic::{Failed, Trial};
use preinit_engine::{Objective, Options, initialize};
use preinit_testkit::{compare, oracle::Run};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Modules in an ordinary run; `PREINIT_FUZZ_CASES=N` tries N.
const CASES: u64 = 60;
/// Fuel for init, and for a start function.
const FUEL: u64 = 1 << 32;
/// What sections take that say nothing of memory, and a start function.
const CODE: u64 = 8192;

/// The test.
pub(crate) fn trial() -> Trial {
    Trial::test("bounded-sizes", || {
        let count = std::env::var("PREINIT_FUZZ_CASES");
        let count = count.map_or(Ok(CASES), |count| count.parse());
        let count = count.map_err(|_| "PREINIT_FUZZ_CASES is not a number")?;
        let mut placed = 0;
        for seed in 0..count {
            placed += usize::from(check(seed).map_err(|error| format!("seed {seed}: {error}"))?);
        }
        if placed * 10 < count as usize {
            return Err(Failed::from("hardly any snapshot places what it holds"));
        }
        Ok(())
    })
}

/// Small random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A stretch of equal bytes in a memory.
struct Part {
    memory: u64,
    start: u64,
    len: u64,
    byte: u64,
}

/// Returns whether a start function places something.
fn check(seed: u64) -> Result<bool, String> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..8 {
        random.below(2);
    }
    let memories = 1 + random.below(3);
    let pages = 1 + random.below(300);
    let wide = random.below(3) == 0;
    let parts = parts(&mut random, memories, pages << 16);
    let wasm = wat::parse_str(text(&parts, memories, pages, wide)).map_err(|it| it.to_string())?;
    let mut options = Options::default();
    options.layout.objective = Objective::ALL[random.below(3) as usize];
    if random.below(2) == 0 {
        options.layout.max_segments = memories as usize + 1 + random.below(40) as usize;
    }
    let made = initialize(&wasm, &options, &()).map_err(|error| error.to_string())?;
    let reports = &made.report.memories;
    let padding: u64 = reports.iter().map(|memory| memory.padding).sum();
    let bound = wasm.len() as u64 + 2 * weight(&parts) + padding + CODE;
    if made.wasm.len() as u64 > bound {
        return Err(format!("{} bytes, and at most {bound}", made.wasm.len()));
    }
    let mut original = Run::new(&wasm, FUEL)?;
    let init = original
        .instance
        .get_func(&mut original.store, "wizer-initialize")
        .ok_or("the original has no init")?;
    original.call(init, &[], FUEL);
    let mut snapshot = Run::new(&made.wasm, FUEL)?;
    compare::states(&mut original, &mut snapshot)?;
    Ok(reports.iter().any(|memory| memory.pieces > 0))
}

/// Bytes that are not zero, and twelve for each stretch of them.
fn weight(parts: &[Part]) -> u64 {
    let mut held: BTreeMap<(u64, u64), bool> = BTreeMap::new();
    for part in parts {
        for address in part.start..part.start + part.len {
            held.insert((part.memory, address), part.byte != 0);
        }
    }
    let held: Vec<_> = held
        .into_iter()
        .filter_map(|(at, is)| is.then_some(at))
        .collect();
    let begins = |pair: &[(u64, u64)]| (pair[0].0, pair[0].1 + 1) != pair[1];
    let stretches = held.windows(2).filter(|pair| begins(pair)).count() + 1;
    held.len() as u64 + 12 * stretches as u64
}

fn parts(random: &mut Random, memories: u64, len: u64) -> Vec<Part> {
    let count = 1 + random.below(200);
    let nearby = random.below(3) == 0;
    let mut at = 0;
    let part = |_| {
        at = match nearby {
            true => (at + random.below(200)) % len,
            false => random.below(len),
        };
        let most = if random.below(10) == 0 { 30_000 } else { 20 };
        let len = (1 + random.below(most)).min(len - at);
        Part {
            memory: random.below(memories),
            start: at,
            len,
            byte: random.below(4),
        }
    };
    (0..count).map(part).collect()
}

fn text(parts: &[Part], memories: u64, pages: u64, wide: bool) -> String {
    let (address, width) = if wide { ("i64", "i64 ") } else { ("i32", "") };
    let mut text = String::from("(module ");
    for memory in 0..memories {
        let _ = write!(text, "(memory (export \"m{memory}\") {width}{pages}) ");
    }
    text.push_str("(func (export \"wizer-initialize\") ");
    for Part {
        memory,
        start,
        len,
        byte,
    } in parts
    {
        let _ = write!(
            text,
            "(memory.fill {memory} ({address}.const {start}) (i32.const {byte}) ({address}.const {len})) "
        );
    }
    text.push_str("))");
    text
}
