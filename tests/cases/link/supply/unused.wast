;; Supplies that nothing uses: no such import, one of another kind, and one that a helper provides.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! import-memory = ["env.memory2", "env.f", "lib.memory"]
;;! import-global = ["env.table=1"]
;;! import-table = ["env.table"]
;;! expect = "policy"
(module $lib (memory (export "memory") 1))
(module $main
  (import "env" "f" (func))
  (import "env" "table" (table 1 funcref))
  (import "lib" "memory" (memory 1))
  (func (export "wizer-initialize")))
