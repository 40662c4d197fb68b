;; A supplied memory that a preloaded module and the module under test share.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! import-memory = ["env.memory=1"]
(module $env (memory (export "memory") 1))
(register "env" $env)
(module $lib
  (import "env" "memory" (memory 1))
  (func (export "size") (result i32) (memory.size)))
(register "lib" $lib)
(module $main
  (import "env" "memory" (memory 1))
  (import "lib" "size" (func $size (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (global.set $n (i32.add (call $size) (i32.load (i32.const 0)))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 1))
