;; `memory.grow` beyond the maximum gives -1 at init as anywhere else.
(module
  (memory 1 2)
  (global $result (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $result (memory.grow (i32.const 2))))
  (func (export "result") (result i32) (global.get $result))
  (func (export "size") (result i32) (memory.size)))
(assert_return (invoke "result") (i32.const -1))
(assert_return (invoke "size") (i32.const 1))
