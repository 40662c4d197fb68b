;; A global of the helper's own holds another object than before.
;;! subject = "$main"
;;! preload = { store = "$store" }
;;! expect = "unsupported"
(module $store
  (type $s (struct (field $n (mut i32))))
  (global $kept (mut (ref $s)) (struct.new $s (i32.const 1)))
  (func $put (export "put") (param i32) (global.set $kept (struct.new $s (local.get 0)))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32)))
  (func (export "wizer-initialize") (call $put (i32.const 9))))
