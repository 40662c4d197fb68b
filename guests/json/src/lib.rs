//! Looks words of a text up in a catalogue: an Aho-Corasick automaton finds them, a hash map leads to
//! the catalogue's entry, which is a parsed JSON document.
//!
//! The hash map is the standard library's, so this guest draws randomness while it initializes. That
//! is deliberate: its results do not depend on the draw, but its memory image does.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;

const CATALOGUE: &str = include_str!("catalogue.json");

const TEXTS: [&str; 4] = [
    "the brightstone lantern and a softwood drawer, two ironclad hinges, no brightstone bench",
    "sandshelfing coldglassery paperboxes REDSTONES overstonework",
    "a text in which the catalogue has nothing to say",
    "rainbenches woodhook oldlamps oldlampworks newtableware softpaperling ironhingeset",
];

struct Dictionary {
    automaton: AhoCorasick,
    /// From the word to its place in the catalogue's array `items`.
    by_word: HashMap<String, usize>,
    words: Vec<String>,
    catalogue: Value,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let catalogue: Value = serde_json::from_str(CATALOGUE).expect("the catalogue is valid JSON");
    let items = catalogue["items"]
        .as_array()
        .expect("the catalogue lists items")
        .len();
    let words = words(&catalogue);
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&words)
        .expect("a few thousand short words fit an automaton");
    let by_word = words
        .iter()
        .enumerate()
        .map(|(nth, word)| (word.clone(), nth % items))
        .collect();
    Dictionary {
        automaton,
        by_word,
        words,
        catalogue,
    }
});

/// Every material with every object and ending: a few thousand words.
fn words(catalogue: &Value) -> Vec<String> {
    let list = |key: &str| {
        catalogue[key]
            .as_array()
            .into_iter()
            .flatten()
            .map(|part| part.as_str().expect("word parts are strings"))
    };
    list("materials")
        .flat_map(|material| {
            list("objects").flat_map(move |object| {
                list("endings").map(move |ending| format!("{material}{object}{ending}"))
            })
        })
        .collect()
}

#[unsafe(export_name = "wizer-initialize")]
extern "C" fn init() {
    LazyLock::force(&DICTIONARY);
}

/// Sums, over the words found in the chosen text, where they stand and what the catalogue says of them.
#[unsafe(no_mangle)]
extern "C" fn run(choice: i32) -> i32 {
    let text = TEXTS[choice.rem_euclid(TEXTS.len() as i32) as usize];
    let dictionary = &*DICTIONARY;
    dictionary
        .automaton
        .find_iter(text)
        .fold(0i32, |sum, found| {
            let word = &dictionary.words[found.pattern().as_usize()];
            let item = &dictionary.catalogue["items"][dictionary.by_word[word]];
            let price = item["price"].as_f64().unwrap_or_default();
            let stock: i64 = item["stock"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64)
                .sum();
            sum.wrapping_mul(31)
                .wrapping_add(found.start() as i32)
                .wrapping_add((price * 100.0).round() as i32)
                .wrapping_add(stock as i32)
        })
}
