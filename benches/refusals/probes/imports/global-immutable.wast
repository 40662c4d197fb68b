;;! state = "imported immutable global, the offset of a segment"
;;! preload = ["env"]
(module $env (global (export "__memory_base") i32 (i32.const 16)))
(register "env" $env)
(module $subject
  (import "env" "__memory_base" (global $b i32))
  (memory 1) (data (global.get $b) "abcd")
  (func (export "wizer-initialize")
    (i32.store offset=4 (global.get $b) (i32.load (global.get $b))))
  (func (export "get") (result i32) (i32.load (i32.const 20))))
(assert_return (invoke "get") (i32.const 0x64636261))
