;; Sixty types that look alike and are different ones: the decoder has an operation for each.
;;! golden = false
(module
  (rec (;@repeat 60: (type (struct (field i32) (field (mut anyref)))) ;))
  (table $t 60 anyref)
  (func (export "wizer-initialize")
    (;@repeat 60: (table.set $t (i32.const $i) (struct.new $i (i32.const $i) (table.get $t (i32.const 0)))) ;))
  (func (export "right") (result i32) (local $n i32)
    (;@repeat 60: (local.set $n (i32.add (local.get $n) (i32.eq (i32.const $i)
      (struct.get $i 0 (ref.cast (ref $i) (table.get $t (i32.const $i))))))) ;)
    (local.get $n))
  (func (export "shared") (result i32)
    (ref.eq (ref.cast eqref (table.get $t (i32.const 0)))
            (ref.cast eqref (struct.get 59 1 (ref.cast (ref 59) (table.get $t (i32.const 59))))))))
(assert_return (invoke "right") (i32.const 60))
(assert_return (invoke "shared") (i32.const 1))
