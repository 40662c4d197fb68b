;; A grown memory keeps its size and the data in its new part.
(module
  (memory (export "memory") 1 5)
  (func (export "wizer-initialize")
    (drop (memory.grow (i32.const 2)))
    (i32.store (i32.const 0x2fffc) (i32.const 99)))
  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "get") (result i32) (i32.load (i32.const 0x2fffc))))
(assert_return (invoke "size") (i32.const 3))
(assert_return (invoke "get") (i32.const 99))
(assert_return (invoke "grow" (i32.const 3)) (i32.const -1))
(assert_return (invoke "grow" (i32.const 2)) (i32.const 3))
