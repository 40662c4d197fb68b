;; Structs without fields are told apart by identity alone.
;;! golden = false
(module
  (type $unit (struct))
  (type $box (struct (field (ref $unit))))
  (table $t 3 anyref)
  (func (export "wizer-initialize") (local $a (ref $unit))
    (local.set $a (struct.new $unit))
    (table.set $t (i32.const 0) (local.get $a))
    (table.set $t (i32.const 1) (struct.new $unit))
    (table.set $t (i32.const 2) (struct.new $box (local.get $a))))
  (func $at (param i32) (result eqref) (ref.cast eqref (table.get $t (local.get 0))))
  (func (export "same") (result i32 i32)
    (ref.eq (call $at (i32.const 0)) (call $at (i32.const 1)))
    (ref.eq (call $at (i32.const 0)) (struct.get $box 0 (ref.cast (ref $box) (call $at (i32.const 2)))))))
(assert_return (invoke "same") (i32.const 0) (i32.const 1))
