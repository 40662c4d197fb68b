;; Pieces of a memory with pages of one byte.
;;! allow-segments = 1
;;! max-segments = 1
(module
  (memory $b 600000 (pagesize 1))
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 $b (i32.shr_u (local.get $at) (i32.const 3)) (i32.const 2))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 150001))) (i32.const 4587000)))))
  (func (export "b") (param i32) (result i32) (i32.load8_u $b (local.get 0))))
(assert_return (invoke "b" (i32.const 0)) (i32.const 2))
(assert_return (invoke "b" (i32.const 18750)) (i32.const 2))
(assert_return (invoke "b" (i32.const 562503)) (i32.const 2))
(assert_return (invoke "b" (i32.const 562504)) (i32.const 0))
