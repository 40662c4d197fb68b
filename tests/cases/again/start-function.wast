;; The original has a start function, which the first run's snapshot replaces, and the second one's
;; does not bring back.
;;! init = ["first"]
;;! again = ["second"]
;;! golden = false
(module
  (type $s (struct (field $n (mut i32))))
  (global $runs (mut i32) (i32.const 0))
  (global $g (mut (ref null $s)) (ref.null $s))
  (func $start
    (global.set $runs (i32.add (global.get $runs) (i32.const 1)))
    (global.set $g (struct.new $s (i32.const 1))))
  (start $start)
  (func (export "first") (struct.set $s $n (global.get $g) (i32.const 2)))
  (func (export "second")
    (struct.set $s $n (global.get $g) (i32.mul (struct.get $s $n (global.get $g)) (i32.const 5))))
  (func (export "get") (result i32 i32) (global.get $runs) (struct.get $s $n (global.get $g))))
(assert_return (invoke "get") (i32.const 1) (i32.const 10))
