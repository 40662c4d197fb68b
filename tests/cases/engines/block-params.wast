;; wasmi 2.0.0 loses `$x` on the way to `else`, where a parameter that is no local lies above it.
;;! init = ["setup"]
(module
  (memory 1)
  (func $pick (param $x i32) (result i32)
    (local.get $x)
    (i64.const 7)
    (i32.eqz (local.get $x))
    (if (param i64) (then (block) (drop)) (else (drop))))
  (func (export "setup") (i32.store (i32.const 8) (call $pick (i32.const 7))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 7))
