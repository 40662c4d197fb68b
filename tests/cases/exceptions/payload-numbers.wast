;; A payload of every numeric type, kept bit by bit.
;;! golden = false
(module
  (tag $t (param i32 i64 f32 f64 v128))
  (global $e (mut exnref) (ref.null exn))
  (func (export "wizer-initialize")
    (global.set $e
      (block $h (result exnref)
        (try_table (catch_all_ref $h)
          (throw $t (i32.const -1) (i64.const 0x8000_0000_0000_0001)
            (f32.reinterpret_i32 (i32.const 0xffa0_1234)) (f64.const -0)
            (v128.const i32x4 1 -2 3 4)))
        unreachable)))
  (func $payload (result i32 i64 f32 f64 v128)
    (block $h (result i32 i64 f32 f64 v128)
      (try_table (catch $t $h) (throw_ref (global.get $e)))
      unreachable))
  (func (export "payload") (result i32 i64 i32 f64 v128) (local f32 f64 v128)
    (call $payload)
    (local.set 2) (local.set 1) (local.set 0)
    (i32.reinterpret_f32 (local.get 0)) (local.get 1) (local.get 2)))
(assert_return (invoke "payload")
  (i32.const -1) (i64.const 0x8000_0000_0000_0001) (i32.const 0xffa0_1234) (f64.const -0)
  (v128.const i32x4 1 -2 3 4))
