;; One of two init functions is named to stay.
;;! init = ["a", "b"]
;;! keep-export = ["b"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "a") (global.set $n (i32.const 1)))
  (func (export "b") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "run") (result i32) (global.get $n)))
(assert_return (invoke "run") (i32.const 2))
(invoke "b")
(assert_return (invoke "run") (i32.const 3))
