//! What is erased, and of which programs nothing is.

use crate::{Cause, EngineChoice, Options, Outcome, Scrub, Wasi, initialize};
use preinit_host::{Clock, Config, OutputBuffer, Random, Sink};

/// A heap of dlmalloc's with a block of 60 bytes at 4112, and `free` as it begins in C's translation.
/// That is all of it, so what it was given stays in use, as if it had been given out again.
const HEAP: &str = r#"
    (data (i32.const 1032) (i32 512 808 4096 4168 4712))
    (data (i32.const 1472) (i32 4096 1464))
    (data (i32.const 4108) (i32 67))
    (data (i32.const 4172) (i32 513))
    (data (i32.const 4300) "garbage")
    (data (i32.const 4680) (i32 512 34))
    (data (i32.const 4716) (i32 809))
    (data (i32.const 5524) (i32 40))
    (func $free (param i32) (local i32 i32 i32)
      block
        local.get 0 i32.eqz br_if 0
        local.get 0 i32.const -8 i32.add local.tee 1
        local.get 0 i32.const -4 i32.add i32.load local.tee 2
        i32.const -8 i32.and local.tee 0
        i32.add local.set 3
        block
          local.get 2 i32.const 1 i32.and br_if 0
          local.get 2 i32.const 3 i32.and i32.eqz br_if 1
          local.get 1 local.get 1 i32.load local.tee 2 i32.sub local.set 1
        end
      end)
    (func $realloc (param i32 i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (drop (i32.add (i32.add (local.get 0) (i32.const -8))
        (i32.and (i32.load (i32.add (local.get 0) (i32.const -4))) (i32.const -8))))
      local.get 0)"#;

/// Fills the block, frees it, and writes a part of it again.
const INIT: &str = "
    (memory.fill (i32.const 4112) (i32.const 0x77) (i32.const 60))
    (call $free (i32.const 4112))
    (i32.store (i32.const 4120) (i32.const 0x6c6c6c6c))";

fn module(init: &str) -> Vec<u8> {
    let wasi = r#"(import "wasi_snapshot_preview1" "fd_write"
        (func $write (param i32 i32 i32 i32) (result i32)))"#;
    let imports = if init.contains("$write") { wasi } else { "" };
    wat::parse_str(format!(
        r#"(module {imports} (memory (export "memory") 1) {HEAP}
            (func (export "init") {init}))"#
    ))
    .unwrap()
}

fn snapshot(wasm: &[u8], scrub: Scrub, change: impl FnOnce(&mut Options)) -> Outcome {
    let mut options = Options {
        scrub,
        ..Options::default()
    };
    options.policy.init("init");
    change(&mut options);
    initialize(wasm, &options, &()).unwrap()
}

/// How many bytes were erased.
fn erased(outcome: &Outcome) -> u64 {
    let parts = outcome.report.scrubbed.iter();
    parts
        .filter(|part| part.cause == Cause::Erased)
        .map(|part| part.bytes)
        .sum()
}

/// Nothing is erased of what this init frees, and the warning has these words.
fn nothing(init: &str, words: &str) {
    nothing_of(&module(init), words, |_| {});
}

fn nothing_of(wasm: &[u8], words: &str, change: impl Fn(&mut Options)) {
    let outcome = snapshot(wasm, Scrub::Aggressive, &change);
    assert_eq!(erased(&outcome), 0);
    let warned = outcome.warnings.iter().any(|text| text.contains(words));
    assert!(warned, "{words}: {:?}", outcome.warnings);
    assert_eq!(outcome.wasm, snapshot(wasm, Scrub::Auto, change).wasm);
}

#[test]
fn what_was_not_written_since_is_erased_whichever_engine_runs() {
    let wasm = module(INIT);
    let auto = snapshot(&wasm, Scrub::Auto, |_| {});
    assert_eq!(erased(&auto), 0);
    let mut made = Vec::new();
    for engine in EngineChoice::ALL {
        let outcome = snapshot(&wasm, Scrub::Aggressive, |options| options.engine = engine);
        assert_eq!(outcome.warnings, auto.warnings);
        assert_eq!(erased(&outcome), 56);
        let part = outcome.report.scrubbed.last().unwrap();
        assert_eq!(part.ranges, [4112..4120, 4124..4172]);
        // What has a cause already keeps it.
        assert_eq!(
            outcome.report.scrubbed.len(),
            1 + auto.report.scrubbed.len()
        );
        made.push(outcome.wasm);
    }
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(made[0].len() < auto.wasm.len());
}

#[test]
fn what_is_no_block_is_not_filled() {
    // No block at all, one whose head says nonsense, one that is free, and one that does not end.
    let init = "
        (call $free (i32.const 0))
        (i32.store (i32.const 64) (i32.const 0xfffffffb)) (call $free (i32.const 68))
        (i32.store (i32.const 96) (i32.const 65)) (call $free (i32.const 100))
        (i32.store (i32.const 60000) (i32.const 8003)) (call $free (i32.const 60004))
        (i32.store (i32.const 65532) (i32.const 3)) (call $free (i32.const 65536))";
    let outcome = snapshot(&module(&format!("{init}{INIT}")), Scrub::Aggressive, |_| {});
    assert_eq!(erased(&outcome), 56);
}

