;; What can't be internalized, all at once: no such import, a function, imports without a supply.
;;! internalize = ["env.nothing,env.f", "env.memory", "env.n"]
;;! expect = "policy"
(module
  (import "env" "f" (func))
  (import "env" "memory" (memory 1))
  (import "env" "n" (global (mut i32)))
  (func (export "wizer-initialize")))
