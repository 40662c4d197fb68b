;; Several init functions, in the order given, one of them twice.
;;! init = ["add(1)", "double", "add(5)"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "double") (global.set $n (i32.mul (global.get $n) (i32.const 2))))
  (func (export "add") (param i32) (global.set $n (i32.add (global.get $n) (local.get 0))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 7))
