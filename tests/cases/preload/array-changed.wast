;; An array of numbers that a helper keeps: one element changed.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (type $a (array (mut i8)))
  (global $kept (ref $a) (array.new $a (i32.const 1) (i32.const 100)))
  (func (export "put") (param i32) (array.set $a (global.get $kept) (i32.const 50) (local.get 0))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32)))
  (func (export "wizer-initialize") (call $put (i32.const 9))))
