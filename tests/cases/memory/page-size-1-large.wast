;; A byte in every 64 KiB of a memory with pages of one byte, the last one included.
;;! golden = false
(module
  (memory 1000003 (pagesize 1))
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 (local.get $at) (i32.const 1))
      (local.set $at (i32.add (local.get $at) (i32.const 0x10000)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 1000003))))
    (i32.store8 (i32.const 1000002) (i32.const 9)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1))
(assert_return (invoke "load" (i32.const 0xf0000)) (i32.const 1))
(assert_return (invoke "load" (i32.const 1000002)) (i32.const 9))
(assert_trap (invoke "load" (i32.const 1000003)) "out of bounds memory access")
