;; 12,000 small numbers with an object behind each: constants and start code fill one table together.
;;! golden = false
(module
  (type $s (struct (field i32)))
  (table $t 24000 anyref)
  (func (export "wizer-initialize") (local $i i32)
    (loop $next
      (table.set $t (local.get $i) (ref.i31 (local.get $i)))
      (table.set $t (i32.add (local.get $i) (i32.const 1)) (struct.new $s (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 24000)))))
  (func (export "wrong") (result i32) (local $i i32) (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n)
        (i32.ne (local.get $i) (i31.get_u (ref.cast (ref i31) (table.get $t (local.get $i)))))))
      (local.set $n (i32.add (local.get $n)
        (i32.ne (local.get $i) (struct.get $s 0
          (ref.cast (ref $s) (table.get $t (i32.add (local.get $i) (i32.const 1))))))))
      (local.set $i (i32.add (local.get $i) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 24000))))
    (local.get $n)))
(assert_return (invoke "wrong") (i32.const 0))
