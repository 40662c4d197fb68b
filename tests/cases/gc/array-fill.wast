;; `array.fill` with numbers and with references.
;;! golden = false
(module
  (type $list (array (mut i64)))
  (type $refs (array (mut (ref null $list))))
  (global $l (ref $list) (array.new $list (i64.const 5) (i32.const 4)))
  (global $r (ref $refs) (array.new_default $refs (i32.const 3)))
  (func (export "wizer-initialize")
    (array.fill $list (global.get $l) (i32.const 1) (i64.const -7) (i32.const 2))
    (array.fill $refs (global.get $r) (i32.const 0) (global.get $l) (i32.const 2)))
  (func (export "get") (param i32) (result i64) (array.get $list (global.get $l) (local.get 0)))
  (func (export "same") (param i32) (result i32) (ref.eq (array.get $refs (global.get $r) (local.get 0)) (global.get $l))))
(assert_return (invoke "get" (i32.const 0)) (i64.const 5))
(assert_return (invoke "get" (i32.const 1)) (i64.const -7))
(assert_return (invoke "get" (i32.const 2)) (i64.const -7))
(assert_return (invoke "get" (i32.const 3)) (i64.const 5))
(assert_return (invoke "same" (i32.const 0)) (i32.const 1))
(assert_return (invoke "same" (i32.const 1)) (i32.const 1))
(assert_return (invoke "same" (i32.const 2)) (i32.const 0))
