;; The hint offers what is exported and nearly so called.
;;! init = ["setup"]
;;! expect = "policy"
(module (func (export "set_up")) (func (export "main")))
