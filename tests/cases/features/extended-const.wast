;; Constant expressions that compute, in globals and offsets, and a global that init changed between.
(module
  (memory 1)
  (global $a i64 (i64.mul (i64.const 0x1_0000_0001) (i64.const 3)))
  (global $b (mut i64) (i64.sub (i64.const 1) (i64.const 3)))
  (data (i32.add (i32.const 8) (i32.const 8)) "sixteen")
  (func (export "wizer-initialize") (global.set $b (i64.add (global.get $a) (global.get $b))))
  (func (export "get") (result i64 i64 i64) (global.get $a) (global.get $b) (i64.load (i32.const 16))))
(assert_return (invoke "get") (i64.const 0x3_0000_0003) (i64.const 0x3_0000_0001) (i64.const 0x6e_6565_7478_6973))
