//! What walks see, and what they do not take for more than it is.

use super::*;
use crate::scrub::acts::Place;
use crate::value::Value;
use proptest::prelude::*;

const RECORD: Range<u64> = 4096..4200;
const WORD: Place = Place::Word(4100);
const ELEMENT: Place = Place::Element(4100);

/// What the functions of a module do, whose first global holds the record's address.
fn seen(text: &str) -> Vec<Acts> {
    let wasm = wat::parse_str(text).unwrap();
    let module = Module::decode(&wasm).unwrap();
    let mut image = Image::default();
    image
        .globals
        .insert(GlobalIdx::from_u32(0), Value::I32(4096));
    acts(
        &module,
        &image,
        MemoryIdx::from_u32(0),
        &RECORD,
        &mut Effort::new(),
    )
}

/// What functions with these bodies do. The first one takes an address.
fn bodies(bodies: &str) -> Vec<Acts> {
    seen(&format!(
        "(module (memory 1) (memory 1) (global $record (mut i32) (i32.const 0))
           (func $given (param $at i32) (i32.store offset=4 (local.get $at)
             (i32.sub (i32.load offset=4 (local.get $at)) (i32.const 8))))
           (func $plain (param $n i32) (result i32) (local $x i32) (local $y i32)
             {bodies} (local.get $n)))"
    ))
}

#[test]
fn a_word_is_changed_however_its_address_is_named() {
    for body in [
        "(i32.store offset=4100 (i32.const 0) (i32.sub (i32.load offset=4100 (i32.const 0)) (local.get $n)))",
        "(i32.store (i32.const 4100) (i32.add (local.get $n) (i32.load (i32.const 4100))))",
        "(i32.store offset=50 (i32.const 4050) (i32.and (i32.load offset=4 (i32.const 4096)) (i32.const -2)))",
        "(i32.store (i32.add (i32.const 4098) (i32.const 2)) (i32.or (i32.load (i32.const 4100)) (local.get $n)))",
        "(i32.store offset=4 (global.get $record) (i32.xor (i32.load offset=4 (global.get $record)) (local.get $n)))",
        "(call $given (i32.const 4096))",
        "(call $given (global.get $record))",
        // Through locals, blocks and branches that agree.
        "(local.set $x (i32.load (i32.const 4100)))
         (block (br_if 0 (i32.gt_u (local.get $x) (local.get $n))) (local.set $y (i32.const 3)))
         (i32.store (i32.const 4100) (i32.sub (local.get $x) (local.get $n)))",
        "(block (br_if 0 (local.get $n))
           (local.set $x (i32.load (i32.const 4100)))
           (if (local.get $n) (then (nop)) (else (local.set $y (i32.const 1))))
           (i32.store (i32.const 4100) (local.tee $y (i32.sub (local.get $x) (local.get $n)))))",
        "(loop (local.set $x (i32.load (i32.const 4100)))
           (i32.store (i32.const 4100) (i32.add (local.get $x) (local.get $n)))
           (br_if 0 (local.get $n)))",
        "(i64.store (i32.const 4100) (i64.sub (i64.load (i32.const 4100)) (i64.extend_i32_u (local.get $n))))",
        "(i64.store32 (i32.const 4100) (i64.add (i64.load32_u (i32.const 4100)) (i64.const 2)))",
    ] {
        let acts = bodies(body);
        let changed = acts
            .iter()
            .any(|acts| acts.changes(WORD) && acts.takes_and_gives(WORD));
        assert!(changed, "{body}: {acts:?}");
    }
}

#[test]
fn what_is_not_seen_to_be_computed_from_a_word_does_not_change_it() {
    for body in [
        // A constant, what it was, what another word was, and what a call returns.
        "(drop (i32.load (i32.const 4100))) (i32.store (i32.const 4100) (local.get $n))",
        "(i32.store (i32.const 4100) (i32.load (i32.const 4100)))",
        "(i32.store (i32.const 4100) (i32.add (i32.load (i32.const 4104)) (local.get $n)))",
        "(i32.store (i32.const 4100) (call $plain (i32.load (i32.const 4100))))",
        // On one of two paths only.
        "(if (local.get $n) (then (local.set $x (i32.add (i32.load (i32.const 4100)) (local.get $n)))))
         (i32.store (i32.const 4100) (local.get $x))",
        // In an earlier turn of a loop.
        "(local.set $x (i32.load (i32.const 4100)))
         (loop (i32.store (i32.const 4100) (i32.add (local.get $x) (local.get $n)))
           (local.set $x (i32.const 1)) (br_if 0 (local.get $n)))",
        // In another memory, and in code that is not reached.
        "(i32.store 1 (i32.const 4100) (i32.add (i32.load 1 (i32.const 4100)) (local.get $n)))",
        "(return (local.get $n)) (i32.store (i32.const 4100) (i32.add (i32.load (i32.const 4100)) (i32.const 1)))",
        // Elsewhere.
        "(i32.store (i32.const 5100) (i32.add (i32.load (i32.const 5100)) (local.get $n)))",
        "(call $given (i32.const 5096))",
    ] {
        let acts = bodies(body);
        assert!(!acts.iter().any(|acts| acts.changes(WORD)), "{body}: {acts:?}");
    }
}

