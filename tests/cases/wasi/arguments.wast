;; Arguments and environment are those that were given, and no others.
;;! wasi = true
;;! args = ["guest", "--fast"]
;;! env = { LANG = "C", HOME = "/" }
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args-sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env-sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "wizer-initialize")
    (drop (call $args-sizes (i32.const 0) (i32.const 4)))
    (drop (call $env-sizes (i32.const 8) (i32.const 12)))
    (drop (call $args (i32.const 100) (i32.const 200)))
    (drop (call $env (i32.const 300) (i32.const 400))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 2))
(assert_return (invoke "load" (i32.const 4)) (i32.const 13))
(assert_return (invoke "load" (i32.const 8)) (i32.const 2))
(assert_return (invoke "load" (i32.const 200)) (i32.const 0x7365_7567))
(assert_return (invoke "load" (i32.const 400)) (i32.const 0x454d_4f48))
