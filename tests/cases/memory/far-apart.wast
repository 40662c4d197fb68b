;; One byte in each 4 KiB: more segments than are comfortable, but filling gaps would cost 8 MB.
;;! golden = false
;;! max-segments = 12000
;;! max-bytes = 150000
(module
  (memory 750)
  (func (export "wizer-initialize") (local $at i32)
    (loop $next
      (i32.store8 (i32.mul (local.get $at) (i32.const 4096)) (i32.const 1))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 12000)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1))
(assert_return (invoke "load" (i32.const 4092)) (i32.const 0))
(assert_return (invoke "load" (i32.const 4096)) (i32.const 1))
(assert_return (invoke "load" (i32.const 49147904)) (i32.const 1))
