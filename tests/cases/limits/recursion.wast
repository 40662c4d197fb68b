;; Recursion without end exhausts the stack.
;;! expect = "limit"
(module
  (func $down (param i32) (result i32)
    (i32.add (i32.const 1) (call $down (i32.add (local.get 0) (i32.const 1)))))
  (func (export "wizer-initialize") (drop (call $down (i32.const 0)))))
