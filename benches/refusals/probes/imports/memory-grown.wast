;;! state = "imported memory, grown"
;;! preload = ["env"]
(module $env (memory (export "m") 1))
(register "env" $env)
(module $subject
  (import "env" "m" (memory 1))
  (func (export "wizer-initialize") (drop (memory.grow (i32.const 1))))
  (func (export "get") (result i32) (memory.size)))
(assert_return (invoke "get") (i32.const 2))
