;;! state = "`array.fill`, `array.copy`, `array.init_data`"
(module $subject
  (type $a (array (mut i8)))
  (data $d "\07\08")
  (global $g (ref $a) (array.new $a (i32.const 0) (i32.const 8)))
  (func (export "wizer-initialize")
    (array.fill $a (global.get $g) (i32.const 0) (i32.const 3) (i32.const 2))
    (array.copy $a $a (global.get $g) (i32.const 2) (global.get $g) (i32.const 0) (i32.const 2))
    (array.init_data $a $d (global.get $g) (i32.const 6) (i32.const 0) (i32.const 2)))
  (func (export "get") (param i32) (result i32)
    (array.get_u $a (global.get $g) (local.get 0))))
(assert_return (invoke "get" (i32.const 3)) (i32.const 3))
(assert_return (invoke "get" (i32.const 5)) (i32.const 0))
(assert_return (invoke "get" (i32.const 7)) (i32.const 8))
