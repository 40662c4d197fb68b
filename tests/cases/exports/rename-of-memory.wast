;; `--rename-func` renames functions.
;;! renames = ["x=memory"]
;;! expect = "policy"
(module (memory (export "memory") 1) (func (export "wizer-initialize")))
