;; A snapshot's data begins wherever the first run wrote, so nothing tells where its stack ends: what the second run
;; writes below the stack pointer stays.
;;! init = ["step1"]
;;! again = ["step2"]
(module
  (memory 2)
  (global $__stack_pointer (mut i32) (i32.const 66576))
  (func (export "frame") (result i32)
    (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
    (global.set $__stack_pointer (i32.add (global.get $__stack_pointer) (i32.const 16)))
    (global.get $__stack_pointer))
  (func (export "step1") (i32.store (i32.const 66576) (i32.const 7)))
  (func (export "step2") (i32.store (i32.const 1029) (i32.const 42)))
  (func (export "get") (result i32) (i32.load (i32.const 1029))))
(assert_return (invoke "get") (i32.const 42))
(assert_return (invoke "frame") (i32.const 66576))
