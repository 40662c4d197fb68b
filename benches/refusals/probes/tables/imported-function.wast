;;! state = "an imported function put into a table"
;;! preload = ["env"]
(module $env (func (export "f") (result i32) (i32.const 5)))
(register "env" $env)
(module $subject
  (import "env" "f" (func $f (result i32)))
  (table $t 2 funcref) (elem declare func $f)
  (func (export "wizer-initialize") (table.set $t (i32.const 1) (ref.func $f)))
  (func (export "get") (result i32) (call_indirect (result i32) (i32.const 1))))
(assert_return (invoke "get") (i32.const 5))
