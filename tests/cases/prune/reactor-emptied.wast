;; The code of a reactor's entry goes; its name stays, with a function that does nothing.
;;! keep-initialize = "empty"
;;! prune = "code"
;;! original = false
(module
  (memory (export "memory") 1)
  (func $set_up (i32.store (i32.const 0) (i32.const 42)))
  (func (export "_initialize") (if (i32.load (i32.const 0)) (then (unreachable))) (call $set_up))
  (func (export "wizer-initialize"))
  (func (export "value") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "_initialize"))
(assert_return (invoke "value") (i32.const 42))
