;; wasmi 2.0.0 takes the other value here, unless something keeps the test and the `select` apart.
;;! init = ["setup"]
(module
  (memory 1)
  (func $pick (param $x i32) (result i32)
    (select (i32.const 1) (local.get $x) (i32.eqz (local.get $x))))
  (func (export "setup") (i32.store (i32.const 8) (call $pick (i32.const 7))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 7))
