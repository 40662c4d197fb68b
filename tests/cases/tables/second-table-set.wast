;; The message names the table that changed, not the first one.
(module
  (table $first 4 funcref)
  (table $second 4 externref)
  (func $register (table.set $second (i32.const 1) (ref.null extern)))
  (func (export "wizer-initialize") (call $register)))
