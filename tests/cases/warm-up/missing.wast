;; Both mistakes are told.
;;! init = ["setup"]
;;! warm-up = ["runn(1)"]
;;! expect = "policy"
(module (func (export "run") (param i32)))
