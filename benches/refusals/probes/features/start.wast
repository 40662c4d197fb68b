;;! state = "a start function"
(module $subject
  (memory 1) (start $start)
  (func $start (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1))))
  (func (export "wizer-initialize")
    (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 10))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 11))
