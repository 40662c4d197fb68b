;; Only what is there at the end counts: a foreign function that was in a table, a global and a field
;; for a while is none.
;;! golden = false
;;! subject = "$main"
;;! preload = { lib = "$lib" }
(module $lib
  (func $hidden)
  (elem declare func $hidden)
  (func (export "get") (result funcref) (ref.func $hidden)))
(register "lib" $lib)
(module $main
  (type $s (struct (field $f (mut funcref))))
  (import "lib" "get" (func $get (result funcref)))
  (table $t 2 funcref)
  (global $last (mut funcref) (ref.null func))
  (global $s (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $last (call $get))
    (table.set $t (i32.const 1) (call $get))
    (global.set $s (struct.new $s (call $get)))
    (global.set $last (ref.null func))
    (table.set $t (i32.const 1) (ref.null func))
    (struct.set $s $f (global.get $s) (ref.null func)))
  (func (export "nulls") (result i32 i32 i32)
    (ref.is_null (global.get $last)) (ref.is_null (table.get $t (i32.const 1)))
    (ref.is_null (struct.get $s $f (global.get $s)))))
(assert_return (invoke "nulls") (i32.const 1) (i32.const 1) (i32.const 1))
