;; Names that incumbents reserve, and any that a tool might choose for its own exports, belong to the
;; module: they are exported as before.
(module
  (memory (export "__wizer_memory_0") 1)
  (global $g (export "__wizer_global_0") (mut i32) (i32.const 0))
  (global $h (export "__wizer_thing") (mut i64) (i64.const 0))
  (func (export "__preinit_0") (result i32) (i32.const 1))
  (func (export "__preinit_probe_0") (result i32) (i32.const 2))
  (func (export "preinit:0") (result i32) (i32.const 3))
  (func (export "wizer-initialize") (global.set $g (i32.const 4)) (i32.store (i32.const 0) (i32.const 5)))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (get "__wizer_global_0") (i32.const 4))
(assert_return (invoke "get") (i32.const 5))
(assert_return (invoke "__preinit_probe_0") (i32.const 2))
