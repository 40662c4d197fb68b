;; `array.init_data` from a segment that stays for later.
;;! golden = false
(module
  (type $list (array (mut i16)))
  (global $l (ref $list) (array.new $list (i32.const 5) (i32.const 4)))
  (data $d "0123456789")
  (func (export "wizer-initialize")
    (array.init_data $list $d (global.get $l) (i32.const 1) (i32.const 2) (i32.const 2)))
  (func (export "again") (array.init_data $list $d (global.get $l) (i32.const 0) (i32.const 8) (i32.const 1)))
  (func (export "get") (param i32) (result i32) (array.get_u $list (global.get $l) (local.get 0))))
(assert_return (invoke "get" (i32.const 0)) (i32.const 5))
(assert_return (invoke "get" (i32.const 1)) (i32.const 0x3332))
(assert_return (invoke "get" (i32.const 2)) (i32.const 0x3534))
(assert_return (invoke "get" (i32.const 3)) (i32.const 5))
(invoke "again")
(assert_return (invoke "get" (i32.const 0)) (i32.const 0x3938))
