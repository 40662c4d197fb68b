;; A snapshot that needs a start function of its own: the original's is replaced by it, not run again
;; nor called from it. It is still exported, and runs when it is called.
(module
  (type $s (struct (field $n (mut i32))))
  (global $runs (mut i32) (i32.const 0))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func $start (export "start")
    (global.set $runs (i32.add (global.get $runs) (i32.const 1)))
    (global.set $g (struct.new $s (i32.const 100))))
  (start $start)
  (func (export "wizer-initialize") (struct.set $s $n (global.get $g) (i32.const 7)))
  (func (export "runs") (result i32) (global.get $runs))
  (func (export "n") (result i32) (struct.get $s $n (global.get $g))))
(assert_return (invoke "runs") (i32.const 1))
(assert_return (invoke "n") (i32.const 7))
(invoke "start")
(assert_return (invoke "runs") (i32.const 2))
(assert_return (invoke "n") (i32.const 100))
