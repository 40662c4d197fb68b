;; Atomics on a memory that is not shared.
(module
  (memory 1)
  (func (export "wizer-initialize")
    (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 5)))
    (drop (i64.atomic.rmw.xchg (i32.const 16) (i64.const -1)))
    (drop (memory.atomic.notify (i32.const 8) (i32.const 1))))
  (func (export "get") (result i32 i64)
    (i32.atomic.load (i32.const 8)) (i64.atomic.load (i32.const 16))))
(assert_return (invoke "get") (i32.const 5) (i64.const -1))
