;; Without names the message gives indices.
(module
  (table 4 funcref)
  (func (table.set (i32.const 1) (ref.null func)))
  (func (export "wizer-initialize") (call 0)))
