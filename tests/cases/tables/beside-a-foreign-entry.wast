;; An entry that only its own segment can make, a function of another instance, stays with that
;; segment; what init changed beside it is added.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (global (export "hidden") funcref (ref.func $hidden))
  (func $hidden (result i32) (i32.const 80)))
(register "lib" $lib)
(module $main
  (type $f (func (result i32)))
  (import "lib" "hidden" (global $hidden funcref))
  (table $t 5 funcref)
  (elem (table $t) (i32.const 1) funcref (global.get $hidden) (ref.func $one) (global.get $hidden))
  (elem declare func $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 0) (ref.func $two))
    (table.set $t (i32.const 2) (ref.null func))
    (table.set $t (i32.const 3) (ref.func $one)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 2))
(assert_return (invoke "call" (i32.const 1)) (i32.const 80))
(assert_trap (invoke "call" (i32.const 2)) "uninitialized element")
(assert_return (invoke "call" (i32.const 3)) (i32.const 1))
(assert_trap (invoke "call" (i32.const 4)) "uninitialized element")
