;; A second snapshot grows and fills the table anew, and by more.
;;! init = ["first"]
;;! again = ["second"]
;;! max-bytes = 500
(module
  (type $f (func (result i32)))
  (table $t (export "t") 0 funcref)
  (elem declare func $a)
  (func $a (type $f) (i32.const 1))
  (func (export "first") (call $grow (i32.const 1100000)))
  (func (export "second") (call $grow (i32.const 50000)))
  (func $grow (param i32) (drop (table.grow $t (ref.func $a) (local.get 0))))
  (func (export "size") (result i32) (table.size $t))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0))))
(assert_return (invoke "size") (i32.const 1150000))
(assert_return (invoke "call" (i32.const 0)) (i32.const 1))
(assert_return (invoke "call" (i32.const 1149999)) (i32.const 1))
