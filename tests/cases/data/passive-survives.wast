;; `memory.init` from a passive segment works in the snapshot as it did at init.
(module
  (memory 1)
  (data $p "hello")
  (func (export "wizer-initialize") (memory.init $p (i32.const 0) (i32.const 0) (i32.const 2)))
  (func (export "again") (result i32)
    (memory.init $p (i32.const 8) (i32.const 1) (i32.const 4))
    (i32.load (i32.const 8)))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "get") (i32.const 0x6568))
(assert_return (invoke "again") (i32.const 0x6f6c_6c65))
