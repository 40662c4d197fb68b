;; A global whose initializer reads another one: the reader is a copy and stays one.
(module
  (global $a (mut i32) (i32.const 5))
  (global $b i32 (i32.const 6))
  (global $c (mut i32) (global.get $b))
  (func (export "wizer-initialize")
    (global.set $a (i32.const 50))
    (global.set $c (i32.add (global.get $a) (global.get $c))))
  (func (export "all") (result i32 i32 i32) (global.get $a) (global.get $b) (global.get $c)))
(assert_return (invoke "all") (i32.const 50) (i32.const 6) (i32.const 56))
