;; A 64-bit memory: offsets and sizes are 64 bits wide.
(module
  (memory (export "memory") i64 1 10)
  (data (i64.const 16) "before")
  (func (export "wizer-initialize")
    (drop (memory.grow (i64.const 1)))
    (i64.store (i64.const 0x1fff8) (i64.const -2)))
  (func (export "size") (result i64) (memory.size))
  (func (export "load") (param i64) (result i64) (i64.load (local.get 0))))
(assert_return (invoke "size") (i64.const 2))
(assert_return (invoke "load" (i64.const 0x1fff8)) (i64.const -2))
(assert_return (invoke "load" (i64.const 16)) (i64.const 0x6572_6f66_6562))
