;; A 64-bit memory that grows in small steps is neither copied nor backed by pages.
(module
  (memory (export "memory") i64 1)
  (func (export "wizer-initialize")
    (local $i i32)
    (loop $again
      (drop (memory.grow (i64.const 100)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 900))))
    (i64.store (i64.const 5000000000) (i64.const -1)))
  (func (export "size") (result i64) memory.size)
  (func (export "load") (result i64) (i64.load (i64.const 5000000000)))
)
(assert_return (invoke "size") (i64.const 90001))
(assert_return (invoke "load") (i64.const -1))
