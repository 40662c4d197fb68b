//! Memory that an allocator has free, in memories that are shared, that have 64-bit addresses, and others.

use crate::pair::bodies;
use preinit_engine::Scrub;

/// A heap of dlmalloc's with a block of 60 bytes at 4112 that is in use, and one of 504 at 4176 that is not.
const HEAP: &str = r#"(data (i32.const 1032) (i32 512 808 4096 4168 4712))
    (data (i32.const 1472) (i32 4096 1464))
    (data (i32.const 4108) (i32 67))
    (data (i32.const 4172) (i32 513))
    (data (i32.const 4680) (i32 512 34))
    (data (i32.const 4716) (i32 809))
    (data (i32.const 5524) (i32 40))"#;
/// The same with 64-bit addresses, and 496 bytes.
const WIDE: &str = r#"(memory i64 1) (data (i64.const 1040) (i64 512 800 4096 4160 4704))
    (data (i64.const 1920) (i64 4096 1488))
    (data (i64.const 4104) (i64 67))
    (data (i64.const 4168) (i64 513))
    (data (i64.const 4672) (i64 512 34))
    (data (i64.const 4712) (i64 801))
    (data (i64.const 5512) (i64 80))"#;
/// What takes memory from the top of the first one, and of the second.
const MALLOC: &str = r#"(func (param i32)
    (drop (i32.add (memory.grow (i32.const 0)) (i32.add (i32.add (i32.const 1048320) (i32.const 520192))
      (i32.add (i32.const 245760) (i32.const 16777215)))))
    (i32.store (i32.const 1032) (i32.load (i32.const 1032)))
    (i32.store (i32.const 1044) (i32.load (i32.const 1044)))
    (i32.store (i32.const 1036) (i32.sub (i32.load (i32.const 1036)) (local.get 0)))
    (i32.store (i32.const 1048) (i32.add (i32.load (i32.const 1048)) (local.get 0))))"#;
const WIDE_MALLOC: &str = r#"(func (param i64)
    (drop (i64.add (memory.grow (i64.const 0)) (i64.add (i64.add (i64.const 1048320) (i64.const 520192))
      (i64.add (i64.const 245760) (i64.const 16777215)))))
    (i64.store (i64.const 1040) (i64.load (i64.const 1040)))
    (i64.store (i64.const 1064) (i64.load (i64.const 1064)))
    (i64.store (i64.const 1048) (i64.sub (i64.load (i64.const 1048)) (local.get 0)))
    (i64.store (i64.const 1072) (i64.add (i64.load (i64.const 1072)) (local.get 0))))"#;
const FREE: &str = "(i32.store (i32.const 4400) (i32.const 0x77777777))";
const IN_USE: &str = "(i32.store (i32.const 4120) (i32.const 0x66666666))";

#[test]
fn only_what_is_free_may_be_zero() {
    let as_is = str::to_owned;
    let wide = |text: &str| text.replace("(i32.const 4", "(i64.const 4");
    for (fields, at) in [
        (
            format!("(memory 1) {HEAP} {MALLOC}"),
            as_is as fn(&str) -> String,
        ),
        (format!("(memory 1 1 shared) {HEAP} {MALLOC}"), as_is),
        (format!("{WIDE} {WIDE_MALLOC}"), wide),
    ] {
        let (free, in_use) = (at(FREE), at(IN_USE));
        let init = format!("{free} {in_use}");
        bodies(&fields, &init, &init).agrees();
        bodies(&fields, &init, &in_use).agrees();
        let other = at("(i32.store8 (i32.const 4401) (i32.const 1))");
        bodies(&fields, &init, &format!("{in_use} {other}"))
            .differs(&["memory 0 at 0x1131: 77 in original + init, 01 in the snapshot"]);
        bodies(&fields, &init, &free).differs(&[
            "memory 0 at 0x1018: 66 66 66 66 in original + init, 00 00 00 00 in the snapshot",
        ]);
        let mut all = bodies(&fields, &init, &in_use);
        all.options.scrub = Scrub::Off;
        all.differs(&[
            "memory 0 at 0x1130: 77 77 77 77 in original + init, 00 00 00 00 in the snapshot",
        ]);
    }
}

/// Records alone are no heap: without code that uses them, every byte counts.
#[test]
fn of_a_heap_that_nobody_uses_nothing_may_be_zero() {
    let loads = "(func (result i32) (i32.load (i32.const 1048)))";
    // Its room was given to it, and may have been taken back.
    let given = MALLOC.replace("(memory.grow (i32.const 0))", "(i32.const 0)");
    let behind = format!("{MALLOC} (data (i32.const 8192) \"behind\")");
    for code in ["", loads, &given, &behind] {
        bodies(&format!("(memory 1) {HEAP} {code}"), FREE, "").differs(&[
            "memory 0 at 0x1130: 77 77 77 77 in original + init, 00 00 00 00 in the snapshot",
        ]);
    }
}

/// What proves the heap lies in one part of a shared memory that is read, and what is free in another, or across both.
#[test]
fn shared_memories_are_read_as_a_whole() {
    const TOP: u32 = 4712;
    let size = 0x18_0000 - TOP;
    let heap = HEAP.replace("(i32 809)", &format!("(i32 {})", size | 1));
    let heap = heap.replace("512 808 4096", &format!("512 {size} 4096"));
    let heap = heap.replace(
        "(i32 4096 1464)",
        &format!("(i32 4096 {})", 0x18_0028 - 4096),
    );
    let heap = heap.replace("i32.const 5524", "i32.const 0x180004");
    let dead = "(i64.store (i32.const 0xffffc) (i64.const -1))";
    for memory in ["(memory 32)", "(memory 32 32 shared)"] {
        let fields = format!("{memory} {heap} {MALLOC}");
        bodies(&fields, dead, "").agrees();
        let other = "(i32.store (i32.const 0x180000) (i32.const 1))";
        bodies(&fields, &format!("{dead} {other}"), "")
            .differs(&["memory 0 at 0x180000: 01 in original + init, 00 in the snapshot"]);
    }
}
