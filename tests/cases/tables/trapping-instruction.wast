;; A `table.set` that traps ends init, whatever its flag says.
;;! expect = "init"
(module
  (table $t 1 funcref)
  (func (export "wizer-initialize") (table.set $t (i32.const 7) (ref.null func))))
