;; `array.copy` inside one array, where the ranges overlap.
;;! golden = false
(module
  (type $list (array (mut i32)))
  (global $l (ref $list) (array.new_fixed $list 5
    (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)))
  (func (export "wizer-initialize")
    (array.copy $list $list (global.get $l) (i32.const 1) (global.get $l) (i32.const 0) (i32.const 3)))
  (func (export "get") (param i32) (result i32) (array.get $list (global.get $l) (local.get 0))))
(assert_return (invoke "get" (i32.const 0)) (i32.const 1))
(assert_return (invoke "get" (i32.const 1)) (i32.const 1))
(assert_return (invoke "get" (i32.const 2)) (i32.const 2))
(assert_return (invoke "get" (i32.const 3)) (i32.const 3))
(assert_return (invoke "get" (i32.const 4)) (i32.const 5))
