;; For the smallest file, what repeats is data once, and a start function copies it: a fill, records of twelve bytes,
;; and words with zeros in them. What is too short stays as it is.
;;! layout = "size"
(module
  (memory (export "memory") 1)
  (func (export "wizer-initialize") (local $i i32)
    (memory.fill (i32.const 100) (i32.const 7) (i32.const 1000))
    (i32.store8 (i32.const 1099) (i32.const 8))
    (loop
      (i32.store (i32.add (i32.const 2000) (i32.mul (local.get $i) (i32.const 12))) (i32.const 0x11223344))
      (i32.store16 (i32.add (i32.const 2006) (i32.mul (local.get $i) (i32.const 12))) (i32.const 0x5566))
      (i64.store (i32.add (i32.const 4000) (i32.mul (local.get $i) (i32.const 8))) (i64.const 9))
      (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 50))))
    (memory.fill (i32.const 6000) (i32.const 3) (i32.const 20)))
  (func (export "sum") (param $at i32) (param $end i32) (result i32) (local $sum i32)
    (loop
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (i32.load8_u (local.get $at))))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
    (local.get $sum)))
(assert_return (invoke "sum" (i32.const 1098) (i32.const 1102)) (i32.const 216225))
(assert_return (invoke "sum" (i32.const 90) (i32.const 1200)) (i32.const 1819029761))
(assert_return (invoke "sum" (i32.const 2000) (i32.const 2600)) (i32.const -763907318))
(assert_return (invoke "sum" (i32.const 4000) (i32.const 6100)) (i32.const -2060917314))
