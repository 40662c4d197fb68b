;; Fuel that suffices changes nothing in the snapshot.
;;! fuel = 100000
(module
  (memory 1)
  (func (export "wizer-initialize") (local $i i32)
    (loop $l
      (i32.store8 (local.get $i) (i32.const 7))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100)))))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 99)) (i32.const 7))
(assert_return (invoke "load" (i32.const 100)) (i32.const 0))
