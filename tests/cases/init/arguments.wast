;; Number arguments of all types, in the spellings a shell user would write.
;;! init = ["setup(-3, 0x7fffffffffffffff, 2.5, -1e3)"]
(module
  (global $a (mut i32) (i32.const 0))
  (global $b (mut i64) (i64.const 0))
  (global $c (mut f32) (f32.const 0))
  (global $d (mut f64) (f64.const 0))
  (func (export "setup") (param i32 i64 f32 f64)
    (global.set $a (local.get 0)) (global.set $b (local.get 1))
    (global.set $c (local.get 2)) (global.set $d (local.get 3)))
  (func (export "all") (result i32 i64 f32 f64)
    (global.get $a) (global.get $b) (global.get $c) (global.get $d)))
(assert_return (invoke "all")
  (i32.const -3) (i64.const 0x7fff_ffff_ffff_ffff) (f32.const 2.5) (f64.const -1000))
