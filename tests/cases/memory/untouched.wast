;; Nothing changed: no segment appears.
;;! max-segments = 0
(module
  (memory (export "memory") 1)
  (func (export "wizer-initialize"))
  (func (export "get") (result i64) (i64.load (i32.const 0))))
(assert_return (invoke "get") (i64.const 0))
