;; Several memories, with 64-bit addresses, small pages and shared: all pieces are in one segment.
;;! allow-segments = 1
;;! max-segments = 1
(module
  (memory $a i64 70)
  (memory $b 600000 (pagesize 1))
  (memory $c 20 20 shared)
  (memory $empty 1)
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i64.store $a (i64.extend_i32_u (local.get $at)) (i64.const 1))
      (i32.store8 $b (i32.shr_u (local.get $at) (i32.const 3)) (i32.const 2))
      (i32.store $c (i32.shr_u (local.get $at) (i32.const 2)) (i32.const 0x03000003))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 150001))) (i32.const 4587000)))))
  (func (export "a") (param i64) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "b") (param i32) (result i32) (i32.load8_u $b (local.get 0)))
  (func (export "c") (param i32) (result i32) (i32.load $c (local.get 0))))
(assert_return (invoke "a" (i64.const 0)) (i32.const 1))
(assert_return (invoke "a" (i64.const 150001)) (i32.const 1))
(assert_return (invoke "a" (i64.const 150002)) (i32.const 0))
(assert_return (invoke "a" (i64.const 4500030)) (i32.const 1))
(assert_return (invoke "b" (i32.const 0)) (i32.const 2))
(assert_return (invoke "b" (i32.const 18750)) (i32.const 2))
(assert_return (invoke "b" (i32.const 562503)) (i32.const 2))
(assert_return (invoke "b" (i32.const 562504)) (i32.const 0))
(assert_return (invoke "c" (i32.const 37500)) (i32.const 0x03000003))
(assert_return (invoke "c" (i32.const 4)) (i32.const 0))
