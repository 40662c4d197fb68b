;; An object that a helper keeps for itself, changed by the helper.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (type $s (struct (field $n (mut i32))))
  (global $kept (ref $s) (struct.new $s (i32.const 1)))
  (func (export "put") (param i32) (struct.set $s $n (global.get $kept) (local.get 0))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32)))
  (func (export "wizer-initialize") (call $put (i32.const 9))))
