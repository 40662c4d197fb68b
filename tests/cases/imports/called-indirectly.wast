;; An import reached through a table.
;;! expect = "init"
(module
  (import "env" "log" (func $log))
  (table 1 funcref)
  (elem (i32.const 0) $log)
  (func $dispatch (call_indirect (i32.const 0)))
  (func (export "wizer-initialize") (call $dispatch)))
