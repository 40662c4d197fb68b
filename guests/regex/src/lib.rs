//! Finds entities (addresses, dates, prices, …) in lines of text with one regular expression.
//!
//! Compiling the expression is the work worth doing ahead of time: its Unicode classes expand to
//! thousands of code-point ranges.

use std::sync::LazyLock;

use regex::Regex;

static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
          (?P<mail>   [\p{L}\p{N}._%+-]+ @ [\p{L}\p{N}-]+ (?: \. \p{L}{2,} )+ )
        | (?P<time>   \d{4}-\d{2}-\d{2} (?: [T\x20] \d{2}:\d{2} (?: :\d{2} )? )? )
        | (?P<price>  \p{Sc} \s? \d+ (?: [.,] \d+ )* | \d+ (?: [.,] \d+ )* \s? \p{Sc} )
        | (?P<tag>    [\#@] [\p{Alphabetic}\p{M}\p{Nd}_]+ )
        | (?P<person> (?: \p{Lu} \p{Ll}+ ) (?: [\s-] \p{Lu} \p{Ll}+ )+ )
        | (?P<greek>  \p{Greek}+ )
        | (?P<han>    [\p{Han}\p{Hiragana}\p{Katakana}]+ )
        | (?P<hex>    (?i: 0x [0-9a-f]+ ) )
        ",
    )
    .expect("the pattern is a constant and valid")
});

const LINES: [&str; 6] = [
    "On 2019-07-04 18:30 Émile Zola-Berger wrote to léa@exemple.fr about #lumière",
    "total due: € 1.299,50 (was $1,499.00), pay before 2026-01-31 or reply to billing@shop.example",
    "Ἡρόδοτος Ἁλικαρνησσεύς and 東京タワー share one line with 0xDEADbeef",
    "2024-02-29T23:59:59 worker 17 said: nothing of note, again, for the ninth time today",
    "@ops: Ada Lovelace, Grace Hopper and Katherine Johnson on call; budget 45 000 £, not 45.000 £",
    "",
];

#[unsafe(export_name = "wizer-initialize")]
extern "C" fn init() {
    LazyLock::force(&ENTITY);
}

/// Hashes which groups matched the chosen line, and where.
#[unsafe(no_mangle)]
extern "C" fn run(choice: i32) -> i32 {
    let line = LINES[choice.rem_euclid(LINES.len() as i32) as usize];
    let mut hash = Fnv::new();
    for captures in ENTITY.captures_iter(line) {
        for (group, found) in captures.iter().enumerate().skip(1) {
            if let Some(found) = found {
                hash.add(group);
                hash.add(found.start());
                hash.add(found.end());
            }
        }
    }
    hash.0 as i32
}

/// FNV-1a over words: the same on every engine and build.
struct Fnv(u32);

impl Fnv {
    fn new() -> Self {
        Self(0x811c_9dc5)
    }

    fn add(&mut self, word: usize) {
        self.0 = (self.0 ^ word as u32).wrapping_mul(0x0100_0193);
    }
}
