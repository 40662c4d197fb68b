;; A function of preview 1 that is imported with another type, as Emscripten does for JavaScript. It is not called.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "seek") (result i32)
    (call $seek (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 8)))
  (func (export "wizer-initialize")
    (i32.store (i32.const 12) (i32.add (i32.const 1) (call $sizes (i32.const 0) (i32.const 4))))))
