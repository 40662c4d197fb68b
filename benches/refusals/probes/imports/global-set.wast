;;! state = "imported mutable global, set"
;;! preload = ["env"]
(module $env (global (export "g") (mut i32) (i32.const 1)))
(register "env" $env)
(module $subject
  (import "env" "g" (global $g (mut i32)))
  (func (export "wizer-initialize") (global.set $g (i32.const 5)))
  (func (export "get") (result i32) (global.get $g)))
(assert_return (invoke "get") (i32.const 5))
