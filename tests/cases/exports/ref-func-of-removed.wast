;; The export of the init function is the only place that declares it for `ref.func`.
(module
  (memory (export "memory") 1)
  (type $nullary (func))
  (func $init (export "wizer-initialize") (i32.store8 (i32.const 3) (i32.const 7)))
  (func (export "is-null") (result i32) (ref.is_null (ref.func $init)))
  (func (export "byte") (result i32) (i32.load8_u (i32.const 3)))
)
(assert_return (invoke "is-null") (i32.const 0))
(assert_return (invoke "byte") (i32.const 7))
