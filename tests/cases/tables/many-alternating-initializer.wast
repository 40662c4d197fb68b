;; The same with a table whose initializer is a function: the nulls between have to be written.
;;! golden = false
(module
  (type $f (func (result i32)))
  (table $t 24000 (ref null $f) (ref.func $one))
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize") (local $i i32)
    (loop $next
      (table.set $t (local.get $i) (ref.null $f))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 24000)))))
  (func (export "nulls") (result i32) (local $i i32) (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n) (ref.is_null (table.get $t (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (table.size $t))))
    (local.get $n))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_return (invoke "nulls") (i32.const 12000))
(assert_trap (invoke "call" (i32.const 0)) "uninitialized element")
(assert_return (invoke "call" (i32.const 1)) (i32.const 1))
(assert_return (invoke "call" (i32.const 23999)) (i32.const 1))
