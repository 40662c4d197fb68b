;; An imported shared memory becomes one of the module's own.
;;! subject = "$main"
;;! import-memory = ["env.memory=2"]
;;! internalize = ["all"]
(module $env (memory (export "memory") 2 4 shared))
(register "env" $env)
(module $main
  (import "env" "memory" (memory 1 4 shared))
  (func (export "wizer-initialize")
    (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 5))))
  (func (export "get") (result i32 i32) (i32.atomic.load (i32.const 8)) (memory.size)))
(assert_return (invoke "get") (i32.const 5) (i32.const 2))
