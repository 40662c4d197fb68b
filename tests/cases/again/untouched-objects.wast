;; The second run changes a number alone: the objects of the first one stay.
;;! init = ["make"]
;;! again = ["count"]
;;! golden = false
(module
  (type $s (struct (field $n (mut i32)) (field $self (mut (ref null $s)))))
  (global $g (mut (ref null $s)) (ref.null $s))
  (global $n (mut i32) (i32.const 0))
  (func (export "make")
    (global.set $g (struct.new $s (i32.const 5) (ref.null $s)))
    (struct.set $s $self (global.get $g) (global.get $g)))
  (func (export "count") (global.set $n (i32.const 1)))
  (func (export "get") (result i32 i32 i32)
    (global.get $n) (struct.get $s $n (global.get $g))
    (ref.eq (global.get $g) (struct.get $s $self (global.get $g)))))
(assert_return (invoke "get") (i32.const 1) (i32.const 5) (i32.const 1))
