;; A memory without a page has nothing to keep.
(module
  (memory (export "memory") 0)
  (func (export "wizer-initialize"))
  (func (export "size") (result i32) (memory.size)))
(assert_return (invoke "size") (i32.const 0))
