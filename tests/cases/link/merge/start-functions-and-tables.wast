;; The same with tables: a start function that fills one, element segments of later modules over it, and a segment
;; that the module copies from, empty as all active ones are.
;;! subject = "$main"
;;! preload = { a = "$a" }
;;! preload-state = "merge"
(module $a
  (table (export "table") 3 funcref)
  (elem declare func $one)
  (func $one (result i32) (i32.const 1))
  (func $start
    (table.set (i32.const 0) (ref.func $one))
    (table.set (i32.const 1) (ref.func $one)))
  (start $start))
(register "a" $a)
(module $main
  (import "a" "table" (table 3 funcref))
  (elem $e (i32.const 1) func $two)
  (func $two (result i32) (i32.const 2))
  (func (export "wizer-initialize"))
  (func (export "again") (table.init $e (i32.const 2) (i32.const 0) (i32.const 1)))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 1))
(assert_return (invoke "call" (i32.const 1)) (i32.const 2))
(assert_trap (invoke "again") "out of bounds table access")
