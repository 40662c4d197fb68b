;;! state = "extended constants"
(module $subject
  (memory 1)
  (global $b i32 (i32.add (i32.const 12) (i32.const 4)))
  (data (i32.mul (i32.const 2) (i32.const 8)) "abcd")
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.load (global.get $b))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 0x64636261))
