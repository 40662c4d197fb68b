;; What no helper provides can be internalized once all are one module.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
;;! import-memory = ["env.memory=2"]
;;! internalize = ["all"]
(module $env (memory (export "memory") 2))
(register "env" $env)
(module $lib
  (import "env" "memory" (memory 1))
  (func (export "put") (param i32) (i32.store (i32.const 8) (local.get 0))))
(register "lib" $lib)
(module $main
  (import "lib" "put" (func $put (param i32)))
  (import "env" "memory" (memory 2))
  (func (export "wizer-initialize") (call $put (i32.const 77)))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 77))
