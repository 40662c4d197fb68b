;; A helper's own memory, which the module does not even import.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (memory 1)
  (func (export "put") (param i32) (i32.store (i32.const 0) (local.get 0))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32)))
  (func (export "wizer-initialize") (call $put (i32.const 9))))
