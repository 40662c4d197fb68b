;; A table's initializer and an element segment read a function that an immutable global of the helper holds.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (func $five (result i32) (i32.const 5))
  (global $inner funcref (ref.func $five))
  (global (export "five") funcref (global.get $inner)))
(register "lib" $lib)
(module $main
  (import "lib" "five" (global $five funcref))
  (table $t 2 funcref (global.get $five))
  (elem (table $t) (i32.const 1) funcref (global.get $five))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (global.set $n (call_indirect $t (result i32) (i32.const 0))))
  (func (export "n") (result i32 i32)
    (global.get $n) (call_indirect $t (result i32) (i32.const 1))))
(assert_return (invoke "n") (i32.const 5) (i32.const 5))
