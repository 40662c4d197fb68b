;; Whoever imports the table can call all that is in it.
;;! prune = "code"
(module $main
  (table (export "t") 2 funcref)
  (elem (i32.const 0) $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i64) (i64.const 2))
  (func $unused (result i32) (i32.const 3))
  (func (export "wizer-initialize") (drop (call $unused)))
  (func (export "run")))
(register "main")
(module
  (import "main" "t" (table 2 funcref))
  (func (export "one") (result i32) (call_indirect (result i32) (i32.const 0)))
  (func (export "two") (result i64) (call_indirect (result i64) (i32.const 1))))
(assert_return (invoke "one") (i32.const 1))
(assert_return (invoke "two") (i64.const 2))
