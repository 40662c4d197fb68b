;; What else an import says of a memory, its index type here, is as it says.
;;! subject = "$main"
;;! import-memory = ["env.memory"]
(module $env (memory (export "memory") i64 1 4))
(register "env" $env)
(module $main
  (import "env" "memory" (memory i64 1 4))
  (global $n (mut i64) (i64.const 0))
  (func (export "wizer-initialize") (global.set $n (memory.size)))
  (func (export "n") (result i64) (global.get $n)))
(assert_return (invoke "n") (i64.const 1))
