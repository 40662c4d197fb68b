;; Growing alone, with nothing written, is a change too.
;;! max-segments = 0
(module
  (memory 0)
  (func (export "wizer-initialize") (drop (memory.grow (i32.const 7))))
  (func (export "size") (result i32) (memory.size)))
(assert_return (invoke "size") (i32.const 7))
