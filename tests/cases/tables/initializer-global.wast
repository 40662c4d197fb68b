;; An initializer that reads an imported global: its function belongs to another instance, and only
;; the initializer can fill with it. Entries that init changed, and those grown, are written over it.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (global (export "default") funcref (ref.func $hidden))
  (func $hidden (result i32) (i32.const 80)))
(register "lib" $lib)
(module $main
  (type $f (func (result i32)))
  (import "lib" "default" (global $default funcref))
  (table $t 4 funcref (global.get $default))
  (elem declare func $two)
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 1) (ref.func $two))
    (table.set $t (i32.const 2) (ref.null func))
    (drop (table.grow $t (ref.null func) (i32.const 1)))
    (drop (table.grow $t (ref.func $two) (i32.const 1))))
  (func (export "size") (result i32) (table.size $t))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0))))
(assert_return (invoke "size") (i32.const 6))
(assert_return (invoke "call" (i32.const 0)) (i32.const 80))
(assert_return (invoke "call" (i32.const 1)) (i32.const 2))
(assert_trap (invoke "call" (i32.const 2)) "uninitialized element")
(assert_return (invoke "call" (i32.const 3)) (i32.const 80))
(assert_trap (invoke "call" (i32.const 4)) "uninitialized element")
(assert_return (invoke "call" (i32.const 5)) (i32.const 2))
