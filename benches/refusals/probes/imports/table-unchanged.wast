;;! state = "imported table, unchanged"
;;! preload = ["env"]
(module $env (table (export "t") 2 funcref))
(register "env" $env)
(module $subject
  (import "env" "t" (table 2 funcref)) (global $g (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $g (i32.const 5)))
  (func (export "get") (result i32 i32) (global.get $g) (ref.is_null (table.get (i32.const 1)))))
(assert_return (invoke "get") (i32.const 5) (i32.const 1))
