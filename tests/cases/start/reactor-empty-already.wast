;; An entry that does nothing as it is stays as it is.
;;! keep-initialize = "empty"
(module
  (memory (export "memory") 1)
  (func (export "_initialize"))
  (func (export "wizer-initialize") (i32.store (i32.const 0) (i32.const 42)))
  (func (export "value") (result i32) (i32.load (i32.const 0))))
(assert_return (invoke "_initialize"))
(assert_return (invoke "value") (i32.const 42))
