;;! state = "a helper's own state, changed by init"
;;! preload = ["env"]
;;! preinit = ["--preload-state=merge"]
(module $env
  (global $n (mut i32) (i32.const 1))
  (func (export "bump") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))
(register "env" $env)
(module $subject
  (import "env" "bump" (func $bump (result i32)))
  (func (export "wizer-initialize") (drop (call $bump)))
  (func (export "get") (result i32) (call $bump)))
(assert_return (invoke "get") (i32.const 3))
