;;! init = ["setup(4294967296)"]
;;! expect = "policy"
(module (func (export "setup") (param i32)))
