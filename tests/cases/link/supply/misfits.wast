;; Supplies that the imports' types rule out, all at once.
;;! import-memory = ["env.memory=1"]
;;! import-table = ["env.table=9", "env.full"]
;;! import-global = ["env.n=1.5", "env.object=0", "env.function=null"]
;;! expect = "policy"
(module
  (import "env" "memory" (memory 2))
  (import "env" "table" (table 1 8 funcref))
  (import "env" "full" (table 1 (ref func)))
  (import "env" "n" (global i32))
  (import "env" "object" (global externref))
  (import "env" "function" (global (ref func)))
  (func (export "wizer-initialize")))
