;; 12,000 functions with a null behind each: one segment spans them, where one for each would pass
;; what engines like.
;;! golden = false
;;! max-bytes = 100_000
(module
  (type $f (func (result i32)))
  (table $t 24001 funcref)
  (elem declare func $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize") (local $i i32)
    (loop $next
      (table.set $t (local.get $i)
        (select (result funcref) (ref.func $one) (ref.func $two) (i32.and (local.get $i) (i32.const 2))))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 24000)))))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0)))
  (func (export "nulls") (result i32) (local $i i32) (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n) (ref.is_null (table.get $t (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (table.size $t))))
    (local.get $n)))
(assert_return (invoke "nulls") (i32.const 12001))
(assert_return (invoke "call" (i32.const 0)) (i32.const 2))
(assert_return (invoke "call" (i32.const 2)) (i32.const 1))
(assert_trap (invoke "call" (i32.const 3)) "uninitialized element")
(assert_return (invoke "call" (i32.const 23998)) (i32.const 1))
(assert_trap (invoke "call" (i32.const 24000)) "uninitialized element")
