;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (table $kept 2 funcref)
  (func $keep (export "put") (table.set $kept (i32.const 0) (ref.func $keep))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put))
  (func (export "wizer-initialize") (call $put)))
