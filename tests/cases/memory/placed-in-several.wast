;; Several memories, one with 64-bit addresses: all pieces are in one segment.
;;! allow-segments = 1
;;! max-segments = 1
(module
  (memory $a i64 70)
  (memory $b 70)
  (memory $empty 1)
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i64.store $a (i64.extend_i32_u (local.get $at)) (i64.const 1))
      (i32.store8 $b (i32.add (local.get $at) (i32.const 5)) (i32.const 2))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 150001))) (i32.const 4587000)))))
  (func (export "a") (param i64) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "b") (param i32) (result i32) (i32.load8_u $b (local.get 0))))
(assert_return (invoke "a" (i64.const 0)) (i32.const 1))
(assert_return (invoke "a" (i64.const 150001)) (i32.const 1))
(assert_return (invoke "a" (i64.const 150002)) (i32.const 0))
(assert_return (invoke "a" (i64.const 4500030)) (i32.const 1))
(assert_return (invoke "b" (i32.const 0)) (i32.const 0))
(assert_return (invoke "b" (i32.const 5)) (i32.const 2))
(assert_return (invoke "b" (i32.const 4500035)) (i32.const 2))