#[test]
fn elements_are_told_from_words() {
    for body in [
        "(i32.store offset=4100 (local.get $n) (i32.load offset=4100 (local.get $n)))",
        "(local.set $x (i32.add (i32.const 4100) (i32.shl (local.get $n) (i32.const 2))))
         (i32.store (local.get $x) (i32.load (local.get $x)))",
        "(local.set $x (i32.add (i32.shl (local.get $n) (i32.const 4)) (i32.const 4096)))
         (i32.store offset=4 (local.get $x) (i32.load offset=4 (local.get $x)))",
    ] {
        let acts = bodies(body);
        let elements = acts.iter().any(|acts| acts.takes_and_gives(ELEMENT));
        assert!(
            elements && !acts.iter().any(|acts| acts.takes_and_gives(WORD)),
            "{body}: {acts:?}"
        );
        assert!(
            acts.iter()
                .any(|acts| acts.takes_and_gives_elements(&(4096..4104))),
            "{body}"
        );
        assert!(
            !acts
                .iter()
                .any(|acts| acts.takes_and_gives_elements(&(4104..4200))),
            "{body}"
        );
    }
}

#[test]
fn calls_in_a_circle_come_to_an_end() {
    let acts = seen(
        "(module (memory 1) (global (mut i32) (i32.const 0))
           (func $a (param i32) (call $b (i32.add (local.get 0) (i32.const 1))))
           (func $b (param i32) (call $a (i32.add (local.get 0) (i32.const 1))))
           (func (call $a (i32.const 4096)) (call $b (i32.const 4096))))",
    );
    assert!(acts.iter().any(|acts| acts.names(4096)));
}

proptest! {
    /// Whatever a module of wasm-smith's looks like, a walk ends and stays in its bounds.
    #[test]
    fn any_module_can_be_walked(seed in proptest::collection::vec(any::<u8>(), 300..3000)) {
        let config = wasm_smith::Config { max_memories: 2, min_memories: 1, ..Default::default() };
        let mut random = arbitrary::Unstructured::new(&seed);
        if let Ok(module) = wasm_smith::Module::new(config, &mut random) {
            let wasm = module.to_bytes();
            if let Ok(module) = Module::decode(&wasm) {
                let everything = 0..u64::MAX;
                let first = MemoryIdx::from_u32(0);
                acts(&module, &Image::default(), first, &everything, &mut Effort::new());
            }
        }
    }
}

#[test]
fn who_takes_memory_looks_at_the_answer() {
    let grows = |code: &str| {
        let acts = bodies(&format!(
            "(i32.store (i32.const 4100) (i32.const 1)) {code}"
        ));
        acts.iter().any(Acts::grows)
    };
    for code in [
        "(local.set $x (memory.grow (i32.const 1)))",
        "(if (i32.lt_u (memory.size) (i32.const 9)) (then))",
    ] {
        assert!(grows(code), "{code}");
    }
    for code in [
        "(drop (memory.grow (i32.const 0)))",
        "(drop (memory.size))",
        "(local.set $x (memory.grow 1 (i32.const 1)))",
        "(local.set $x (i32.const 1))",
    ] {
        assert!(!grows(code), "{code}");
    }
}

#[test]
fn constants_are_the_numbers_that_a_function_computes_with() {
    let acts = bodies(
        "(i32.store (i32.const 4100) (i32.and (local.get $n) (i32.const -65536)))
         (drop (i64.const 1048320))",
    );
    assert!(acts.iter().any(|acts| acts.has(&[0xffff_0000, 1_048_320])));
    assert!(!acts.iter().any(|acts| acts.has(&[0xffff_0000, 7])));
}
