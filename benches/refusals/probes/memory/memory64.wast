;;! state = "64-bit memory"
(module $subject
  (memory i64 1)
  (func (export "wizer-initialize") (i32.store (i64.const 8) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i64.const 8))))
(assert_return (invoke "get") (i32.const 42))
