;; With `--keep-initialize=run` it runs, and stays exported. A second snapshot would run it again.
;;! keep-initialize = "run"
;;! skip-idempotence = true
(module
  (global $log (mut i32) (i32.const 0))
  (func $note (param i32) (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))
  (func (export "_initialize") (call $note (i32.const 1)))
  (func (export "wizer-initialize") (call $note (i32.const 2)))
  (func (export "log") (result i32) (global.get $log)))
(assert_return (invoke "log") (i32.const 12))
(invoke "_initialize")
(assert_return (invoke "log") (i32.const 121))
