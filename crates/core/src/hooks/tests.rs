//! Which functions are taken for `free` and `realloc`, and which are not.

use super::*;
use crate::{Plan, Policy, instrument_hooked};

/// `free` as C's translation begins.
const C: &str = "(func $f (param i32) (local i32 i32 i32)
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
    end)";

/// As Rust's does, and as an optimizer might write it: the allocator comes first.
const RUST: &str = "(func $f (param i32 i32) (local i32 i32)
    (local.set 3 (i32.add
      (i32.and (i32.const -8)
        (local.tee 2 (i32.load offset=4 (i32.sub (local.get 1) (i32.const 8)))))
      (i32.sub (local.get 1) (i32.const 8))))
    (if (i32.and (local.get 2) (i32.const 1))
      (then (nop))
      (else
        (if (i32.eqz (i32.and (local.get 2) (i32.const 2))) (then (return)))
        (drop (i32.sub (i32.add (local.get 1) (i32.const -8))
          (i32.load (i32.sub (local.get 1) (i32.const 8)))))))
    (i32.store (local.get 0) (local.get 3)))";

/// `realloc` as C's translation begins.
const REALLOC: &str = r#"(func $realloc (param i32 i32) (result i32) (local i32 i32)
    block
      local.get 0 br_if 0
      local.get 1 call $taken return
    end
    local.get 0 i32.const -4 i32.add i32.load local.tee 2
    i32.const -8 i32.and local.set 3
    block
      local.get 2 i32.const 3 i32.and br_if 0
      i32.const 0 return
    end
    local.get 0 i32.const -8 i32.add local.get 3 i32.add)
  (func $taken (param i32) (result i32) i32.const 0)"#;

/// The parameters that the hooks of a module use.
fn found(memory: &str, functions: &str) -> Vec<(u32, Option<u32>)> {
    let wasm = wat::parse_str(format!("(module (memory {memory}) {functions})")).unwrap();
    let module = Module::decode(&wasm).unwrap();
    let Some(hooks) = Hooks::find(&module) else {
        return Vec::new();
    };
    let plan = Plan::new(&module, &Policy::bystander()).unwrap();
    let twin = instrument_hooked(&module, &plan, &hooks, 0xa5).unwrap();
    twin.validate().unwrap();
    hooks.iter().map(|hook| (hook.block, hook.kept)).collect()
}

#[test]
fn free_is_known_by_what_it_does_first() {
    assert_eq!(found("1", C), [(0, None)]);
    assert_eq!(found("1", RUST), [(1, None)]);
    // Below a path that ends elsewhere, blocks are told apart.
    let ended = "unreachable block loop end else end";
    let text = RUST.replace(
        "(then (nop))",
        &format!("(then {})", ended.replace("else ", "")),
    );
    assert_eq!(found("1", &text), [(1, None)]);
}

#[test]
fn what_is_not_quite_free_is_left_alone() {
    for (old, new) in [
        // Another mask, other words, another flag.
        ("i32.const -8 i32.and", "i32.const -4 i32.and"),
        ("i32.const -4 i32.add", "i32.const -12 i32.add"),
        ("i32.const -8 i32.add", "i32.const -16 i32.add"),
        ("i32.const 1 i32.and", "i32.const 2 i32.and"),
        ("local.get 1 i32.load", "local.get 1 i32.load offset=4"),
        // No neighbour is looked for.
        ("local.tee 2 i32.sub local.set 1", "local.set 2 drop"),
        ("i32.add local.set 3", "drop local.set 3"),
        // It returns something, or takes more, or does something before.
        ("(param i32)", "(param i32) (result i32)"),
        ("(param i32)", "(param i32 i32 i32)"),
        (
            "i32.eqz br_if 0",
            "i32.eqz br_if 0 i32.const 8 i32.const 1 i32.store",
        ),
        // What is not known of a path is not known where it joins another.
        (
            "i32.eqz br_if 0",
            "i32.eqz br_if 0 block i32.const 0 br_if 0 i32.const 64 local.set 0 end",
        ),
        // What stands in a loop may have changed.
        ("block\n      local", "loop\n      local"),
    ] {
        let mut text = C.replacen(old, new, 1);
        assert_ne!(text, C, "{old}");
        if new.contains("result") {
            text = text.replacen("end)", "end i32.const 0)", 1);
        }
        assert_eq!(found("1", &text), [], "{new}");
    }
    assert_eq!(found("1 1 shared", C), []);
    assert_eq!(found(r#"(import "m" "m") 1"#, C), []);
}

#[test]
fn each_of_two_allocators_has_a_hook() {
    let second = C.replace("$f", "$g");
    assert_eq!(found("1", &format!("{C} {second}")), [(0, None), (0, None)]);
}

#[test]
fn realloc_counts_by_its_name_beside_free() {
    let both = format!("{C} {REALLOC}");
    assert_eq!(found("1", &both), [(0, None), (0, Some(1))]);
    assert_eq!(found("1", REALLOC), []);
    for (old, new) in [
        ("$realloc", "$resize"),
        ("i32.const -8 i32.and", "i32.const -4 i32.and"),
        ("(param i32 i32)", "(param i32 i32 i32)"),
    ] {
        let text = both.replace(REALLOC, &REALLOC.replacen(old, new, 1));
        assert_ne!(text, both, "{old}");
        assert_eq!(found("1", &text), [(0, None)], "{new}");
    }
}
