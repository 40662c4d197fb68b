;; A program that reads `environ` itself does not look whether it is set: behind the reset it is set again.
;;! wasi = true
;;! reset = "wasi-libc"
(module
  (memory (export "memory") 1)
  (global $environ (mut i32) (i32.const -1))
  (func (export "wizer-initialize") (global.set $environ (i32.const 16)))
  (func (export "__wasilibc_deinitialize_environ") (global.set $environ (i32.const -1)))
  (func (export "__wasilibc_maybe_reinitialize_environ_eagerly") (global.set $environ (i32.const 32)))
  (func (export "environ") (result i32) (global.get $environ)))
(assert_return (invoke "environ") (i32.const 32))
