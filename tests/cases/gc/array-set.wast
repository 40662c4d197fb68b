;; `array.set`, one element of an array that instantiation makes.
;;! golden = false
(module
  (type $list (array (mut i32)))
  (global $l (ref $list) (array.new $list (i32.const 5) (i32.const 4)))
  (func (export "wizer-initialize") (array.set $list (global.get $l) (i32.const 1) (i32.const -10)))
  (func (export "get") (param i32) (result i32) (array.get $list (global.get $l) (local.get 0)))
  (func (export "len") (result i32) (array.len (global.get $l))))
(assert_return (invoke "len") (i32.const 4))
(assert_return (invoke "get" (i32.const 0)) (i32.const 5))
(assert_return (invoke "get" (i32.const 1)) (i32.const -10))
(assert_return (invoke "get" (i32.const 2)) (i32.const 5))
(assert_return (invoke "get" (i32.const 3)) (i32.const 5))
