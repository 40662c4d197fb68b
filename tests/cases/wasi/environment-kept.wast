;; A variable whose text is still there is warned about; one that is short, or not there any more, is not.
;;! wasi = true
;;! env = { A = "b", HOME = "/home/somebody", LONGER = "1234567890" }
(module
  (import "wasi_snapshot_preview1" "environ_get" (func $get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $read-environment
    (drop (call $get (i32.const 0) (i32.const 256)))
    ;; The third one begins here.
    (memory.fill (i32.const 280) (i32.const 0) (i32.const 100)))
  (func (export "wizer-initialize") (call $read-environment))
  (func (export "first") (result i32) (i32.load8_u (i32.const 265))))
(assert_return (invoke "first") (i32.const 0x2f))
