;; Everything that does not fit is told at once.
;;! init = ["nowhere", "setup(1)"]
;;! renames = ["x=gone", "x=main"]
;;! expect = "policy"
(module (func (export "setup")) (func (export "main")))
