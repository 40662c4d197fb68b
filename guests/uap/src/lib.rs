//! Tells which browser a `User-Agent` header names, by the rules of uap-core.
//!
//! All rules compile into one `RegexSet`. That takes tens of milliseconds and 22 MB of heap even on an
//! optimizing engine, which makes this the program for which pre-initialization pays most.

mod rules;

use std::sync::LazyLock;

use regex::RegexSet;

use crate::rules::Rule;

/// `UAP_CORE_YAML` is the path of the file, set by the build script of the guests.
const YAML: &str = include_str!(env!("UAP_CORE_YAML"));

struct Parser {
    rules: Vec<Rule<'static>>,
    set: RegexSet,
}

static PARSER: LazyLock<Parser> = LazyLock::new(|| {
    let rules = rules::user_agent_rules(YAML);
    let set = RegexSet::new(rules.iter().map(|rule| rule.regex))
        .expect("the rules of this version of uap-core are regular");
    Parser { rules, set }
});

const USER_AGENTS: [&str; 8] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.229 Version/11.64",
    "curl/8.8.0",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.0; Trident/4.0)",
    "nothing that any rule knows",
];

#[unsafe(export_name = "wizer-initialize")]
extern "C" fn init() {
    LazyLock::force(&PARSER);
}

/// A checksum of what the chosen user agent is: the winning rule, how many rules match, and the
/// family's name. -1 if no rule matches.
#[unsafe(no_mangle)]
extern "C" fn run(choice: i32) -> i32 {
    let user_agent = USER_AGENTS[choice.rem_euclid(USER_AGENTS.len() as i32) as usize];
    let matches = PARSER.set.matches(user_agent);
    let Some(winner) = matches.iter().next() else {
        return -1;
    };
    let family = PARSER.rules[winner].family.unwrap_or_default();
    let named = family
        .bytes()
        .fold(0u32, |hash, byte| hash.wrapping_mul(31) + u32::from(byte));
    (named & 0xfff) as i32
        | ((matches.iter().count() as i32 & 0xff) << 12)
        | ((winner as i32) << 20)
}
