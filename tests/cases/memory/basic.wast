;; A byte written at init is there at the start, and can be changed again.
(module
  (memory (export "memory") 1)
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 8)))
  (func (export "set") (param i32) (i32.store (i32.const 8) (local.get 0))))
(assert_return (invoke "get") (i32.const 42))
(invoke "set" (i32.const 7))
(assert_return (invoke "get") (i32.const 7))
