;; Standard input reaches init; forced onto either engine, and started over, it is the same.
;;! wasi = true
;;! stdin = "hello, guest"
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "wizer-initialize")
    (i32.store (i32.const 16) (i32.const 64))
    (i32.store (i32.const 20) (i32.const 5))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24)))
    (i32.store (i32.const 16) (i32.const 80))
    (i32.store (i32.const 20) (i32.const 100))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 28))))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "load" (i32.const 24)) (i32.const 5))
(assert_return (invoke "load" (i32.const 28)) (i32.const 7))
(assert_return (invoke "load" (i32.const 64)) (i32.const 0x6c6c_6568))
(assert_return (invoke "load" (i32.const 80)) (i32.const 0x7567_202c))
