;;! state = "`data.drop` executed"
(module $subject
  (memory 1) (data $d "abcd")
  (func (export "wizer-initialize")
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4)) (data.drop $d))
  (func (export "get") (result i32) (i32.load (i32.const 0)))
  (func (export "again") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4))))
(assert_return (invoke "get") (i32.const 0x64636261))
(assert_trap (invoke "again") "out of bounds memory access")
