;; A function exported under two names loses the one that was called.
;;! init = ["setup"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "setup") (export "reset") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 1))
(invoke "reset")
(assert_return (invoke "n") (i32.const 2))
