;; The start function runs at init, and not again in the snapshot.
(module
  (global $runs (mut i32) (i32.const 0))
  (func $start (global.set $runs (i32.add (global.get $runs) (i32.const 1))))
  (start $start)
  (func (export "wizer-initialize"))
  (func (export "runs") (result i32) (global.get $runs)))
(assert_return (invoke "runs") (i32.const 1))
