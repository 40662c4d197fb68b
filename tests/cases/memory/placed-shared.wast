;; Pieces of a shared memory of the module's own.
;;! allow-segments = 1
;;! max-segments = 1
(module
  (memory $c 20 20 shared)
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store $c (i32.shr_u (local.get $at) (i32.const 2)) (i32.const 0x03000003))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 150001))) (i32.const 4587000)))))
  (func (export "c") (param i32) (result i32) (i32.load $c (local.get 0))))
(assert_return (invoke "c" (i32.const 37500)) (i32.const 0x03000003))
(assert_return (invoke "c" (i32.const 4)) (i32.const 0))
