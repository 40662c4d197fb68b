;; A WASI function that writes to memory, called by a module that exports none: no host could serve it.
;;! wasi = true
;;! expect = "init"
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory 1)
  (func (export "wizer-initialize") (drop (call $random (i32.const 0) (i32.const 4)))))
