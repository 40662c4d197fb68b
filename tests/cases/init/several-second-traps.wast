;;! init = ["one", "two"]
;;! expect = "init"
(module (func (export "one")) (func $second (export "two") unreachable))
