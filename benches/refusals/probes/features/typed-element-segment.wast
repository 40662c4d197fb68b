;;! state = "a table of typed references, its segment of expressions"
(module $subject
  (type $t (func (result i32)))
  (memory 1)
  (table 2 (ref null $t)) (elem (i32.const 0) (ref null $t) (ref.func $f) (ref.null $t))
  (func $f (type $t) (i32.const 5))
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "get") (result i32 i32)
    (call_ref $t (table.get (i32.const 0))) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 5) (i32.const 42))
