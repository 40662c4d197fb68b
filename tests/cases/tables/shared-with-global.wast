;; An object that a global's initializer makes and a segment's expression reads: when the table is
;; filled anew, its entry is still that object.
;;! golden = false
(module
  (type $s (struct (field $n (mut i32))))
  (global $g (ref $s) (struct.new $s (i32.const 1)))
  (table $t 3 anyref)
  (elem (table $t) (i32.const 0) anyref (global.get $g) (ref.i31 (i32.const 5)))
  (func (export "wizer-initialize") (table.set $t (i32.const 2) (struct.new $s (i32.const 3))))
  (func $at (param i32) (result eqref) (ref.cast eqref (table.get $t (local.get 0))))
  (func (export "same") (param i32) (result i32) (ref.eq (global.get $g) (call $at (local.get 0))))
  (func (export "i31") (result i32) (i31.get_s (ref.cast (ref i31) (call $at (i32.const 1)))))
  (func (export "n") (param i32) (result i32) (struct.get $s $n (ref.cast (ref $s) (call $at (local.get 0)))))
  (func (export "set") (struct.set $s $n (global.get $g) (i32.const 4))))
(assert_return (invoke "same" (i32.const 0)) (i32.const 1))
(assert_return (invoke "same" (i32.const 2)) (i32.const 0))
(assert_return (invoke "i31") (i32.const 5))
(assert_return (invoke "n" (i32.const 2)) (i32.const 3))
(invoke "set")
(assert_return (invoke "n" (i32.const 0)) (i32.const 4))
