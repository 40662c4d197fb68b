;;! state = "imported memory, unchanged"
;;! preload = ["env"]
(module $env (memory (export "m") 1))
(register "env" $env)
(module $subject
  (import "env" "m" (memory 1)) (global $g (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $g (i32.const 5)))
  (func (export "get") (result i32 i32) (global.get $g) (memory.size)))
(assert_return (invoke "get") (i32.const 5) (i32.const 1))
