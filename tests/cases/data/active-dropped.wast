;; An active segment is dropped by instantiation already: `data.drop` changes nothing, and reading
;; from it traps before and after.
(module
  (memory 1)
  (data $a (i32.const 0) "hello")
  (func (export "wizer-initialize") (data.drop $a))
  (func (export "load") (result i32) (i32.load (i32.const 0)))
  (func (export "init") (memory.init $a (i32.const 8) (i32.const 0) (i32.const 1)))
  (func (export "init-nothing") (memory.init $a (i32.const 8) (i32.const 0) (i32.const 0))))
(assert_return (invoke "load") (i32.const 0x6c6c_6568))
(assert_trap (invoke "init") "out of bounds memory access")
(invoke "init-nothing")
