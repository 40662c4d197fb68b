;;! init = ["setup(1, 2)"]
;;! expect = "policy"
(module (func (export "setup") (param i32)))
