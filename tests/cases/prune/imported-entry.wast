;; An imported function that is an entry, and that nothing can call: a definition takes its place, and the import is
;; gone. Another one can be called, and stays.
;;! prune = "code"
;;! subject = "$main"
(module $env (func (export "called") (param i32)) (func (export "listed") (param i64)))
(register "env")
(module $main
  (import "env" "called" (func $called (param i32)))
  (import "env" "listed" (func $listed (param i64)))
  (table $t 3 funcref)
  (elem (i32.const 0) $called $listed $own)
  (func $own (param i32))
  (func $init (param i64))
  (func (export "wizer-initialize") (call $init (i64.const 7)))
  (func (export "run") (param i32) (call_indirect (param i32) (i32.const 5) (local.get 0))))
(assert_return (invoke "run" (i32.const 0)))
(assert_return (invoke "run" (i32.const 2)))
(assert_trap (invoke "run" (i32.const 1)) "indirect call type mismatch")
