;; Exceptions thrown and caught at init leave only what the handler wrote.
(module
  (tag $t (param i32))
  (memory 1)
  (func $may-throw (param i32) (throw $t (local.get 0)))
  (func (export "wizer-initialize")
    (i32.store (i32.const 0)
      (block $h (result i32)
        (try_table (catch $t $h) (call $may-throw (i32.const 5)))
        (i32.const 0))))
  (func (export "throw") (call $may-throw (i32.const 1)))
  (func (export "get") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "get") (i32.const 5))
(assert_exception (invoke "throw"))
