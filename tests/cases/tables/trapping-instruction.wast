;; A `table.set` that traps and is not reached does not set a flag that outlives a call.
;;! expect = "init"
(module
  (table $t 1 funcref)
  (func (export "wizer-initialize") (table.set $t (i32.const 7) (ref.null func))))
