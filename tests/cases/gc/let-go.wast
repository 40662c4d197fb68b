;; An object that instantiation makes, cleared by init: nothing makes it again. The other half of the
;; objects stays as the input says.
(module
  (type $s (struct (field $n (mut i32))))
  (global $gone (mut (ref null $s)) (struct.new $s (i32.const 1)))
  (global $stays (mut (ref null $s)) (struct.new $s (i32.const 2)))
  (func (export "wizer-initialize")
    (struct.set $s $n (global.get $gone) (i32.const 3))
    (global.set $gone (ref.null $s)))
  (func (export "gone") (result i32) (ref.is_null (global.get $gone)))
  (func (export "stays") (result i32) (struct.get $s $n (global.get $stays))))
(assert_return (invoke "gone") (i32.const 1))
(assert_return (invoke "stays") (i32.const 2))
