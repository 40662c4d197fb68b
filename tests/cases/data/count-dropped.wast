;; All segments disappear; the data count may not stay behind and disagree.
(module
  (memory 1)
  (data $a (i32.const 0) "hello")
  (func (export "wizer-initialize") (memory.fill (i32.const 0) (i32.const 0) (i32.const 5)))
  (func (export "load") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "load") (i32.const 0))
