;; A module as Binaryen's asyncify pass leaves it, at rest: its stack is empty and nothing is to be
;; refused.
(module
  (memory 1)
  (global $__asyncify_state (mut i32) (i32.const 0))
  (global $__asyncify_data (mut i32) (i32.const 0))
  (global $n (mut i32) (i32.const 0))
  (func $asyncify_start_unwind (export "asyncify_start_unwind") (param i32)
    (global.set $__asyncify_state (i32.const 1)) (global.set $__asyncify_data (local.get 0)))
  (func $asyncify_stop_unwind (export "asyncify_stop_unwind") (global.set $__asyncify_state (i32.const 0)))
  (func (export "asyncify_get_state") (result i32) (global.get $__asyncify_state))
  (func (export "wizer-initialize")
    (call $asyncify_start_unwind (i32.const 16))
    (call $asyncify_stop_unwind)
    (global.set $n (i32.const 1)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 1))
(assert_return (invoke "asyncify_get_state") (i32.const 0))
