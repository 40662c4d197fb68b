;; `ref.func` in a helper names a function that only the helper's export declared.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
(module $lib
  (func $f (export "f") (result i32) (i32.const 7))
  (func (export "is-null") (result i32) (ref.is_null (ref.func $f))))
(register "lib" $lib)
(module $main
  (import "lib" "is-null" (func $is_null (result i32)))
  (global $n (mut i32) (i32.const 5))
  (func (export "wizer-initialize") (global.set $n (call $is_null)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 0))
