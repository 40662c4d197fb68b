;; A second snapshot replaces the start function that places.
;;! allow-segments = 1
;;! max-segments = 1
;;! init = ["first"]
;;! again = ["second"]
(module
  (memory 40)
  (func (export "first") (call $fill (i32.const 0) (i32.const 1)))
  (func (export "second") (call $fill (i32.const 55000) (i32.const 2)))
  (func $fill (param $at i32) (param $with i32)
    (loop $next
      (i32.store8 (local.get $at) (local.get $with))
      (br_if $next (i32.lt_u
        (local.tee $at (i32.add (local.get $at) (i32.const 110000))) (i32.const 2621400)))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 1))
(assert_return (invoke "load" (i32.const 55000)) (i32.const 2))
(assert_return (invoke "load" (i32.const 110000)) (i32.const 1))
(assert_return (invoke "load" (i32.const 165000)) (i32.const 2))
(assert_return (invoke "load" (i32.const 16)) (i32.const 0))
