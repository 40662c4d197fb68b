;;! state = "memory: written"
(module $subject
  (memory 1)
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 42))
