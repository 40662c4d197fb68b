;; Data in the very last byte, and in the first.
(module
  (memory 2)
  (func (export "wizer-initialize")
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 0x1ffff) (i32.const 2)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1))
(assert_return (invoke "load" (i32.const 0x1ffff)) (i32.const 2))
(assert_return (invoke "load" (i32.const 0x1fffe)) (i32.const 0))
(assert_trap (invoke "load" (i32.const 0x20000)) "out of bounds memory access")
