;; What the start function changes counts as much as what init changes.
(module
  (table $t 1 funcref)
  (func $start (table.set $t (i32.const 0) (ref.func $start)))
  (elem declare func $start)
  (start $start)
  (func (export "wizer-initialize")))
