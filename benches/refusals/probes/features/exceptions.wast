;;! state = "exceptions thrown and caught by init"
(module $subject
  (tag $e (param i32)) (memory 1)
  (func (export "wizer-initialize")
    (i32.store (i32.const 8)
      (block $caught (result i32)
        (try_table (catch $e $caught) (throw $e (i32.const 5)))
        (unreachable))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 5))
