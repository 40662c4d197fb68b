;;! state = "imported memory, written"
;;! preload = ["env"]
(module $env (memory (export "m") 1) (data (i32.const 4) "xxxxxxxx"))
(register "env" $env)
(module $subject
  (import "env" "m" (memory 1))
  (func (export "wizer-initialize") (i64.store (i32.const 4) (i64.const 42)))
  (func (export "get") (result i64) (i64.load (i32.const 4))))
(assert_return (invoke "get") (i64.const 42))
