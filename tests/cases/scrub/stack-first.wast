;; A table below the stack pointer, in front of all static data: by hand, a program may use that room as it likes.
(module
  (memory 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))
  (global (export "__stack_low") i32 (i32.const 16))
  (global (export "__stack_high") i32 (i32.const 4096))
  (data (i32.const 4096) "static")
  (func (export "frame")
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16))))
  (func (export "wizer-initialize") (i32.store (i32.const 64) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 64))))
(assert_return (invoke "get") (i32.const 42))
