;; `memory.init` needs the data count; it follows the segments.
(module
  (memory 1)
  (data $p "p")
  (func (export "wizer-initialize")
    (i32.store8 (i32.const 0) (i32.const 1))
    (i32.store8 (i32.const 60000) (i32.const 1)))
  (func (export "init") (memory.init $p (i32.const 1) (i32.const 0) (i32.const 1)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
(invoke "init")
(assert_return (invoke "load" (i32.const 1)) (i32.const 0x70))
(assert_return (invoke "load" (i32.const 60000)) (i32.const 1))
