;; More separate runs of bytes than engines take segments (100,000).
;;! golden = false
;;! max-segments = 99999
(module
  (memory 160)
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 (local.get $at) (i32.const 1))
      (local.set $at (i32.add (local.get $at) (i32.const 80)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 10485760)))))
  (func (export "sum") (result i32) (local $at i32) (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 10485760))))
    (local.get $sum)))
(assert_return (invoke "sum") (i32.const 131072))
