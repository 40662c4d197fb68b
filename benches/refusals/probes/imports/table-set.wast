;;! state = "imported table, set"
;;! preload = ["env"]
(module $env (table (export "t") 2 funcref))
(register "env" $env)
(module $subject
  (import "env" "t" (table 2 funcref)) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (table.set (i32.const 1) (ref.func $f)))
  (func (export "get") (result i32) (call_indirect (result i32) (i32.const 1))))
(assert_return (invoke "get") (i32.const 5))
