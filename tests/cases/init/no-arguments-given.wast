;;! init = ["setup"]
;;! expect = "policy"
(module (func (export "setup") (param i32)))
