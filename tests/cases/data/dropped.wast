;; A passive segment dropped at init is empty afterwards: reading from it traps, reading nothing does
;; not, and dropping it again is no error.
(module
  (memory 1)
  (data $p "hello")
  (func $forget (data.drop $p))
  (func (export "wizer-initialize") (call $forget))
  (func (export "init") (param i32) (memory.init $p (i32.const 8) (i32.const 0) (local.get 0)))
  (func (export "drop") (data.drop $p)))
(assert_trap (invoke "init" (i32.const 1)) "out of bounds memory access")
(invoke "init" (i32.const 0))
(invoke "drop")
