;; `memory.copy` over itself and across the place where a segment lies.
(module
  (memory 1)
  (data (i32.const 0) "abcdefgh")
  (func (export "wizer-initialize")
    (memory.copy (i32.const 2) (i32.const 0) (i32.const 6))
    (memory.copy (i32.const 0xfff8) (i32.const 0) (i32.const 8)))
  (func (export "load") (param i32) (result i64) (i64.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i64.const 0x6665_6463_6261_6261))
(assert_return (invoke "load" (i32.const 0xfff8)) (i64.const 0x6665_6463_6261_6261))
