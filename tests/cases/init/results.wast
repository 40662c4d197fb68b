;; An init function may return values.
;;! init = ["setup"]
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "setup") (result i32 f64) (global.set $n (i32.const 7)) (i32.const 7) (f64.const 1.5))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 7))
