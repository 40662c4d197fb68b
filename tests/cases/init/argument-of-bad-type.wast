;;! init = ["setup(2.5)"]
;;! expect = "policy"
(module (func (export "setup") (param i32)))
