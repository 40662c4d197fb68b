;; An object file is not a program yet.
;;! expect = "unsupported"
(module
  (@custom "linking" (after last) "\02")
  (func (export "wizer-initialize")))
