;;! state = "passive element segment, used after init (`table.init`)"
(module $subject
  (memory 1) (table 2 funcref) (elem $e func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "use") (result i32)
    (table.init $e (i32.const 1) (i32.const 0) (i32.const 1))
    (call_indirect (result i32) (i32.const 1)))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "use") (i32.const 5))
(assert_return (invoke "get") (i32.const 42))
