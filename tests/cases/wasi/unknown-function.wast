;; A function that preview 1 does not have is an unknown import like any other.
;;! wasi = true
;;! expect = "init"
(module
  (import "wasi_snapshot_preview1" "fd_levitate" (func $up (param i32) (result i32)))
  (memory (export "memory") 1)
  (func $caller (drop (call $up (i32.const 1))))
  (func (export "wizer-initialize") (call $caller)))
