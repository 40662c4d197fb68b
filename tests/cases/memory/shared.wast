;; A shared memory of the module's own stays one, and has what init wrote. Nobody else can have restored it before.
(module
  (memory 1 2 shared)
  (func (export "wizer-initialize") (i32.atomic.store (i32.const 8) (i32.const 7)))
  (func (export "count") (result i32) (i32.atomic.rmw.add (i32.const 8) (i32.const 1))))
(assert_return (invoke "count") (i32.const 7))
(assert_return (invoke "count") (i32.const 8))
