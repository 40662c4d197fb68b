;;! state = "custom page size"
(module $subject
  (memory 16 (pagesize 1))
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32 i32) (memory.size) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 16) (i32.const 42))
