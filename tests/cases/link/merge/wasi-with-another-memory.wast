;; WASI functions act on their caller's memory, which would be another one.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! preload-state = "merge"
;;! expect = "policy"
(module $lib
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "draw") (drop (call $random (i32.const 0) (i32.const 8)))))
(module $main
  (import "lib" "draw" (func $draw))
  (memory (export "memory") 1)
  (func (export "wizer-initialize") (call $draw)))
