;; Packed parts of objects that instantiation makes, changed to values whose highest bit is set.
;;! golden = false
(module
  (type $s (struct (field $a (mut i8)) (field $b (mut i16))))
  (type $a16 (array (mut i16)))
  (global $s (ref $s) (struct.new $s (i32.const 1) (i32.const 2)))
  (global $a16 (ref $a16) (array.new $a16 (i32.const 3) (i32.const 3)))
  (func (export "wizer-initialize")
    (struct.set $s $a (global.get $s) (i32.const -2))
    (struct.set $s $b (global.get $s) (i32.const -300))
    (array.set $a16 (global.get $a16) (i32.const 1) (i32.const 0xfffe)))
  (func (export "s") (result i32 i32) (struct.get_s $s $a (global.get $s)) (struct.get_u $s $b (global.get $s)))
  (func (export "a16") (param i32) (result i32) (array.get_s $a16 (global.get $a16) (local.get 0))))
(assert_return (invoke "s") (i32.const -2) (i32.const 65236))
(assert_return (invoke "a16" (i32.const 0)) (i32.const 3))
(assert_return (invoke "a16" (i32.const 1)) (i32.const -2))
(assert_return (invoke "a16" (i32.const 2)) (i32.const 3))
