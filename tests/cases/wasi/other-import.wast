;; WASI is allowed, and the import that is called is another one.
;;! wasi = true
;;! expect = "init"
(module
  (import "env" "log" (func $log))
  (func (export "wizer-initialize") (call $log)))
