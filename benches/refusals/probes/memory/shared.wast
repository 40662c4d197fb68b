;;! state = "shared memory of its own"
(module $subject
  (memory 1 1 shared)
  (func (export "wizer-initialize") (i32.atomic.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32) (i32.atomic.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 42))
