//! A long run takes no more of the native stack than a short one.
//!
//! In an optimized build each of wasmi's handlers ends with a call of the next, which has to be compiled
//! to a jump. Where one is not, every instruction leaves a frame behind, and this overflows the stack.

use preinit_core::{Module, Plan, Policy};
use preinit_host::Mode;
use preinit_wasmi::{Attempt, attempt};

/// Half a million turns: a frame of 48 bytes for each would be a hundred times the stack.
const WAT: &str = r#"(module
    (type $two (func (param i32 i32) (result i32 i32)))
    (memory 1) (table funcref (elem $swap))
    (global $f (mut f64) (f64.const 1)) (global $n (mut i64) (i64.const 0))
    (func $swap (type $two) (local.get 1) (local.get 0))
    (func $pick (param $i i32) (result i32)
        (block $c (result i32) (block $b (result i32) (block $a (result i32)
            (br_table $a $b $c (i32.mul (local.get $i) (i32.const 3)) (i32.and (local.get $i) (i32.const 3))))
            (i32.add (i32.const 1))) (i32.add (i32.const 2))))
    (func (export "setup") (local $i i32) (local $x i32)
        (loop $again
            (i32.store (i32.and (local.get $i) (i32.const 0xfff0)) (call $pick (local.get $i)))
            (call_indirect (type $two) (local.get $i) (local.get $x) (i32.const 0))
            (local.set $x (i32.add))
            (global.set $f (f64.add (global.get $f) (f64.convert_i32_u (local.get $x))))
            (global.set $n (i64.add (global.get $n)
                (i64.load8_u (i32.and (local.get $i) (i32.const 0xffff)))))
            (memory.copy (i32.const 100) (i32.const 200) (i32.const 16))
            (if (i32.rem_u (local.get $i) (i32.const 7))
                (then (local.set $x (i32.rotl (local.get $x) (i32.const 3))))
                (else (local.set $x (i32.clz (local.get $x)))))
            (local.set $x
                (select (local.get $x) (local.get $i) (f64.gt (global.get $f) (f64.const 5))))
            (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
                (i32.const 500000))))))"#;

#[test]
fn no_frame_is_left_behind() {
    let run = || {
        let wasm = wat::parse_str(WAT).unwrap();
        let module = Module::decode(&wasm).unwrap();
        let plan = Plan::new(&module, Policy::new().init("setup")).unwrap();
        let ran = attempt(&Attempt {
            module: &module,
            plan: &plan,
            wasi: None,
            mode: Mode::Final,
            budget: u64::MAX,
            deadline: preinit_host::Deadline::NEVER,
            max_memory: 1 << 20,
            max_table_elements: 10,
            notes_entered: false,
            on_capture: &|| {},
        });
        ran.map(|ran| ran.fuel).unwrap()
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let fuel = thread.spawn(run).unwrap().join().unwrap();
    assert!(fuel > 1_000_000, "{fuel}");
}
