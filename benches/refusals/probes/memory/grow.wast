;;! state = "memory: grown"
(module $subject
  (memory 1)
  (func (export "wizer-initialize")
    (drop (memory.grow (i32.const 2)))
    (i32.store8 (i32.const 0x1ffff) (i32.const 7)))
  (func (export "get") (result i32 i32) (memory.size) (i32.load8_u (i32.const 0x1ffff))))
(assert_return (invoke "get") (i32.const 3) (i32.const 7))
