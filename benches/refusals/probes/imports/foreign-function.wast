;;! state = "a function of another module, not imported, kept in a table"
;;! preload = ["env"]
(module $env
  (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "give") (result funcref) (ref.func $f)))
(register "env" $env)
(module $subject
  (import "env" "give" (func $give (result funcref)))
  (table $t 2 funcref)
  (func (export "wizer-initialize") (table.set $t (i32.const 1) (call $give)))
  (func (export "get") (result i32) (call_indirect (result i32) (i32.const 1))))
(assert_return (invoke "get") (i32.const 5))
