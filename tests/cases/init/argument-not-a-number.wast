;;! init = ["setup(seven)"]
;;! expect = "policy"
(module (func (export "setup") (param i32)))
