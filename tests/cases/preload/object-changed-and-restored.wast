;; The same, changed back: nothing is lost.
;;! subject = "$main"
;;! preload = { store = "$store" }
(module $store
  (type $s (struct (field $n (mut i32))))
  (global $kept (ref $s) (struct.new $s (i32.const 1)))
  (func (export "put") (param i32) (struct.set $s $n (global.get $kept) (local.get 0)))
  (func (export "get") (result i32) (struct.get $s $n (global.get $kept))))
(register "store" $store)
(module $main
  (import "store" "put" (func $put (param i32)))
  (import "store" "get" (func $get (result i32)))
  (func (export "wizer-initialize") (call $put (i32.const 9)) (call $put (i32.const 1)))
  (func (export "get") (result i32) (call $get)))
(assert_return (invoke "get") (i32.const 1))