#[test]
fn the_end_of_a_block_that_shrinks_is_filled() {
    let init = "(memory.fill (i32.const 4112) (i32.const 0x77) (i32.const 60))
        (drop (call $realloc (i32.const 0) (i32.const 8)))
        (drop (call $realloc (i32.const 4112) (i32.const 60)))
        (drop (call $realloc (i32.const 4112) (i32.const 4000)))
        (drop (call $realloc (i32.const 4112) (i32.const -5000)))
        (drop (call $realloc (i32.const 4112) (i32.const 21)))";
    let outcome = snapshot(&module(init), Scrub::Aggressive, |_| {});
    assert_eq!(erased(&outcome), 39);
    let part = outcome.report.scrubbed.last().unwrap();
    assert_eq!(part.ranges, std::slice::from_ref(&(4133..4172)));
}

#[test]
fn a_byte_of_which_some_bits_are_set_stays() {
    let set = "(i32.store8 (i32.const 4130)
        (i32.or (i32.load8_u (i32.const 4130)) (i32.const 8)))";
    let outcome = snapshot(&module(&format!("{INIT}{set}")), Scrub::Aggressive, |_| {});
    assert_eq!(erased(&outcome), 55);
}

#[test]
fn of_a_program_that_reads_what_it_freed_nothing_is_erased() {
    let read = "(i32.mul (i32.load (i32.const 4112)) (i32.const 3))";
    let depends = "depends on what freed memory held, at";
    nothing(
        &format!("{INIT} (i32.store (i32.const 4140) {read})"),
        depends,
    );
    // In static data even a copy is not taken for something that nobody looks at.
    let copy = "(i32.store (i32.const 64) (i32.load (i32.const 4112)))";
    nothing(&format!("{INIT} {copy}"), depends);
    nothing(
        &format!(
            "{INIT} (if (i32.ne (i32.load (i32.const 4112)) (i32.const 0x77777777)) (then unreachable))"
        ),
        "with that memory filled, ",
    );
    nothing(
        &format!(
            "{INIT} (drop (memory.grow (i32.shr_u (i32.load (i32.const 4112)) (i32.const 30))))"
        ),
        "the sizes of memories depend on",
    );
}

#[test]
fn what_init_says_is_compared() {
    let wasm = module(&format!(
        "(result i32) {INIT} (i32.load8_u (i32.const 4112))"
    ));
    nothing_of(&wasm, "what init prints or returns depends", |_| {});
}

#[test]
fn what_lies_about_freeing_or_has_no_heap_is_left_alone() {
    let free = r#"(func $free (export "free") (param i32) (nop))"#;
    let text = format!(r#"(module (memory 1) {free} (func (export "init") {INIT}))"#);
    let wasm = wat::parse_str(&text).unwrap();
    nothing_of(&wasm, "no function of the module is known to free", |_| {});
    // A record that is not whole.
    nothing(
        &format!("{INIT} (i32.store (i32.const 1036) (i32.const 0))"),
        "not proved to be a heap of dlmalloc",
    );
}

#[test]
fn init_prints_once() {
    let print =
        "(i32.store (i32.const 4120) (i32.const 4128)) (i32.store (i32.const 4124) (i32.const 2))
        (i32.store16 (i32.const 4128) (i32.const 0x6b6f))
        (drop (call $write (i32.const 1) (i32.const 4120) (i32.const 1) (i32.const 4136)))";
    let wasm = module(&format!("{INIT} {print}"));
    let output = OutputBuffer::new();
    let config = Config::new().stdout(Sink::Buffer(output.clone()));
    let allow = |config: &Config| {
        let wasi = Wasi::Allowed(Box::new(config.clone()));
        move |options: &mut Options| options.wasi = wasi.clone()
    };
    let outcome = snapshot(&wasm, Scrub::Aggressive, allow(&config));
    assert_eq!(output.contents(), b"ok");
    assert!(erased(&outcome) > 0);
    for config in [
        config.clone().clock(Clock::Host),
        config.random(Random::Host),
    ] {
        nothing_of(&wasm, "it takes another run", allow(&config));
    }
}

#[test]
fn what_init_prints_is_compared() {
    let print =
        "(i32.store (i32.const 4120) (i32.const 4128)) (i32.store (i32.const 4124) (i32.const 2))
        (drop (call $write (i32.const 1) (i32.const 4120) (i32.const 1) (i32.const 4136)))";
    nothing_of(
        &module(&format!("{INIT} {print}")),
        "what init prints or returns depends",
        |options| options.wasi = Wasi::Allowed(Box::new(Config::new())),
    );
}
