;;! state = "tail calls"
(module $subject
  (memory 1)
  (func $store (param i32) (i32.store (i32.const 8) (local.get 0)))
  (func (export "wizer-initialize") (return_call $store (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 42))
