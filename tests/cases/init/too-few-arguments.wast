;;! init = ["setup(1)"]
;;! expect = "policy"
(module (func (export "setup") (param i32 i32)))
