;; Types that look alike and differ by their group or their place in it; an equal group elsewhere is
;; the same types.
;;! golden = false
(module
  (rec (type $a (struct (field i32) (field (ref null $b)))) (type $b (struct (field i32) (field (ref null $a)))))
  (rec (type $c (struct (field i32) (field (ref null $c)))) (type $d (struct (field i32) (field (ref null $c)))))
  (rec (type $a2 (struct (field i32) (field (ref null $b2)))) (type $b2 (struct (field i32) (field (ref null $a2)))))
  (table $t 5 anyref)
  (func (export "wizer-initialize")
    (table.set $t (i32.const 0) (struct.new $a (i32.const 10) (struct.new $b (i32.const 11) (ref.null $a))))
    (table.set $t (i32.const 1) (struct.new $b (i32.const 12) (ref.null $a)))
    (table.set $t (i32.const 2) (struct.new $c (i32.const 13) (ref.null $c)))
    (table.set $t (i32.const 3) (struct.new $d (i32.const 14) (struct.new $c (i32.const 15) (ref.null $c))))
    (table.set $t (i32.const 4) (struct.new $b2 (i32.const 16) (struct.new $a2 (i32.const 17) (ref.null $b2)))))
  ;; One digit for each type that the object has.
  (func (export "types") (param i32) (result i32)
    (i32.add (i32.add
      (i32.mul (i32.const 100000) (ref.test (ref $a) (table.get $t (local.get 0))))
      (i32.mul (i32.const 10000) (ref.test (ref $b) (table.get $t (local.get 0)))))
      (i32.add (i32.add
        (i32.mul (i32.const 1000) (ref.test (ref $c) (table.get $t (local.get 0))))
        (i32.mul (i32.const 100) (ref.test (ref $d) (table.get $t (local.get 0)))))
        (i32.add
          (i32.mul (i32.const 10) (ref.test (ref $a2) (table.get $t (local.get 0))))
          (ref.test (ref $b2) (table.get $t (local.get 0)))))))
  (func (export "inner") (result i32 i32 i32)
    (struct.get $b 0 (struct.get $a 1 (ref.cast (ref $a) (table.get $t (i32.const 0)))))
    (struct.get $c 0 (struct.get $d 1 (ref.cast (ref $d) (table.get $t (i32.const 3)))))
    (struct.get $a 0 (struct.get $b 1 (ref.cast (ref $b) (table.get $t (i32.const 4)))))))
(assert_return (invoke "types" (i32.const 0)) (i32.const 100010))
(assert_return (invoke "types" (i32.const 1)) (i32.const 010001))
(assert_return (invoke "types" (i32.const 2)) (i32.const 001000))
(assert_return (invoke "types" (i32.const 3)) (i32.const 000100))
(assert_return (invoke "types" (i32.const 4)) (i32.const 010001))
(assert_return (invoke "inner") (i32.const 11) (i32.const 15) (i32.const 17))
