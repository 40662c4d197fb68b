;; Names of functions and segments that do not exist.
(module
  (@custom "name" (after last) "\01\09\01\e7\07\05ghost" "\09\08\01\63\05ghost")
  (memory 1)
  (data (i32.const 0) "x")
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 1))
