;;! wasi = true
;;! expect = "init"
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $quit (call $exit (i32.const 1)))
  (func (export "wizer-initialize") (call $quit)))
