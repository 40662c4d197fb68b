;; The init function is removed, so it cannot be the source of a rename …
;;! renames = ["x=wizer-initialize"]
;;! expect = "policy"
(module (func (export "wizer-initialize")))
