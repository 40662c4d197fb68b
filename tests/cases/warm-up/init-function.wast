;; What is init function and typical call at once stays.
;;! warm-up = ["wizer-initialize"]
(module
  (global $n (mut i32) (i32.const 1))
  (func (export "wizer-initialize") (global.set $n (i32.mul (global.get $n) (i32.const 2))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 4))
