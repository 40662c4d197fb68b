;; A dropped segment is empty for arrays as well.
(module
  (type $bytes (array (mut i8)))
  (data $p "hello")
  (data $q "world")
  (func (export "wizer-initialize") (data.drop $p))
  (func (export "p") (param i32) (result i32)
    (array.len (array.new_data $bytes $p (i32.const 0) (local.get 0))))
  (func (export "q") (result i32)
    (array.get_u $bytes (array.new_data $bytes $q (i32.const 0) (i32.const 5)) (i32.const 4))))
(assert_return (invoke "p" (i32.const 0)) (i32.const 0))
(assert_trap (invoke "p" (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "q") (i32.const 0x64))
