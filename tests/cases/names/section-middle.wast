;; The name section stands in the middle. Functions and segments keep
;; their names, and a segment that moves takes its name along.
(module
  (@custom "name" (after export) "\01\0f\02\00\05start\01\05setup" "\09\0d\02\00\04zero\01\04keep")
  (memory 1)
  (func (export "wizer-initialize") (i32.store (i32.const 100) (i32.const 9)))
  (func (export "init") (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 4)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (data (i32.const 0) "zero")
  (data "keep"))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x6f72_657a))
(assert_return (invoke "load" (i32.const 100)) (i32.const 9))
(invoke "init")
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x7065_656b))
