;; A name that is nearly right is suggested.
;;! renames = ["_start=wizer.resme"]
;;! expect = "policy"
(module (func (export "wizer-initialize")) (func (export "wizer.resume")) (func (export "_start")))
