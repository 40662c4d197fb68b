;; `data.drop` that init does not execute is no reason to refuse.
(module
  (memory 1)
  (data $p "hello")
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1))
    (if (i32.const 0) (then (data.drop $p))))
  (func (export "drop") (data.drop $p))
  (func (export "init") (memory.init $p (i32.const 8) (i32.const 0) (i32.const 5))))
(invoke "init")
(invoke "drop")
(assert_trap (invoke "init") "out of bounds memory access")
