;; A WASI function without the flag that allows it: the hint names the flag.
;;! expect = "init"
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $seed (drop (call $random (i32.const 0) (i32.const 8))))
  (func (export "wizer-initialize") (call $seed)))
