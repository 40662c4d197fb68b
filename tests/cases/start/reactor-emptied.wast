;; With `--keep-initialize` a reactor's entry stays as a function that does nothing: hosts call it whatever they run,
;; and this one guards itself. The original would trap at the second call.
;;! keep-initialize = "empty"
;;! original = false
(module
  (memory (export "memory") 1)
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize")
    (if (global.get $ready) (then (unreachable)))
    (global.set $ready (i32.const 1)))
  (func (export "wizer-initialize")
    (i32.store (i32.const 0) (i32.add (global.get $ready) (i32.const 41))))
  (func (export "value") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "_initialize"))
(assert_return (invoke "_initialize"))
(assert_return (invoke "value") (i32.const 42))
