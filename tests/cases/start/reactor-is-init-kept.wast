;; As the init function it is kept with the others.
;;! init = ["_initialize"]
;;! keep-init-func = true
;;! skip-idempotence = true
(module
  (global $log (mut i32) (i32.const 0))
  (func $note (param i32) (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))
  (func (export "_initialize") (call $note (i32.const 1)))
  (func (export "wizer-initialize") (call $note (i32.const 2)))
  (func (export "log") (result i32) (global.get $log)))
(assert_return (invoke "log") (i32.const 1))
