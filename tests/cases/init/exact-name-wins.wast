;; An export whose exact name looks like a call is that export.
;;! init = ["setup(1)"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "setup") (param i32) (global.set $n (local.get 0)))
  (func (export "setup(1)") (global.set $n (i32.const 100)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 100))
(invoke "setup" (i32.const 3))
(assert_return (invoke "n") (i32.const 3))
