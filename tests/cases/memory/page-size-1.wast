;; A custom page size of one byte: the size is not a multiple of anything.
(module
  (memory 5 100 (pagesize 1))
  (func (export "wizer-initialize")
    (drop (memory.grow (i32.const 8)))
    (i32.store8 (i32.const 12) (i32.const 42)))
  (func (export "size") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "size") (i32.const 13))
(assert_return (invoke "load" (i32.const 12)) (i32.const 42))
(assert_trap (invoke "load" (i32.const 13)) "out of bounds memory access")
