;;! state = "`elem.drop` executed"
(module $subject
  (table 2 funcref) (elem $e func $f) (memory 1)
  (func $f)
  (func (export "wizer-initialize")
    (i32.store (i32.const 8) (i32.const 42)) (elem.drop $e))
  (func (export "get") (result i32) (i32.load (i32.const 8)))
  (func (export "again") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1))))
(assert_return (invoke "get") (i32.const 42))
(assert_trap (invoke "again") "out of bounds table access")
