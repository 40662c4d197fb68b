;; A trap: the message says which one, and the frames name the functions.
;;! expect = "init"
(module
  (memory 1)
  (func $inner (param i32) (result i32) (i32.load (local.get 0)))
  (func $outer (drop (call $inner (i32.const 0x10000))))
  (func (export "wizer-initialize") (call $outer)))
