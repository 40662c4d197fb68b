;;! state = "several memories"
(module $subject
  (memory $a 1) (memory $b 1)
  (func (export "wizer-initialize") (i32.store $b (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32 i32) (i32.load $a (i32.const 8)) (i32.load $b (i32.const 8))))
(assert_return (invoke "get") (i32.const 0) (i32.const 42))
