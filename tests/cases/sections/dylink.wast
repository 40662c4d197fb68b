;; The size of the static data follows the snapshot; libraries needed stay.
(module
  (@dylink.0
    (mem-info (memory 16 2) (table 1 0))
    (needed "libc.so"))
  (memory (export "memory") 1)
  (data (i32.const 0) "0123456789abcdef")
  (func (export "wizer-initialize") (i32.store (i32.const 1000) (i32.const 1)))
  (func (export "load") (result i32) (i32.load (i32.const 1000))))
(assert_return (invoke "load") (i32.const 1))
