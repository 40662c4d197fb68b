;; A preloaded module has the memory, too: internalized it would be two.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! import-memory = ["env.memory"]
;;! internalize = ["all"]
;;! expect = "policy"
(module $lib (import "env" "memory" (memory 1)) (func (export "f")))
(module $main
  (import "env" "memory" (memory 1))
  (func (export "wizer-initialize")))
