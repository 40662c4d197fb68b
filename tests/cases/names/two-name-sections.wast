;; Two name sections: the module is valid, and both stay.
(module
  (@custom "name" (after last) "\01\08\01\00\05first")
  (@custom "name" (after last) "\01\09\01\00\06second")
  (memory 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 1))
