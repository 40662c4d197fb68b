;; No live code uses the memory, the table, the tag or the second global, and nobody else can see them.
;;! prune = "code"
(module
  (memory 1)
  (data (i32.const 0) "static")
  (table 1 funcref)
  (elem (i32.const 0) $f)
  (tag $t (param i32))
  (global $sum (mut i32) (i32.const 0))
  (global $other (mut i64) (i64.const 0))
  (func $f (throw $t (i32.const 1)))
  (func (export "wizer-initialize")
    (global.set $other (i64.const 9))
    (global.set $sum (i32.load8_u (i32.const 0))))
  (func (export "run") (result i32) (global.get $sum)))
(assert_return (invoke "run") (i32.const 0x73))
