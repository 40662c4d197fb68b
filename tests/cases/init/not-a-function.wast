;;! init = ["memory"]
;;! expect = "policy"
(module (memory (export "memory") 1))
