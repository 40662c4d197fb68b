;; A name that nothing has is a mistake.
;;! keep-export = ["runn"]
;;! expect = "policy"
(module (func (export "wizer-initialize")) (func (export "run")))
