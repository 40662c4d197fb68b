;; One memory that is imported under two indices stays one.
;;! subject = "$main"
;;! import-memory = ["env.memory"]
;;! internalize = ["env.memory"]
;;! code-moves = true
(module $env (memory (export "memory") 1))
(register "env" $env)
(module $main
  (import "env" "memory" (memory $a 1))
  (import "env" "memory" (memory $b 1))
  (func (export "wizer-initialize") (i32.store $b (i32.const 0) (i32.const 5)))
  (func (export "get") (result i32) (i32.load $a (i32.const 0)))
  (func (export "set") (param i32) (i32.store $a (i32.const 0) (local.get 0)))
  (func (export "other") (result i32) (i32.load $b (i32.const 0))))
(assert_return (invoke "get") (i32.const 5))
(invoke "set" (i32.const 6))
(assert_return (invoke "other") (i32.const 6))
