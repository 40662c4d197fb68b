;; There is nothing in the module to reset wasi-libc with.
;;! reset = "wasi-libc"
;;! expect = "policy"
(module
  (func (export "wizer-initialize"))
  (func (export "__wasilibc_reset_preopens") (param i32)))
