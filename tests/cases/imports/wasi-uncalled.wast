;; WASI functions that are not called need no flag.
;;! subject = "$main"
(module $wasi (func (export "proc_exit") (param i32)))
(register "wasi_snapshot_preview1" $wasi)
(module $main
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 3) (i32.const 4)))
  (func (export "get") (result i32) (i32.load8_u (i32.const 3)))
  (func (export "exit") (call $exit (i32.const 0))))
(assert_return (invoke "get") (i32.const 4))
(invoke "exit")
