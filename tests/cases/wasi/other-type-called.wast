;; A function of preview 1 that is imported with another type is not available.
;;! wasi = true
;;! expect = "init"
(module
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $caller
    (drop (call $seek (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8))))
  (func (export "wizer-initialize") (call $caller)))
