;; Objects in an imported table, among small numbers, sharing one object with a global.
;;! golden = false
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (table (export "table") 4 anyref))
(register "env" $host)
(module $main
  (type $s (struct (field $n (mut i32))))
  (import "env" "table" (table $t 4 anyref))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $g (struct.new $s (i32.const 5)))
    (table.set $t (i32.const 0) (ref.i31 (i32.const 6)))
    (table.set $t (i32.const 2) (global.get $g)))
  (func (export "i31") (result i32) (i31.get_s (ref.cast (ref i31) (table.get $t (i32.const 0)))))
  (func (export "same") (result i32) (ref.eq (global.get $g) (ref.cast eqref (table.get $t (i32.const 2)))))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g)))
  (func (export "nulls") (result i32 i32)
    (ref.is_null (table.get $t (i32.const 1))) (ref.is_null (table.get $t (i32.const 3)))))
(assert_return (invoke "i31") (i32.const 6))
(assert_return (invoke "same") (i32.const 1))
(assert_return (invoke "n") (i32.const 5))
(assert_return (invoke "nulls") (i32.const 1) (i32.const 1))
