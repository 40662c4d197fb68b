;;! state = "`data.drop` contained, not executed"
(module $subject
  (memory 1) (data $d "abcd")
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "use")
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4)) (data.drop $d))
  (func (export "get") (result i32 i32) (i32.load (i32.const 0)) (i32.load (i32.const 8))))
(assert_return (invoke "use"))
(assert_return (invoke "get") (i32.const 0x64636261) (i32.const 42))
(assert_trap (invoke "use") "out of bounds memory access")
