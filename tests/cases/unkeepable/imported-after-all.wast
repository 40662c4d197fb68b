;; A function of another instance that the module does import is its import, however it came in.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (func $shown (export "shown") (result i32) (i32.const 5))
  (func (export "get") (result funcref) (ref.func $shown)))
(register "lib" $lib)
(module $main
  (import "lib" "get" (func $get (result funcref)))
  (import "lib" "shown" (func $shown (result i32)))
  (table $t 2 funcref)
  (func (export "wizer-initialize") (table.set $t (i32.const 1) (call $get)))
  (func (export "call") (result i32) (call_indirect (result i32) (i32.const 1))))
(assert_return (invoke "call") (i32.const 5))
