;; A million tail calls at init need no stack.
(module
  (memory 1)
  (func $count (param i32 i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $count (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1))))
  (func (export "wizer-initialize")
    (i32.store (i32.const 0) (call $count (i32.const 1000000) (i32.const 0))))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "get") (i32.const 1000000))
