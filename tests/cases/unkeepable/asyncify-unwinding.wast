;; The stack of an asyncify'd module, in the middle of being saved.
;;! expect = "unsupported"
(module
  (memory 1)
  (global $__asyncify_state (mut i32) (i32.const 0))
  (func $unwind (global.set $__asyncify_state (i32.const 1)))
  (func (export "asyncify_get_state") (result i32) (global.get $__asyncify_state))
  (func (export "wizer-initialize") (call $unwind)))
