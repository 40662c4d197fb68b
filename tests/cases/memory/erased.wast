;; Bytes that the input's segments hold and that init zeroes stay zero.
(module
  (memory 1)
  (data (i32.const 0) "abcdefghijklmnop")
  (func (export "wizer-initialize") (memory.fill (i32.const 4) (i32.const 0) (i32.const 8)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x6463_6261))
(assert_return (invoke "load" (i32.const 4)) (i32.const 0))
(assert_return (invoke "load" (i32.const 8)) (i32.const 0))
(assert_return (invoke "load" (i32.const 12)) (i32.const 0x706f_6e6d))
