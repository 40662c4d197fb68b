;; A typical call is made behind init, and its export stays. What it changes is changed, the count too.
;;! init = ["setup(3)"]
;;! warm-up = ["run(4)", "run(4)"]
(module
  (memory 1)
  (global $factor (mut i32) (i32.const 0))
  (global $calls (mut i32) (i32.const 0))
  (func (export "setup") (param i32) (global.set $factor (local.get 0)))
  (func (export "run") (param $n i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    ;; The cache: one word for each number.
    (if (i32.eqz (i32.load (i32.shl (local.get $n) (i32.const 2))))
      (then (i32.store (i32.shl (local.get $n) (i32.const 2))
        (i32.mul (local.get $n) (global.get $factor)))))
    (i32.load (i32.shl (local.get $n) (i32.const 2))))
  (func (export "cached") (param i32) (result i32)
    (i32.load (i32.shl (local.get 0) (i32.const 2))))
  (func (export "calls") (result i32) (global.get $calls)))
(assert_return (invoke "calls") (i32.const 2))
(assert_return (invoke "cached" (i32.const 4)) (i32.const 12))
(assert_return (invoke "cached" (i32.const 5)) (i32.const 0))
(assert_return (invoke "run" (i32.const 5)) (i32.const 15))
