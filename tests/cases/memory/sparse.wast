;; Two bytes at the ends of a large memory: it is scanned by what is present.
(module
  (memory 32768)
  (func (export "wizer-initialize")
    (i32.store8 (i32.const 1) (i32.const 1))
    (i32.store8 (i32.const 0x7fffffff) (i32.const 2)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(assert_return (invoke "load" (i32.const 1)) (i32.const 1))
(assert_return (invoke "load" (i32.const 0x7fffffff)) (i32.const 2))
(assert_return (invoke "load" (i32.const 0x40000000)) (i32.const 0))
