;; A function that is both start and init runs twice at init, as the module says.
(module
  (global $runs (mut i32) (i32.const 0))
  (func $start (export "wizer-initialize")
    (global.set $runs (i32.add (global.get $runs) (i32.const 1))))
  (start $start)
  (func (export "runs") (result i32) (global.get $runs)))
(assert_return (invoke "runs") (i32.const 2))
