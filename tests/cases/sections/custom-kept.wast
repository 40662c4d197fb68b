;; Custom sections that nobody knows stay, in their places and order, twice the same name included.
(module
  (@custom "first" (before first) "1")
  (@custom "twice" (after type) "2")
  (@custom "twice" (after code) "3")
  (@custom "last" (after last) "4")
  (@custom "" (after data) "no name")
  (memory 1)
  (data (i32.const 0) "x")
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 1))
