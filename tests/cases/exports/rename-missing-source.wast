;;! renames = ["x=nowhere"]
;;! expect = "policy"
(module
  (global $n (mut i32) (i32.const 0))
  (func $init (export "wizer-initialize") (global.set $n (i32.const 1)))
  (func (export "a") (result i32) (i32.add (global.get $n) (i32.const 10)))
  (func (export "b") (result i32) (i32.add (global.get $n) (i32.const 20)))
  (func (export "c") (result i32) (i32.add (global.get $n) (i32.const 30))))
