;; And in the middle of being restored.
;;! expect = "unsupported"
(module
  (memory 1)
  (global $__asyncify_state (mut i32) (i32.const 0))
  (func $rewind (global.set $__asyncify_state (i32.const 2)))
  (func (export "asyncify_get_state") (result i32) (global.get $__asyncify_state))
  (func (export "wizer-initialize") (call $rewind)))
