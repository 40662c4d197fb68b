;; One byte in each of 12,000 pages: more segments than are comfortable, whose gaps would cost 130 MB.
;;! golden = false
;;! max-segments = 12000
;;! max-bytes = 150000
(module
  (memory 12000)
  (func (export "wizer-initialize") (local $page i32)
    (loop $next
      (i32.store8 (i32.mul (local.get $page) (i32.const 65536)) (i32.const 1))
      (br_if $next (i32.lt_u
        (local.tee $page (i32.add (local.get $page) (i32.const 1))) (i32.const 12000)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1))
(assert_return (invoke "load" (i32.const 65532)) (i32.const 0))
(assert_return (invoke "load" (i32.const 65536)) (i32.const 1))
(assert_return (invoke "load" (i32.const 786366464)) (i32.const 1))
