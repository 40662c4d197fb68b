;;! state = "imported shared memory, written"
;;! preload = ["env"]
;;! preinit = ["--guard-address", "1024"]
(module $env (memory (export "m") 1 1 shared))
(register "env" $env)
(module $subject
  (import "env" "m" (memory 1 1 shared))
  (func (export "wizer-initialize") (i32.atomic.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32) (i32.atomic.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 42))
