;; The init function is an element of a table: it can still be called there.
(module
  (table $t 1 funcref)
  (elem (i32.const 0) $init)
  (global $n (mut i32) (i32.const 0))
  (func $init (export "wizer-initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "again") (result i32) (call_indirect (i32.const 0)) (global.get $n)))
(assert_return (invoke "again") (i32.const 2))
