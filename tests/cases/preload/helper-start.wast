;; What a helper's own start function does is its initial state, not a change.
;;! subject = "$main"
;;! preload = { store = "$store" }
(module $store
  (memory 1)
  (global $n (mut i32) (i32.const 0))
  (func $start (global.set $n (i32.const 5)) (i32.store (i32.const 0) (i32.const 6)))
  (start $start)
  (func (export "get") (result i32) (i32.add (global.get $n) (i32.load (i32.const 0)))))
(register "store" $store)
(module $main
  (import "store" "get" (func $get (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (call $get)))
  (func (export "both") (result i32) (i32.add (global.get $n) (call $get))))
(assert_return (invoke "both") (i32.const 22))
