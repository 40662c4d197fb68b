;; An active element segment is dropped by instantiation already: `elem.drop` changes nothing.
(module
  (table $t 2 funcref)
  (elem $e (table $t) (i32.const 0) func $f)
  (func $f (result i32) (i32.const 6))
  (func (export "wizer-initialize") (elem.drop $e))
  (func (export "call") (result i32) (call_indirect (result i32) (i32.const 0))))
(assert_return (invoke "call") (i32.const 6))
