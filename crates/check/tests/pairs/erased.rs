//! Memory that was freed, and not written since.

use crate::pair::bodies;
use preinit_check::{Options, verify};
use preinit_engine::{Scrub, initialize};

/// A heap of dlmalloc's with a block of 60 bytes at 4112, and `free` as it begins in C's translation.
const FIELDS: &str = r#"(memory (export "memory") 1)
    (data (i32.const 1032) (i32 512 808 4096 4168 4712))
    (data (i32.const 1472) (i32 4096 1464))
    (data (i32.const 4108) (i32 67))
    (data (i32.const 4172) (i32 513))
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
      end)"#;
const FILL: &str = "(memory.fill (i32.const 4112) (i32.const 0x77) (i32.const 60))";
const WRITE: &str = "(i32.store (i32.const 4120) (i32.const 0x6c6c6c6c))";
/// Static data.
const STATIC: &str = "(i32.store8 (i32.const 64) (i32.const 9))";

fn init() -> String {
    format!("{FILL} (call $free (i32.const 4112)) {WRITE} {STATIC}")
}

#[test]
fn only_what_was_erased_may_be_zero() {
    let as_it_was = format!("{FILL} {WRITE} {STATIC}");
    let erased = format!("{WRITE} {STATIC}");
    for start in [&as_it_was, &erased] {
        let mut pair = bodies(FIELDS, &init(), start);
        pair.options.scrub = Scrub::Aggressive;
        pair.agrees();
    }
    bodies(FIELDS, &init(), &as_it_was).agrees();
    bodies(FIELDS, &init(), &erased).differs(&[
        "memory 0 (`memory`) at 0x1010: 77 77 77 77 77 77 77 77 in original + init, \
         00 00 00 00 00 00 00 00 in the snapshot",
        "memory 0 (`memory`) at 0x101c: 77 77 77 77 77 77 77 77 in original + init, \
         00 00 00 00 00 00 00 00 in the snapshot, and 40 more in a row",
    ]);
    for (start, difference) in [
        (
            STATIC,
            "0x1018: 6c 6c 6c 6c in original + init, 00 00 00 00",
        ),
        (WRITE, "0x40: 09 in original + init, 00"),
        (
            &format!("{erased} (i32.store8 (i32.const 4113) (i32.const 1))"),
            "0x1011: 77 in original + init, 01",
        ),
    ] {
        let mut pair = bodies(FIELDS, &init(), start);
        pair.options.scrub = Scrub::Aggressive;
        let difference = format!("memory 0 (`memory`) at {difference} in the snapshot");
        pair.differs(&[&difference]);
    }
}

/// Whoever says that more was erased is not believed.
#[test]
fn nothing_outside_of_blocks_counts_as_erased() {
    let text = format!(
        "(module {FIELDS} (func (export \"wizer-initialize\") {}))",
        init()
    );
    let wasm = wat::parse_str(text).unwrap();
    let options = Options {
        scrub: Scrub::Aggressive,
        ..Options::default()
    };
    let mut outcome = initialize(&wasm, &options, &()).unwrap();
    assert!(
        verify(&wasm, &outcome, &options)
            .unwrap()
            .findings
            .is_empty()
    );
    // The record, which names the top.
    let at = outcome
        .wasm
        .windows(2)
        .position(|word| word == 4712u16.to_le_bytes());
    let at = at.expect("the record is in the snapshot");
    outcome.wasm[at] = 0;
    let claimed = &mut outcome.report.scrubbed[0].ranges;
    claimed.clear();
    claimed.push(0..65536);
    let findings = verify(&wasm, &outcome, &options)
        .unwrap()
        .findings
        .to_lines();
    assert_eq!(
        findings,
        ["memory 0 (`memory`) at 0x418: 68 in original + init, 00 in the snapshot"]
    );
}
