;; The environment that wasi-libc has read is forgotten; a program that reads it eagerly reads it again at once.
;;! wasi = true
;;! reset = "wasi-libc"
;;! env = { NAME = "a longer value" }
(module
  (import "wasi_snapshot_preview1" "environ_get" (func $get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $environ (mut i32) (i32.const -1))
  (func $read (drop (call $get (i32.const 16) (i32.const 64))) (global.set $environ (i32.const 16)))
  (func (export "wizer-initialize") (call $read))
  (func (export "__wasilibc_deinitialize_environ") (global.set $environ (i32.const -1)))
  (func (export "environ") (result i32) (global.get $environ)))
(assert_return (invoke "environ") (i32.const -1))
