;; An imported shared memory that is supplied for the run: its changes are written back under a guard.
;;! subject = "$main"
;;! import-memory = ["env.memory"]
;;! guard-address = 4096
(module $env (memory (export "memory") 1 4 shared))
(register "env" $env)
(module $main
  (import "env" "memory" (memory 1 4 shared))
  (func (export "wizer-initialize")
    (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 5))))
  (func (export "get") (result i32) (i32.atomic.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 5))
