;; The offset of a segment may be a global that init changes afterwards, or a sum.
;; The segment must not move.
(module
  (global $base i32 (i32.const 32))
  (global $moved (mut i32) (i32.const 0))
  (memory 1)
  (data (global.get $base) "data")
  (data (i32.add (global.get $base) (i32.const 100)) "more")
  (func (export "wizer-initialize") (global.set $moved (i32.const 64)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "moved") (result i32) (global.get $moved)))
(assert_return (invoke "load" (i32.const 32)) (i32.const 0x6174_6164))
(assert_return (invoke "load" (i32.const 132)) (i32.const 0x6572_6f6d))
(assert_return (invoke "load" (i32.const 64)) (i32.const 0))
(assert_return (invoke "moved") (i32.const 64))
